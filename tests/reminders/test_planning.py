"""From obligations to rows: each notice once, none too late, none for what is no longer owed."""

from datetime import date, timedelta

import pytest

from reminders.models import Pause, Reminder
from reminders.services import pausing, planning
from reminders.states import ReminderStatus
from safeguard.obligations import ASK_AT_MOST_FOUR_TIMES, POLICY_REVIEW, Obligation
from safeguard.refusals import Refused

DUE = date(2026, 11, 30)


def review(owner, *, due_on=DUE, key="policies.review:1", chair=None) -> Obligation:
    return Obligation(
        key=key,
        title="Review the social media policy",
        due_on=due_on,
        url="/o/harbour-lights/policies/social-media/",
        recipients=(owner.pk,),
        escalate_to=(chair.pk,) if chair else (),
        schedule=POLICY_REVIEW,
    )


def notices() -> list[tuple[str, str]]:
    rows = Reminder.objects.select_related("recipient").order_by("notice_on", "pk")
    return [(row.recipient.name, row.step) for row in rows]


@pytest.mark.parametrize(
    ("today", "step"),
    [
        (date(2026, 9, 30), None),
        (date(2026, 10, 1), "-60"),
        (date(2026, 10, 30), "-60"),
        (date(2026, 10, 31), "-30"),
        (date(2026, 11, 23), "-7"),
        (date(2026, 11, 30), "+0"),
        (date(2026, 12, 6), "+0"),
        (date(2026, 12, 7), "+7"),
        (date(2027, 1, 4), "+35"),
    ],
)
@pytest.mark.clause("RW-71")
def test_a_review_is_announced_at_60_30_and_7_days_on_the_day_and_then_weekly(scope, lead, today, step):
    planning.plan([review(lead)], today=today)

    assert notices() == ([("Dana Whitlock", step)] if step else [])


def test_planning_twice_changes_nothing(scope, lead, chair):
    planning.plan([review(lead, chair=chair)], today=date(2026, 12, 14))
    before = list(Reminder.objects.order_by("pk").values("pk", "status", "step", "digest"))

    assert planning.plan([review(lead, chair=chair)], today=date(2026, 12, 14)) == 0
    assert list(Reminder.objects.order_by("pk").values("pk", "status", "step", "digest")) == before


def test_after_fourteen_days_the_chair_is_told_and_then_every_four_weeks(scope, lead, chair):
    steps = set()
    for day in range(70):
        planning.plan([review(lead, chair=chair)], today=DUE + timedelta(days=day))
        steps |= {step for name, step in notices() if name == "Margaret Hale"}

    assert steps == {"escalated+14", "escalated+42"}


def test_a_week_without_a_worker_leaves_one_notice_and_no_flood(scope, lead):
    planning.plan([review(lead)], today=date(2027, 6, 1))

    assert len(notices()) == 1


def test_an_agreement_is_asked_for_four_times_at_most(scope, volunteer):
    asked = Obligation(
        key="agreements.sign:1",
        title="Sign",
        due_on=DUE,
        url="/",
        recipients=(volunteer.pk,),
        schedule=ASK_AT_MOST_FOUR_TIMES,
    )
    for day in range(120):
        planning.plan([asked], today=DUE + timedelta(days=day))

    assert [step for _name, step in notices()] == ["+0", "+7", "+14", "+21"]


def test_what_is_no_longer_owed_is_cancelled_and_comes_back_when_it_is(scope, lead):
    planning.plan([review(lead)], today=DUE)
    planning.plan([], today=DUE)
    assert Reminder.objects.get().status == ReminderStatus.CANCELLED

    planning.plan([review(lead)], today=DUE)
    assert Reminder.objects.get().status == ReminderStatus.PLANNED


def test_a_review_that_moved_is_announced_anew(scope, lead):
    planning.plan([review(lead)], today=DUE)
    planning.plan([review(lead, due_on=date(2026, 12, 2))], today=DUE)

    rows = Reminder.objects.order_by("due_on").values_list("due_on", "status")
    assert list(rows) == [(DUE, ReminderStatus.CANCELLED), (date(2026, 12, 2), ReminderStatus.PLANNED)]


def test_in_hand_until_rests_and_then_goes_on(scope, lead):
    pausing.pause(review(lead), until=date(2026, 12, 10), reason="Draft with the board", by=lead, today=DUE)

    planning.plan([review(lead)], today=date(2026, 12, 10))
    assert notices() == []
    planning.plan([review(lead)], today=date(2026, 12, 11))
    assert notices() == [("Dana Whitlock", "+7")]


def test_a_waiting_notice_is_cancelled_by_a_pause(scope, lead):
    planning.plan([review(lead)], today=DUE)
    pausing.pause(review(lead), until=DUE, reason="Today", by=lead, today=DUE)

    planning.plan([review(lead)], today=DUE)

    assert Reminder.objects.get().status == ReminderStatus.CANCELLED


@pytest.mark.parametrize("until", [date(2026, 11, 29), date(2027, 3, 30)])
def test_a_pause_is_neither_past_nor_endless(scope, lead, until):
    with pytest.raises(Refused, match="three months"):
        pausing.pause(review(lead), until=until, reason="?", by=lead, today=DUE)


def test_a_second_pause_replaces_the_first(scope, lead):
    for until in (date(2026, 12, 1), date(2026, 12, 5)):
        pausing.pause(review(lead), until=until, reason="Board", by=lead, today=DUE)

    assert list(Pause.objects.running(DUE).values_list("until", flat=True)) == [date(2026, 12, 5)]


def test_planning_asks_the_same_number_of_questions_for_few_and_for_many(scope, lead, django_assert_num_queries):
    for count in (1, 40):
        with django_assert_num_queries(11):  # two of them wait for other plannings, four are savepoints of this test
            planning.plan([review(lead, key=f"policies.review:{count}.{n}") for n in range(count)], today=DUE)


def test_of_two_plannings_that_overlap_the_later_has_the_last_word(scope, lead, monkeypatch):
    """A planning that began earlier and ends later cancels nothing of what the other found owed."""
    monkeypatch.setattr(planning, "BATCH", 1)
    one, two = review(lead), review(lead, key="policies.review:2")
    planning.plan([one, two], today=DUE)

    def owed_while_another_plans():
        yield one
        planning.plan([one, two], today=DUE)
        yield two

    planning.plan(owed_while_another_plans(), today=DUE)

    assert set(Reminder.objects.values_list("status", flat=True)) == {ReminderStatus.PLANNED}


def test_an_earlier_planning_does_not_wake_what_a_later_one_cancelled(scope, lead):
    one = review(lead)
    planning.plan([one], today=DUE)

    def owed_until_another_finds_it_done():
        yield one
        planning.plan([], today=DUE)

    planning.plan(owed_until_another_finds_it_done(), today=DUE)

    assert Reminder.objects.get().status == ReminderStatus.CANCELLED
