"""Families are told: what it says, who was told, when, how, in which language, and whether it still counts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consent.models import Notice, NoticeGiven, NoticeKind, NoticeText
from consent.notice_starters import STARTERS
from consent.obligations import obligations
from consent.promises import contact as promises
from consent.services import notices
from consent.telling import BEFORE, NOT_YET, NOW, progress, to_tell, with_state
from organisations.models import Project
from people.models import Person
from people.roles import Role
from people.visibility import cared_for
from safeguard.append_only import NeverChanges
from safeguard.commitments import State
from safeguard.refusals import Refused
from tests.consent.factories import a_carer, a_child, look_after

TODAY = timezone.localdate
AUDIENCES = {"to_carers": True, "to_beneficiaries": False}


def a_notice(by, title="How we use social media", kind=NoticeKind.SOCIAL_MEDIA, **details) -> Notice:
    return notices.add(by=by, title=title, kind=kind, text="We look at what is posted.", **(AUDIENCES | details))


def told(notice, *people, by, **details) -> int:
    text = details.pop("text", None) or notice.texts.order_by("-number", "language").first()
    return notices.tell(text, people, by=by, **({"told_on": TODAY(), "method": "meeting"} | details))


def states(notice) -> dict[str, str]:
    people = with_state(cared_for(TODAY()), notice, TODAY())
    return {person.name: person.told for person in people}


def url(charity, name: str, *args) -> str:
    return reverse(f"consent:{name}", args=[charity.slug, *args])


# Records -------------------------------------------------------------------------------------------------------------


@pytest.mark.clause("WR-25")
def test_who_was_told_of_which_words_is_kept_and_never_changed(scope, coordinator):
    child = a_child()
    mother, notice = a_carer(child), a_notice(coordinator, kind=NoticeKind.PRACTICE)

    told(notice, mother, by=coordinator, understood=True, questions="Who posts?")

    kept = NoticeGiven.objects.get()
    assert (kept.person, kept.text.text, kept.told_on) == (mother, "We look at what is posted.", TODAY())
    assert (kept.method, kept.understood, kept.questions, kept.told_by) == ("meeting", True, "Who posts?", coordinator)
    kept.understood = False
    with pytest.raises(NeverChanges):
        kept.save()


@pytest.mark.clause("RW-64")
def test_a_family_got_the_appendix_on_a_day_from_somebody_in_a_language_and_form(scope, volunteer, coordinator):
    child = a_child()
    mother = a_carer(child)
    notice = a_notice(coordinator, "For families", NoticeKind.APPENDIX)
    arabic = notices.translate(notice, by=coordinator, text="نص", language="ar")

    told(
        notice,
        mother,
        by=volunteer,
        text=arabic,
        method="handed",
        form="Large print, read aloud",
        interpreter="Rana Haddad, Arabic",
    )

    kept = NoticeGiven.objects.get()
    assert (kept.told_on, kept.told_by, kept.text.language) == (TODAY(), volunteer, "ar")
    assert (kept.method, kept.form, kept.interpreter) == ("handed", "Large print, read aloud", "Rana Haddad, Arabic")


def test_the_same_is_noted_once(scope, coordinator):
    child = a_child()
    mother, notice = a_carer(child), a_notice(coordinator)

    assert [told(notice, mother, by=coordinator), told(notice, mother, by=coordinator)] == [1, 0]
    assert told(notice, mother, by=coordinator, method="letter") == 1


def test_nobody_was_told_tomorrow(scope, coordinator):
    with pytest.raises(Refused):
        told(a_notice(coordinator), by=coordinator, told_on=TODAY() + timedelta(days=1))


def test_words_get_a_new_number_and_translations_share_it(scope, coordinator):
    notice = a_notice(coordinator)
    notices.translate(notice, by=coordinator, text="Patrzymy.", language="pl")
    notices.word(notice, by=coordinator, text="We look twice.", widened=True)
    notices.word(notice, by=coordinator, text="We look twice.", widened=True)  # sent twice

    assert list(notice.texts.order_by("number", "language").values_list("number", "language", "widened")) == [
        (1, "en", False),
        (1, "pl", False),
        (2, "en", True),
    ]
    with pytest.raises(Refused):
        notices.translate(notice, by=coordinator, text="We look once.", language="en")


def test_a_title_is_there_once_and_a_notice_is_for_somebody(scope, coordinator):
    a_notice(coordinator)

    with pytest.raises(Refused, match="title"):
        a_notice(coordinator)
    with pytest.raises(Refused, match="who is told"):
        a_notice(coordinator, "Another", to_carers=False)
    assert Notice.objects.count() == 1


def test_a_notice_that_is_no_longer_used_gets_no_new_words(scope, coordinator):
    notice = a_notice(coordinator)
    notices.end(notices.end(notice, by=coordinator), by=coordinator)

    with pytest.raises(Refused, match="no longer used"):
        notices.word(notice, by=coordinator, text="More.", widened=True)


# Who knows -----------------------------------------------------------------------------------------------------------


@pytest.mark.clause("WR-26")
def test_a_family_was_told_of_what_counts_of_an_earlier_version_or_not_yet(scope, coordinator):
    notice = a_notice(coordinator)
    for name in ("Ada", "Ben", "Cal"):
        a_carer(a_child(f"{name} Turner"), f"{name}’s mother")
    mothers = {name: Person.objects.get(name=f"{name}’s mother") for name in ("Ada", "Ben")}
    told(notice, mothers["Ada"], by=coordinator)
    notices.word(notice, by=coordinator, text="There is more.", widened=True)
    told(notice, mothers["Ben"], by=coordinator)

    assert states(notice) == {"Ada Turner": BEFORE, "Ben Turner": NOW, "Cal Turner": NOT_YET}


def test_better_words_need_nobody_to_be_told_again(scope, coordinator):
    child, notice = a_child(), a_notice(coordinator)
    told(notice, a_carer(child), by=coordinator)

    notices.word(notice, by=coordinator, text="We read what is posted.", widened=False)

    assert states(notice) == {"Mia Turner": NOW}


def test_one_parent_is_enough_for_all_their_children(scope, coordinator):
    mia, ben, notice = a_child(), a_child("Ben Turner"), a_notice(coordinator)
    mother = a_carer(mia)
    look_after(ben, mother)
    a_carer(mia, "Paul Turner")

    told(notice, mother, by=coordinator)

    assert states(notice) == {"Mia Turner": NOW, "Ben Turner": NOW}


def test_a_child_who_was_told_is_not_a_parent_who_was_told(scope, coordinator):
    child, notice = a_child(), a_notice(coordinator)
    a_carer(child)

    told(notice, child, by=coordinator)

    assert states(notice) == {"Mia Turner": NOT_YET}


def test_who_has_nobody_is_told_themself(scope, coordinator):
    member, notice = a_child("Sam Reid"), a_notice(coordinator)

    told(notice, member, by=coordinator)

    assert states(notice) == {"Sam Reid": NOW}


@pytest.mark.clause("WY-60")
def test_of_the_network_each_young_person_is_told_and_no_parent_instead(scope, coordinator):
    mia, ben = a_child(), a_child("Ben Turner")
    mother = a_carer(mia)
    notice = a_notice(
        coordinator, "Our network is watched", NoticeKind.MONITORING, to_carers=False, to_beneficiaries=True
    )

    told(notice, ben, mother, by=coordinator)

    assert states(notice) == {"Mia Turner": NOT_YET, "Ben Turner": NOW}
    light = next(one for one in promises.commitments(today=TODAY()) if one.clause == "WY-60")
    assert (light.state, light.number, light.of) == (State.AT_RISK, 1, 2)


def test_how_far_all_notices_are_takes_two_queries(scope, coordinator, django_assert_num_queries):
    for number in range(3):
        told(a_notice(coordinator, f"Notice {number}"), a_carer(a_child(f"Child{number} T")), by=coordinator)
    every = list(Notice.objects.all())

    with django_assert_num_queries(2):
        assert progress(every[:1], cared_for(TODAY()), TODAY())[every[0].pk].told == 1
    with django_assert_num_queries(2):
        found = progress(every, cared_for(TODAY()), TODAY())

    assert {(one.now, one.before, one.not_yet) for one in found.values()} == {(1, 0, 2)}


# What is owed and promised -------------------------------------------------------------------------------------------


def owed(coordinator):
    return [
        one for one in obligations(today=TODAY()) if one.key == "consent.untold" and coordinator.pk in one.recipients
    ]


@pytest.mark.clause("WR-25")
def test_families_who_have_been_here_for_a_month_are_told_in_one_task(scope, coordinator):
    long_ago, yesterday = TODAY() - timedelta(days=40), TODAY() - timedelta(days=1)
    notice = a_notice(coordinator)
    for name, joined_on in (("Ada T", long_ago), ("Ben T", long_ago - timedelta(days=5)), ("Cal T", yesterday)):
        a_carer(a_child(name, joined_on=joined_on), f"{name}’s mother")

    (task,) = owed(coordinator)
    assert task.due_on == TODAY()  # nobody is late before the notice was written
    assert task.reason.startswith("2 people")
    assert "Ada" not in task.title + task.reason

    for name in ("Ada T", "Ben T"):
        told(notice, Person.objects.get(name=f"{name}’s mother"), by=coordinator)
    assert owed(coordinator) == []


def test_without_a_notice_nothing_is_owed_and_the_light_is_new(scope, coordinator):
    a_child(joined_on=TODAY() - timedelta(days=400))

    assert owed(coordinator) == []
    light = next(one for one in promises.commitments(today=TODAY()) if one.clause == "WR-26")
    assert light.state == State.NEW


@pytest.mark.clause("WR-26")
def test_the_light_counts_the_families_who_know(scope, coordinator):
    notice, mother = a_notice(coordinator), a_carer(a_child())
    a_child("Sam Reid")

    def light():
        return next(one for one in promises.commitments(today=TODAY()) if one.clause == "WR-26")

    assert (light().state, light().number, light().of) == (State.BROKEN, 0, 2)
    told(notice, mother, by=coordinator)
    assert (light().state, light().number, light().of) == (State.AT_RISK, 1, 2)
    told(notice, Person.objects.get(name="Sam Reid"), by=coordinator)
    assert (light().state, light().number, light().of) == (State.KEPT, 2, 2)


# Pages ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("starter", STARTERS, ids=lambda one: one.key)
def test_a_text_to_begin_with_fills_the_form_and_becomes_a_notice(charity, coordinator, signed_in, scope, starter):
    client = signed_in(coordinator)

    page = client.get(url(charity, "add_notice"), {"like": starter.key})
    initial = page.context["form"].initial
    client.post(
        url(charity, "add_notice"),
        {name: value for name, value in initial.items() if value is not False} | {"language": "en", "policy": ""},
    )

    made = Notice.objects.get()
    assert (made.title, made.kind) == (str(starter.title), starter.kind)
    assert (made.to_carers, made.to_beneficiaries) == (starter.to_carers, starter.to_beneficiaries)
    assert made.texts.get().text == str(starter.text)


def test_after_a_meeting_everybody_is_ticked_on_one_sheet(charity, coordinator, volunteer, signed_in, scope):
    notice = a_notice(coordinator)
    mothers = [a_carer(a_child(f"Child{number} T"), f"Mother{number} T") for number in range(3)]
    client, address = signed_in(volunteer), url(charity, "told", notice.pk)

    assert "Mother1 T, for Child1 T" in client.get(address).content.decode()
    client.post(
        address,
        {
            "people": [mothers[0].pk, mothers[2].pk],
            "text": notice.texts.get().pk,
            "told_on": "1.10.2025",
            "method": "meeting",
            "form": "",
            "interpreter": "",
            "understood": "yes",
            "questions": "",
        },
    )

    assert set(NoticeGiven.objects.values_list("person__name", "understood", "told_by__name")) == {
        ("Mother0 T", True, "Vera Lindqvist"),
        ("Mother2 T", True, "Vera Lindqvist"),
    }
    page = client.get(url(charity, "notice_families", notice.pk), {"status": "not_yet"}).content.decode()
    assert ("Child1 T" in page, "Child0 T" in page) == (True, False)


def test_only_people_whom_one_sees_can_be_ticked(charity, coordinator, new_person, signed_in, scope):
    club, other = Project.objects.create(name="Club"), Project.objects.create(name="Family")
    mine, theirs = a_carer(a_child(project=club)), a_carer(a_child("Leo Park", project=other), "Kim Park")
    kept_back = a_carer(a_child("Ira Moss", project=club), "Eve Moss")
    Person.objects.filter(pk=kept_back.pk).update(restricted=True)
    worker = new_person("Nell Prior", Role.VOLUNTEER, project=club)
    notice = a_notice(coordinator)

    assert set(to_tell(notice, worker, TODAY())) == {mine}
    answer = signed_in(worker).post(
        url(charity, "told", notice.pk),
        {"people": [theirs.pk], "text": notice.texts.get().pk, "told_on": "1.10.2025", "method": "meeting"},
    )

    assert "Choose people from the list." in answer.content.decode()
    assert NoticeGiven.objects.count() == 0


def test_what_is_missing_on_the_sheet_is_said(charity, coordinator, signed_in, scope):
    notice = a_notice(coordinator)
    a_carer(a_child())

    page = signed_in(coordinator).post(
        url(charity, "told", notice.pk),
        {"text": "9" * 30, "told_on": "1.1.2099", "questions": "Who can see it?", "understood": "perhaps"},
    )

    words = page.content.decode()
    for sentence in ("Tick those who were told.", "Choose a version from the list.", "This day is still to come."):
        assert sentence in words
    assert "Who can see it?" in words


def test_the_page_of_a_person_says_what_the_family_was_told(charity, coordinator, volunteer, signed_in, scope):
    child, notice = a_child(), a_notice(coordinator)
    mother = a_carer(child)
    a_notice(coordinator, "Another")
    told(notice, mother, by=coordinator)

    page = signed_in(volunteer).get(url(charity, "contact_person", child.pk))

    assert [(one.title, label) for one, _kind, label in page.context["notices"]] == [
        ("Another", "Not told yet"),
        ("How we use social media", "Told"),
    ]


def test_only_those_who_write_notices_change_them(charity, coordinator, volunteer, signed_in, scope):
    notice = a_notice(coordinator)
    client = signed_in(volunteer)

    assert client.get(url(charity, "notice", notice.pk)).status_code == 200
    for name in ("word_notice", "translate_notice", "end_notice"):
        assert client.post(url(charity, name, notice.pk), {"text": "Mine.", "widened": "True"}).status_code == 403
    assert client.get(url(charity, "add_notice")).status_code == 403


def test_new_words_another_language_and_the_end_on_the_pages(charity, coordinator, signed_in, scope):
    notice, client = a_notice(coordinator), signed_in(coordinator)

    client.post(url(charity, "word_notice", notice.pk), {"text": "More.", "language": "en", "widened": "True"})
    client.post(url(charity, "translate_notice", notice.pk), {"text": "المزيد", "language": "ar"})
    page = client.get(url(charity, "notice", notice.pk)).content.decode()
    client.post(url(charity, "end_notice", notice.pk))

    assert list(NoticeText.objects.order_by("pk").values_list("number", "language")) == [
        (1, "en"),
        (2, "en"),
        (2, "ar"),
    ]
    assert 'lang="ar" dir="rtl"' in page
    notice.refresh_from_db()
    assert notice.ended_on == TODAY()
    assert client.get(url(charity, "told", notice.pk)).status_code == 404


@pytest.mark.parametrize(("name", "queries"), [("notices", 8), ("notice_families", 10), ("told", 11)])
def test_a_page_asks_the_same_of_the_database_for_one_and_for_many(
    charity, coordinator, signed_in, scope, name, queries, django_assert_num_queries
):
    notice, client = a_notice(coordinator), signed_in(coordinator)
    told(notice, a_carer(a_child()), by=coordinator)
    address = url(charity, name, *([] if name == "notices" else [notice.pk]))
    client.get(address)

    with django_assert_num_queries(queries):
        client.get(address)
    a_notice(coordinator, "Another")
    for number in range(3):
        told(notice, a_carer(a_child(f"Child{number} T"), f"Mother{number} T"), by=coordinator)
    with django_assert_num_queries(queries):
        client.get(address)
