import pytest
from django.db import IntegrityError, transaction

from safeguard.append_only import NeverChanges
from tests.volunteers import factories
from volunteers.models import CheckPermission, OnlineCheck


@pytest.fixture
def applicant(scope):
    return factories.application()


def test_an_answer_about_checks_is_never_changed(applicant):
    answer = factories.permitted(applicant)
    answer.is_given = False

    with pytest.raises(NeverChanges):
        answer.save()


def test_one_application_has_one_open_check(applicant, coordinator, trustee):
    given = {
        "application": applicant,
        "permission_given": factories.permitted(applicant),
        "switch": factories.checks_on(coordinator),
        "assigned_to": trustee,
        "assigned_by": coordinator,
    }
    OnlineCheck.objects.create(code="ONE", **given)

    with pytest.raises(IntegrityError), transaction.atomic():
        OnlineCheck.objects.create(code="TWO", **given)


def test_a_permission_is_of_somebody(scope):
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckPermission.objects.create(wording="May we?", is_given=True)
