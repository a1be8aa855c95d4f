"""Consent from the question to the takedown, by those who live with it: a carer, a youth worker and a web manager.

Each story is told on a telephone and on a desk, in the example charity, with a worker, a mail server and a browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from playwright.sync_api import Browser, expect

from tests.e2e.example import HOME, prove_it_again, sign_in
from tests.e2e.families import AT_THE_EVENT, WIDTHS
from tests.e2e.installations import Installation, installation
from tests.e2e.mailboxes import mailbox
from tests.e2e.people import Someone, Town, text_of

pytestmark = pytest.mark.parametrize("width", WIDTHS)


@pytest.fixture(scope="module")
def town(loaded: Installation, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Town]:
    """The example charity, with a mail server and some more families."""
    with mailbox() as post:
        told = {"EMAIL_URL": f"smtp://127.0.0.1:{post.port}", "REMINDERS_SEND_SECONDS": "3"}
        with installation(tmp_path_factory.mktemp("consent") / "var", copy_of=loaded, **told) as site:
            site.start()
            site.manage("shell", "-c", "from tests.e2e.families import prepare; prepare()")
            yield Town(site, post, browser)


@pytest.fixture
def insider(town: Town, width: int):
    """`insider("Cory Bell")` is signed in and at home."""

    def enter(name: str, *, at: int = width) -> Someone:
        someone = Someone(town, name, f"{name.split()[0].lower()}@harbourlights.example", width=at)
        town.people.append(someone)
        sign_in(someone.page, town.site, someone.email)
        prove_it_again(someone.page, town.site)
        return someone

    return enter


def test_a_mother_answers_for_two_children_and_takes_one_answer_back(town, insider, width):
    """One letter for both children; each question for itself; a yes is taken back with one press, and comes down."""
    coordinator = insider("Cory Bell")
    coordinator.goes_to(f"{HOME}consent/requests/ask/?q=Wick{width}")
    for title in ("Pictures on our website", "Pictures on Facebook"):
        coordinator.chooses(title, to="What do you want to ask?")
    coordinator.presses("Check before sending")
    coordinator.sees("One person gets an e-mail", f"Wanda Wick{width}")
    coordinator.presses("Ask them now")

    mother = Someone(town, f"Wanda Wick{width}", f"wanda{width}@families.example", width=width)
    town.people.append(mother)
    letter = mother.mail("Some questions for you")
    assert "Ada" not in f"{letter['Subject']} {text_of(letter)}"
    mother.opens(re.search(r"https?://\S+", text_of(letter))[0])
    mother.is_at(f"Are you Wanda Wick{width}?")
    mother.presses("Yes, that is me")

    mother.follows(f"Ada Wick{width}")
    assert mother.main.get_by_role("radio", checked=True).count() == 0
    mother.chooses("Yes", to=re.compile("Facebook"))
    mother.presses("Keep this and go on")
    mother.is_at(f"About Ben Wick{width}")
    mother.chooses("No", to=re.compile("Facebook"))
    mother.chooses("Yes", to=re.compile("website"))
    mother.presses("Keep this and go on")
    mother.is_at("Check your answers")
    mother.sees(f"Ada Wick{width}", f"Ben Wick{width}")
    mother.types(f"Wanda Wick{width}", into="name")
    mother.presses("Send my answers")
    mother.sees("Your answers have arrived")

    mother.follows("All your answers")
    mother.presses(re.compile(f"Take this yes back: Ada Wick{width}, .*website"))
    mother.sees("Your yes is taken back", "is asked to take down today")
    assert "You took an answer back." in text_of(mother.mail("Your change has arrived"))


def test_a_youth_worker_asks_about_a_picture_of_twelve(insider, width):
    """Of twelve at the fair one has no yes: not publishable, without a word on why; cut out, it may be shown."""
    worker = insider("Vera Lindqvist")
    worker.goes_to(f"{HOME}consent/")
    worker.chooses("Photographs", to="What is it?")
    worker.chooses("On Facebook", to="Where does it go?")
    worker.presses("Next: who is in it")
    fair = f"Harbour fair {width}, {date_format(timezone.localdate())}"
    worker.picks(fair, to="From the register of an event")
    worker.presses("Tick everybody in the register")
    worker.presses("May I post this?")

    worker.sees(f"{AT_THE_EVENT} people in it, {AT_THE_EVENT - 1} with a yes.", f"Guest12 Of{width}")
    expect(worker.main).not_to_contain_text(re.compile("refus|withdr|court|father|mother", re.IGNORECASE))
    worker.presses("Cut them out of the picture")
    worker.sees("It is noted, with the answer as it is today.")
    worker.follows("Ask for the picture without them")
    worker.sees(f"{AT_THE_EVENT - 1} people in it, {AT_THE_EVENT - 1} with a yes.", "a trustee looks at it")


def test_a_withdrawal_on_the_telephone_comes_down_the_same_day(insider, width):
    """A volunteer writes down that a family withdraws; the web manager finds it, takes it down, tells them."""
    volunteer = insider("Vera Lindqvist")
    volunteer.goes_to(f"{HOME}consent/withdraw/?q=Guest01 Of{width}")
    volunteer.follows(f"Guest01 Of{width}")
    volunteer.chooses("What I tick below", to="What is not wanted any more?")
    volunteer.chooses("Pictures on Facebook", to="Only this")
    volunteer.chooses(re.compile("Somebody else"), to="Who said so?")
    volunteer.types("An aunt", into="Name, if it is somebody else")
    volunteer.chooses("By telephone", to="How?")
    volunteer.presses("Record it now")
    volunteer.sees("It counts")

    manager = insider("Derek Doyle")
    manager.goes_to(f"{HOME}consent/takedowns/")
    manager.sees(f"The flag is up ({width})", f"https://pictures.example/flag-{width}")
    manager.follows(f"The flag is up ({width})")
    manager.chooses("It is taken down", to="What became of it?")
    manager.types("Deleted on our page, and looked at it signed out.", into="What did you do?")
    manager.presses("Record it")
    manager.sees("Taken down", "Tell the family")
    manager.types("By telephone, to the carer", into="How?")
    manager.presses("The family was told")
    manager.sees("The family was told")
