"""A concern from the night on which it is raised to its end, by those who live with it: a volunteer, a lead, a chair.

Each story is told on a telephone and on a desk, in the example charity, with a worker and a browser for everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from tests.e2e.example import HOME, prove_it_again, sign_in
from tests.e2e.families import WIDTHS
from tests.e2e.installations import Installation, installation
from tests.e2e.looking import HEIGHT
from tests.e2e.mailboxes import mailbox
from tests.e2e.people import TELEPHONE, Someone, Town, silent

pytestmark = pytest.mark.parametrize("width", WIDTHS)

LOG = f"{HOME}incidents/"
RAISE = f"{LOG}raise/"


@pytest.fixture(scope="module")
def town(loaded: Installation, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Town]:
    """The example charity, with a mail server."""
    with mailbox() as post:
        told = {"EMAIL_URL": f"smtp://127.0.0.1:{post.port}"}
        with installation(tmp_path_factory.mktemp("incidents") / "var", copy_of=loaded, **told) as site:
            site.start()
            yield Town(site, post, browser)


@pytest.fixture
def insider(town: Town, width: int):
    """`insider("Vera Lindqvist")` is signed in; who `proves` it once more may go into the log."""

    def enter(name: str, *, proves: bool = False) -> Someone:
        someone = Someone(town, name, f"{name.split()[0].lower()}@harbourlights.example", width=width)
        town.people.append(someone)
        sign_in(someone.page, town.site, someone.email)
        if proves:
            prove_it_again(someone.page, town.site)
        return someone

    return enter


def goes_on(someone: Someone) -> None:
    """To the next questions: on a telephone they come one after another."""
    if someone.width == TELEPHONE:
        someone.main.get_by_role("button", name="Next").click()


def is_kept_on_the_device(someone: Someone) -> None:
    """The page has asked for the form that opens without a connection, and has it."""
    someone.page.wait_for_function("() => navigator.serviceWorker.ready.then((r) => Boolean(r.active))")
    someone.page.wait_for_function("() => caches.keys().then((names) => names.length > 0)")


def test_at_night_without_a_connection_nothing_is_lost(town, insider, width):
    """A volunteer writes, the connection goes, she comes back, sends, and has a receipt; once, and not twice."""
    volunteer = insider("Vera Lindqvist")
    volunteer.goes_to(RAISE)
    volunteer.sees("Only the first box is needed.")
    expect(volunteer.main.get_by_role("link", name="999")).to_be_visible()
    is_kept_on_the_device(volunteer)
    words = f"She has nothing to eat at home, and hid bread in her bag ({width})."
    volunteer.chooses("No", to="Is anyone in danger now?")
    volunteer.types(words, into="What happened, or what worries you?")
    volunteer.page.wait_for_timeout(KEPT_EVERY)

    with silent(volunteer):
        volunteer.context.set_offline(True)
        goes_on(volunteer)
        volunteer.types(f"Nia{width}, about eight", into="Which child or adult are you worried about?")
        volunteer.page.wait_for_timeout(KEPT_EVERY)
        volunteer.page.goto(town.site.address + RAISE)
        volunteer.sees("There is no connection at the moment")
        expect(volunteer.main.get_by_label("What happened, or what worries you?")).to_have_value(words)
        volunteer.context.set_offline(False)

    volunteer.goes_to(RAISE)
    expect(volunteer.main.get_by_label("What happened, or what worries you?")).to_have_value(words)
    goes_on(volunteer)
    child = volunteer.main.get_by_label("Which child or adult are you worried about?")
    expect(child).to_have_value(f"Nia{width}, about eight")
    volunteer.presses("Send it now")
    volunteer.sees("Thank you. It was sent.", "What happens next", "Do not use social media to follow this up.")
    volunteer.page.reload()
    volunteer.follows("Read it, or add more")
    volunteer.sees(words, "Nia")
    volunteer.goes_to(RAISE)
    expect(volunteer.main.get_by_label("What happened, or what worries you?")).to_have_value("")

    lead = insider("Dana Whitlock", proves=True)
    letter = lead.mail("")
    assert "Nia" not in str(letter)
    lead.goes_to(f"{LOG}log/")
    expect(lead.main.get_by_role("link", name=re.compile(f"nothing to eat.*{width}"))).to_have_count(1)


@pytest.mark.parametrize("way", ["the button", "Escape twice"])
def test_somebody_comes_into_the_room_and_the_page_is_gone(insider, width, way):
    """Another page stands there, and the way back leads past the one that was hidden."""
    volunteer = insider("Vera Lindqvist")
    weather = "https://www.bbc.co.uk/weather"
    volunteer.context.route(weather, lambda route: route.fulfill(content_type="text/html", body="<h1>Weather</h1>"))
    volunteer.goes_to(HOME)
    volunteer.goes_to(RAISE)
    hide = volunteer.main.get_by_role("link", name="Hide this page")
    volunteer.page.mouse.wheel(0, 2 * HEIGHT)
    expect(hide).to_be_in_viewport()

    if way == "the button":
        hide.click()
    else:
        volunteer.page.keyboard.press("Escape")
        volunteer.page.keyboard.press("Escape")

    volunteer.page.wait_for_url(weather)
    volunteer.page.go_back()
    assert urlsplit(volunteer.page.url).path == HOME


def test_a_lead_handles_a_concern_from_the_first_look_to_its_end(insider, width):
    """Sorted, a step done, an agency told, a decision on sharing, the chronology, a copy, and closed."""
    volunteer = insider("Vera Lindqvist")
    what = f"A man in the game asks him for pictures, he told me at tea ({width})."
    raises(volunteer, what)
    lead = insider("Dana Whitlock", proves=True)
    lead.enters("Concerns")
    lead.follows(re.compile(f"man in the game.*{width}"))
    lead.sees(what, "Word for word, as it came in. It is never changed.")
    case = re.sub(r"[?#].*", "", lead.page.url)

    lead.follows("Sort this concern")
    lead.chooses(re.compile("Sexual abuse or exploitation of a child online"))
    lead.chooses("Yes", to="May it be a crime?")
    lead.chooses("High", to="How severe is it, as far as you know?")
    lead.types("He does not stop.", into="Why?")
    lead.types(f"Pressed for pictures ({width})", into="In a few words")
    lead.presses("Save")

    lead.page.goto(f"{case}steps/")
    lead.looks()
    lead.main.get_by_role("button", name=re.compile("^Done")).first.click()
    lead.looks()
    lead.sees("Done")

    lead.page.goto(f"{case}referrals/add/")
    lead.looks()
    lead.types("Northmere Police", into="Its name, if it is not in the list")
    lead.types(today(), into="On which day were they told?")
    lead.types("NM-4", into="Their reference")
    lead.types("The name of the game and of the account", into="What did you tell them?")
    lead.presses("Put it on record")
    lead.sees("Northmere Police")

    lead.page.goto(f"{case}sharing/decide/")
    lead.looks()
    lead.chooses(re.compile("^Yes"), to=re.compile("Is information shared"))
    lead.main.get_by_label(re.compile("^Why")).first.fill("The school sees him every day.")
    lead.presses("Record the decision")
    lead.sees("The school sees him every day.")

    lead.page.goto(f"{case}chronology/add/")
    lead.looks()
    lead.types("His mother came and brought the phone, switched off.", into="What happened?")
    lead.presses("Put it in the chronology")
    lead.sees("brought the phone", "Northmere Police")

    copy_is_made(lead, case)

    lead.page.goto(f"{case}closing/close/")
    lead.looks()
    lead.chooses(re.compile("It was no allegation"))
    for words in ("What was found and done", "Why it can be closed", "What is left open, and why"):
        lead.types("The police go on with it.", into=words)
    lead.types("It was talked about at once.", into="Why nobody talked about it afterwards")
    lead.types("The procedure held.", into="Why nothing is to be learnt")
    lead.types("It was seen in time.", into="How it was handled")
    lead.presses("Close the case")
    lead.sees("Closed on")

    lead.page.goto(f"{case}chronology/")
    lead.looks()
    lead.sees("A concern was raised", "Pressed for pictures", "Northmere Police", "Closed")


def test_an_allegation_against_the_lead_goes_to_the_chair(town, insider, width):
    """Whoever it is about is ticked by name: the chair sees it, the lead finds neither page nor number of it."""
    volunteer = insider("Vera Lindqvist")
    what = f"I saw her push a boy in the corridor ({width})."
    raises(volunteer, what, about="Dana Whitlock")

    chair = insider("Margaret Hale", proves=True)
    chair.enters("Concerns")
    chair.follows(re.compile(f"push a boy.*{width}"))
    chair.sees(what)
    case = re.sub(r"[?#].*", "", chair.page.url)

    lead = insider("Dana Whitlock", proves=True)
    lead.goes_to(f"{LOG}log/")
    expect(lead.main).not_to_contain_text("push a boy")
    for page in ("", "chronology/", "steps/", "copies/", "closing/"):
        assert lead.context.request.get(f"{case}{page}").status == 404
    lead.goes_to(f"{LOG}summary/")
    lead.sees("never counted on this page, whether there are any or not")


KEPT_EVERY = 3000  # milliseconds: a little more than the page takes to keep what was typed


def raises(someone: Someone, what: str, *, about: str = "") -> None:
    someone.goes_to(RAISE)
    someone.types(what, into="What happened, or what worries you?")
    goes_on(someone)
    if about:
        someone.main.get_by_role("group", name=re.compile("Is it about one of these people")).get_by_label(
            re.compile(about)
        ).check()
    someone.presses("Send it now")
    someone.sees("Thank you. It was sent.")


def copy_is_made(lead: Someone, case: str) -> None:
    """A numbered copy, made by the worker, fetched as a file whose name tells a number alone."""
    lead.page.goto(f"{case}copies/new/")
    lead.looks()
    lead.chooses(re.compile("The whole chronology"))
    lead.types("PC Winterbourne", into="Who gets this copy?")
    lead.presses("Make the copy")
    fetch = lead.main.get_by_role("link", name="Fetch the PDF")
    expect(fetch).to_be_visible(timeout=120_000)
    lead.looks()
    with lead.page.expect_download() as download:
        fetch.click()
    assert download.value.suggested_filename == "case-copy-1.pdf"


def today() -> str:
    return f"{timezone.localdate():%d %m %Y}"
