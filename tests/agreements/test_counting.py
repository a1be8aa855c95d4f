"""How many must sign, how many were asked and how many have signed."""

from datetime import date

from agreements.audience import with_progress
from agreements.forms.designing import clause_choices
from agreements.models import Agreement
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
