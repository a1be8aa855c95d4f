"""Policies at each step of their lives; the board is Margaret in the chair, Tom and Priya."""

import pytest

from tests.policies import factories


@pytest.fixture
def board(chair, trustee, second_trustee):
    return [chair, trustee, second_trustee]


@pytest.fixture
def draft(scope, lead):
    return factories.a_draft(by=lead)


@pytest.fixture
def text_in_review(scope, lead, board):
    return factories.a_text_in_review(by=lead)


@pytest.fixture
def approved_text(scope, lead, board):
    return factories.an_approved_text(by=lead, board=board)


@pytest.fixture
def policy_in_force(scope, lead, board):
    """Version 1, signed by the chair."""
    return factories.a_version_in_force(by=lead, board=board)
