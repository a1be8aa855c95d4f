"""Days that no policy has: each is refused beside its box, and none of them stops the reminders of everybody."""

import pytest
from django.utils import timezone

from policies.models import Amendment
from reminders.services import planning

PICTURES = "/o/harbour-lights/policies/pictures/"
STRANGE = ["0001-01-01", "1000-01-01", "1899-12-31", "2101-01-01", "9999-12-31"]


@pytest.mark.parametrize("day", STRANGE)
def test_a_meeting_is_not_in_the_middle_ages(day, signed_in, text_in_review, trustee):
    typed = {"revision": text_in_review.revision, "decision": "approve", "meeting_on": day}

    answer = signed_in(trustee).post(f"{PICTURES}versions/1/approve/", typed)

    assert "meeting_on" in answer.context["form"].errors
    assert text_in_review.approvals.count() == 0


@pytest.mark.parametrize("day", STRANGE)
def test_nor_is_a_signature(day, signed_in, approved_text, chair):
    typed = {"name": "Margaret Hale", "office": "Chair", "signed_on": day, "read": "on"}

    answer = signed_in(chair).post(f"{PICTURES}versions/1/sign-off/", typed)

    assert "signed_on" in answer.context["form"].errors


@pytest.mark.parametrize("day", STRANGE)
def test_nor_does_a_variation_end_after_all_calendars(day, signed_in, policy_in_force, trustee):
    typed = {"heading": "Trips", "dated": "June 2026", "body": "<p>x</p>", "change_kind": "material", "ends_on": day}

    answer = signed_in(trustee).post(f"{PICTURES}amend/", typed)

    assert "ends_on" in answer.context["form"].errors
    assert Amendment.objects.count() == 0


def test_what_ends_in_the_last_year_that_may_be_typed_is_planned_for(signed_in, policy_in_force, trustee):
    typed = {"heading": "Trips", "dated": "June 2026", "body": "<p>x</p>", "change_kind": "material"}
    client = signed_in(trustee)
    client.post(f"{PICTURES}amend/", typed | {"ends_on": "2100-12-31", "trigger": "repairs"})
    client.post(f"{PICTURES}amendments/{Amendment.objects.get().pk}/in-force/", {"authorised_by": trustee.pk})

    assert Amendment.objects.get().status == "in_force"
    planning.plan_everything(today=timezone.localdate())
