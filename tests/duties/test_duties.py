"""Regular tasks: asked in time of the right people, done with findings, noted for ever."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from duties import example, services
from duties.commitments import commitments
from duties.forms import DutyForm
from duties.models import Duty, Manner, Round
from duties.obligations import obligations
from duties.permissions import MANAGE, READ, can_do, can_read
from duties.presenting import as_rows
from duties.standing import standings
from duties.suggestions import SUGGESTIONS
from people.roles import Role
from reminders.models import Reminder
from reminders.services import planning
from safeguard.append_only import NeverChanges
from safeguard.commitments import State
from safeguard.refusals import Refused
from safeguard.scoping import acting_for

DUE = date(2026, 3, 31)


def set_up(
    by, *, roles=(Role.LEAD,), everybody=False, every_months=6, first_due_on=DUE, title="Is it followed?"
) -> Duty:
    return services.add(
        by=by,
        title=title,
        roles=list(roles),
        by_everybody=everybody,
        every_months=every_months,
        first_due_on=first_due_on,
    )


def owed(today: date, person=None) -> list[tuple[date, set[int]]]:
    found = obligations(today=today, person=person.pk if person else None)
    return [(obligation.due_on, set(obligation.recipients)) for obligation in found]


@pytest.mark.parametrize(
    "suggestion",
    [pytest.param(one, marks=pytest.mark.clause(one.clause), id=one.key) for one in SUGGESTIONS],
)
def test_each_promise_of_regularity_asks_the_right_people_again_and_again(scope, new_person, lead, suggestion):
    """Set up as it is offered: asked for when due, noted when done, and asked for again after the interval."""
    people = {lead.pk} if Role.LEAD in suggestion.roles else set()
    people |= {new_person(f"{role} Somebody", role).pk for role in suggestion.roles}
    duty = services.add(
        by=lead,
        title=str(suggestion.title),
        what=str(suggestion.what),
        roles=list(suggestion.roles),
        by_everybody=suggestion.by_everybody,
        every_months=suggestion.every_months,
        first_due_on=DUE,
    )

    planning.plan(obligations(today=DUE), today=DUE)
    assert set(Reminder.objects.values_list("recipient", flat=True)) == people
    assert set(Reminder.objects.values_list("title", flat=True)) == {str(suggestion.title)}

    for standing in standings(today=DUE):
        doers = standing.waiting if suggestion.by_everybody else standing.waiting[:1]
        for doer in doers:
            services.do(duty, by=doer, due_on=standing.due_on, done_on=DUE, findings="Nothing to put right.")
    assert owed(DUE + timedelta(days=10)) == []

    again = standings(today=DUE + timedelta(days=31 * suggestion.every_months))[0]
    assert again.due_on == {6: date(2026, 9, 30), 12: date(2027, 3, 31)}[suggestion.every_months]
    assert {person.pk for person in again.waiting} == people


@pytest.mark.clause("WR-12")
def test_what_a_check_found_is_kept_and_never_changed(scope, lead):
    duty = set_up(lead)
    services.do(duty, by=lead, due_on=DUE, done_on=DUE, findings="One picture without a note.", put_right="Cory asks.")

    kept = Round.objects.get()
    assert (kept.findings, kept.put_right, kept.person) == ("One picture without a note.", "Cory asks.", lead)
    kept.findings = "Nothing."
    with pytest.raises(NeverChanges):
        kept.save()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE duties_round SET findings = 'Nothing.'")


def test_a_check_is_announced_two_weeks_before_and_stays_until_it_is_done(scope, lead, chair):
    set_up(lead)

    assert owed(DUE - timedelta(days=15)) == []
    assert owed(DUE - timedelta(days=14)) == [(DUE, {lead.pk})]
    assert owed(DUE + timedelta(days=700)) == [(DUE, {lead.pk})]


def test_a_check_that_nobody_can_do_falls_to_the_chair(scope, chair):
    set_up(chair, roles=[Role.LINE_MANAGER])

    assert owed(DUE) == [(DUE, {chair.pk})]


def test_what_everybody_does_comes_round_by_the_calendar(scope, lead, volunteer):
    set_up(lead, roles=[Role.VOLUNTEER], everybody=True)

    assert owed(DUE - timedelta(days=1)) == []
    assert owed(date(2026, 9, 29)) == [(DUE, {volunteer.pk})]
    assert owed(date(2026, 9, 30)) == [(date(2026, 9, 30), {volunteer.pk})]


def test_only_ones_own_tasks_are_ones_own(scope, lead, volunteer):
    set_up(lead)

    assert owed(DUE, lead) == [(DUE, {lead.pk})]
    assert owed(DUE, volunteer) == []


def test_the_light_says_how_it_stands(scope, lead):
    def light(today):
        return next(commitments(today=today)).state

    assert light(DUE) == State.NEW
    duty = set_up(lead)
    assert light(DUE) == State.KEPT
    assert light(DUE + timedelta(days=1)) == State.BROKEN
    services.do(duty, by=lead, due_on=DUE, done_on=DUE, findings="Fine.")
    assert light(DUE + timedelta(days=1)) == State.KEPT


def test_doing_it_twice_is_noted_once(scope, lead):
    duty = set_up(lead)
    for _time in range(2):
        services.do(duty, by=lead, due_on=DUE, done_on=DUE, findings="Fine.")

    assert Round.objects.count() == 1
    assert AuditEvent.objects.about(duty).filter(verb="duty_done").count() == 1


def test_who_was_told_at_a_meeting_is_noted_once(scope, lead, coordinator, volunteer, new_person):
    duty = set_up(lead, roles=[Role.VOLUNTEER], everybody=True)
    other = new_person("Nell Prior", Role.VOLUNTEER)
    services.do(duty, by=volunteer, due_on=DUE, done_on=DUE)

    told = services.tell(duty, [volunteer, other], by=coordinator, due_on=DUE, told_on=DUE, manner=Manner.MEETING)

    assert told == 1
    assert list(Round.objects.order_by("pk").values_list("person__name", "manner", "recorded_by__name")) == [
        ("Vera Lindqvist", "self", "Vera Lindqvist"),
        ("Nell Prior", "meeting", "Cory Bell"),
    ]


def test_two_tasks_do_not_have_one_name(scope, lead):
    set_up(lead)
    second = set_up(lead, title="Another")

    with pytest.raises(Refused, match="of this name"):
        set_up(lead)
    with pytest.raises(Refused, match="of this name"):
        services.change(second, by=lead, title="Is it followed?")


def test_an_ended_task_is_asked_of_nobody(scope, lead):
    duty = set_up(lead)
    services.end(duty, by=lead, on=DUE)

    assert owed(DUE) == []
    assert can_do(lead, duty, DUE) is False


def test_how_it_stands_is_asked_with_the_same_questions_for_any_number(scope, lead, django_assert_num_queries):
    for count in (1, 3):
        for number in range(count):
            set_up(lead, title=f"Task {count}.{number}")
        with django_assert_num_queries(4):
            standings(today=DUE)


@pytest.mark.parametrize(
    ("role", "manages", "reads"),
    [
        (Role.CHAIR, True, True),
        (Role.LEAD, True, True),
        (Role.COORDINATOR, True, True),
        (Role.TRUSTEE, False, True),
        (Role.LINE_MANAGER, False, True),
        (Role.VOLUNTEER, False, False),
        (Role.ADMINISTRATOR, False, False),
    ],
)
def test_who_may(scope, new_person, chair, role, manages, reads):
    person, duty = new_person("Somebody Else", role), set_up(chair)

    assert (MANAGE.allows(person), READ.allows(person)) == (manages, reads)
    assert can_read(person, duty) == reads


# --- Pages ---------------------------------------------------------------------------------------------------------


def page(name: str, charity, *args) -> str:
    return reverse(f"duties:{name}", args=[charity.slug, *args])


ANSWERS = {
    "title": "Look at the filter",
    "what": "What does it stop?",
    "roles": ["lead"],
    "every_months": "6",
    "first_due_on": "31.3.2026",
}


def test_a_task_is_set_up_from_a_suggestion(signed_in, charity, scope, lead):
    client = signed_in(lead)
    offered = client.get(page("add", charity), {"like": "filter-access-devices"}).context["form"]
    client.post(page("add", charity), ANSWERS)

    made = Duty.objects.get()
    assert offered.initial["every_months"] == 6
    assert (made.title, made.roles, made.first_due_on) == ("Look at the filter", ["lead"], DUE)


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("title", "", "Say what is to be done."),
        ("every_months", "", "Enter a number of months, such as 12."),
        ("every_months", "0", "Ensure this value is greater than or equal to 1."),
        ("first_due_on", "31 February 2026", "31 February"),
        ("first_due_on", "May 2026", "Enter the day as well"),
        ("policy", "999", "Select a valid choice"),
    ],
)
def test_bad_answers_get_a_sentence_and_lose_nothing(signed_in, charity, scope, lead, field, text, sentence):
    answer = signed_in(lead).post(page("add", charity), ANSWERS | {field: text})

    assert Duty.objects.count() == 0
    assert sentence in str(answer.context["form"].errors[field])
    assert "What does it stop?" in answer.content.decode()


def test_the_form_offers_no_policy_of_another_charity(charity, other_charity):
    from policies.models import Policy

    with acting_for(other_charity):
        Policy.objects.create(title="Theirs", slug="theirs")
    with acting_for(charity):
        assert list(DutyForm().fields["policy"].queryset) == []


def test_a_check_is_done_in_the_browser_and_the_second_post_changes_nothing(signed_in, charity, scope, lead):
    duty, client = set_up(lead), signed_in(lead)
    answers = {"done_on": "1.4.2026", "findings": "All good.", "put_right": ""}

    client.post(page("do", charity, duty.pk), answers)
    shown = client.get(page("duty", charity, duty.pk)).content.decode()

    assert Round.objects.get().done_on == date(2026, 4, 1)
    assert "All good." in shown


def test_a_check_without_findings_or_done_tomorrow_is_refused(signed_in, charity, scope, lead):
    duty = set_up(lead)
    tomorrow = timezone.localdate() + timedelta(days=1)

    answer = signed_in(lead).post(page("do", charity, duty.pk), {"done_on": f"{tomorrow:%d.%m.%Y}", "findings": ""})

    assert set(answer.context["form"].errors) == {"done_on", "findings"}
    assert Round.objects.count() == 0


@pytest.mark.clause("BC-37", "WY-74", "WY-16")
def test_a_volunteer_confirms_with_one_press(signed_in, charity, scope, lead, volunteer):
    duty = set_up(lead, roles=[Role.VOLUNTEER], everybody=True)

    client = signed_in(volunteer)
    assert "I have read it and done it" in client.get(page("do", charity, duty.pk)).content.decode()
    assert Round.objects.count() == 0
    client.post(page("do", charity, duty.pk))

    assert Round.objects.get().person == volunteer


def test_who_was_told_is_recorded_in_the_browser(signed_in, charity, scope, lead, coordinator, volunteer):
    duty = set_up(lead, roles=[Role.VOLUNTEER], everybody=True)
    answers = {"people": [volunteer.pk], "told_on": "1.4.2026", "manner": "meeting"}

    signed_in(coordinator).post(page("tell", charity, duty.pk), answers)

    assert Round.objects.get().manner == Manner.MEETING


def test_nobody_else_can_be_noted_as_told(signed_in, charity, scope, lead, stranger, trustee):
    duty = set_up(lead, roles=[Role.VOLUNTEER], everybody=True)

    for person in (stranger, trustee):
        answers = {"people": [person.pk], "told_on": "1.4.2026", "manner": "meeting"}
        assert signed_in(lead).post(page("tell", charity, duty.pk), answers).status_code == 200
    assert Round.objects.count() == 0


@pytest.mark.parametrize("name", ["add", "change", "end", "tell"])
def test_setting_up_is_for_those_who_manage(signed_in, charity, scope, lead, trustee, name):
    duty = set_up(lead, everybody=True)
    client = signed_in(trustee)

    assert client.get(page(name, charity, *([] if name == "add" else [duty.pk]))).status_code == 403
    assert client.post(page(name, charity, *([] if name == "add" else [duty.pk]))).status_code == 403


@pytest.mark.parametrize("name", ["duty", "do"])
def test_a_volunteer_whose_task_it_is_not_is_refused(signed_in, charity, scope, lead, volunteer, name):
    assert signed_in(volunteer).get(page(name, charity, set_up(lead).pk)).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions(signed_in, charity, scope, lead, count, django_assert_num_queries):
    for number in range(count):
        set_up(lead, title=f"Task {number}")
    client = signed_in(lead)

    with django_assert_num_queries(11):
        client.get(page("list", charity))


def test_a_task_is_changed_and_ended(signed_in, charity, scope, lead):
    duty, client = set_up(lead), signed_in(lead)

    client.post(page("change", charity, duty.pk), ANSWERS)
    client.post(page("end", charity, duty.pk))

    duty.refresh_from_db()
    assert (duty.title, duty.ended_on) == ("Look at the filter", timezone.localdate())
    assert client.get(page("list", charity)).context["rows"] == []


def test_an_ended_task_stays_readable(signed_in, charity, scope, lead):
    duty = services.end(set_up(lead), by=lead, on=DUE)

    assert "Ended on 31 March 2026" in signed_in(lead).get(page("duty", charity, duty.pk)).content.decode()


def test_the_example_shows_a_task_done_a_task_late_and_one_that_everybody_does(
    charity, scope, lead, coordinator, new_person
):
    new_person("Helen Marsh", Role.LINE_MANAGER)
    volunteers = [new_person(f"{name} Volunteer", Role.VOLUNTEER) for name in ("Ada", "Bea", "Cem", "Dai", "Eve")]
    example.load(charity, {"lead": lead, "coordinator": coordinator})

    today = timezone.localdate()
    stand = {row.standing.duty.title: row.kind for row in as_rows(standings(today=today), today)}
    assert sorted(stand.values()) == ["bad", "info", "info", "soon"]
    assert Round.objects.filter(person__in=volunteers, manner=Manner.MEETING).count() == 4
