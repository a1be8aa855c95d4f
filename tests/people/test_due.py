"""What falls due with people, and which promises about them are kept."""

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from organisations import commitments as charity_commitments
from organisations.models import AgencyContact, Organisation, Settings
from people import services
from people.commitments import commitments
from people.models import RoleHolding
from people.obligations import obligations
from people.roles import Role

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
DAY = timedelta(days=1)


def light(key):
    return next(
        c for c in [*commitments(today=TODAY()), *charity_commitments.commitments(today=TODAY())] if c.key == key
    )


# --- Obligations ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "days", "is_due"),
    [
        (Role.CHAIR, 30, True),
        (Role.CHAIR, 31, False),
        (Role.TRUSTEE, 0, True),
        (Role.LEAD, 7, True),
        (Role.COORDINATOR, 7, True),
        (Role.VOLUNTEER, 7, False),
        (Role.CARER, 7, False),
    ],
)
def test_an_office_that_ends_within_a_month_is_handed_on(scope, chair, new_person, role, days, is_due):
    holder = new_person("Holder")
    services.give_role(holder, role=role, starts_on=date(2025, 1, 1), ends_on=TODAY() + days * DAY, by=chair)
    RoleHolding.objects.filter(person=chair).update(ends_on=TODAY() + 5 * DAY if role == Role.CHAIR else None)

    due = [o for o in obligations(today=TODAY()) if o.url.endswith(f"/people/{holder.pk}/")]

    assert [(o.due_on, set(o.recipients), o.schedule.days) for o in due] == (
        [(TODAY() + days * DAY, {chair.pk, holder.pk}, (-30, -7, 0))] if is_due else []
    )


def test_nothing_is_due_where_somebody_follows(scope, chair, lead, volunteer):
    RoleHolding.objects.filter(person=lead).update(ends_on=TODAY() + 10 * DAY)
    services.give_role(volunteer, role=Role.LEAD, starts_on=TODAY() + 11 * DAY, by=chair)

    assert list(obligations(today=TODAY())) == []


def test_a_deputy_is_no_successor(scope, chair, lead, volunteer):
    RoleHolding.objects.filter(person=lead).update(ends_on=TODAY() + 10 * DAY)
    services.give_role(volunteer, role=Role.LEAD, deputy_for=lead, ends_on=TODAY() + 25 * DAY, by=chair)

    assert [o.due_on for o in obligations(today=TODAY())] == [TODAY() + 10 * DAY]


@pytest.mark.parametrize("holders", [1, 3])
def test_planning_asks_as_much_for_one_as_for_many(scope, chair, new_person, holders, django_assert_num_queries):
    for number in range(holders):
        holder = new_person(f"Holder {number}", email=f"h{number}@example.org")
        services.give_role(holder, role=Role.TRUSTEE, ends_on=TODAY() + 9 * DAY, by=chair)

    with django_assert_num_queries(7):
        assert len(list(obligations(today=TODAY()))) == holders


@pytest.mark.clause("RW-87")
def test_numbers_are_checked_again_a_year_after_the_oldest_check(scope, chair, lead):
    AgencyContact.objects.create(name="Childline", purpose="Children", last_verified_on=date(2026, 3, 5))
    AgencyContact.objects.create(name="Police", purpose="Crime", last_verified_on=date(2026, 2, 28))
    AgencyContact.objects.create(name="Council", purpose="Never checked")

    (due,) = obligations(today=TODAY())

    assert (due.key, due.due_on) == ("people.agency_numbers:2027-02-28", date(2027, 2, 28))
    assert (due.recipients, due.escalate_to) == ((lead.pk,), (chair.pk,))


def test_without_a_lead_the_chair_checks_the_numbers(scope, chair):
    AgencyContact.objects.create(name="Childline", purpose="Children", last_verified_on=date(2026, 3, 5))

    assert [due.recipients for due in obligations(today=TODAY())] == [(chair.pk,)]


# --- Commitments ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("holders", "state", "reason"),
    [
        ([], "new", "Nobody has been named yet."),
        ([(date(2025, 1, 1), date(2025, 2, 1))], "broken", "Nobody holds this role today."),
        ([(date(2025, 1, 1), 30)], "at_risk", "The role ends within 30 days, and nobody follows yet."),
        ([(date(2025, 1, 1), 31)], "kept", "Held by Vera Lindqvist."),
        ([(date(2025, 1, 1), None)], "kept", "Held by Vera Lindqvist."),
    ],
)
@pytest.mark.clause("IL-30")
def test_the_light_of_the_safeguarding_lead(scope, chair, volunteer, holders, state, reason):
    for starts_on, ends in holders:
        ends_on = TODAY() + ends * DAY if isinstance(ends, int) else ends
        RoleHolding.objects.create(person=volunteer, role=Role.LEAD, starts_on=starts_on, ends_on=ends_on)

    found = light("people.filled.lead")

    assert (found.state, found.reason, found.title) == (
        state,
        reason,
        "Designated safeguarding lead: the role is filled",
    )


def test_a_leaver_fills_no_role(scope, chair, coordinator, lead):
    services.leave(lead, on=TODAY(), by=chair)

    assert light("people.filled.lead").state == "broken"


@pytest.mark.parametrize(("quorum", "state"), [(1, "kept"), (2, "kept"), (3, "at_risk")])
@pytest.mark.clause("BC-15")
def test_the_light_of_the_board(scope, chair, trustee, quorum, state):
    Settings.objects.update(approval_quorum=quorum)

    assert (light("people.board").state, light("people.board").number) == (state, 2)


@pytest.mark.parametrize(
    ("marked", "done", "state"),
    [
        ([], False, "at_risk"),
        (["lead"], False, "new"),
        (["chair"], False, "at_risk"),
        (["chair"], True, "kept"),
    ],
)
def test_the_light_of_the_second_step(scope, chair, marked, done, state):
    Settings.objects.update(second_factor_roles=marked)
    if done:
        Authenticator.objects.create(user=chair.user, type=Authenticator.Type.TOTP, data={})

    assert light("people.second_step").state == state


@pytest.mark.parametrize(
    ("checks", "state"),
    [
        ([], "broken"),
        ([None, None], "new"),
        ([0, None], "at_risk"),
        ([0, 366], "at_risk"),
        ([0, 364], "kept"),
    ],
)
@pytest.mark.clause("RW-87")
def test_the_light_of_the_numbers(scope, checks, state):
    for number, days in enumerate(checks):
        checked = None if days is None else TODAY() - days * DAY
        AgencyContact.objects.create(name=f"Agency {number}", purpose="X", last_verified_on=checked)

    assert light("organisations.agency_numbers").state == state


def test_the_light_of_the_charitys_details(scope):
    assert light("organisations.details").reason == "Not filled in yet: the local safeguarding partnership, the logo."

    Organisation.objects.filter(pk=scope.pk).update(local_partnership="Seahaven Partnership", logo="logos/x.png")
    scope.refresh_from_db()

    assert light("organisations.details").state == "kept"
