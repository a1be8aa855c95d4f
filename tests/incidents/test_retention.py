"""How long a case is kept, who decides about its end, and that nobody can read it afterwards."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from audit.models import AuditEvent
from incidents.models import Case, LookUp, Report, SearchWord, Severity
from incidents.services import closing, documents, retention
from rights.models import DisposalItem, Ending, LegalHold, RetentionPeriod
from rights.obligations import obligations
from rights.services import disposals, endings
from rights.verifying import verify
from safeguard import vault
from safeguard.refusals import Refused
from safeguard.retention import Then, rules
from tests.incidents.factories import enter, make_case, restricted, write

pytestmark = pytest.mark.usefixtures("scope")

LATER = date(2200, 1, 1)
WHY = {"no_debrief": "–", "no_lessons": "–", "open_left": "–"}


@pytest.fixture
def deputy(new_person):
    return new_person("Dep Uty", "lead")


def closed(case, by, outcome="unfounded"):
    closing.close(case, by=by, once=uuid.uuid4(), outcome=outcome, **WHY)
    case.refresh_from_db()
    return case


def at(year):
    return datetime(year, 6, 1, 12, tzinfo=UTC)


def run_out(case):
    """Closed long ago, in a year that has passed."""
    Case.objects.filter(pk=case.pk).update(status="closed", closed_at=at(1990), learnt_at=at(1990), outcome="unfounded")
    retention.recount_all()
    case.refresh_from_db()
    return case


# How long -----------------------------------------------------------------


def test_a_child_is_25_first(lead, new_person):
    """Facts 68 to 70."""
    child = new_person("Mia Small", date_of_birth=date(2020, 2, 29))
    case = make_case()
    enter(case, "Mia Small", person=child, is_child="yes")

    assert closed(case, lead).keep_until == date(2045, 2, 28)


def test_where_the_birth_date_is_not_known_it_is_kept_as_for_a_baby(lead):
    case = make_case(learnt_at=at(2026))
    enter(case, "A boy with a red cap", is_child="unsure")

    assert closed(case, lead).keep_until == date(2051, 6, 1)


@pytest.mark.parametrize("answer", ["", "unsure", "yes"])
def test_whoever_was_harmed_counts_as_a_child_unless_somebody_said_no(lead, new_person, answer):
    """A name that stands in the charity's own list without a birth date says nothing of how old they are."""
    listed = new_person("Mia Small")
    case = make_case(learnt_at=at(2026))
    enter(case, "Mia Small", person=listed, is_child=answer)
    unlinked = make_case(learnt_at=at(2026))
    enter(unlinked, "Mia Small", is_child=answer)

    assert [closed(one, lead).keep_until for one in (case, unlinked)] == [date(2051, 6, 1)] * 2
    assert any(one.guessed for one in retention.reasons_of(case))


def test_whoever_was_harmed_and_is_grown_up_does_not(lead, new_person):
    said = make_case()
    enter(said, "Ada Old", is_child="no")
    born = make_case()
    enter(born, "Ada Old", person=new_person("Ada Old", date_of_birth=date(1950, 1, 1)))

    assert {closed(one, lead).keep_until.year for one in (said, born)} == {timezone.localdate().year + 6}


@pytest.mark.parametrize("entered", [None, "concern", "witness"])
def test_where_nobody_was_entered_as_harmed_it_is_kept_as_for_a_child(lead, entered):
    case = make_case(learnt_at=at(2026))
    if entered:
        enter(case, "Ada Old", entered, is_child="no")

    assert closed(case, lead).keep_until == date(2051, 6, 1)
    assert [one.guessed for one in retention.reasons_of(case)] == [True, False]
    assert retention.recount_all() == 0


def test_a_victim_in_what_was_joined_to_it_is_one(lead):
    case = closed(make_case(), lead)
    joined = make_case("The same again", status="joined", joined_to=case)
    enter(joined, "Ada Old", is_child="no")
    retention.recount_all()
    case.refresh_from_db()

    assert case.keep_until.year == timezone.localdate().year + 6


def test_about_a_worker_until_retirement_age_or_ten_years(lead, new_person):
    young = new_person("Yan Young", date_of_birth=date(1990, 1, 1))
    old = new_person("Olga Old", date_of_birth=date(1950, 1, 1))
    kept = []
    for person in (young, old):
        case = make_case(types=["worker"], about_worker="yes")
        enter(case, person.name, part="concern", person=person, works_here=True)
        enter(case, "Ada Grown", is_child="no")
        kept.append(closed(case, lead))

    assert kept[0].keep_until == date(2057, 1, 1)
    assert kept[1].keep_until.year == timezone.localdate().year + 10


def test_sexual_abuse_of_a_child_is_kept_for_75_years(lead):
    """Fact 69: nothing shorter disposes of it before."""
    by_flag = closed(make_case(is_sexual_abuse=True), lead)
    by_kind = closed(make_case(types=["online_abuse"]), lead)

    assert {case.keep_until.year for case in (by_flag, by_kind)} == {timezone.localdate().year + 75}
    RetentionPeriod.objects.create(rule="incidents.Case", months=1, reason="Less", changed_by=lead)
    endings.propose_due(today=timezone.localdate() + timedelta(days=365 * 70))
    assert not Ending.objects.exists()


def test_other_cases_are_kept_for_six_years(lead):
    assert closed(make_case(is_low_level=True), lead).keep_until.year == timezone.localdate().year + 6


def test_the_charity_may_add_to_it(lead):
    case = closed(make_case(), lead)
    RetentionPeriod.objects.create(rule="incidents.Case", months=24, reason="Our insurer", changed_by=lead)

    endings.propose_due(today=case.keep_until + timedelta(days=365))
    assert not Ending.objects.exists()
    endings.propose_due(today=case.keep_until + timedelta(days=365 * 3))
    assert Ending.objects.count() == 1


def test_only_closed_cases_run_out(lead):
    """E-64: what was opened again has no end."""
    case = closed(make_case(), lead)
    closing.reopen(case, by=lead, reason="New facts")

    endings.propose_due(today=LATER)

    assert not Ending.objects.exists()


def test_a_birth_date_that_is_put_right_counts_anew(lead, new_person):
    child = new_person("Mia Small", date_of_birth=date(2010, 1, 1))
    case = make_case()
    enter(case, "Mia Small", person=child)
    closed(case, lead)
    child.date_of_birth = date(2015, 1, 1)
    child.save()

    endings.propose_due(today=timezone.localdate())

    case.refresh_from_db()
    assert case.keep_until == date(2040, 1, 1)


def test_what_was_joined_to_it_counts_and_ends_with_it(lead, deputy, new_person):
    child = new_person("Mia Small", date_of_birth=date(2020, 1, 1))
    case = closed(make_case(), lead)
    joined = make_case("The same again", status="joined", joined_to=case)
    enter(joined, "Mia Small", person=child)
    retention.recount_all()
    case.refresh_from_db()
    assert case.keep_until == date(2045, 1, 1)

    joined.parties.update(struck_at=timezone.now())
    run_out(case)
    endings.propose_due(today=timezone.localdate())
    LegalHold.objects.create(person=child, reason="A claim", starts_on=date(2020, 1, 1), placed_by=lead)
    with pytest.raises(Refused, match="hold"):
        endings.agree(Ending.objects.get(), by=lead)
    LegalHold.objects.update(lifted_at=timezone.now(), lifted_by=lead)
    for person in (lead, deputy):
        endings.agree(Ending.objects.get(), by=person)
    assert {one.is_shredded for one in Case.objects.all()} == {True}


def test_every_number_says_where_it_comes_from_and_whether_somebody_has_to_look():
    periods = retention.periods().values()
    shown = [retention.source_of(retention.Until(date(2040, 1, 1), one)) for one in periods]

    assert all(one.source for one in periods)
    assert ["To be confirmed" in words for words in shown] == [one.to_confirm for one in periods]
    assert retention.periods()["child"].to_confirm


# Who decides --------------------------------------------------------------


def test_two_people_who_handle_it_agree_and_then_nobody_can_read_it(lead, deputy):
    case = make_case("Bruises on Ruby", tags=["club"])
    write(case, "She said she fell.", by=lead)
    SearchWord.objects.create(case=case, fingerprint=b"1" * 16)
    LookUp.objects.create(case=case, asked_by=lead, words={"who": "Somebody"})
    run_out(case)
    endings.propose_due(today=timezone.localdate())
    ending = Ending.objects.get()

    endings.agree(ending, by=lead)
    assert Case.objects.get().words["heading"] == "Bruises on Ruby"
    with pytest.raises(Refused):
        endings.agree(ending, by=lead)
    endings.agree(ending, by=deputy)

    case = Case.objects.get()
    assert case.is_shredded
    assert bytes(case.wrapped_key) == b""
    for row in (case, Report.objects.get(), case.entries.first(), LookUp.objects.get()):
        with pytest.raises(vault.Shredded):
            _ = row.words
    assert not SearchWord.objects.exists()
    assert case.entries.exists()
    assert AuditEvent.objects.filter(verb="incident_shredded").count() == 1


def test_the_files_go_with_it(lead, deputy, django_capture_on_commit_callbacks):
    case = make_case(types=["neglect"])
    row = documents.attach(case, by=lead, once=uuid.uuid4(), name="notes.txt", content=b"She said she fell.")
    run_out(case)
    endings.propose_due(today=timezone.localdate())

    with django_capture_on_commit_callbacks(execute=True):
        for person in (lead, deputy):
            endings.agree(Ending.objects.get(), by=person)

    assert not default_storage.exists(row.file_name)


def test_the_certificate_says_that_it_is_gone_and_nothing_of_it(lead, deputy):
    case = run_out(make_case("Bruises on Ruby", severity=Severity.HIGH))
    endings.propose_due(today=timezone.localdate())
    ending = Ending.objects.get()
    assert verify(ending.code) is None
    for person in (lead, deputy):
        endings.agree(ending, by=person)

    verdict = verify(ending.code)

    assert verdict.genuine
    assert "Made unreadable for ever, 1" in verdict.lines[0]
    assert case.code not in f"{verdict.title} {verdict.lines}"


@pytest.mark.parametrize("about", ["party", "everybody", "reporter"])
def test_a_legal_hold_stops_it(lead, deputy, new_person, about):
    """E-79."""
    person = new_person("Mia Small")
    case = make_case(raised_by=person if about == "reporter" else None)
    if about == "party":
        enter(case, "Mia Small", person=person)
    run_out(case)
    Case.objects.filter(pk=case.pk).update(closed_at=at(1900), learnt_at=at(1900))
    hold = LegalHold.objects.create(
        person=None if about == "everybody" else person, reason="A claim", starts_on=date(2020, 1, 1), placed_by=lead
    )

    endings.propose_due(today=timezone.localdate())
    assert not Ending.objects.exists()

    hold.lifted_at, hold.lifted_by = timezone.now(), lead
    hold.save()
    endings.propose_due(today=timezone.localdate())
    assert Ending.objects.count() == 1


def test_a_hold_that_came_in_between_stops_the_second_person(lead, deputy):
    run_out(make_case())
    endings.propose_due(today=timezone.localdate())
    endings.agree(Ending.objects.get(), by=lead)
    LegalHold.objects.create(reason="An inquiry", starts_on=date(2020, 1, 1), placed_by=lead)

    with pytest.raises(Refused, match="hold"):
        endings.agree(Ending.objects.get(), by=deputy)
    assert not Case.objects.get().is_shredded


def test_no_list_with_others_tells_of_a_case(lead, chair, deputy):
    """A list of rows would show by its number that there is a case which somebody may not see."""
    run_out(make_case())
    run_out(restricted())

    disposals.propose_due(today=LATER)

    assert not DisposalItem.objects.filter(rule__startswith="incidents.Case").exists()


def test_only_those_who_handle_a_case_see_its_end(lead, chair, trustee, coordinator, in_the_log):
    case = run_out(restricted())
    endings.propose_due(today=timezone.localdate())
    ending = Ending.objects.get()
    url = ending.get_absolute_url()

    assert [row for _one, row in endings.open_to(chair)] == [case]
    for person in (lead, trustee, coordinator):
        assert endings.open_to(person) == []
        assert in_the_log(person).get(url).status_code == 404
        assert in_the_log(person).post(f"{url}agree/").status_code == 404
        with pytest.raises(Refused):
            endings.agree(ending, by=person)
        told = [one for one in obligations(today=timezone.localdate(), person=person.pk) if "ending" in one.key]
        assert told == []
    assert in_the_log(chair).get(url).status_code == 200
    told = [one for one in obligations(today=timezone.localdate(), person=chair.pk) if "ending" in one.key]
    assert len(told) == 1
    assert case.code not in f"{told[0].title} {told[0].reason} {told[0].url}"


def test_the_pages_lead_to_the_end(lead, deputy, in_the_log):
    case = run_out(make_case())
    endings.propose_due(today=timezone.localdate())
    ending = Ending.objects.get()
    url = ending.get_absolute_url()

    assert case.code in in_the_log(lead).get(url).content.decode()
    in_the_log(lead).post(f"{url}agree/")
    in_the_log(deputy).post(f"{url}agree/")

    assert "Certificate of disposal" in in_the_log(deputy).get(url).content.decode()
    assert Case.objects.get().is_shredded
    assert in_the_log(lead).get(case.get_absolute_url()).status_code == 200


def test_what_is_kept_on_purpose_is_asked_again_in_half_a_year(lead):
    run_out(make_case())
    endings.propose_due(today=timezone.localdate())
    endings.keep(Ending.objects.get(), by=lead)

    endings.propose_due(today=timezone.localdate())
    assert Ending.objects.to_decide().count() == 0

    Ending.objects.update(rejected_at=timezone.now() - timedelta(days=200))
    endings.propose_due(today=timezone.localdate())
    assert Ending.objects.to_decide().count() == 1


def test_an_erasure_neither_takes_nor_counts_what_stands_in_cases(lead, new_person):
    """E-58."""
    assert [rule.key for rule in rules().values() if rule.model.startswith("incidents.") and rule.of is not None] == []

    person = new_person("Rolf Leaver", left_on=date(2020, 1, 1))
    case = make_case(raised_by=person)
    enter(case, "Rolf Leaver", person=person)
    listed = disposals.propose_erasure(person, by=lead, reason="He asked")

    assert not listed.items.filter(rule__startswith="incidents.").exists()
    assert case.parties.get().words["name"] == "Rolf Leaver"


def test_a_key_is_destroyed_and_no_row_deleted():
    rule = rules()["incidents.Case"]

    assert rule.then == Then.SHRED
    assert "two people" in rule.then.label


def test_look_ups_without_a_case_end_by_their_own_key(lead, chair):
    row = LookUp.objects.create(asked_by=lead, asked_at=at(2000), words={"who": "Somebody"})
    listed = disposals.propose_due(today=timezone.localdate())
    for person in (lead, chair):
        disposals.approve(listed, by=person)
    disposals.carry_out(listed.pk, today=timezone.localdate())

    row.refresh_from_db()
    assert row.is_shredded
    listed.refresh_from_db()
    assert ["incidents.LookUp", "shredded", 1] in listed.counts
