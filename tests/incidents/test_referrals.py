"""What agencies were told: written down after the call, never a gate before it."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from incidents.access import SHARE, VIEW, WORK, give
from incidents.models import Case, Entry, Party, Referral, ReferralUpdate
from incidents.services import referrals as services
from incidents.services.steps import lay_out
from incidents.states import CaseStatus, StepStatus
from organisations.models import AgencyContact, AgencyKind
from safeguard.refusals import Refused
from tests.incidents.factories import enter, make_case, restricted

pytestmark = pytest.mark.django_db


def path(case: Case, rest: str = "") -> str:
    return f"/o/harbour-lights/incidents/{case.code}/referrals/{rest}"


def agency(name: str, kind: str, **fields) -> AgencyContact:
    found: AgencyContact = AgencyContact.objects.create(
        name=name, kind=kind, purpose=fields.pop("purpose", "Ring"), **fields
    )
    return found


def typed(**fields) -> dict[str, str]:
    return {"day_0": "1", "day": "1 6 2026", "at": "10:15", "once": str(uuid.uuid4())} | fields


@pytest.mark.clause("WY-68", "WY-104", "RW-82")
def test_a_referral_says_whom_when_by_whom_what_and_what_they_advised(scope, lead):
    case = make_case(types=["radicalisation"])
    lay_out(case, by=lead)
    council = agency("Durham Council", "children")
    made = services.refer(
        case,
        by=lead,
        kind="other",
        agency=council,
        what="What he told us",
        advice="Keep talking",
        reference="D-77",
        chase_on=date(2026, 6, 20),
    )

    assert (made.kind, made.by, made.words["agency"]) == ("children", lead, "Durham Council")
    entry = Entry.objects.get(about_uid=made.uid)
    assert all(words in entry.words["text"] for words in ("Durham Council", "What he told us", "Keep talking", "D-77"))
    assert case.steps.get(procedure="radicalisation", key="advice").status == StepStatus.DONE
    assert "Durham" not in str(list(AuditEvent.objects.values_list("detail", flat=True)))


def test_the_same_form_sent_twice_is_one_referral(scope, lead):
    case, once = make_case(), uuid.uuid4()
    for _twice in range(2):
        services.refer(case, by=lead, kind="police", once=once)

    assert Referral.objects.count() == 1
    assert Entry.objects.filter(about_model="incidents.referral").count() == 1


def test_several_agencies_are_told(scope, lead):
    case = make_case()
    for kind in ("police", "children", "worker_concern"):
        services.refer(case, by=lead, kind=kind)

    assert Referral.objects.filter(case=case).count() == 3


def test_what_comes_back_is_added_and_what_was_sent_stays(scope, lead):
    case = make_case()
    made = services.refer(case, by=lead, kind="children", what="As I heard it", chase_on=date(2026, 6, 20))
    once = uuid.uuid4()
    for _twice in range(2):
        services.heard(made, by=lead, text="No further action", outcome="NFA", acknowledged=True, ended=True, once=once)
    made.refresh_from_db()

    assert made.words["what"] == "As I heard it"
    assert made.acknowledged_at is not None
    assert made.ended_at is not None
    assert made.chase_on is None
    assert ReferralUpdate.objects.get().words["outcome"] == "NFA"


def test_in_a_closed_case_the_answer_is_to_open_it_again(scope, lead):
    case = make_case()
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED, closed_at="2026-06-01T10:00Z")

    with pytest.raises(Refused, match="Open it again"):
        services.refer(case, by=lead, kind="police")


# Whom to tell --------------------------------------------------------------------------------------------------------


def suggested(case: Case, today: date = date(2026, 6, 10)) -> list[services.Suggestion]:
    parties = list(Party.objects.standing().filter(case=case))
    return services.suggestions(case, parties, AgencyContact.objects.in_order(), today)


def test_the_agency_of_the_council_where_the_child_lives_is_named_with_the_charitys_own(scope):
    """E-61."""
    agency("Durham children", "children", area="Durham")
    agency("Leeds children", "children", area="Leeds")
    case = make_case(types=["physical"])
    enter(case, "Ruby Quill", is_child="yes", nation="england", words={"council": "Leeds"})
    found = [one for one in suggested(case) if one.kind == "children"]

    assert [one.name for one in found] == ["Leeds children", "Durham children"]
    assert "lives" in found[0].why
    assert "where the charity is" in found[1].why


def test_a_child_in_another_nation_or_council_leads_to_the_agency_there(scope):
    """E-61."""
    agency("Durham children", "children", area="Durham")
    case = make_case(types=["physical"])
    enter(case, "Ruby Quill", is_child="yes", nation="scotland", words={"council": "Fife"})
    other = make_case(types=["physical"])
    enter(other, "Ada Quill", is_child="yes", nation="england", words={"council": "Leeds"})

    scottish = [one.name for one in suggested(case) if one.kind == "children"]
    assert "Children and families social work of the council (Scotland)" in scottish
    assert any("Leeds" in one.name for one in suggested(other))


def test_where_nobody_knows_where_the_suspect_is_the_police_of_the_charity_find_out(scope):
    """E-61."""
    agency("Durham police", "police", phone="101")
    case = make_case(types=["online_abuse"])

    assert any(one.name == "Durham police" and "they find out" in one.why for one in suggested(case))


def test_the_place_where_it_happened_counts_too(scope):
    """E-61."""
    agency("York children", "children", area="York")
    case = make_case(types=["physical"], words={"where": "The swimming pool in York"})

    assert next(one for one in suggested(case) if one.kind == "children").why == "It happened in their area."


def test_a_number_that_was_not_checked_for_a_year_says_so(scope, lead, in_the_log):
    agency("Durham police", "police", phone="101", last_verified_on=date(2020, 1, 1))
    case = make_case(types=["online_abuse"])
    page = in_the_log(lead).get(path(case, "add/")).content.decode()

    assert "Number not checked for a year" in page


# The pages -----------------------------------------------------------------------------------------------------------


@pytest.mark.clause("WY-68", "WY-104")
def test_a_referral_is_written_down_on_the_page(scope, lead, in_the_log):
    council = agency("Durham children", "children")
    case = make_case(types=["physical"], learnt_at=timezone.now() - timedelta(days=400))
    client = in_the_log(lead)
    form = typed(agency=str(council.pk), method="phone", what="All of it", address="https://example.org/x")
    first = client.post(path(case, "add/"), form)
    client.post(path(case, "add/"), form)
    made = Referral.objects.get()
    page = client.get(path(case, f"{made.uid}/")).content.decode()

    assert first.status_code == 302
    assert "Durham children" in page
    assert "All of it" in page
    assert "do not open it again" in client.get(path(case, "add/")).content.decode().lower()
    answer = client.post(path(case, f"{made.uid}/heard/"), {"text": "They visit", "once": str(uuid.uuid4())})
    assert answer.status_code == 302
    assert "They visit" in client.get(path(case, f"{made.uid}/")).content.decode()


def test_nothing_but_the_time_is_asked_for(scope, lead, in_the_log):
    case = make_case()
    assert in_the_log(lead).post(path(case, "add/"), typed()).status_code == 302
    assert Referral.objects.get().words["agency"] == "Other"


def test_nothing_typed_is_lost(scope, lead, in_the_log):
    case = make_case()
    page = in_the_log(lead).post(path(case, "add/"), typed(at="late", what="A long account")).content.decode()

    assert "A long account" in page
    assert not Referral.objects.exists()


def test_having_rung_999_is_two_presses(scope, lead, in_the_log):
    agency("Police, ambulance, fire", "emergency", phone="999")
    case = make_case(types=["physical"])
    lay_out(case, by=lead)
    client = in_the_log(lead)
    first = client.get(path(case, "called/")).content.decode()
    once = str(uuid.uuid4())
    for _twice in range(2):
        client.post(path(case, "called/"), {"kind": "emergency", "once": once})

    assert "I rang 999" in first
    made = Referral.objects.get()
    assert (made.kind, made.words["agency"], made.by) == ("emergency", "Police, ambulance, fire", lead)
    assert case.steps.get(key="danger").status == StepStatus.DONE


def test_rights_are_kept(scope, lead, chair, volunteer, stranger, in_the_log):
    case, hidden = make_case(), restricted()
    made = services.refer(hidden, by=chair, kind="police")
    give(case, volunteer, VIEW)
    client = in_the_log(volunteer)
    assert client.get(path(case)).status_code == 200
    assert client.get(path(case, "add/")).status_code == 403
    assert client.post(path(case, "called/"), {"kind": "police"}).status_code == 403
    give(case, volunteer, WORK)
    assert client.post(path(case, "called/"), {"kind": "police"}).status_code == 302
    assert client.get(path(case, "add/")).status_code == 403
    give(case, volunteer, SHARE)
    assert client.get(path(case, "add/")).status_code == 200
    client = in_the_log(lead)
    assert client.get(path(hidden)).status_code == 404
    assert client.get(path(hidden, f"{made.uid}/")).status_code == 404
    assert client.get(path(case, f"{made.uid}/")).status_code == 404  # a row of another case
    assert in_the_log(stranger).get(path(case)).status_code == 404


def test_the_place_of_a_child_stands_in_no_address(scope, lead, in_the_log):
    case = make_case(types=["physical"])
    enter(case, "Ruby Quill", is_child="yes", nation="england", words={"council": "Leeds"})
    client = in_the_log(lead)
    page = client.get(path(case, "add/")).content.decode()
    chosen = client.get(path(case, "add/") + "?suggested=1").content.decode()

    assert 'href="?suggested=1' in page
    assert "Leeds" in chosen
    assert "?name=" not in page


def test_a_shredded_case_still_shows_its_referrals(scope, lead, in_the_log):
    case = make_case()
    made = services.refer(case, by=lead, kind="police", what="All of it")
    case.shred()
    case.save(update_fields=["wrapped_key", "shredded_at"])
    client = in_the_log(lead)

    assert client.get(path(case)).status_code == 200
    page = client.get(path(case, f"{made.uid}/"))
    assert page.status_code == 200
    assert "All of it" not in page.content.decode()


def test_an_agency_is_taken_off_the_list_and_its_name_stays_with_what_was_sent(lead, scope):
    agency = AgencyContact.objects.create(name="Hill council", purpose="Children", kind=AgencyKind.CHILDREN)
    referral = services.refer(make_case(), by=lead, kind=AgencyKind.CHILDREN, agency=agency, what="What we were told")

    agency.delete()

    referral = Referral.objects.get(pk=referral.pk)
    assert referral.agency_id is None
    assert referral.words["agency"] == "Hill council"
