"""Who is in a case: by full name, struck through visibly where it was wrong, and on no other page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEvent
from incidents.access import VIEW, give, visible_to
from incidents.forms.people import is_initials
from incidents.models import AsideReason, Case, Entry, EntryKind, Part, Party, StepAside
from incidents.services import joining, people
from incidents.states import CaseStatus
from incidents.types import types
from people.roles import Role
from safeguard.addresses import address
from safeguard.refusals import Refused
from tests.conftest import make_person
from tests.incidents.factories import enter, make_case

pytestmark = pytest.mark.usefixtures("scope")


def page(client, case):
    return client.get(address("incidents:parties", case.code))


def send(client, case, **typed):
    return client.post(address("incidents:enter_party", case.code), {"part": Part.VICTIM} | typed)


# Entering ------------------------------------------------------------------------------------------------------------


def test_a_child_is_entered_with_what_somebody_needs_to_find_them(in_the_log, lead):
    case = make_case()
    typed = {
        "name": "Ruby Quill",
        "is_child": "yes",
        "age": "nine",
        "address": "4 Bay Road, Berwick",
        "council": "Northumberland",
        "nation": "scotland",
        "needs": "Deaf; in foster care",
        "language": "Polish, with an interpreter",
        "contact": "Never through the father",
    }

    answer = send(in_the_log(lead), case, **typed)

    party = Party.objects.get()
    assert answer.url == address("incidents:parties", case.code)
    assert (party.part, party.is_child, party.nation, party.added_by) == (Part.VICTIM, "yes", "scotland", lead)
    assert {name: party.words[name] for name in typed if name in Party.WORDS} == {
        name: value for name, value in typed.items() if name in Party.WORDS
    }
    assert "Ruby Quill" in Entry.objects.get().words["text"]
    content = page(in_the_log(lead), case).content.decode()
    assert all(words in content for words in ("Ruby Quill", "Deaf; in foster care", "Never through the father"))


@pytest.mark.parametrize(
    ("name", "too_short"),
    [
        *(("J.S.", True), ("J S", True), ("JS", True), ("j. s.", True), ("R", True), ("A.B.C.", True)),
        *(("Jo", False), ("Bo Li", False), ("Ruby Quill", False), ("Ó Briain", False), ("Ng", False)),
    ],
)
def test_initials_are_no_name(name, too_short):
    assert is_initials(name) == too_short


def test_initials_are_asked_back_and_everything_else_is_kept(in_the_log, lead):
    case, client = make_case(), in_the_log(lead)

    answer = send(client, case, name="R.Q.", needs="Deaf")

    assert "Enter the whole name." in answer.content.decode()
    assert "Deaf" in answer.content.decode()
    assert not Party.objects.exists()
    send(client, case, name="R.Q.", not_known="on")
    assert Party.objects.get().words["name"] == "R.Q."


def test_somebody_met_online_whom_nobody_knows_is_entered_too(in_the_log, lead):
    """E-61: unknown, and whether they live here is not known either."""
    case = make_case()

    send(in_the_log(lead), case, part=Part.CONCERN, not_known="on", details="User name moonfox_77")

    party = Party.objects.get()
    assert (party.words["name"], party.words["details"], party.nation) == ("Not known", "User name moonfox_77", "")
    assert not StepAside.objects.exists()


def test_two_clicks_enter_somebody_once(in_the_log, lead):
    case, client = make_case(), in_the_log(lead)

    for name in ("Ruby Quill", "Ruby Quill", "Rose Quill"):
        send(client, case, name=name)

    assert sorted(party.words["name"] for party in Party.objects.all()) == ["Rose Quill", "Ruby Quill"]
    assert Entry.objects.count() == 2


def test_a_name_is_looked_for_without_standing_in_an_address(in_the_log, lead, volunteer):
    case, client = make_case(), in_the_log(lead)

    looked = send(client, case, name="lindqvist", look="1", needs="Deaf")

    assert looked.status_code == 200
    assert [str(label) for _key, label in looked.context["form"].fields["person"].choices] == [
        "None of these",
        "Vera Lindqvist",
    ]
    assert ("Deaf" in looked.content.decode(), Party.objects.count()) == (True, 0)
    send(client, case, name="lindqvist", person=volunteer.pk)
    assert (Party.objects.get().person, Party.objects.get().works_here) == (volunteer, True)


def test_nobody_is_chosen_whose_name_the_handler_does_not_see(charity, in_the_log, lead, volunteer):
    hidden = make_person(charity, "Hugo Hidden", Role.BENEFICIARY, signs_in=False, restricted=True)
    case = make_case()
    give(case, volunteer, VIEW)
    give(case, volunteer, "work_case")

    answer = send(in_the_log(volunteer), case, name="Hugo Hidden", look="1")

    assert "person" not in answer.context["form"].fields
    send(in_the_log(volunteer), case, name="Hugo Hidden", person=hidden.pk)
    assert Party.objects.get().person is None


def test_staff_can_be_the_ones_harmed(in_the_log, lead, volunteer):
    """Unwanted contact towards staff, and staff who are harassed: they are not put aside for it."""
    case = make_case()

    send(in_the_log(lead), case, part=Part.VICTIM, name="Vera Lindqvist", person=volunteer.pk, is_child="no")

    assert (Party.objects.get().works_here, StepAside.objects.exists()) == (True, False)


@pytest.mark.clause("WY-7")
def test_harassment_of_staff_is_a_kind_with_staff_as_the_person_harmed(in_the_log, lead, volunteer):
    case = make_case(types=[kinds_of_staff()["WY-7"]])

    send(in_the_log(lead), case, part=Part.VICTIM, name="Vera Lindqvist", person=volunteer.pk)

    content = page(in_the_log(lead), case).content.decode()
    assert ("works with us" in content, "Harmed, or at risk of it" in content) == (True, True)


@pytest.mark.clause("WR-4")
def test_unwanted_contact_by_young_people_is_a_kind_with_staff_as_the_person_harmed(in_the_log, lead, volunteer):
    case = make_case(types=[kinds_of_staff()["WR-4"]])
    client = in_the_log(lead)

    send(client, case, part=Part.VICTIM, name="Vera Lindqvist", person=volunteer.pk)
    send(client, case, part=Part.CONCERN, name="Ryan Young", is_child="yes")

    assert [
        (card.party.part, card.party.works_here, card.party.is_child) for card in page(client, case).context["cards"]
    ] == [
        (Part.CONCERN, False, "yes"),
        (Part.VICTIM, True, ""),
    ]


def kinds_of_staff():
    """The kinds that say so, by their clause."""
    return {clause: one.key for one in types().values() for clause in one.clauses if clause in ("WY-7", "WR-4")}


# About somebody who works here ---------------------------------------------------------------------------------------


def test_whoever_the_concern_is_about_sees_nothing_from_then_on(in_the_log, lead, volunteer):
    case = make_case()
    give(case, volunteer, VIEW)
    assert visible_to(volunteer).exists()

    send(in_the_log(lead), case, part=Part.CONCERN, name="Vera Lindqvist", person=volunteer.pk)

    assert [(aside.person, aside.reason) for aside in StepAside.objects.all()] == [(volunteer, AsideReason.NAMED)]
    assert not visible_to(volunteer).exists()


def test_it_holds_for_what_was_joined_to_the_case(in_the_log, lead, volunteer):
    case, other = make_case(), make_case()
    joining.join(other, into=case, by=lead)
    give(other, volunteer, VIEW)

    send(in_the_log(lead), case, part=Part.CONCERN, name="Vera Lindqvist", person=volunteer.pk)

    assert not visible_to(volunteer).exists()


def test_when_a_lead_is_entered_the_other_lead_is_led_out_of_the_case(charity, in_the_log, lead, chair):
    deputy = make_person(charity, "Della Deputy", Role.LEAD)
    case = make_case()

    answer = send(in_the_log(lead), case, part=Part.CONCERN, name="Della Deputy", person=deputy.pk)

    assert answer.url == address("incidents:log")
    assert (visible_to(lead).exists(), visible_to(deputy).exists(), visible_to(chair).exists()) == (False, False, True)


@pytest.mark.parametrize("name", ["Della Deputy", "della", "Mrs Deputy"])
def test_a_name_of_ours_is_not_saved_before_somebody_says_who_it_is(charity, in_the_log, lead, chair, name):
    deputy = make_person(charity, "Della Deputy", Role.LEAD)
    case, client = make_case(), in_the_log(lead)
    typed = {"part": Part.CONCERN, "name": name, "works_here": "on", "details": "At the camp"}

    asked = send(client, case, **typed).content.decode()

    assert not Party.objects.exists()
    assert "Choose one of them, or “None of these”." in asked
    assert ("At the camp" in asked, 'value="none"' in asked, 'value="none" checked' in asked) == (True, True, False)
    send(client, case, **typed, person=deputy.pk)
    assert (Party.objects.get().person, visible_to(deputy).exists()) == (deputy, False)


def test_somebody_else_of_that_name_is_said_to_be_somebody_else(charity, in_the_log, lead):
    make_person(charity, "Della Deputy", Role.LEAD)
    case = make_case()

    send(in_the_log(lead), case, part=Part.CONCERN, name="Della Deputy", person="none")

    assert (Party.objects.get().person, StepAside.objects.exists()) == (None, False)


# The wrong one -------------------------------------------------------------------------------------------------------


def test_the_wrong_child_is_struck_through_visibly_with_the_reason_and_the_right_one(in_the_log, lead):
    """E-57."""
    case, client = make_case(), in_the_log(lead)
    wrong, right = enter(case, "Ruby Quill"), enter(case, "Rose Quill")

    client.post(
        address("incidents:strike_party", case.code, wrong.uid),
        {"why": "Her sister was meant.", "replaced_by": right.pk},
    )

    wrong.refresh_from_db()
    answer = page(client, case)
    content = answer.content.decode()
    card = next(card for card in answer.context["cards"] if card.party == wrong)
    assert (wrong.struck_by, wrong.replaced_by, bool(wrong.struck_at)) == (lead, right, True)
    assert ("<s>Ruby Quill</s>" in content, "Her sister was meant." in card.why_struck, card.instead) == (
        True,
        True,
        "Rose Quill",
    )
    assert address("incidents:make_record", case.code, "breach") in content
    assert Entry.objects.get(kind=EntryKind.CORRECTION).about_uid == wrong.uid


def test_nobody_is_struck_through_twice_or_for_somebody_of_another_case(lead):
    case = make_case()
    wrong, strange = enter(case, "Ruby Quill"), enter(make_case(), "Rose Quill")

    with pytest.raises(Refused, match="of this case"):
        people.strike(wrong, by=lead, why="No", replaced_by=strange)
    people.strike(wrong, by=lead, why="Yes")
    with pytest.raises(Refused, match="already"):
        people.strike(wrong, by=lead, why="Again")


def test_into_a_closed_case_nobody_is_entered(lead):
    case = make_case()
    party = enter(case, "Ruby Quill")
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED, closed_at=case.opened_at)
    case.refresh_from_db()

    for act in (
        lambda: people.enter(case, by=lead, part=Part.VICTIM, name="Rose Quill"),
        lambda: people.strike(Party.objects.get(pk=party.pk), by=lead, why="No"),
    ):
        with pytest.raises(Refused, match="Open it again"):
            act()


# Who, and where ------------------------------------------------------------------------------------------------------


def test_the_ordinary_page_of_a_person_shows_nothing_of_cases(signed_in, in_the_log, lead, chair, volunteer):
    """E-59: a record is no guilt."""
    case = make_case("Shouted at a child")
    send(in_the_log(lead), case, part=Part.CONCERN, name="Vera Lindqvist", person=volunteer.pk)

    for person in (lead, chair):
        content = signed_in(person).get(f"/o/harbour-lights/people/{volunteer.pk}/").content.decode()
        assert "Vera Lindqvist" in content
        assert not [words for words in (case.code, "Shouted", f"/incidents/{case.code}") if words in content]


def test_the_audit_says_no_name(in_the_log, lead):
    case = make_case()

    send(in_the_log(lead), case, name="Ruby Quill")

    assert not [event for event in AuditEvent.objects.all() if "Ruby" in f"{event.object_label}{event.detail}"]


def test_who_may_only_read_enters_nobody_and_a_stranger_sees_nothing(in_the_log, lead, volunteer, trustee):
    case = make_case()
    party = enter(case, "Ruby Quill")
    give(case, volunteer, VIEW)

    reader = in_the_log(volunteer)
    assert page(reader, case).status_code == 200
    assert send(reader, case, name="Rose Quill").status_code == 403
    assert reader.post(address("incidents:strike_party", case.code, party.uid), {"why": "No"}).status_code == 403
    assert page(in_the_log(trustee), case).status_code == 404
    assert in_the_log(lead).get(address("incidents:strike_party", make_case().code, party.uid)).status_code == 404


def test_as_many_queries_for_ten_people_as_for_one(in_the_log, lead, django_assert_num_queries):
    case, client = make_case(), in_the_log(lead)
    people.strike(enter(case, "Ruby Quill"), by=lead, why="No")
    page(client, case)
    with CaptureQueriesContext(connection) as few:
        page(client, case)
    for n in range(9):
        people.strike(enter(case, f"Ruby {n}"), by=lead, why="No", replaced_by=enter(case, f"Rose {n}"))

    with django_assert_num_queries(len(few)):
        page(client, case)


def test_the_people_of_a_destroyed_case_are_gone(in_the_log, lead):
    case = make_case()
    enter(case, "Ruby Quill")
    case.shred()
    case.save(update_fields=["wrapped_key", "shredded_at"])

    assert page(in_the_log(lead), case).context["cards"] == []
