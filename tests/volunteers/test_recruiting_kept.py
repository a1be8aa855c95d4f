"""What recruiting promises, how long it keeps things, what somebody can read about themself, and the example."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from organisations import example as organisations
from people.models import Person
from safeguard.commitments import State
from safeguard.recurrence import add_months
from safeguard.retention import rules
from safeguard.scoping import acting_for
from tests.volunteers import factories
from volunteers.examples import positions as example
from volunteers.models import (
    ApplicationDraft,
    ApplicationStep,
    CheckPermission,
    LetterKind,
    Position,
    RequiredCheck,
    VolunteerLetter,
)
from volunteers.personal_parts import recruiting as personal
from volunteers.promises import recruiting as promises
from volunteers.services import recruiting
from volunteers.states import Stage

pytestmark = pytest.mark.django_db


def light(key: str):
    return {one.key: one for one in promises.commitments(today=timezone.localdate())}[f"volunteers.{key}"]


def applicant(name: str = "Ada Byron", years: int = 30, **fields) -> recruiting.Applicant:
    today = timezone.localdate()
    return recruiting.Applicant(
        name, f"{name.split()[0].lower()}@mail.example", date_of_birth=add_months(today, -12 * years), **fields
    )


def test_before_anybody_applies_nothing_is_judged(scope):
    assert {one.state for one in promises.commitments(today=timezone.localdate())} == {State.NEW}


@pytest.mark.clause("BC-10")
def test_the_light_shows_who_was_not_told_what_internet_use_means(scope, chair):
    position = factories.position()
    recruiting.receive(position, applicant(), by=None, explained=True)
    assert (light("explained").state, light("explained").number) == (State.KEPT, 1)

    late = recruiting.receive(position, applicant("Eve Balfour"), by=chair).application
    assert light("explained").state == State.AT_RISK

    late.received_at -= timedelta(days=8)
    late.save(update_fields=["received_at"])
    assert (light("explained").state, light("explained").number, light("explained").of) == (State.BROKEN, 1, 2)


def test_a_question_is_not_counted_among_those_who_have_to_be_told(scope):
    recruiting.receive(factories.position(), applicant(), by=None, is_question=True)

    assert light("explained").state == State.NEW


@pytest.mark.clause("IL-47")
def test_the_light_shows_parents_without_a_copy(scope, chair):
    position = factories.position()
    by_mail = {"parent_name": "Anne", "parent_email": "anne@mail.example"}
    recruiting.receive(position, applicant(years=16, **by_mail), by=None)
    assert light("parents").state == State.KEPT

    by_phone = {"parent_name": "Kate", "parent_phone": "0191 498 0003"}
    other = recruiting.receive(position, applicant("Eve Balfour", 17, **by_phone), by=chair).application
    assert (light("parents").state, light("parents").number, light("parents").of) == (State.AT_RISK, 1, 2)

    ApplicationStep.objects.create(application=other, key="parent", by=chair)
    assert light("parents").state == State.KEPT


def test_the_lights_take_as_many_queries_for_many_as_for_one(scope, django_assert_num_queries):
    position = factories.position()
    for number in range(5):
        recruiting.receive(position, applicant(f"Person{number} Smith"), by=None)

    with django_assert_num_queries(3):
        list(promises.commitments(today=timezone.localdate()))


def test_answers_and_letters_run_out_with_the_application_but_not_an_answer_that_led_to_a_check(scope, chair):
    today = timezone.localdate()
    said = recruiting.Permission(True, "May we?", 1)
    found = recruiting.receive(factories.position(), applicant(), by=None, permission=said).application
    over = rules()["volunteers.CheckPermission"].over
    assert not over(today).exists()

    type(found).objects.filter(pk=found.pk).update(status=Stage.WITHDRAWN, closed_on=date(2026, 1, 1))

    assert over(date(2026, 1, 1)).get() == CheckPermission.objects.get()
    assert not over(date(2025, 12, 31)).exists()
    letters = rules()["volunteers.VolunteerLetter"].over
    assert [one.kind for one in letters(today)] == [LetterKind.RECEIVED]
    assert not letters(today - timedelta(days=1)).exists()


def test_somebody_reads_their_answers_and_letters_and_no_referee_is_named(scope, volunteer):
    said = recruiting.Permission(False, "May we look you up?", 3)
    found = recruiting.receive(factories.position(), applicant(), by=None, permission=said).application
    type(found).objects.filter(pk=found.pk).update(person=volunteer)
    VolunteerLetter.objects.create(application=found, kind=LetterKind.REFERENCE, to="mary@mail.example")

    shown = str(list(personal.about(volunteer)))

    assert "May we look you up?" in shown
    assert "Application received" in shown
    assert "mary" not in shown


def test_the_example_has_a_regulated_a_closed_and_a_young_position(db, coordinator):
    charity = organisations.load()
    with acting_for(charity):
        people = {"coordinator": Person.objects.create(name="Cory Bell")}
        example.load(charity, people)
        example.load(charity, people)

        assert Position.objects.count() == 3
        assert Position.objects.filter(is_regulated=True).get().required_checks.get() == RequiredCheck.objects.get()
        assert Position.objects.filter(is_open=False).count() == 1
        assert Position.objects.filter(minimum_age=16).count() == 1
        assert ApplicationDraft.objects.count() == 1
