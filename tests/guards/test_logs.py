"""Logs hold no personal data: no link that opens somebody's page, and no name."""

import pytest


@pytest.mark.parametrize("path", ["/sign/a-link-of-one-person/", "/invitation/a-link-of-one-person/", "/nowhere/"])
def test_an_address_that_leads_nowhere_is_not_written_down(path, client, db, caplog):
    client.get(path)

    assert caplog.text == ""


def test_a_refusal_that_names_whom_to_ask_is_not_written_down(signed_in, volunteer, coordinator, charity, caplog):
    answer = signed_in(volunteer).get(f"/o/{charity.slug}/people/")

    assert coordinator.name in answer.content.decode()
    assert caplog.text == ""
