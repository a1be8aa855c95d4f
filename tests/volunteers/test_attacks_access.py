"""Attempts to see or do what one may not: by number, by another door, while suspended, and by a copy of data."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from incidents.access import visible_to
from organisations.models import Project
from people import services as people
from people.models import Person, RoleHolding
from people.permissions import MANAGE_PEOPLE
from people.roles import Role
from people.services.merging import MergeRefused
from rights.copying import copy_of
from rights.permissions import can_open
from rights.services import papers
from safeguard.obligations import all_obligations
from safeguard.refusals import Refused
from safeguard.scoping import acting_for
from tests.incidents.factories import make_case
from tests.volunteers import checked, factories
from volunteers import access
from volunteers.access import DECIDE
from volunteers.models import CheckDecision, CheckGrant, CheckSwitch, CommitteeShare, OnlineCheck, StandingChange
from volunteers.permissions import RULES, may_suspend
from volunteers.services import check_purge, check_talks, checking, checks, suitability
from volunteers.services import standing as standings
from volunteers.states import Stage

pytestmark = pytest.mark.usefixtures("scope")
TODAY = timezone.localdate
DAY = timedelta(days=1)


def url(name: str, *args: object) -> str:
    return reverse(f"volunteers:{name}", args=["harbour-lights", *args])


def fresh(person: Person) -> Person:
    return Person.objects.select_related("user").get(pk=person.pk)


def suspended(person: Person, by: Person) -> None:
    standings.suspend(person, by=by, on=TODAY(), reason="Not clear yet.", review_on=TODAY() + 14 * DAY)


def words_of(found) -> str:
    return str([fact.value for section in found.sections for record in section.records for fact in record.facts])


# --- People by their number ----------------------------------------------------------------------------------------


@pytest.fixture
def child(new_person) -> Person:
    return new_person("Mia Kept Secret", Role.BENEFICIARY, restricted=True, signs_in=False)


BY_NUMBER = ("suitability", "decide_suitability", "assign_check_of", "answer_about_check", "permission_taken_back_of")


@pytest.mark.parametrize("name", [*BY_NUMBER, "vetting_person"])
def test_a_number_does_not_tell_the_name_of_somebody_who_is_kept_back(child, coordinator, in_the_log, name):
    answer = in_the_log(coordinator).get(url(name, child.pk))

    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["suitability", "decide_suitability"])
def test_an_assessor_does_not_learn_by_numbers_whom_the_charity_cares_for(new_person, signed_in, name):
    club = Project.objects.create(name="Friday club")
    cared_for = new_person("Leo Young", Role.BENEFICIARY, signs_in=False, project=club)
    assessor = new_person("Asa Judge", Role.ASSESSOR)

    assert signed_in(assessor).get(url(name, cared_for.pk)).status_code == 404


@pytest.mark.parametrize("whose", ["apply", "seen", "assess", "except"])
def test_nothing_is_logged_about_somebody_who_is_kept_back(child, coordinator, signed_in, whose):
    assert signed_in(coordinator).get(url(f"vetting_{whose}", f"person-{child.pk}")).status_code == 404


def test_whom_an_applicant_resembles_is_not_told_of_those_who_are_kept_back(new_person, coordinator, lead, signed_in):
    """A parent applies with the telephone number that stands with their child too."""
    new_person("Mia Kept Secret", Role.BENEFICIARY, restricted=True, signs_in=False, phone="0191 4960000")
    found = factories.application("Mia Kept Secret", at=Stage.DECISION, phone="0191 4960000")
    seen = {one: signed_in(one).get(url("take_on", found.code)).content.decode() for one in (coordinator, lead)}

    assert "know this person already" not in seen[coordinator]
    assert "know this person already" in seen[lead]


def test_nobody_looks_up_a_child_or_a_visitor(new_person, coordinator, trustee, in_the_log):
    factories.checks_on(coordinator)
    cared_for = new_person("Leo Young", Role.BENEFICIARY, signs_in=False)

    with pytest.raises(Refused, match="volunteers"):
        check_purge.note_answer(cared_for, by=coordinator, is_given=True, wording="May we?")
    with pytest.raises(Refused, match="volunteers"):
        checks.assign_of(cared_for, to=trustee, due_on=TODAY(), by=coordinator)
    assert not OnlineCheck.objects.exists()


def test_somebody_suspended_may_still_be_asked(volunteer, coordinator, lead, trustee):
    """Their roles rest, and they are of the charity all the same."""
    factories.checks_on(coordinator)
    suspended(volunteer, lead)
    check_purge.note_answer(fresh(volunteer), by=coordinator, is_given=True, wording="May we?")

    assert checks.assign_of(fresh(volunteer), to=trustee, due_on=TODAY(), by=coordinator).person == volunteer


# --- A suspension stays one ----------------------------------------------------------------------------------------


def test_whose_service_ends_today_has_no_power_until_midnight(new_person, chair):
    """A parent stays on the list; what the suspension took from them does not come back for the last hours."""
    both = new_person("Ada Byron", Role.COORDINATOR, Role.CARER)
    suspended(both, chair)

    standings.end(fresh(both), by=chair, on=TODAY(), reason="By agreement")

    assert fresh(both).roles == {Role.CARER}
    assert not MANAGE_PEOPLE.allows(fresh(both))


def test_a_role_that_was_still_to_begin_does_not_begin_after_the_end(new_person, chair):
    both = new_person("Ada Byron", Role.VOLUNTEER, Role.CARER)
    RoleHolding.objects.create(person=both, role=Role.COORDINATOR, starts_on=TODAY() + 5 * DAY)
    suspended(both, chair)

    standings.end(fresh(both), by=chair, on=TODAY(), reason="By agreement")

    assert set(RoleHolding.objects.on(TODAY() + 5 * DAY).filter(person=both).values_list("role", flat=True)) == {
        Role.CARER
    }


def test_taking_two_entries_apart_lets_nobody_out_of_a_suspension(new_person, coordinator, lead):
    kept = new_person("Ada Byron", Role.VOLUNTEER)
    twin = new_person("Ada Byron", Role.COORDINATOR, signs_in=False, email="other@mail.example")
    merge = people.merge(kept, twin, told_apart_by="Same telephone", by=coordinator)
    suspended(fresh(kept), lead)

    with pytest.raises(MergeRefused, match="paused"):
        people.undo_merge(merge, by=coordinator)


def test_a_decider_who_comes_back_is_not_a_second_one(coordinator, trustee, second_trustee, lead, chair):
    """Somebody else was asked while they were suspended: it stays with one decider."""
    check = checked.discussed(by=coordinator, to=trustee, decider=second_trustee)
    suspended(second_trustee, chair)
    check_talks.appoint(check, who=lead, by=trustee)
    standings.reinstate(fresh(second_trustee), by=chair, on=TODAY(), decision="Cleared up.")

    assert [one.pk for one in access.deciders(check, TODAY())] == [lead.pk]
    assert not access.can(fresh(second_trustee), check, DECIDE)
    assert CheckGrant.objects.filter(permission__codename=DECIDE).count() == 1


# --- What a check found, by other doors ----------------------------------------------------------------------------


@pytest.fixture
def found_of_volunteer(volunteer, coordinator, trustee):
    """A check of somebody on the list, with something to talk about."""
    check = checked.concern(by=coordinator, to=trustee)
    OnlineCheck.objects.filter(pk=check.pk).update(person=volunteer)
    check.refresh_from_db()
    return check


FINDING = checked.FOUND["relevance"]


def test_whoever_makes_a_copy_for_somebody_does_not_read_what_was_found(
    found_of_volunteer, volunteer, chair, in_the_log
):
    for redacted in (True, False):
        others = copy_of(volunteer, by=chair, redacted=redacted)
        assert FINDING not in words_of(others)
        assert found_of_volunteer.assigned_at.strftime("%Y") in words_of(others)  # that there is a check stays
    assert FINDING in words_of(copy_of(volunteer, by=volunteer))

    page = in_the_log(chair).get(reverse("rights:person", args=["harbour-lights", volunteer.pk]))
    assert FINDING not in page.content.decode()


def test_nor_in_the_file_that_the_worker_makes(found_of_volunteer, volunteer, chair):
    theirs, own = papers.ask_copy(volunteer, by=chair), papers.ask_copy(volunteer, by=volunteer)
    for paper in (theirs, own):
        papers.make(paper.pk)
        paper.refresh_from_db()

    assert not can_open(chair, own)
    assert can_open(volunteer, own)
    assert can_open(chair, theirs)


def test_the_person_does_not_read_the_checkers_own_account(coordinator, trustee, volunteer):
    check = checked.begun(by=coordinator, to=trustee)
    said = checked.HOW | {"signed_out": False, "own_account": "tommy.okafor.private"}
    checking.note_how(check, by=trustee, result="nothing", **said)
    OnlineCheck.objects.filter(pk=check.pk).update(person=volunteer)

    assert "tommy.okafor.private" not in words_of(copy_of(volunteer, by=volunteer))


def test_two_days_do_not_tell_that_something_was_found(coordinator, trustee, chair, lead, in_the_log):
    """A check without anything to talk about is closed when it is done; the other one weeks later.

    So whoever sees nothing of it reads one day, on which it was over for them.
    """
    given_out, done = timezone.now() - timedelta(days=40), timezone.now() - timedelta(days=30)
    with time_machine.travel(given_out):
        check = checked.begun(by=coordinator, to=trustee)
    with time_machine.travel(done):
        checked.reported(check)
    check_talks.discuss(check, by=trustee, held_on=timezone.localdate(), present="Cory", reply="I take it down.")
    check_talks.appoint(check, who=chair, by=trustee)
    check_talks.decide(check, by=chair, **checked.DECIDED)
    check_talks.share(check, by=chair, told=[chair], shared_on=timezone.localdate(), minute="May, item 6")

    page = in_the_log(lead).get(url("check", check.code)).content.decode()

    assert f"{timezone.localdate(given_out):%-d %B %Y}" in page
    assert f"{timezone.localdate(done):%-d %B %Y}" not in page
    assert f"{timezone.localdate():%-d %B %Y}" in page


def test_a_second_click_on_a_neutral_result_is_no_error(coordinator, trustee, in_the_log):
    check = checked.begun(by=coordinator, to=trustee)
    client, sent = (
        in_the_log(trustee),
        {
            "engines": ["google"],
            "terms": "Ada Byron",
            "looked_at": "Two pages",
            "signed_out": "True",
            "public_only": "on",
            "asked_nothing": "on",
            "result": "nothing",
        },
    )

    first = client.post(url("do_check", check.code), sent)
    second = client.post(url("do_check", check.code), sent)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url == url("checks")


DECISION = {**checked.DECIDED, "effect": "conditions"}


def test_a_decision_that_is_sent_twice_is_one(coordinator, trustee, chair, in_the_log):
    check = checked.discussed(by=coordinator, to=trustee, decider=chair)
    client = in_the_log(chair)

    answers = [client.post(url("decide_check", check.code), DECISION) for _click in range(2)]

    assert answers[0].status_code == 302
    assert answers[1].status_code in (200, 302, 403)
    assert CheckDecision.objects.count() == 1


def test_telling_the_committee_twice_is_once_and_no_error(
    coordinator, trustee, second_trustee, safeguarding_trustee, in_the_log
):
    """The decider sees nothing of it after that, unless they were told as well: the second click leads to the list."""
    check = checked.decided(by=coordinator, to=trustee, decider=second_trustee)
    client, sent = in_the_log(second_trustee), {"told": [safeguarding_trustee.pk], "shared_on": f"{TODAY():%d/%m/%Y}"}

    answers = [client.post(url("share_check", check.code), sent) for _click in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert CommitteeShare.objects.count() == 1


# --- Other charities, and forged values ----------------------------------------------------------------------------


@pytest.fixture
def theirs(stranger, other_charity):
    """What another charity has: a case, a policy and a child."""
    with acting_for(other_charity):
        child = Person.objects.create(name="Their Child", joined_on=TODAY())
        return {"case": make_case("Their heading"), "version": factories.a_policy("Their policy"), "child": child}


def test_no_form_takes_what_is_another_charitys(theirs, stranger, coordinator, lead, volunteer, trustee, in_the_log):
    found = checked.applicant()
    factories.checks_on(coordinator)
    day = f"{TODAY() + DAY:%d/%m/%Y}"

    client = in_the_log(lead)
    client.post(url("assign_check", found.code), {"to": stranger.pk, "due_on": day, "is_chosen": "on"})
    assert not OnlineCheck.objects.exists()
    sent = {"reason": "x", "version": theirs["version"].pk, "stage": "checks", "whom": "chosen"}
    client.post(url("switch_checks"), sent)
    assert CheckSwitch.objects.count() == 1
    sent = {"on": f"{TODAY():%d/%m/%Y}", "reason": "x", "is_safeguarding": "False", "told": "x", "review_on": day}
    client.post(url("suspend", volunteer.pk), sent | {"case": theirs["case"].code})
    assert not StandingChange.objects.exclude(case=None).exists()
    with pytest.raises(Refused, match="that you see"):
        standings.suspend(
            volunteer,
            by=lead,
            on=TODAY(),
            reason="x",
            review_on=TODAY() + DAY,
            case=theirs["case"],
        )
    for name in ("standing", "suspend", "assign_check_of", "suitability", "vetting_person", "issued", "training_of"):
        for key in (theirs["child"].pk, stranger.pk):
            answer = client.get(url(name, key))
            assert (answer.status_code, "Their Child" in answer.content.decode()) == (404, False), name


def test_a_case_that_one_does_not_see_cannot_be_named(lead, volunteer, coordinator, safeguarding_trustee):
    """The safeguarding trustee decides, and does not see the case: its code is no choice, nor taken by the service."""
    case = make_case("Messages at night")
    assert not list(visible_to(fresh(safeguarding_trustee)).filter(pk=case.pk))

    with pytest.raises(Refused, match="that you see"):
        standings.suspend(
            volunteer, by=safeguarding_trustee, on=TODAY(), reason="x", review_on=TODAY() + DAY, case=case
        )
    with pytest.raises(Refused, match="open to you"):
        suitability.decide(volunteer, outcome="suitable", reason="x", by=safeguarding_trustee, case=case)


# --- Whoever is suspended ------------------------------------------------------------------------------------------

OFFICES = (Role.CHAIR, Role.TRUSTEE, Role.SAFEGUARDING_TRUSTEE, Role.LEAD, Role.COORDINATOR, Role.ASSESSOR)


@pytest.mark.parametrize("office", [*OFFICES, Role.LINE_MANAGER])
def test_no_rule_of_this_room_allows_anything_to_the_suspended(office, new_person, chair, safeguarding_trustee):
    someone = new_person("Ada Byron", office)
    suspended(someone, safeguarding_trustee if office == Role.CHAIR else chair)
    now = fresh(someone)

    assert [str(one.sentence) for one in RULES if one.allows(now)] == []
    assert not may_suspend(now, chair)
    assert not list(access.facts_visible_to(now))
    with pytest.raises(Refused):
        standings.reinstate(now, by=now, on=TODAY(), decision="I am back.")


def test_nobody_suspends_themself_and_the_chair_is_suspended_by_the_safeguarding_trustee_alone(
    chair, safeguarding_trustee, lead, trustee
):
    for who, by in ((chair, chair), (chair, lead), (chair, trustee), (lead, lead), (lead, safeguarding_trustee)):
        with pytest.raises(Refused, match="cannot decide this"):
            suspended(who, by)
    suspended(chair, safeguarding_trustee)

    assert not fresh(chair).holds(Role.CHAIR)


def test_the_calendar_of_a_suspended_checker_is_empty(coordinator, trustee, chair):
    checked.given(by=coordinator, to=trustee)
    before = [one.url for one in all_obligations(today=TODAY(), person=trustee.pk) if "checks" in one.url]
    suspended(trustee, chair)

    after = [one for one in all_obligations(today=TODAY(), person=trustee.pk) if trustee.pk in one.recipients]

    assert before
    assert [one.url for one in after if "volunteers" in one.url] == []


def test_the_record_of_what_happened_and_the_reminders_tell_nothing_of_a_check(
    coordinator, trustee, chair, lead, volunteer, signed_in
):
    check = checked.shared(by=coordinator, to=trustee, decider=chair, told=[chair])
    OnlineCheck.objects.filter(pk=check.pk).update(person=volunteer)

    events = str(list(AuditEvent.objects.values("verb", "object_label", "detail")))
    owed = str([(one.title, one.reason) for one in all_obligations(today=TODAY())])
    for words in (*checked.FOUND.values(), *checked.DECIDED.values(), "Ada Byron Seaham"):
        if len(words) > 12:
            assert words not in events
            assert words not in owed
    for one in (lead, coordinator, trustee):
        page = signed_in(one).get(reverse("people:person", args=["harbour-lights", volunteer.pk])).content.decode()
        assert check.code not in page
