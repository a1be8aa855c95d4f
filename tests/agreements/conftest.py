from collections.abc import Callable

import pytest
from django.test import TestCase

from agreements.models import Agreement
from policies.models import PolicyVersion
from tests.agreements import factories


@pytest.fixture
def version(scope) -> PolicyVersion:
    """Version 1 of "Staying safe online", in force."""
    return factories.a_policy()


@pytest.fixture
def agreement(version, coordinator) -> Agreement:
    """An open agreement that volunteers sign."""
    return factories.an_agreement(version, by=coordinator)


@pytest.fixture
def worker() -> Callable:
    """`with worker():` runs what the worker would do once the block has been committed."""
    return lambda: TestCase.captureOnCommitCallbacks(execute=True)
