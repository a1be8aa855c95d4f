"""The steps of a case: laid out, done, set aside with a reason, taken back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import AuditEvent
from incidents.access import VIEW, WORK, give
from incidents.models import Case, Entry, Hold, Routing, Step
from incidents.services import access, referrals
from incidents.services import steps as services
from incidents.services.steps import decide, lay_out, undo
from incidents.states import CaseStatus, StepStatus
from people.roles import Role
from safeguard.refusals import Refused
from tests.incidents.factories import make_case, restricted

pytestmark = pytest.mark.django_db
DONE, NOT_NEEDED = StepStatus.DONE, StepStatus.NOT_NEEDED


def names(case: Case) -> list[str]:
    return [f"{s.procedure}/{s.key}" for s in Step.objects.filter(case=case, withdrawn_at=None)]


def step(case: Case, name: str) -> Step:
    part, key = name.split("/")
    found: Step = Step.objects.get(case=case, procedure=part, key=key)
    found.case = case
    return found


def path(case: Case, rest: str = "") -> str:
    return f"/o/harbour-lights/incidents/{case.code}/steps/{rest}"


# Laid out ------------------------------------------------------------------------------------------------------------


def test_the_police_alone_are_not_the_referral_to_social_work(scope, lead):
    """WY-104 names both: the police have a step of their own."""
    case = make_case(types=["online_abuse"])
    lay_out(case, by=lead)

    services.settle(case, kind="police", by=lead, at=timezone.now())
    assert step(case, "online/refer").status == StepStatus.OPEN
    services.settle(case, kind="children", by=lead, at=timezone.now())
    assert step(case, "online/refer").status == DONE


def test_a_new_report_has_the_first_steps(scope):
    case = make_case()
    lay_out(case, by=None)

    assert names(case) == ["first/danger", "first/tell_designated", "first/write_down"]
    assert Case.objects.get(pk=case.pk).acted_at is None  # nobody has done anything yet


def test_laying_out_twice_changes_nothing(scope, lead):
    case = make_case(types=["self_generated"])
    first = lay_out(case, by=lead)
    events = AuditEvent.objects.count()
    second = lay_out(case, by=lead)

    assert [s.pk for s in first] == [s.pk for s in second]
    assert AuditEvent.objects.count() == events


def test_two_kinds_ask_for_what_they_share_once(scope, lead):
    case = make_case(types=["self_generated", "cyberbullying"])
    lay_out(case, by=lead)

    assert len(names(case)) == len(set(names(case)))
    assert "cyberbullying/platform" in names(case)
    assert "self_generated/report_remove" in names(case)


def test_steps_nobody_has_begun_go_when_the_kind_changes_and_come_back(scope, lead):
    case = make_case(types=["cyberbullying"])
    lay_out(case, by=lead)
    decide(step(case, "cyberbullying/keep"), to=DONE, by=lead, note="Two pages")
    case.types = ["misread_message"]
    lay_out(case, by=lead)
    between = names(case)
    case.types = ["cyberbullying"]
    lay_out(case, by=lead)

    assert "cyberbullying/platform" not in between
    assert "cyberbullying/keep" in between  # what was done stays
    assert "cyberbullying/platform" in names(case)
    assert step(case, "cyberbullying/keep").words["note"] == "Two pages"


def test_a_closed_case_is_left_as_it_is(scope, lead):
    case = make_case(types=["cyberbullying"])
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED, closed_at="2026-06-01T10:00Z")
    case.refresh_from_db()

    assert lay_out(case, by=lead) == []
    assert not Step.objects.exists()


def test_laying_out_takes_the_same_few_queries_for_any_number_of_steps(scope, lead, django_assert_max_num_queries):
    case = make_case(types=["self_generated", "cyberbullying", "worker", "data_breach", "hate_crime"])

    with django_assert_max_num_queries(20):
        lay_out(case, by=lead)


# Whom to tell --------------------------------------------------------------------------------------------------------


def test_a_case_about_the_lead_sends_nobody_to_the_lead(scope, chair, lead, in_the_log):
    case = restricted()
    lay_out(case, by=None)
    client = in_the_log(chair)
    pages = [client.get(path(case)), client.get(case.get_absolute_url())]

    assert names(case) == ["first/danger", "first/tell_outside", "first/write_down"]
    assert [("designated person" in page.content.decode()) for page in pages] == [False, False]
    assert [
        ("Tell none of those it is about. Ring the LADO, the police or the council." in page.content.decode())
        for page in pages
    ] == [True, True]


def test_whom_to_tell_changes_with_those_who_see_it(scope, lead, chair):
    case = make_case()
    lay_out(case, by=None)
    case = access.reroute(case, Routing.TRUSTEES, by=lead)
    above = names(case)
    case = access.reroute(case, Routing.LEADS, by=chair)

    assert above == ["first/danger", "first/tell_outside", "first/write_down"]
    assert names(case) == ["first/danger", "first/tell_designated", "first/write_down"]


def test_whom_to_tell_changes_when_a_deputy_is_entered_as_the_subject(scope, lead, chair, new_person):
    case = make_case()
    lay_out(case, by=None)
    access.subject_entered(case, new_person("Della Deputy", Role.LEAD), by=lead)

    assert names(case) == ["first/danger", "first/tell_outside", "first/write_down"]


def test_a_lead_who_opens_the_case_was_told(scope, lead, volunteer, in_the_log):
    case = make_case()
    lay_out(case, by=None)
    give(case, volunteer, VIEW)
    give(case, volunteer, WORK)
    in_the_log(volunteer).get(case.get_absolute_url())
    before = step(case, "first/tell_designated").status
    page = in_the_log(lead).get(case.get_absolute_url()).content.decode()
    told = step(case, "first/tell_designated")

    assert (before, told.status, told.decided_by) == (StepStatus.OPEN, DONE, lead)
    assert told.words == {"note": "They opened the case."}
    assert "Tell the designated person for safeguarding at once." not in page
    assert Case.objects.get(pk=case.pk).acted_at is None  # to read is not to act


# Decided -------------------------------------------------------------------------------------------------------------


def test_a_step_is_done_by_somebody_with_a_note_and_stands_in_the_chronology(scope, lead):
    case = make_case(types=["physical"])
    lay_out(case, by=lead)
    events = AuditEvent.objects.count()
    found = decide(step(case, "general/parents"), to=DONE, by=lead, note="Spoke to her mother")
    decide(step(case, "general/parents"), to=DONE, by=lead, note="again")  # the second press

    assert (found.status, found.decided_by) == (DONE, lead)
    assert found.decided_at is not None
    entry = Entry.objects.get(about_uid=found.uid)
    assert "Spoke to her mother" in entry.words["text"]
    assert AuditEvent.objects.count() == events + 1
    assert "mother" not in str(AuditEvent.objects.order_by("pk").last().detail)


def test_not_needed_says_why(scope, lead):
    case = make_case(types=["physical"])
    lay_out(case, by=lead)

    with pytest.raises(Refused, match="why it is not needed"):
        decide(step(case, "general/parents"), to=NOT_NEEDED, by=lead, note="  ")
    decide(step(case, "general/parents"), to=NOT_NEEDED, by=lead, note="They live abroad")

    assert step(case, "general/parents").words["note"] == "They live abroad"


@pytest.mark.clause("WY-72", "WY-116")
def test_telling_the_officer_is_not_set_aside(scope, lead):
    case = make_case(types=["self_generated"], about_worker="unsure")
    lay_out(case, by=lead)

    with pytest.raises(Refused, match="cannot be set aside"):
        decide(step(case, "worker/officer"), to=NOT_NEEDED, by=lead, note="No time")
    case.is_low_level = True
    case.save(update_fields=["is_low_level"])
    decide(step(case, "worker/officer"), to=NOT_NEEDED, by=lead, note="No test is met")

    assert step(case, "worker/officer").status == NOT_NEEDED


def test_a_step_goes_back_on_the_list_and_the_chronology_keeps_what_was(scope, lead):
    case = make_case(types=["physical"])
    lay_out(case, by=lead)
    found = decide(step(case, "general/parents"), to=DONE, by=lead, note="Spoke to her mother")
    undo(found, by=lead, why="It was the aunt")

    now = step(case, "general/parents")
    assert (now.status, now.decided_by, now.words["note"]) == (StepStatus.OPEN, None, "")
    texts = [entry.words["text"] for entry in Entry.objects.filter(about_uid=found.uid).order_by("pk")]
    assert "Spoke to her mother" in texts[0]
    assert "It was the aunt" in texts[1]


def test_in_a_closed_case_nothing_is_decided(scope, lead):
    case = make_case(types=["physical"])
    lay_out(case, by=lead)
    found = step(case, "general/parents")
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED, closed_at="2026-06-01T10:00Z")

    with pytest.raises(Refused, match="Open it again"):
        services.decide(found, to=DONE, by=lead)


# The pages -----------------------------------------------------------------------------------------------------------


@pytest.mark.clause("WY-100")
def test_the_page_shows_the_steps_with_who_did_them_and_what_is_due(scope, lead, in_the_log):
    case = make_case(types=["self_generated"])
    lay_out(case, by=lead)
    decide(step(case, "online/risk"), to=DONE, by=lead, note="High for one of them")
    page = in_the_log(lead).get(path(case)).content.decode()

    assert "Tell the designated person for safeguarding at once." in page
    assert "High for one of them" in page
    assert "Dana Whitlock" in page
    assert "Is one of them under 13?" in page  # the questions for an immediate referral
    assert page.index("Nobody looks at the image") < page.index("Hold a first talk")


def test_steps_are_decided_on_the_page(scope, lead, in_the_log):
    case = make_case(types=["physical"])
    lay_out(case, by=lead)
    client = in_the_log(lead)
    parents, risk = step(case, "general/parents"), step(case, "general/risk")
    client.post(path(case, f"{risk.uid}/done/"))
    refused = client.post(path(case, f"{parents.uid}/"), {"to": "not_needed", "note": ""})
    client.post(path(case, f"{parents.uid}/"), {"to": "not_needed", "note": "They live abroad"})

    assert "Say in a few words why it is not needed." in refused.content.decode()
    assert step(case, "general/risk").status == DONE
    assert step(case, "general/parents").status == NOT_NEEDED
    client.post(path(case, f"{parents.uid}/undo/"), {"why": ""})
    assert step(case, "general/parents").status == StepStatus.OPEN


def test_a_stranger_and_whoever_may_not_see_the_case_get_404(scope, lead, chair, stranger, in_the_log):
    plain, hidden = make_case(types=["physical"]), restricted(types=["worker"])
    for case in (plain, hidden):
        lay_out(case, by=lead)
    one, other = step(plain, "general/risk"), step(hidden, "worker/apart")

    client = in_the_log(lead)
    assert client.get(path(hidden)).status_code == 404
    assert client.post(path(hidden, f"{other.uid}/done/")).status_code == 404
    assert client.post(path(plain, f"{other.uid}/done/")).status_code == 404  # a row of another case
    assert in_the_log(stranger).get(path(plain)).status_code == 404
    assert in_the_log(stranger).post(path(plain, f"{one.uid}/done/")).status_code == 404
    assert step(hidden, "worker/apart").status == StepStatus.OPEN


def test_whoever_only_reads_sees_the_steps_and_decides_none(scope, lead, volunteer, in_the_log):
    case = make_case(types=["physical"])
    lay_out(case, by=lead)
    give(case, volunteer, VIEW)
    risk = step(case, "general/risk")
    client = in_the_log(volunteer)

    assert client.get(path(case)).status_code == 200
    assert client.post(path(case, f"{risk.uid}/done/")).status_code == 403
    give(case, volunteer, WORK)
    assert client.post(path(case, f"{risk.uid}/done/")).status_code == 302


def test_a_shredded_case_still_shows_its_page(scope, lead, in_the_log):
    case = make_case(types=["physical"])
    lay_out(case, by=lead)
    decide(step(case, "general/risk"), to=DONE, by=lead, note="High")
    case.shred()
    case.save(update_fields=["wrapped_key", "shredded_at"])

    answer = in_the_log(lead).get(path(case))

    assert answer.status_code == 200
    assert "High" not in answer.content.decode()


def test_the_page_takes_no_more_queries_for_more_steps(scope, lead, in_the_log):
    client = in_the_log(lead)
    counts = []
    for kinds in (["misread_message"], ["self_generated", "cyberbullying", "worker", "data_breach"]):
        case = make_case(types=kinds)
        for found in lay_out(case, by=lead):
            if not found.key.startswith("officer"):
                decide(step(case, f"{found.procedure}/{found.key}"), to=DONE, by=lead)
        client.get(path(case))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(path(case))
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_every_page_of_steps_and_referrals_opens(scope, lead, in_the_log):
    case = make_case(types=["self_generated", "radicalisation", "cyberbullying"], about_worker="yes")
    lay_out(case, by=lead)
    own = services.add_own(procedure="cyberbullying", text="Ring the school.", by=lead)
    done = decide(step(case, "online/risk"), to=DONE, by=lead, note="High")
    made = referrals.called(case, by=lead, kind="police")
    Hold.objects.create(case=case, by=lead, words={"agency": "Police"})
    client = in_the_log(lead)
    log = "/o/harbour-lights/incidents/"
    pages = [
        *("procedures/", "procedures/cyberbullying/", "procedures/cyberbullying/add/", "due/"),
        f"procedures/own/{own.pk}/end/",
        *(f"{case.code}/steps/", f"{case.code}/steps/{done.uid}/"),
        f"{case.code}/steps/{step(case, 'online/refer').uid}/",
        *(f"{case.code}/referrals/", f"{case.code}/referrals/add/", f"{case.code}/referrals/called/"),
        *(f"{case.code}/referrals/{made.uid}/", f"{case.code}/referrals/{made.uid}/heard/"),
    ]

    assert {url: client.get(log + url).status_code for url in pages} == dict.fromkeys([*pages], 200)
    assert "On hold at the request of an agency" in client.get(log + f"{case.code}/steps/").content.decode()
    assert client.get(log + f"{case.code}/steps/{done.uid}/undo/").status_code == 302  # a form that came too late
