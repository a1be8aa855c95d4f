"""How old somebody is, leap days, and the day on which they decide alone."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from people import services
from people.ages import age_of, age_on, birthday, latest_birth_of
from people.models import Person
from people.obligations import obligations
from people.roles import Role

LEAP = date(2020, 2, 29)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (LEAP, date(2020, 2, 29), 0),
        (LEAP, date(2027, 2, 28), 6),
        (LEAP, date(2027, 3, 1), 7),
        (LEAP, date(2028, 2, 28), 7),
        (LEAP, date(2028, 2, 29), 8),
        (date(2008, 11, 20), date(2026, 11, 19), 17),
        (date(2008, 11, 20), date(2026, 11, 20), 18),
    ],
)
def test_age_on_a_day(born, day, age):
    """E-27: seven from 1 March in common years."""
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("born", "years", "day"),
    [
        (LEAP, 7, date(2027, 3, 1)),
        (LEAP, 8, date(2028, 2, 29)),
        (date(2008, 11, 20), 18, date(2026, 11, 20)),
    ],
)
def test_the_birthday(born, years, day):
    assert birthday(born, years) == day


@given(st.dates(date(1920, 1, 1), date(2026, 12, 31)), st.integers(0, 90), st.integers(-3, 3))
def test_the_three_ways_of_counting_agree(born, years, days):
    day = birthday(born, years) + days * DAY
    if day >= born:
        is_old_enough = age_on(born, day) >= years
        assert is_old_enough == (birthday(born, years) <= day) == (born <= latest_birth_of(years, day))


@pytest.mark.parametrize(("born", "age"), [(None, None), (date(2027, 1, 1), None), (date(2020, 1, 1), 6)])
def test_no_rule_guesses_an_age(born, age):
    """E-12, E-28: unknown stays unknown, and a day still to come is no age."""
    person, day = Person(name="Mia", date_of_birth=born), date(2026, 7, 1)

    assert age_of(person, day) == age


# --- Deciding alone ------------------------------------------------------------------------------------------------


def due(today):
    return [one for one in obligations(today=today) if one.key.startswith("people.decides_alone")]


def born_to_be(years: int, on: date) -> date:
    return on.replace(year=on.year - years)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("nation", "years", "days", "is_due"),
    [
        ("england", 18, 61, False),
        ("england", 18, 60, True),
        ("england", 18, 0, True),
        ("england", 18, -14, True),
        ("england", 18, -15, False),
        ("scotland", 16, 60, True),
        ("scotland", 18, 60, False),
        ("england", 16, 60, False),
    ],
)
def test_sixty_days_before_somebody_decides_alone_the_coordinator_is_told(
    scope, coordinator, lead, nation, years, days, is_due
):
    """E-26: in Scotland with sixteen."""
    scope.nation = nation
    today = date(2026, 7, 1)
    born = born_to_be(years, today + days * DAY)
    services.add(name="Jasmine Pike", roles=[Role.BENEFICIARY], by=lead, date_of_birth=born, joined_on=date(2024, 1, 1))

    found = due(today)

    assert [(one.due_on, one.recipients) for one in found] == (
        [(today + days * DAY, (coordinator.pk,))] if is_due else []
    )
    assert not any(word in f"{one.title} {one.reason}" for one in found for word in ("Jasmine", "Pike"))


@pytest.mark.django_db
def test_of_a_restricted_record_the_lead_is_told_and_of_a_leap_day_the_first_of_march(scope, coordinator, lead):
    services.add(
        name="Elin Rhys",
        roles=[Role.BENEFICIARY],
        by=lead,
        date_of_birth=LEAP,
        joined_on=date(2024, 1, 1),
        restricted=True,
    )

    assert [(one.due_on, one.recipients) for one in due(date(2038, 2, 1))] == [(date(2038, 3, 1), (lead.pk,))]


@pytest.mark.django_db
def test_nobody_is_told_of_workers_of_those_who_left_and_of_unknown_ages(scope, coordinator, lead):
    today = timezone.localdate()
    soon = birthday(today + 30 * DAY, -18)
    services.add(name="Young Worker", roles=[Role.VOLUNTEER], by=lead, date_of_birth=soon)
    services.add(name="No Birth Date", roles=[Role.BENEFICIARY], by=lead)
    gone = services.add(name="Gone", roles=[Role.BENEFICIARY], by=lead, date_of_birth=soon)
    services.leave(gone, on=today, by=lead)

    assert due(today) == []


@pytest.mark.django_db
@pytest.mark.parametrize("members", [1, 4])
def test_it_asks_as_much_for_one_as_for_many(scope, coordinator, lead, members, django_assert_num_queries):
    today = timezone.localdate()
    for number in range(members):
        born = birthday(today + 30 * DAY, -18)
        services.add(name=f"Member {number}", roles=[Role.BENEFICIARY], by=lead, date_of_birth=born)

    with django_assert_num_queries(10):
        assert len(due(today)) == members
