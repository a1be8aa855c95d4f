"""The example charity shows policies in every state."""

import pytest
from django.utils import timezone

from people import example as people
from people.models import Person
from policies import example, fingerprints, flags
from policies.models import Amendment, Companion, ImportDraft, Policy, PolicyVersion, Review
from policies.states import ImportStatus, ReviewStatus, Status
from safeguard.scoping import acting_for


@pytest.fixture
def example_charity(db):
    from organisations import example as organisations

    charity = organisations.load()
    with acting_for(charity):
        cast = people.load(charity)
        example.load(charity, cast)
        yield charity


def test_the_example_has_every_state(example_charity):
    today = timezone.localdate()
    standing = {p.title: flags.standing(p, today).text for p in Policy.objects.with_current()}

    assert standing == {
        "Code of conduct for volunteers": "In review",
        "Complaints": "Up to date",
        "Computers at the club": "Withdrawn",
        "Data protection": "Up to date",
        "Photographs and consent": "Overdue",
        "Safeguarding children and adults": "Due soon",
        "Social media and online safety": "Up to date",
        "Trips and outings": "Overdue",
        "Working alone": "Draft",
    }
    assert set(PolicyVersion.objects.values_list("status", flat=True)) == set(Status.values)
    assert set(Review.objects.values_list("status", flat=True)) == {ReviewStatus.OPEN, ReviewStatus.DONE}
    assert {a.is_temporary for a in Amendment.objects.in_force()} == {True, False}
    assert ImportDraft.objects.filter(status=ImportStatus.READY).count() == 1
    assert Companion.objects.of_policies_in_use().out_of_order(today).count() >= 3


def test_the_example_is_genuine_and_unsigned_where_it_says_so(example_charity):
    assert [
        fingerprints.verify(version) for version in PolicyVersion.objects.all() if fingerprints.verify(version)
    ] == []
    assert [policy.title for policy in Policy.objects.unsigned()] == ["Trips and outings"]


def test_the_example_has_a_part_for_volunteers_which_their_induction_pack_prints(example_charity):
    from volunteers.composing.induction import said_to_volunteers

    [said] = [one for one in said_to_volunteers() if one.title == "Social media and online safety"]
    words = " ".join(said.html)

    assert "Rules for volunteers" in words
    assert "never from your own" in words


def test_every_page_of_the_example_opens_for_everybody(example_charity, client):
    from organisations.models import Settings

    Settings.objects.update(second_factor_roles=[])
    base = f"/o/{example_charity.slug}/policies/"
    found = {}
    for who in ("margaret", "vera"):
        client.force_login(Person.objects.get(email=f"{who}@{people.DOMAIN}").user)
        for slug in Policy.objects.values_list("slug", flat=True):
            for page in ("", "about/", "history/"):
                found[who, slug, page] = client.get(f"{base}{slug}/{page}").status_code

    assert {url: status for url, status in found.items() if status != 200} == {}
