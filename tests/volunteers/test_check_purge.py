"""What a check found is destroyed on its day, or with the permission; that it was done stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from rights.services import disposals, periods
from safeguard.addresses import address
from safeguard.personal_data import all_sections
from safeguard.refusals import Refused
from safeguard.retention import Then, rules
from safeguard.vault import VaultError
from tests.volunteers import checked, factories
from volunteers import access
from volunteers.models import CheckGrant, CheckPermission, Finding, OnlineCheck
from volunteers.owed import checks as owed
from volunteers.retention import checks as retention
from volunteers.services import check_purge, check_talks, checks
from volunteers.states import CheckStatus

pytestmark = pytest.mark.usefixtures("scope")


def due(today):
    return set(retention.over(today))


@pytest.fixture
def closed(coordinator, trustee, chair):
    return checked.shared(by=coordinator, to=trustee, decider=chair, told=[chair])


def test_each_check_has_a_day_of_its_own(coordinator, trustee, closed):
    nothing = checked.neutral(
        by=coordinator, to=trustee, application=checked.applicant("Ben Other", email="ben@mail.example")
    )
    open_one = checked.concern(
        by=coordinator, to=trustee, application=checked.applicant("Cara Third", email="cara@mail.example")
    )
    today = timezone.localdate()

    assert due(today) == set()
    assert due(today + timedelta(days=32)) == {nothing}
    assert due(today + timedelta(days=190)) == {nothing, closed}
    assert open_one.purge_on is None
    rule = rules()["volunteers.OnlineCheck"]
    assert (rule.then, rule.months, rule.over) == (Then.SHRED, 0, retention.over)


def test_what_was_found_is_destroyed_and_that_it_was_done_stays(closed, chair, in_the_log):
    application, finding = closed.application, Finding.objects.get()
    assert finding.words["where"]

    assert check_purge.shred(OnlineCheck.objects.filter(pk=closed.pk)) == 1
    assert check_purge.shred(OnlineCheck.objects.filter(pk=closed.pk)) == 0

    closed.refresh_from_db()
    assert closed.is_shredded
    assert closed.result == ""
    with pytest.raises(VaultError):
        _ = Finding.objects.select_related("check_of").get().words
    assert not CheckGrant.objects.filter(content_object=closed).exists()
    [fact] = checks.facts_of(application)
    assert (fact.checker, fact.is_open, bool(fact.done_at), bool(fact.closed_at)) == ("Tom Okafor", False, True, True)
    page = in_the_log(chair).get(closed.get_absolute_url()).content.decode()
    assert "was destroyed on" in page
    assert "example.org" not in page
    assert AuditEvent.objects.filter(verb="volunteer_check_shredded", object_id=str(closed.pk)).count() == 1


def test_a_neutral_check_and_another_look_the_same_when_they_were_destroyed(coordinator, trustee, closed):
    nothing = checked.neutral(
        by=coordinator, to=trustee, application=checked.applicant("Ben Other", email="ben@mail.example")
    )

    check_purge.shred(OnlineCheck.objects.all())

    rows = [OnlineCheck.objects.get(pk=one.pk) for one in (closed, nothing)]
    assert [(one.status, one.result, one.engines) for one in rows] == [(CheckStatus.CLOSED, "", ["google"])] * 2


def test_two_people_agree_to_it_as_to_everything_that_goes(closed, chair, lead, django_capture_on_commit_callbacks):
    today = timezone.localdate()
    OnlineCheck.objects.filter(pk=closed.pk).update(purge_on=today)
    proposed = disposals.propose_due(today=today)

    disposals.approve(proposed, by=lead)
    closed.refresh_from_db()
    assert not closed.is_shredded
    with django_capture_on_commit_callbacks(execute=True):
        disposals.approve(proposed, by=chair)

    closed.refresh_from_db()
    assert closed.is_shredded
    assert due(today) == set()


def test_a_legal_hold_on_the_person_stops_it(closed, volunteer, lead):
    today = timezone.localdate()
    OnlineCheck.objects.filter(pk=closed.pk).update(purge_on=today, person=volunteer)

    periods.hold(by=lead, reason="A claim", person=volunteer, starts_on=today)

    assert due(today) == {closed}
    assert disposals.propose_due(today=today) is None


@pytest.mark.parametrize("state", ["given", "begun"])
def test_a_permission_taken_back_calls_a_check_off_that_is_not_done_yet_and_destroys_it(coordinator, trustee, state):
    check = getattr(checked, state)(by=coordinator, to=trustee)

    check_purge.take_back(check.permission_given, by=coordinator)
    check_purge.take_back(check.permission_given, by=coordinator)

    check.refresh_from_db()
    assert (check.status, check.is_shredded, check.result) == (CheckStatus.CALLED_OFF, True, "")
    assert not access.visible_to(trustee).exists()
    assert not access.visible_to(coordinator).exists()
    assert checked.is_settled(check.application)
    assert CheckPermission.objects.get().taken_back_at is not None
    assert AuditEvent.objects.filter(verb="volunteer_check_shredded").count() == 1


@pytest.mark.parametrize("state", ["concern", "discussed", "decided"])
def test_nobody_destroys_alone_what_was_found_before_the_permission_was_taken_back(
    coordinator, trustee, chair, second_trustee, in_the_log, state
):
    more = {"decider": second_trustee} if state in ("discussed", "decided") else {}
    check = getattr(checked, state)(by=coordinator, to=trustee, **more)
    url = address("volunteers:permission_taken_back", check.application.code)

    page = in_the_log(coordinator).get(url).content.decode()
    in_the_log(coordinator).post(url)

    assert "What was found before today is still put to the person" in page
    check.refresh_from_db()
    assert (check.status, check.is_shredded, check.result) == (state, False, "concern")
    assert not checked.is_settled(check.application)
    with pytest.raises(Refused, match="can no longer be called off"):
        checks.call_off(check, by=coordinator, why="They took it back.")
    with pytest.raises(Refused, match="took their permission back"):
        checks.assign(check.application, to=trustee, due_on=timezone.localdate(), by=coordinator, is_chosen=True)

    if state == "concern":
        check_talks.discuss(check, by=trustee, why_none="She does not want to talk.")
        check_talks.appoint(check, who=second_trustee, by=trustee)
    if state != "decided":
        check_talks.decide(check, by=second_trustee, **checked.DECIDED)
    check_talks.share(check, by=second_trustee, told=[chair], shared_on=timezone.localdate())
    check.refresh_from_db()
    assert (check.status, check.is_shredded) == (CheckStatus.CLOSED, False)
    assert Finding.objects.get().words["where"]


def test_whoever_decides_is_told_that_the_permission_was_taken_back(coordinator, trustee, chair, in_the_log):
    check = checked.discussed(by=coordinator, to=trustee, decider=chair)
    today = timezone.localdate()
    [before] = owed.obligations(today=today, person=chair.pk)

    check_purge.take_back(check.permission_given, by=coordinator)

    [told] = owed.obligations(today=today, person=chair.pk)
    assert told.key != before.key
    assert (told.due_on, told.recipients, told.is_closed) == (today, (chair.pk,), True)
    assert told.title == "A permission was taken back; your decision is needed all the same"
    page = in_the_log(chair).get(check.get_absolute_url()).content.decode()
    assert f"They took their permission back on {today:%-d %B %Y}" in page
    assert "decided on all the same" in page


def test_a_no_in_writing_ends_an_earlier_yes(coordinator, trustee, volunteer):
    factories.checks_on(coordinator)
    check_purge.note_answer(volunteer, by=coordinator, is_given=True, wording="May we?")
    check = checks.assign_of(volunteer, to=trustee, due_on=timezone.localdate() + timedelta(days=7), by=coordinator)

    check_purge.note_answer(volunteer, by=coordinator, is_given=False, wording="May we?")

    check.refresh_from_db()
    assert check.status == CheckStatus.CALLED_OFF
    with pytest.raises(Refused, match="They said no"):
        checks.assign_of(volunteer, to=trustee, due_on=timezone.localdate(), by=coordinator)


def test_whoever_is_no_longer_an_applicant_is_not_looked_up(coordinator, trustee):
    check = checked.given(by=coordinator, to=trustee)

    checks.application_closed(check.application, by=coordinator)

    check.refresh_from_db()
    assert check.status == CheckStatus.CALLED_OFF
    assert check.words["why_called_off"] == "The application was closed."


def test_the_person_reads_everything_about_themself_with_what_was_found_and_what_they_said(closed, volunteer, trustee):
    OnlineCheck.objects.filter(pk=closed.pk).update(person=volunteer)

    [section] = [one for one in all_sections(volunteer) if one.key == "volunteers.checks"]

    said = {fact.label: fact for record in section.records for fact in record.facts}
    values = " ".join(fact.value for fact in said.values())
    for words in (checked.FOUND["relevance"], "I will take it down.", checked.DECIDED["judgement"], "May, item 6"):
        assert words in values
    assert said["Checker"].of_another
    assert said["Checker"].whose == trustee.pk
    assert not section.withhold_from_parents
    assert [one for one in all_sections(trustee) if one.key == "volunteers.checks"] == []


def test_after_it_was_destroyed_the_copy_says_that_it_was_done(closed, volunteer):
    OnlineCheck.objects.filter(pk=closed.pk).update(person=volunteer)
    check_purge.shred(OnlineCheck.objects.filter(pk=closed.pk))

    [section] = [one for one in all_sections(volunteer) if one.key == "volunteers.checks"]

    values = " ".join(fact.value for record in section.records for fact in record.facts)
    assert "Tom Okafor" in values
    assert "example.org" not in values


def test_what_was_called_off_for_a_conflict_goes_after_a_month(coordinator, trustee):
    check = checked.given(by=coordinator, to=trustee)
    checks.answer_conflict(check, by=trustee, knows_them=True, how="A neighbour")

    assert due(timezone.localdate() + timedelta(days=32)) == {check}


def test_whoever_approves_a_disposal_learns_of_no_person_who_was_looked_up(closed, lead, second_trustee, signed_in):
    """The list names a kind of record and a number: neither the person, nor the code, nor a way to the check."""
    today = timezone.localdate()
    OnlineCheck.objects.filter(pk=closed.pk).update(purge_on=today)
    proposed = disposals.propose_due(today=today)
    item = proposed.items.get()

    for page in (
        signed_in(second_trustee).get(proposed.get_absolute_url()),
        signed_in(lead).get(address("rights:leave_out", proposed.number, item.pk)),
    ):
        said = page.content.decode()
        assert page.status_code == 200
        assert "What online checks found" in said
        for words in ("Ada Byron", closed.code, closed.application.code, "Club helper", closed.get_absolute_url()):
            assert words not in said
