"""Every page about contact, notices and what was passed on shows something in the example charity."""

from itertools import chain

import pytest
from django.urls import reverse
from django.utils import timezone

from consent.models import Basis, Disclosure, Notice, OptOut, Override
from consent.services.contact import Why, answers_for
from consent.telling import BEFORE, NOT_YET, NOW, with_state
from people.examples.families import PEOPLE
from people.management.commands.load_example import load
from people.models import Person
from people.visibility import cared_for
from safeguard.scoping import acting_for


@pytest.fixture
def example(db):
    charity = load("pass phrase of the cast")
    with acting_for(charity):
        yield charity


def pages() -> list[tuple[str, list[int]]]:
    """Every page that is opened by reading, with the keys that the example gives it."""
    today = timezone.localdate()
    people = list(cared_for(today).values_list("pk", flat=True))
    used = list(Notice.objects.filter(ended_on=None).values_list("pk", flat=True))
    wishes, notices = ([one.pk for one in model.objects.all()] for model in (OptOut, Notice))
    lists = ("may_contact", "opt_outs", "overrides", "notices", "add_notice", "disclosures", "export_disclosures")
    keys = {
        **{name: [0] for name in lists},
        **dict.fromkeys(("opt_out", "contact_anyway", "end_opt_out"), wishes),
        **dict.fromkeys(("word_notice", "translate_notice", "told"), used),
        **dict.fromkeys(("notice", "notice_families", "end_notice"), notices),
        "contact_person": people,
        "wish": people[:1],
        "pass_on": people[:1],
        "override": [one.pk for one in Override.objects.all()],
        "disclosure": [one.pk for one in Disclosure.objects.all()],
    }
    return list(chain.from_iterable(([(name, [key] if key else []) for key in found]) for name, found in keys.items()))


def test_the_lead_opens_every_page_and_each_state_is_there(client, example):
    client.force_login(Person.objects.get(email__startswith="dana").user)
    today = timezone.localdate()

    answers = {
        (name, *keys): client.get(reverse(f"consent:{name}", args=[example.slug, *keys])).status_code
        for name, keys in pages()
    }

    assert {page for page, status in answers.items() if status != 200} == set()
    assert set(Disclosure.objects.values_list("basis", flat=True)) == set(Basis.values)
    assert {bool(one.reviewed_at) for one in Override.objects.all()} == {True, False}
    assert {one.ends_on is None for one in OptOut.objects.all()} == {True, False}
    social = Notice.objects.get(title="How we use social media")
    assert {one.told for one in with_state(cared_for(today), social, today)} == {NOW, BEFORE, NOT_YET}
    robin = Person.objects.get(name=PEOPLE["child_robin"].name)
    assert answers_for(robin, today)["social_media"].why == Why.WISH


def test_a_volunteer_meets_nothing_that_is_kept_back(client, example):
    """Vera works at the club; Kayleigh's record is kept back, and the drop-in's families are not hers."""
    client.force_login(Person.objects.get(email__startswith="vera").user)
    names = ["may_contact", "opt_outs", "overrides", "notices", "disclosures"]
    used = Notice.objects.filter(ended_on=None)
    addresses = [reverse(f"consent:{name}", args=[example.slug]) for name in names]
    addresses += [
        reverse(f"consent:{name}", args=[example.slug, notice.pk])
        for notice in used
        for name in ("notice", "notice_families", "told")
    ]

    read = "".join(client.get(address).content.decode() for address in addresses)

    assert "Robin Coyle" in read
    for name in ("Kayleigh", "Samuel Brightwell", "Arash", "Sara", "Peter Langley", "Sheila Langley"):
        assert name not in read
