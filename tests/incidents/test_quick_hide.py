"""Somebody comes into the room: whatever is read or written of a concern is hidden at one press."""

from __future__ import annotations

import pytest

from incidents.services import links
from safeguard.addresses import address
from tests.incidents.factories import make_case

pytestmark = pytest.mark.usefixtures("scope")

LOG = ["log", "low_level", "search", "due", "look_ups", "ask_look_up", "my_actions", "tasks", "raise", "mine"]
CASE = ["case", "chronology", "parties", "evidence", "records", "referrals", "steps", "prints", "access", "close"]


def can_be_hidden(answer) -> bool:
    """A link to the harmless page, which works without scripts too, and the script that leaves no way back."""
    page = answer.content.decode()
    return answer.status_code == 200 and "data-quick-hide" in page and "js/quick-hide" in page


@pytest.mark.parametrize("page", LOG)
def test_pages_of_the_log(in_the_log, lead, page):
    assert can_be_hidden(in_the_log(lead).get(address(f"incidents:{page}")))


@pytest.mark.parametrize("page", CASE)
def test_pages_of_a_case(in_the_log, lead, page):
    assert can_be_hidden(in_the_log(lead).get(address(f"incidents:{page}", make_case().code)))


def test_it_stands_beside_the_line_that_says_which_case_it_is(in_the_log, lead):
    """The style of the button counts on what follows it."""
    page = in_the_log(lead).get(make_case().get_absolute_url()).content.decode()

    after = page.split("data-quick-hide")[1].partition("</script>")[2].split()
    assert " ".join(after[:3]) == '<p class="meta">Case <span'


@pytest.mark.parametrize("for_children", [True, False])
def test_the_form_behind_a_link_and_what_follows(client, lead, for_children):
    link = links.make(label="Hall", for_children=for_children, by=lead)

    pages = [
        client.get(f"/raise/{link.token}/"),
        client.get(f"/raise/{link.token}/offline/"),
        client.post(f"/raise/{link.token}/", {"what": "He sends me messages.", "once": "a-random-word-1234"}),
        client.get("/follow-up/"),
    ]

    assert [can_be_hidden(page) for page in pages] == [True] * 4


def test_the_page_that_stands_there_instead_is_a_setting(client, lead, settings):
    settings.HARMLESS_PAGE = "https://tides.example/"
    link = links.make(label="Hall", for_children=False, by=lead)

    assert 'href="https://tides.example/" rel="noreferrer"' in client.get(f"/raise/{link.token}/").content.decode()
