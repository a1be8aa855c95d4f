"""What the tests of data rights share."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from people.models import Person
from people.services import leave
from tests.consent import factories


@pytest.fixture
def family(scope):
    """A child who left in 2028, a mother's yes from 2026, and nothing in use."""
    with time_machine.travel("2026-05-01 09:00Z", tick=False):
        child = factories.a_child()
        mother = factories.a_carer(child)
        answer = factories.an_answer(child, factories.a_question(refresh_months=60), mother)
        leave(child, on=date(2026, 5, 1), by="The tests")
    Person.objects.filter(pk=child.pk).update(left_on=date(2028, 1, 15))
    return answer
