"""Volunteers from the first page of the form to a suspension and back, by those who live with it.

An applicant and a parent, a coordinator, a checker, the committee, a lead, a volunteer: each story is told on a
telephone and on a desk, in the example charity, with a worker, a mail server and a browser for everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from tests.e2e.example import HOME, prove_it_again, sign_in
from tests.e2e.families import WIDTHS
from tests.e2e.installations import Installation, installation
from tests.e2e.mailboxes import mailbox
from tests.e2e.people import PATIENCE, Someone, Town, text_of
from tests.e2e.volunteering import CHECK, LOOKED_UP, PAUSED, position_of
from tests.e2e.volunteering import address_of as inside

pytestmark = pytest.mark.parametrize("width", WIDTHS)

ROOM = f"{HOME}volunteers/"
YOUNG = {360: "Jonah Field", 1280: "Elsie Marlow"}
ADULT = {360: "Ines Wren", 1280: "Otto Larch"}
CODE = re.compile(r"\b(?:[A-Z0-9]{4}-){2,3}[A-Z0-9]{4}\b")
MADE = 2 * PATIENCE  # the worker draws a PDF


@pytest.fixture(scope="module")
def town(loaded: Installation, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Town]:
    """The example charity, with a mail server, a position of the stories' own, and people in it."""
    with mailbox() as post:
        told = {"EMAIL_URL": f"smtp://127.0.0.1:{post.port}"}
        with installation(tmp_path_factory.mktemp("volunteers") / "var", copy_of=loaded, **told) as site:
            site.start()
            site.manage("shell", "-c", "from tests.e2e.volunteering import prepare; prepare()")
            yield Town(site, post, browser)


@pytest.fixture
def insider(town: Town, width: int):
    """`insider("Cory Bell")` is signed in and has proved it once more."""

    def enter(name: str) -> Someone:
        someone = Someone(town, name, inside(name), width=width)
        town.people.append(someone)
        sign_in(someone.page, town.site, someone.email)
        prove_it_again(someone.page, town.site)
        return someone

    return enter


@pytest.fixture
def link(insider, width) -> str:
    """The address for applying, as the coordinator gives it to people."""
    coordinator = insider("Cory Bell")
    coordinator.goes_to(f"{ROOM}positions/")
    coordinator.follows(position_of(width))
    found = coordinator.main.get_by_role("link", name="/apply/")
    return str(found.inner_text())


def test_somebody_under_18_applies_and_a_parent_gets_a_copy(town, link, width):
    """What internet use means stands at the start; a code brings back what was written; the parent hears of it."""
    young = town.someone(YOUNG[width], width=width)
    young.opens(link)
    young.is_at(position_of(width))
    young.sees("What internet use means in this position", "You use the club’s telephone", "If you are under 18")
    young.follows("Apply")
    is_about(young, YOUNG[width], years=16)
    young.presses("Next")
    young.is_at("Your parent or carer")
    young.presses("Next")
    young.sees("Enter the name of your parent or carer.")
    young.types(f"Maud Field{width}", into="Name of your parent or carer")
    young.types(f"maud{width}@parents.example", into="Their e-mail address")
    young.presses("Next")

    young.types("I grew up in this harbour.", into="Why would you like to help?")
    young.presses("Save and come back later")
    young.is_at("It is saved, and not sent yet")
    [code] = CODE.findall(young.main.inner_text())
    young.opens(link)
    young.follows("Go on with what I saved")
    young.types(code.lower(), into="Your code")
    young.presses("Open it")
    young.sees("What you saved is back. It is not sent yet.")
    young.presses("Next")
    young.presses("Next")
    expect(young.main.get_by_label("Why would you like to help?")).to_have_value("I grew up in this harbour.")
    young.presses("Next")
    names_referees(young)

    young.is_at("You and the internet")
    young.sees("May we look you up?", "Both answers are fine. A no does not count against you.")
    answers_about_the_internet(young, "Yes, I agree")
    young.is_at("Check your answers, then send")
    young.sees("I grew up in this harbour.", f"Maud Field{width}")
    young.presses("Send my application")
    young.sees("Thank you. Your application was sent.", "Your parent or carer gets a copy of what we told you.")

    received = text_of(young.mail("We have your application"))
    assert "reads it and tells you what comes next" in received
    assert CODE.search(received)
    copy = text_of(town.post.next_to(f"maud{width}@parents.example", "would like to volunteer"))
    assert YOUNG[width] in copy
    assert "never your own account" in copy
    assert "I grew up" not in copy


def test_a_coordinator_takes_an_applicant_from_the_board_into_the_central_record(town, insider, link, width):
    """Through every stage: what is missing is said when somebody goes on too early, and nothing is asked twice."""
    applicant = town.someone(ADULT[width], width=width)
    applicant.opens(link)
    applicant.follows("Apply")
    is_about(applicant, ADULT[width], years=34)
    applicant.presses("Next")
    applicant.types("I row, and I like children.", into="Why would you like to help?")
    applicant.presses("Next")
    names_referees(applicant)
    answers_about_the_internet(applicant, "No, I do not agree")
    applicant.presses("Send my application")
    applicant.sees("Thank you. Your application was sent.")

    coordinator = insider("Cory Bell")
    coordinator.enters("Volunteers")
    coordinator.follows("Board of applicants")
    coordinator.follows(ADULT[width])
    coordinator.is_at(ADULT[width])
    coordinator.presses("Move to “Stage 1”")
    coordinator.presses("Move to “Interview”")
    coordinator.presses("Move to “Checks”")
    coordinator.sees("Not yet. Something is missing", "Interview: Who was there, and how it went.")

    coordinator.follows("Interview")
    coordinator.types(spoken(), into="On which day?")
    coordinator.types("Cory Bell and Łukasz Wójcik", into="Who was there?")
    coordinator.types("Calm, and asks good questions.", into="What is worth remembering?")
    coordinator.presses("Note it")
    coordinator.presses("Move to “Checks”")
    coordinator.sees("2 more references are needed.", "There is no permission, so nothing is looked up.")
    two_referees_answer(coordinator)
    coordinator.follows("Identity seen")
    coordinator.types(spoken(), into="On which day?")
    coordinator.chooses("Passport")
    coordinator.presses("Note it")
    coordinator.presses("Move to “Decision”")
    coordinator.sees("Not yet. Something is missing", re.compile("Criminal-record check: .*DBS enhanced"))
    logs_a_certificate(coordinator, width)
    coordinator.presses("Move to “Decision”")

    coordinator.follows("Decide")
    coordinator.chooses("Suitable", to="Is this person suitable for the position?")
    coordinator.types("The interview, two references and the certificate.", into="What does the decision rest on?")
    coordinator.presses("Record the decision")
    coordinator.follows("Take them on")
    coordinator.presses("Take them on")
    coordinator.sees("Taken on")

    coordinator.goes_to(f"{ROOM}record/?q={ADULT[width]}")
    coordinator.sees(ADULT[width], position_of(width))
    coordinator.presses("Make the PDF")
    fetches(coordinator, "Fetch the file", re.compile(r"^central-record-.*\.pdf$"))


def test_an_online_check_is_switched_on_done_talked_about_decided_and_shared(insider, width):
    """What was found is read by those who were asked by name; the coordinator sees that it was done, and no more."""
    name, found = LOOKED_UP[width], f"First names of children stand under a picture ({width})"
    lead = insider("Dana Whitlock")
    is_switched_off_and_on(lead)
    lead.goes_to(f"{ROOM}checks/")
    lead.follows(name)
    lead.chooses("Tom Okafor", to="Who does it?")
    lead.types(spoken(7), into="By when?")
    lead.chooses("We mean to take this person on, if nothing speaks against it.")
    lead.presses("Ask them")
    lead.sees("Tom Okafor is asked to do the check.")
    check = lead.page.url

    checker = insider("Tom Okafor")
    checker.goes_to(f"{ROOM}checks/")
    checker.follows(name)
    checker.follows("Do the check")
    checker.is_at(f"Do you know {name}?")
    checker.chooses("No")
    checker.presses("Continue")
    looks_them_up(checker, name)
    checker.is_at("What there is to talk about")
    reports(checker, found)
    checker.sees(found)

    coordinator = insider("Cory Bell")
    coordinator.opens(check)
    coordinator.sees("You see that the check was given out, and later that it is closed.")
    expect(coordinator.main).not_to_contain_text("First names")
    for page in ("talk/", "decide/", "found/"):
        assert coordinator.context.request.get(f"{check}{page}").status == 403

    checker.follows("Record the talk")
    checker.chooses("Yes", to="Did you talk with the person?")
    checker.types(spoken(), into="On which day?")
    checker.types(f"{name} and Tom Okafor", into="Who was there?")
    checker.types("I did not think. I have taken it away.", into="What did the person say?")
    checker.presses("Put it on record")
    checker.follows("Say who decides")
    expect(checker.main.get_by_label("Tom Okafor")).to_have_count(0)
    checker.chooses("Ruth Ellery", to="Who decides?")
    checker.presses("Ask them to decide")
    checker.sees("Ruth Ellery decides.")

    member = insider("Priya Raman")
    assert member.context.request.get(check).status == 404
    decides_and_tells_the_committee(insider("Ruth Ellery"), check)
    member.opens(check)
    member.sees(found, "I have taken it away.", "Closed", "is destroyed from")
    checker.page.reload()
    expect(checker.main).not_to_contain_text("First names")
    volunteer = insider("Vera Lindqvist")
    assert volunteer.context.request.get(check).status == 404


def test_a_suspension_is_neutral_listed_confirmed_and_over(insider, width):
    """The volunteer still signs in, reads what it means, and can raise a concern; somebody else confirms the list."""
    volunteer = insider(PAUSED[width])
    lead = insider("Dana Whitlock")
    lead.goes_to(f"{ROOM}standings/?q={PAUSED[width]}")
    lead.follows(PAUSED[width])
    standing = lead.page.url
    lead.follows("Suspend")
    lead.types("A parent wrote to us, and we do not know yet what happened.", into="Why?")
    lead.chooses("No, it is about something else", to="May somebody have been harmed, or put at risk?")
    lead.types("I rang, and said that this is a neutral step.", into="What was the person told")
    lead.presses("Suspend")
    lead.sees("Suspended", "A suspension is no finding", "What is switched off")

    volunteer.goes_to(HOME)
    volunteer.enters("My page")
    volunteer.sees("This is a neutral step.", "it says nothing about who is right", "It is looked at again by")
    expect(volunteer.main).not_to_contain_text("A parent wrote")
    volunteer.follows("Raise a concern")
    volunteer.is_at("Raise a concern")
    assert volunteer.context.request.get(f"{volunteer.town.site.address}{HOME}people/").status in {403, 404}

    coordinator = insider("Cory Bell")
    coordinator.opens(standing)
    expect(coordinator.main).not_to_contain_text("A parent wrote")
    coordinator.follows("Go through the list and confirm each")
    coordinator.sees("A suspension is no finding", "0 of 1 confirmed")
    coordinator.follows(re.compile("^Role: "))
    coordinator.presses("Confirm")
    coordinator.sees("Confirmed", "by Cory Bell")

    lead.opens(standing)
    lead.follows("Active again")
    lead.types("It was somebody else of the same name.", into="What was decided, and why?")
    lead.types("I rang, and said sorry for the wait.", into="What was the person told")
    lead.presses("Record it")
    lead.sees("Active", "What is on again, or to be switched on again")
    volunteer.goes_to(f"{ROOM}mine/")
    expect(volunteer.main).not_to_contain_text("neutral step")


def test_a_volunteer_looks_after_their_own(insider):
    """My page, the points about their own settings, a rule found by words, and the induction pack on paper."""
    volunteer = insider("Vera Lindqvist")
    volunteer.enters("My page")
    volunteer.sees("What you signed", "Your training", "If something is wrong", "See your data, and take a copy")

    volunteer.follows("Go through the points")
    boxes = volunteer.main.get_by_role("checkbox")
    for number in range(boxes.count()):
        boxes.nth(number).check()
    volunteer.presses("Note that I did it today")
    volunteer.sees(re.compile(r"You looked at them on .*The next time is on"))

    volunteer.follows(re.compile("House rules online"))
    volunteer.types("accept a friend request", into="May I …?")
    volunteer.presses("Find the rule")
    volunteer.sees("the closest first", "contact")
    volunteer.follows("All rules in print, in the induction pack")
    volunteer.presses("Make the pack")
    fetches(volunteer, "Fetch the PDF", re.compile(r"\.pdf$"))


# What several of them do ---------------------------------------------------------------------------------------------


def is_about(applicant: Someone, name: str, *, years: int) -> None:
    applicant.is_at("About you")
    applicant.types(name, into="Your full name")
    applicant.types(applicant.email, into="Your e-mail address")
    applicant.types(f"1 3 {timezone.localdate().year - years - 1}", into="Your date of birth")


def names_referees(applicant: Someone) -> None:
    applicant.is_at("People who can tell us about you")
    for number, name in enumerate(("Janet Moss", "Colin Ferry"), start=1):
        applicant.types(name, into=f"Name of referee {number}")
        applicant.types(f"01632 96045{number}", into=f"E-mail address or telephone number of referee {number}")
        applicant.types("From the choir", into=f"How referee {number} knows you")
    applicant.presses("Next")


def answers_about_the_internet(applicant: Someone, answer: str) -> None:
    applicant.chooses(re.compile("I have read what internet use means"))
    applicant.chooses(answer, to="Do you agree that we look you up online?")
    applicant.presses("Next")


def two_referees_answer(coordinator: Someone) -> None:
    for _number in range(2):
        coordinator.follows("Note the answer")
        coordinator.chooses("Suitable", to="What did they say?")
        coordinator.types(spoken(), into="When did they answer?")
        coordinator.presses("Save")
    coordinator.sees("2 references.")


def logs_a_certificate(coordinator: Someone, width: int) -> None:
    coordinator.follows("Criminal-record check")
    coordinator.is_at(f"Checks of {ADULT[width]}")
    coordinator.follows("A certificate was seen")
    coordinator.picks(CHECK, to="Which check?")
    coordinator.chooses("No, we asked for it")
    coordinator.chooses("Children", to="For work with whom?")
    coordinator.types(f"001 234 567 {width}", into="Number of the certificate")
    coordinator.types(spoken(-9), into="When was it issued?")
    coordinator.types(spoken(), into="When was the original seen?")
    coordinator.chooses("Nothing that matters for the position")
    coordinator.chooses("No", to="Is there a copy on paper?")
    coordinator.presses("Save")
    coordinator.sees("The check is on record.")
    coordinator.page.get_by_role("link", name="Back").click()
    coordinator.is_at(f"Checks of {ADULT[width]}")
    coordinator.page.get_by_role("link", name="Back").click()
    coordinator.is_at(ADULT[width])


def is_switched_off_and_on(lead: Someone) -> None:
    """The example does such checks already: off with a reason, and on again with a reason and a policy."""
    lead.goes_to(f"{ROOM}checks/")
    lead.follows("Change this, or switch it off")
    lead.follows("Switch them off")
    lead.types("The committee wants to think once more.", into="Why are they switched off?")
    lead.presses("Switch them off")
    lead.sees("Online checks are switched off here")
    lead.follows("Switch online checks on")
    lead.presses("Save, and switch on")
    lead.sees("Answer this question.")
    lead.types("Helpers are alone with children in a boat.", into="Why is it needed")
    policies = lead.main.get_by_label("Which policy says so?")
    policies.select_option(policies.get_by_text(re.compile("social media", re.IGNORECASE)).first.get_attribute("value"))
    lead.presses("Save, and switch on")
    lead.sees("Nobody is looked up without permission.", "Switched on")


def looks_them_up(checker: Someone, name: str) -> None:
    checker.is_at(f"Online check of {name}")
    expect(checker.main.locator("input[type=password], input[type=file]")).to_have_count(0)
    checker.chooses("DuckDuckGo")
    checker.types(f"{name} rowing", into="Which words did you search for?")
    checker.types("The first page, in a private window", into="What did you look at?")
    checker.chooses("Yes: I saw what anybody sees")
    checker.chooses("I looked only at what anybody can see, and opened nothing private.")
    checker.chooses("I asked the person for nothing: no password, no account, no contact request.")
    checker.chooses("Something to talk about", to="What came of it?")
    checker.presses("Continue")


def reports(checker: Someone, found: str) -> None:
    """A word about a belief is refused with a way to say it; what matters for the position is taken."""
    checker.chooses("Private matters of people in their care, made public")
    checker.chooses("Photograph", to="What is it?")
    checker.chooses("Said outright")
    checker.chooses("The person themself")
    checker.chooses("High", to="How far can the source be trusted?")
    checker.chooses("Medium", to="How sure is it that this is the person?")
    checker.types("https://pages.example/boat", into="Where can everybody see it?")
    checker.types(f"{found}, and one of them is Muslim", into="What is it about")
    checker.presses("Put it on record")
    checker.sees(re.compile("take out “muslim”", re.IGNORECASE))
    checker.types(found, into="What is it about")
    checker.presses("Put it on record")


def decides_and_tells_the_committee(decider: Someone, check: str) -> None:
    decider.opens(check)
    decider.follows("Decide")
    decider.types("It is their own page, and it is gone.", into="How do you weigh")
    decider.chooses("Goes on, with conditions")
    decider.types("Their own words in the talk.", into="What else does this rest on?")
    decider.types("They read the rules on pictures with Cory.", into="What is done now, and by whom?")
    decider.presses("Put the decision on record")
    decider.follows("Record that the committee was told")
    decider.chooses("Priya Raman", to="Who of the committee was told?")
    decider.types(spoken(), into="On which day?")
    decider.presses("Put it on record, and close the check")
    decider.sees("It is on record, and the check is closed.")


def fetches(someone: Someone, words: str, name: re.Pattern[str]) -> None:
    """A file that the worker makes while the page says so."""
    link = someone.main.get_by_role("link", name=words)
    expect(link).to_be_visible(timeout=MADE)
    someone.looks()
    with someone.page.expect_download() as download:
        link.click()
    assert name.search(download.value.suggested_filename)
    assert download.value.path().read_bytes().startswith(b"%PDF")


def spoken(days: int = 0) -> str:
    """A day so many days from now, as people type it."""
    day: date = timezone.localdate() + timedelta(days=days)
    return f"{day:%d %m %Y}"
