"""What falls due with paper."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consent.models import ConsentScan
from consent.owed.paper import obligations
from consent.services import paper, scanning
from safeguard.addresses import address
from tests.consent.factories import a_carer, a_child, a_question
from tests.consent.test_paper import CODE, a_pile, a_request, said

pytestmark = pytest.mark.usefixtures("scope")


def owed(person=None):
    found = obligations(today=timezone.localdate(), person=person)
    return [(one.key.partition(":")[0], one.due_on - timezone.localdate(), one.recipients) for one in found]


def test_a_page_without_a_code_and_a_form_that_nobody_copied_are_due_in_three_days(coordinator, volunteer):
    child, question = a_child(), a_question()
    mother = a_carer(child)
    request = a_request(mother, (child, question))
    batch = scanning.upload([a_pile(CODE, "")], by=coordinator)
    scanning.read(batch.pk)

    days, keepers = timedelta(days=3), (coordinator.pk,)
    both = [("consent.unplaced_scans", days, keepers), ("consent.uncopied_form", days, keepers)]
    assert owed() == owed(coordinator.pk) == both
    assert owed(volunteer.pk) == []
    assert [one.url for one in obligations(today=timezone.localdate())] == [
        batch.get_absolute_url(),
        address("consent:record_form", request.pk),
    ]


def test_once_it_is_copied_and_thrown_away_nothing_is_due(coordinator):
    child, question = a_child(), a_question()
    mother = a_carer(child)
    request = a_request(mother, (child, question))
    scanning.read(scanning.upload([a_pile(CODE, "")], by=coordinator).pk)

    ticked = [said(child, question)]
    paper.record_form(request, ticked, by=coordinator, giver=mother, said_on=timezone.localdate())
    scanning.throw_away(ConsentScan.objects.get(request=None), by=coordinator)

    assert owed() == []
