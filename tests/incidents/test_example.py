"""The example charity has a concern in every state, and the lead does not see the one about her."""

import pytest

from incidents.access import visible_to
from incidents.models import Case, Closing, Hold, Lesson, Referral, Routing, SharingDecision
from incidents.services.prints import ask, make
from incidents.states import CaseStatus, PrintStatus
from people.example import cast as people_cast
from people.management.commands.load_example import load
from safeguard.scoping import acting_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(db):
    charity = load("a pass phrase of the example")
    with acting_for(charity):
        yield people_cast()


def test_every_state_has_an_example(loaded):
    assert set(Case.objects.values_list("status", flat=True)) >= {
        CaseStatus.NEW, CaseStatus.OPEN, CaseStatus.CLOSED, CaseStatus.JOINED,
    }  # fmt: skip
    assert Case.objects.filter(is_low_level=True).exists()
    assert all(model.objects.exists() for model in (Closing, Hold, Lesson, Referral, SharingDecision))


def test_the_lead_does_not_see_what_is_about_her(loaded):
    about_her = Case.objects.filter(routing=Routing.TRUSTEES)

    assert about_her.exists()
    assert not visible_to(loaded["lead"]).filter(pk__in=about_her).exists()
    assert visible_to(loaded["safeguarding_trustee"]).filter(pk__in=about_her).count() == about_her.count()


def test_every_case_of_the_example_can_be_copied(loaded):
    for case in visible_to(loaded["lead"]):
        copy = make(ask(case, by=loaded["lead"], kind="chronology").pk)
        assert (copy.status, copy.problem) == (PrintStatus.READY, "")


def test_nobody_is_told_of_what_had_not_come_in_yet(loaded):
    told = [(one.case.opened_at, one.referred_at, one) for one in Referral.objects.select_related("case")]

    assert [str(one.case) for opened_at, at, one in told if opened_at > at] == []
    for _opened_at, at, one in told:
        assert all(report.received_at <= at for report in one.case.reports.all())
    assert all(report.began_at <= report.received_at for case in Case.objects.all() for report in case.reports.all())
