"""How many must sign, how many were asked and how many have signed."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from agreements import audience
from agreements.audience import with_progress
from agreements.forms.designing import clause_choices
from agreements.models import Agreement, AgreementRequest
from agreements.services import ending
from agreements.views import mine
from people import services
from people.models import ServicePeriod
from people.roles import Role
from tests.agreements import factories

TODAY = date(2026, 7, 1)


def test_each_agreement_counts_those_who_hold_its_own_roles(version, coordinator, volunteer, new_person):
    new_person("Arthur Bellweather", Role.VOLUNTEER)
    for_trustees = factories.an_agreement(version, by=coordinator, title="Trustees", roles=[Role.TRUSTEE])
    for_volunteers = factories.an_agreement(version, by=coordinator, title="Volunteers", roles=[Role.VOLUNTEER])
    factories.asked(for_volunteers, volunteer, by=coordinator)
    factories.signed(for_volunteers, volunteer)

    counted = {a.pk: (a.bound, a.asked, a.signed) for a in with_progress(Agreement.objects.all(), TODAY, [])}

    assert counted == {for_trustees.pk: (0, 0, 0), for_volunteers.pk: (2, 1, 1)}


def test_a_clause_is_offered_under_its_number_once(scope):
    version = factories.a_policy(html="<h2>1. Care</h2><p>1.1 We never keep</p><p>1.2 Tell somebody.</p>")

    assert [label for _anchor, label in clause_choices(version)] == [
        "1. Care",
        "1.1 We never keep",
        "1.2 Tell somebody.",
    ]


@pytest.mark.parametrize("open_question", [False, True])
def test_who_signed_under_a_second_entry_is_not_asked_again(
    agreement, coordinator, volunteer, new_person, open_question
):
    """E-17: the signature stays where it was given, and counts for the person."""
    again = new_person("Vera Linden", Role.VOLUNTEER, signs_in=False, email="")
    factories.asked(agreement, again, by=coordinator)
    factories.signed(agreement, again)
    if open_question:
        factories.asked(agreement, volunteer, by=coordinator)

    merge = services.merge(volunteer, again, told_apart_by="Same date of birth", by=coordinator)

    today, everybody = timezone.localdate(), Agreement.objects.all()
    bound = audience.bound(agreement, today)
    counted = with_progress(everybody, today, []).get()
    assert (counted.bound, counted.signed) == (1, 1)
    assert list(audience.outstanding(bound, agreement, today, [])) == []
    assert list(audience.at_stage(bound, agreement, "signed", today, [])) == [volunteer]
    assert list(audience.at_stage(bound, agreement, "not_asked", today, [])) == []
    assert [line.stage.key for line in mine.lines_of(volunteer)] == ["signed"]
    ending.keep_up(today=today)
    assert not AgreementRequest.objects.unsigned().exists()

    services.undo_merge(merge, by=coordinator)
    assert list(audience.outstanding(audience.bound(agreement, today), agreement, today, [])) == [volunteer]


def test_but_not_what_was_signed_before_the_person_left_and_came_back(agreement, coordinator, volunteer, new_person):
    """E-21, for a second entry as for the first."""
    again = new_person("Vera Linden", Role.VOLUNTEER, signs_in=False, email="")
    factories.asked(agreement, again, by=coordinator)
    factories.signed(agreement, again)
    today = timezone.localdate()
    services.merge(volunteer, again, told_apart_by="Same date of birth", by=coordinator)
    ServicePeriod.objects.filter(person=volunteer).update(ends_on=today)
    ServicePeriod.objects.create(person=volunteer, starts_on=today + timedelta(days=1))

    assert list(audience.outstanding(audience.bound(agreement, today), agreement, today, [])) == [volunteer]
