"""The front page of the room."""

import pytest

from people.roles import Role


def test_the_room_opens_for_those_who_work_here(signed_in, charity, volunteer):
    page = signed_in(volunteer).get(f"/o/{charity.slug}/consent/")

    assert page.status_code == 200
    assert "May I post this?" in page.content.decode()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.BENEFICIARY])
def test_it_stays_closed_to_everybody_else(signed_in, charity, new_person, role):
    assert signed_in(new_person("Ada Byron", role)).get(f"/o/{charity.slug}/consent/").status_code == 403
