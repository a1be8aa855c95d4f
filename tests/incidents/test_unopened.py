"""What was raised and nobody has opened: it is asked for, and after a while others are told, without a word of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from incidents import unopened
from incidents.access import VIEW, WORK, give, opened
from incidents.models import Answer, AsideReason, IncidentLetter, LetterKind, ReportMessage, Routing, StepAside
from incidents.owed import unopened as owed
from incidents.services import alerting, following
from people.roles import Role
from safeguard.addresses import address
from safeguard.obligations import Urgency
from tests.incidents.factories import make_case, restricted, write

pytestmark = pytest.mark.usefixtures("scope")

NOW = timezone.now
HOUR = timedelta(hours=1)


@pytest.fixture
def deputy(new_person):
    return new_person("Della Deputy", Role.LEAD)


def in_danger(heading="Bruises on Ruby", **fields):
    return make_case(heading, danger_now=Answer.YES, **{"opened_at": NOW() - 3 * HOUR, **fields})


def told():
    return sorted(str(letter.person) for letter in IncidentLetter.objects.filter(kind=LetterKind.UNOPENED))


@pytest.mark.parametrize("danger", [Answer.YES, Answer.UNSURE])
def test_in_danger_others_are_told_after_two_hours_at_any_hour(danger, lead, deputy, chair, safeguarding_trustee):
    raised = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)  # a Saturday
    make_case(danger_now=danger, opened_at=raised)

    assert alerting.told_again(now=raised + 2 * HOUR - timedelta(minutes=1)) == 0
    assert alerting.told_again(now=raised + 2 * HOUR) == 1
    assert told() == sorted(str(one) for one in (lead, deputy, chair, safeguarding_trustee))


def test_otherwise_others_are_told_on_the_next_working_day(lead, chair):
    friday = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
    make_case(danger_now=Answer.NO, opened_at=friday)

    assert alerting.told_again(now=datetime(2026, 11, 23, 11, 59, tzinfo=UTC)) == 0
    assert alerting.told_again(now=datetime(2026, 11, 23, 12, 0, tzinfo=UTC)) == 1


def test_it_is_told_once_and_the_case_says_to_whom(lead, chair):
    case = in_danger()

    assert [alerting.told_again(now=NOW()) for _round in range(2)] == [1, 0]

    entry = case.entries.get()
    assert entry.by is None
    assert entry.words["text"] == f"Nobody has opened it yet. Told by e-mail, without details: {lead}, {chair}."


def test_those_above_are_asked_to_ring_and_learn_nothing(lead, chair, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        case = in_danger("Bruises on Ruby", types=["physical_abuse"])
        alerting.told_again(now=NOW())

    [letter] = [one for one in mail.outbox if one.to == [chair.email]]
    whole = letter.subject + letter.body + letter.alternatives[0][0]
    assert "ring the safeguarding lead or a deputy" in whole
    assert not [word for word in ("Ruby", "Bruises", case.code, "physical", "abuse", "child") if word in whole]


def test_a_concern_that_passes_by_the_lead_never_comes_back_to_them(lead, deputy, chair, safeguarding_trustee):
    restricted(danger_now=Answer.YES, opened_at=NOW() - 3 * HOUR)

    alerting.told_again(now=NOW())

    assert told() == sorted(map(str, (chair, safeguarding_trustee)))
    [asked] = owed.obligations(today=timezone.localdate())
    assert (asked.recipients, asked.escalate_to) == (tuple(sorted((chair.pk, safeguarding_trustee.pk))), ())
    assert asked.reason == "Sign in and look."


def test_whoever_it_is_about_hears_nothing(lead, deputy, chair, safeguarding_trustee):
    case = in_danger()
    StepAside.objects.create(case=case, person=chair, reason=AsideReason.NAMED)
    StepAside.objects.create(case=case, person=deputy, reason=AsideReason.CLOSE)

    alerting.told_again(now=NOW())

    assert told() == sorted(map(str, (lead, safeguarding_trustee)))
    [asked] = owed.obligations(today=timezone.localdate())
    assert (asked.recipients, asked.escalate_to) == ((lead.pk,), (safeguarding_trustee.pk,))


@pytest.mark.parametrize("who", ["somebody opened it", "somebody wrote in it"])
def test_it_is_not_asked_for_once_somebody_who_handles_it_has_looked(who, lead, chair):
    case = in_danger()
    if who == "somebody opened it":
        opened(case, by=lead)
    else:
        write(case, "Rang the school.", by=lead)

    assert alerting.told_again(now=NOW()) == 0
    assert list(owed.obligations(today=timezone.localdate())) == []


def test_whoever_may_only_read_it_leaves_it_unopened(lead, chair, volunteer):
    case = in_danger()
    give(case, volunteer, VIEW)

    opened(case, by=volunteer)

    case.refresh_from_db()
    assert case.seen_at is None
    assert list(unopened.unopened()) == [case]
    give(case, volunteer, WORK)
    opened(case, by=volunteer)
    case.refresh_from_db()
    assert case.seen_at is not None


def test_a_letter_that_waits_does_not_go_out_once_it_was_opened(lead, chair):
    case = in_danger()
    alerting.told_again(now=NOW())
    opened(case, by=lead)

    assert alerting.letters.send_waiting() == 0
    assert mail.outbox == []


def test_those_who_handle_it_owe_it_from_the_first_minute_and_those_above_only_later(lead, deputy, chair):
    case = make_case(danger_now=Answer.YES)

    [asked] = owed.obligations(today=timezone.localdate())
    assert (asked.recipients, asked.escalate_to) == (tuple(sorted((lead.pk, deputy.pk))), ())
    assert (asked.urgency, asked.is_closed) == (Urgency.UNREAD, True)
    assert list(owed.obligations(today=timezone.localdate(), person=chair.pk)) == []
    type(case).objects.filter(pk=case.pk).update(opened_at=NOW() - 3 * HOUR)
    [asked] = owed.obligations(today=timezone.localdate(), person=chair.pk)
    assert asked.escalate_to == (chair.pk,)


def test_where_nobody_handles_it_nobody_is_told(lead, chair):
    in_danger(routing=Routing.NAMED)

    assert alerting.told_again(now=NOW()) == 0
    assert list(owed.obligations(today=timezone.localdate())) == []


def test_the_page_of_what_is_due_names_what_nobody_has_opened(in_the_log, lead):
    make_case("A new worry")

    page = in_the_log(lead).get(address("incidents:due")).content.decode()

    assert page.index("A new worry") < page.index("Nobody has opened it yet")


def test_a_message_waits_until_somebody_who_may_answer_reads_it(in_the_log, lead, volunteer, chair):
    case = make_case()
    report = case.reports.get()
    following.tell_more(report, text="It happened again.", by=None)
    give(case, volunteer, VIEW)

    in_the_log(volunteer).get(address("incidents:messages", case.code))
    assert ReportMessage.objects.get().read_at is None
    in_the_log(lead).get(address("incidents:messages", case.code))
    assert ReportMessage.objects.get().read_at is not None
