"""Sorting a concern."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from incidents.models import Answer, Case, Entry, EntryKind, Part, Referral, Severity, Step
from incidents.presenting import words_of
from incidents.services import triage
from incidents.states import CaseStatus
from incidents.types import types
from incidents.verbs import Verb
from organisations.models import AgencyContact, AgencyKind
from safeguard.refusals import Refused
from tests.incidents.factories import enter, make_case

pytestmark = pytest.mark.usefixtures("scope")


@pytest.fixture
def case():
    return make_case("A worry")


def sort(client, case, **typed):
    answer = client.post(f"{case.get_absolute_url()}sort/", typed)
    case.refresh_from_db()
    return answer


def page_of(client, case) -> str:
    return client.get(case.get_absolute_url()).content.decode()


def last_entry(case) -> str:
    return Entry.objects.filter(case=case).order_by("-pk")[0].words["text"]


def test_sorting_says_in_the_chronology_what_changed_and_that_somebody_handles_it(lead, case):
    triage.sort(case, by=lead, types=["neglect"], severity=Severity.HIGH, words={"why_severity": "He is four."})

    case.refresh_from_db()
    entry = Entry.objects.get(case=case, kind=EntryKind.TRIAGE)
    assert (case.status, case.types, case.severity) == (CaseStatus.OPEN, ["neglect"], Severity.HIGH)
    assert entry.words["text"].splitlines() == [
        "The concern was looked at and sorted.",
        "Kinds of concern: Neglect",
        "Severity: High",
        "Why it is this severe: He is four.",
    ]
    assert case.triaged_at is not None


def test_nothing_is_required(in_the_log, lead, case):
    answer = sort(in_the_log(lead), case)

    assert answer.status_code == 302
    assert (case.status, case.triaged_at is not None) == (CaseStatus.OPEN, True)


def test_a_changed_severity_stands_in_the_chronology_with_its_reason(in_the_log, lead, case):
    client = in_the_log(lead)
    sort(client, case, severity="low", why_severity="A first sign.")

    sort(client, case, severity="critical", why_severity="He was hurt again.")

    assert last_entry(case).splitlines() == [
        "Sorted again.",
        "Severity: Critical (before: Low)",
        "Why it is this severe: He was hurt again.",
    ]


def test_the_audit_hears_that_it_was_sorted_and_nothing_of_it(lead, case):
    triage.sort(case, by=lead, types=["neglect"], words={"heading": "Ruby Quill was hurt"})

    events = AuditEvent.objects.about(case)
    assert events.filter(verb=Verb.SORTED).count() == 1
    assert "Ruby" not in repr(list(events.values()))


def test_the_same_again_writes_nothing(lead, case):
    triage.sort(case, by=lead, types=["neglect"])
    before = Entry.objects.filter(case=case).count()

    triage.sort(case, by=lead, types=["neglect"])

    assert Entry.objects.filter(case=case).count() == before


def test_a_finished_or_destroyed_case_is_not_sorted(in_the_log, lead):
    closed = make_case(status=CaseStatus.CLOSED, closed_at=timezone.now())
    gone = make_case()
    gone.shred()
    gone.save(update_fields=["wrapped_key", "shredded_at"])

    with pytest.raises(Refused, match="closed"):
        triage.sort(closed, by=lead, types=["neglect"])
    client = in_the_log(lead)
    given_back = client.post(f"{closed.get_absolute_url()}sort/", {"heading": "what was typed"})

    assert "what was typed" in given_back.content.decode()
    assert [client.get(f"{gone.get_absolute_url()}{page}/").status_code for page in ("sort", "status", "hold")] == [
        302,
        302,
        302,
    ]


def test_somebody_who_handles_another_case_sorts_nothing_here(in_the_log, volunteer, case):
    assert in_the_log(volunteer).post(f"{case.get_absolute_url()}sort/", {}).status_code == 404


def test_days_the_wrong_way_round_are_given_back(in_the_log, lead, case):
    answer = sort(in_the_log(lead), case, happened_from="3 5 2026", happened_until="1 5 2026", heading="typed")

    assert answer.status_code == 200
    assert ("before the first one" in answer.content.decode(), "typed" in answer.content.decode()) == (True, True)


def test_when_it_happened_and_when_we_learnt_of_it_are_kept(in_the_log, lead, case):
    typed = {"happened_from": "1 5 2026", "happened_until": "9 5 2026", "happened": "in the first week of May"}

    sort(in_the_log(lead), case, **typed, learnt_on="12 5 2026", learnt_time="21:30")

    assert (case.happened_from, case.happened_until) == (date(2026, 5, 1), date(2026, 5, 9))
    assert case.words["happened"] == "in the first week of May"
    assert timezone.localtime(case.learnt_at).isoformat() == "2026-05-12T21:30:00+01:00"


def test_the_kinds_decide_how_long_it_is_kept_and_lay_out_the_steps(lead, case):
    triage.sort(case, by=lead, types=["online_abuse"])

    case.refresh_from_db()
    assert (case.is_sexual_abuse, case.is_online) == (True, True)
    assert Step.objects.filter(case=case, withdrawn_at=None).exists()


def test_whatever_meets_a_test_is_no_low_level_concern(in_the_log, lead, case):
    sort(in_the_log(lead), case, tests=["risk"], is_low_level="on")

    assert (case.is_low_level, case.about_worker, case.tests) == (False, Answer.YES, ["risk"])


def test_where_it_stands_moves_and_says_why(in_the_log, lead, case):
    in_the_log(lead).post(
        f"{case.get_absolute_url()}status/", {"status": "watched", "why": "The school looks.", "handling": "Ask in May"}
    )

    case.refresh_from_db()
    assert (case.status, case.words["handling"]) == (CaseStatus.WATCHED, "Ask in May")
    assert last_entry(case).splitlines()[0] == "From “New” to “Being watched”."


@pytest.mark.clause("WY-64")
@pytest.mark.clause("WY-98")
def test_the_kinds_of_the_policy_are_there_and_several_apply(in_the_log, lead, case):
    client = in_the_log(lead)
    chosen = ["filtering", "cyberbullying", "illegal_content", "hate_crime"]

    sort(client, case, types=chosen)

    assert case.types == chosen
    assert all(types()[key].label in page_of(client, case) for key in chosen)


@pytest.mark.clause("WY-17")
def test_unsuitable_material_is_marked_with_its_kind(in_the_log, lead, case):
    client = in_the_log(lead)
    chosen = ["racist", "pornographic", "sexually_explicit", "promoting_crime", "intolerance"]

    sort(client, case, types=["illegal_content"], material=chosen)

    assert case.tags == chosen
    assert "Racist; Pornographic; Sexually explicit; Promoting crime; Intolerance" in page_of(client, case)


@pytest.mark.clause("WY-25")
def test_misconduct_is_classed_by_the_four_kinds(in_the_log, lead, case):
    client = in_the_log(lead)
    chosen = ["unlawful", "reputation", "defamatory", "harassing"]

    sort(client, case, types=["breach"], misconduct=chosen)

    assert case.misconduct == chosen
    assert "Defamatory" in page_of(client, case)


@pytest.mark.clause("WY-109")
def test_where_it_happened_and_whose_device_it_was_are_kept_and_change_nothing_of_what_is_asked(in_the_log, lead, case):
    client, other = in_the_log(lead), make_case("Another")

    sort(client, case, types=["cyberbullying"], premises="elsewhere", equipment="theirs")
    sort(client, other, types=["cyberbullying"], premises="ours", equipment="ours")

    steps = [
        list(Step.objects.filter(case=one).order_by("position").values_list("key", flat=True)) for one in (case, other)
    ]
    assert (case.premises, case.equipment) == ("elsewhere", "theirs")
    assert "Somewhere else" in page_of(client, case)
    assert steps[0] == steps[1]
    assert steps[0] != []


@pytest.mark.clause("RW-32")
@pytest.mark.parametrize(
    "classed", [["as_safeguarding"], ["as_data_protection"], ["as_safeguarding", "as_data_protection"]]
)
def test_a_breach_is_classed_as_a_safeguarding_or_a_data_protection_complaint_or_both(in_the_log, lead, case, classed):
    client, question = in_the_log(lead), "A safeguarding complaint, a data-protection complaint, or both?"
    sort(client, case, types=["breach"])
    asked = page_of(client, case)

    sort(client, case, types=["breach"], complaint_as=classed)

    assert case.tags == classed
    assert [question in page for page in (asked, page_of(client, case))] == [True, False]


@pytest.mark.clause("WY-7")
@pytest.mark.clause("WR-4")
@pytest.mark.parametrize("kind", ["staff_harassed", "unwanted_contact"])
def test_somebody_who_works_with_us_can_be_the_person_harmed(in_the_log, lead, case, kind):
    client = in_the_log(lead)
    sort(client, case, types=[kind])
    enter(case, "Vera Lindqvist", Part.VICTIM, works_here=True)

    page = page_of(client, case)

    assert types()[kind].label in page
    assert "works with us" in page
    assert "The four tests" not in page  # it is about what was done to them
    assert set(Step.objects.filter(case=case).values_list("procedure", flat=True)) != set()


@pytest.mark.clause("WY-79")
@pytest.mark.parametrize(
    "unsure", [{"tests": ["unsure"]}, {"about_worker": "unsure"}, {"types": ["worker"], "about_worker": "unsure"}]
)
def test_not_sure_is_an_answer_and_leads_to_the_lado(in_the_log, lead, case, unsure):
    AgencyContact.objects.create(
        name="LADO of the county", kind=AgencyKind.WORKER_CONCERN, purpose="Worker", phone="01632 960002"
    )
    client = in_the_log(lead)

    answer = sort(client, case, **unsure)
    page = page_of(client, case)
    Referral.objects.create(
        case=case, kind=AgencyKind.WORKER_CONCERN, method="phone", referred_at=timezone.now(), by=lead, words={}
    )

    asks = "Nobody has to be sure before asking. Ask: LADO of the county."
    assert answer.status_code == 302
    assert (asks in page, 'href="tel:01632960002"' in page) == (True, True)
    assert asks not in page_of(client, case)


def test_not_sure_in_scotland_leads_to_the_police_and_the_council_and_names_no_lado(charity, in_the_log, lead, case):
    charity.nation = "scotland"
    charity.save()
    client = in_the_log(lead)

    sort(client, case, tests=["unsure"])
    page = page_of(client, case)

    assert "Police Scotland" in page
    assert "LADO" not in page


@pytest.mark.parametrize("key", ["adult_involved", "forced", "violent", "under_13", "at_risk_now"])
def test_one_tick_at_a_sexual_image_means_to_refer_now(in_the_log, lead, case, key):
    client = in_the_log(lead)
    sort(client, case, types=["self_generated"])
    asked = page_of(client, case)

    sort(client, case, types=["self_generated"], refer_now=[key])

    assert ("Is any of this so, or may it be?" in asked, "Refer this now" in asked) == (True, False)
    assert ("Refer this now" in page_of(client, case), "UKCIS" in page_of(client, case)) == (True, True)


def test_every_page_of_sorting_holds_what_was_sorted_before(in_the_log, lead, case):
    client = in_the_log(lead)
    sort(client, case, types=["neglect"], severity="high", heading="Bruises", refer_now=["under_13"], danger_now="no")

    form = client.get(f"{case.get_absolute_url()}sort/").context["form"]

    assert [form[name].value() for name in ("types", "severity", "heading", "refer_now", "danger_now")] == [
        ["neglect"],
        "high",
        "Bruises",
        ["under_13"],
        "no",
    ]


def test_a_page_that_is_old_undoes_nothing_that_somebody_else_sorted(in_the_log, lead, case):
    client = in_the_log(lead)
    page = client.get(f"{case.get_absolute_url()}sort/").context["form"]
    as_shown = {f"initial-{name}": page[name].value() for name in page.fields if page[name].value()}
    triage.sort(case, by=lead, types=["neglect"], tags=["under_13"], words={"heading": "Bruises"})

    sort(client, case, **as_shown, heading="A worry", severity="high", material=["racist"])

    assert (case.types, case.tags, case.severity) == (["neglect"], ["under_13", "racist"], "high")
    assert case.words["heading"] == "Bruises"


def test_what_was_ticked_can_be_taken_back(in_the_log, lead, case):
    client = in_the_log(lead)
    sort(client, case, types=["neglect"], is_online="on", happened_from="1 5 2026", heading="Bruises")
    shown = {"initial-types": ["neglect"], "initial-is_online": "True", "initial-happened_from": "1 May 2026"}

    sort(client, case, **shown, **{"initial-heading": "Bruises"}, heading="")

    assert (case.types, case.is_online, case.happened_from, case.words["heading"]) == ([], False, None, "")


def test_sorting_by_two_people_at_once_keeps_both_in_the_chronology(lead, safeguarding_trustee, case):
    read_before = Case.objects.get(pk=case.pk)

    triage.sort(case, by=lead, types=["neglect"])
    triage.sort(read_before, by=safeguarding_trustee, severity=Severity.LOW)

    case.refresh_from_db()
    assert (case.types, case.severity, words_of(case)["heading"]) == (["neglect"], Severity.LOW, "A worry")
