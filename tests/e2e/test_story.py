"""The whole story, on an installation that nobody has used: from a real policy to a pack that can be verified.

Nothing is pretended: a web server, a worker, a beat, a mail server and a browser for each person.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from launch.places import Stamp
from launch.site import PREPARED
from tests.e2e.installations import ROOT, installation
from tests.e2e.mailboxes import mailbox
from tests.e2e.people import PATIENCE, TELEPHONE, Someone, Town, address_of, attached, text_of

CHARITY = "Lantern Bridge"


@dataclass(frozen=True)
class Paper:
    """A policy as a charity sends it, and what it says of itself."""

    file: Path
    title: str
    means: str  # how its label is meant
    adopted: str
    reviewed: str
    signed_by: str
    signed_on: str
    next_review: str
    words: str  # to be found in the text


SOURCES = Path(os.environ.get("SAFEGUARD_SOURCE_POLICIES", ROOT.parent / "shared" / "policies"))
THEIRS = Paper(
    SOURCES / "refugees-welcome.txt",
    title="Social Media Policy",
    means="“V 2”, dated May 2020",
    adopted="17 June 2020",
    reviewed="May 2023",
    signed_by="N.A Campbell",
    signed_on="20 April 2023",
    next_review="May 2024",
    words="agree to 'export' any chat requested",
)
OURS = Paper(
    ROOT / "tests/policies/importing/samples/quayside-welcome.txt",
    title="Online Contact Policy",
    means="“V 3”, dated June 2021",
    adopted="5 July 2021",
    reviewed="June 2024",
    signed_by="T.J Whitlock",
    signed_on="14 May 2024",
    next_review="June 2025",
    words="agrees to hand over a copy of a chat",
)


@pytest.fixture
def town(tmp_path: Path, browser: Browser) -> Iterator[Town]:
    """An installation without anybody in it, with a mail server."""
    folder = tmp_path / "var"
    folder.mkdir()
    Stamp(folder / PREPARED).note(example=True)  # as if the example had been loaded
    with mailbox() as post:
        told = {"EMAIL_URL": f"smtp://127.0.0.1:{post.port}", "REMINDERS_SEND_SECONDS": "3"}
        with installation(folder, **told) as site:
            site.start()
            yield Town(site, post, browser)


@pytest.fixture
def paper() -> Paper:
    """The real policy where it is at hand, and otherwise one of ours in the same shape."""
    return THEIRS if THEIRS.file.exists() else OURS


def test_from_a_policy_on_paper_to_a_pack_that_can_be_verified(town, paper):
    chair = set_up_the_charity(town)
    lead, coordinator, trustees = accept_invitations(town, chair)
    decide_when_reminders_go_out(chair)

    bring_the_policy_in(lead, paper)
    be_reminded_of_its_review(chair, lead, paper)
    write_a_new_version(lead, paper)
    comment_and_approve(lead, trustees, paper)
    sign_off(chair, paper)

    design_the_agreement(coordinator, paper)
    ask_the_volunteers(coordinator)
    sign_on_a_telephone(town, paper)
    decline_with_a_reason(town, coordinator)

    pack = make_a_pack(chair, paper)
    verify(town, pack, paper)
    sign_a_newer_version_off(chair, lead, trustees, paper)
    find_the_pack_superseded(town, chair, pack, paper)


# --- 1. A charity begins ---


def set_up_the_charity(town: Town) -> Someone:
    """The chair answers one page after the other, with nothing but an e-mail address."""
    chair = town.someone("Harriet Osgood")
    chair.goes_to("/")
    chair.follows("Set up a charity")
    chair.types("Harriet Osgood", into="What is your name?")
    chair.types(chair.email, into="What is your e-mail address?")
    chair.presses("Continue")
    chair.types_the_code_mailed()

    chair.is_at("Your charity")
    chair.types(CHARITY, into="What is your charity called?")
    chair.chooses("England", to="Where does it work?")
    chair.presses("Continue")
    chair.types("4 Weir Lane\nLower Arden\nLA9 4XY", into="What is the postal address?")
    chair.presses("Continue")
    chair.is_at("Do you have a logo? (optional)")
    chair.presses("Continue")
    chair.chooses("I am", to="Who is the chair of trustees?")
    chair.presses("Continue")
    names(chair, "Who is the safeguarding lead?", "Naledi Moyo")
    names(chair, "Which trustee looks after safeguarding?", "Beatrix Quill")
    names(chair, "Who looks after volunteers?", "Owen Prior")
    for subject in (
        "Contact with children and young people",
        "Social-media accounts",
        "Photos and films",
        "Carers, staff and volunteers",
        "Policies",
    ):
        chair.is_at(subject)
        chair.sees("We have chosen the careful answer.")
        chair.presses("Continue")
    chair.types("Bridge Club\nSaturday Kitchen", into="Which projects, sites or regular activities do you have?")
    chair.presses("Continue")

    chair.is_at("Check your answers")
    chair.sees(CHARITY, "Harriet Osgood", "Naledi Moyo (naledi@lanternbridge.example)", "Bridge Club; Saturday Kitchen")
    chair.presses("Set the charity up")
    chair.sets_up_the_second_step()
    chair.is_at("Hello, Harriet Osgood")
    return chair


def names(chair: Someone, question: str, name: str) -> None:
    chair.chooses("Somebody else", to=question)
    chair.types(name, into="Their name")
    chair.types(address_of(name), into="Their e-mail address")
    chair.presses("Continue")


def accept_invitations(town: Town, chair: Someone) -> tuple[Someone, Someone, list[Someone]]:
    """Three were invited when the charity was set up; the second trustee is added and invited by the chair."""
    add_person(chair, "Joseph Lamb", "Trustee")
    chair.presses("Send an invitation")
    chair.sees("An invitation is on its way to Joseph Lamb.")
    lead, coordinator = town.someone("Naledi Moyo"), town.someone("Owen Prior")
    trustees = [town.someone("Beatrix Quill"), town.someone("Joseph Lamb")]
    for person in (lead, *trustees):
        person.accepts_the_invitation()
        person.sets_up_the_second_step()
        person.is_at(f"Hello, {person.name}")
    coordinator.accepts_the_invitation()
    coordinator.is_at("Hello, Owen Prior")
    add_person(coordinator, "Vida Marsh", "Volunteer")
    add_person(coordinator, "Sam Pike", "Volunteer")
    return lead, coordinator, trustees


def add_person(by: Someone, name: str, role: str) -> None:
    by.enters("People")
    by.follows("Add a person")
    by.types(name, into="Full name")
    by.types(address_of(name), into="E-mail address")
    by.chooses(role, to="Roles")
    by.presses("Add to the list")
    by.is_at(name)


def decide_when_reminders_go_out(chair: Someone) -> None:
    """At every hour of every day: the story may be told at night, or on a Sunday."""
    chair.enters("Settings")
    chair.follows("Contact with children and young people")
    chair.types("00:00", into="From when in the evening is nobody written to?")
    chair.types("00:00", into="Until when in the morning?")
    chair.presses("Save")
    chair.sees("Saved. It applies from now on.")
    chair.follows("Policies")
    chair.chooses("Send reminders at weekends and on bank holidays too")
    chair.presses("Save")
    chair.is_at("Settings")


# --- 2. A policy comes in -------------------------------------------------------------------------------------------


def bring_the_policy_in(lead: Someone, paper: Paper) -> None:
    """What the paper says of itself is shown; what can be read two ways is asked."""
    lead.enters("Policies")
    lead.follows("Add a policy")
    lead.follows("Bring in one you have")
    lead.main.get_by_label("Choose the file").set_input_files(paper.file)
    lead.presses("Read it")
    lead.is_at("Check what was read")
    expect(lead.main.get_by_label("Title").first).to_have_value(paper.title)
    lead.sees("To be answered", "can be read in more than one way")

    lead.chooses("We use it today", to="Where does it stand?")
    lead.picks("Naledi Moyo", to="Who owns it?")
    lead.presses("Take it in")
    lead.sees("There is a problem")
    lead.chooses(re.compile(re.escape(paper.means)))
    answer_the_questions_about_dates(lead)
    lead.presses("Take it in")

    lead.is_at(paper.title)
    lead.sees("What is still missing stands beside the text.", paper.words)
    lead.sees(paper.adopted, paper.reviewed, paper.signed_by, paper.signed_on, paper.next_review)


def answer_the_questions_about_dates(lead: Someone) -> None:
    """Every date that can be read two ways is a month: the paper never wrote a day without its year."""
    for question in lead.main.get_by_role("group", name=re.compile("^What does “")).all():
        question.get_by_role("radio").first.check()


def be_reminded_of_its_review(chair: Someone, lead: Someone, paper: Paper) -> None:
    """The beat says "look", the worker looks, and the owner and the chair find it in their mail."""
    digest = text_of(lead.mail(f"{CHARITY}: "))
    assert f"Review of “{paper.title}”" in digest
    assert f"It was to be reviewed by {paper.next_review}." in digest
    assert f"Review of “{paper.title}”" in text_of(chair.mail(f"{CHARITY}: "))
    lead.goes_to("/")
    lead.sees("What you have to do", f"Review of “{paper.title}”", " late", "Reminders are running: Last looked:")


# --- 3. A new version ------------------------------------------------------------------------------------------------


def write_a_new_version(lead: Someone, paper: Paper) -> None:
    """In the editor that the browser shows, kept while it is written."""
    lead.enters("Policies")
    lead.follows(paper.title)
    lead.presses("Write a new version")
    box = lead.main.get_by_role("textbox", name="Text")
    box.press("Control+End")
    box.press("Enter")
    box.press_sequentially("Two trustees look through the accounts of the charity every quarter.")
    expect(lead.main.get_by_text(re.compile(r"Saved at \d"))).to_be_visible(timeout=PATIENCE)
    lead.types("Trustees look through the accounts.", into="What changed, in a sentence or two")
    lead.presses("Save")
    lead.sees("Saved.", "Two trustees look through the accounts of the charity every quarter.")
    lead.follows("Put it before the trustees")
    lead.sees("Beatrix Quill", "Joseph Lamb", "Harriet Osgood", "What changed")
    lead.presses("Put it before the trustees")
    lead.sees("The text is before the trustees.")


def comment_and_approve(lead: Someone, trustees: list[Someone], paper: Paper) -> None:
    first, second = trustees
    first.goes_to("/")
    first.follows(f"Decide on “{paper.title}”")
    first.follows("Comment on a clause")
    first.types("Who keeps the list of what they saw?", into="Your comment")
    first.presses("Add the comment")
    first.sees("Who keeps the list of what they saw?", "One comment is open.")
    lead.goes_to("/")
    lead.enters("Policies")
    lead.follows(paper.title)
    lead.follows("Go to it")
    lead.follows("Comment on clauses")
    lead.sees("Who keeps the list of what they saw?")
    lead.follows(re.compile("^Settle"))
    lead.types("The clerk, with the minutes.", into="Answer")
    lead.presses(re.compile("Settle"))
    lead.sees("Settled by Naledi Moyo: The clerk, with the minutes.")

    for trustee, answer in ((first, "Your decision is recorded."), (second, "The trustees have approved the text.")):
        trustee.goes_to("/")
        trustee.follows(f"Decide on “{paper.title}”")
        trustee.sees("What changed", "Two trustees look through the accounts of the charity every quarter.")
        trustee.chooses("Approve", to="What do you decide?")
        trustee.types("November, item 3", into="Minute reference")
        trustee.presses("Record my decision")
        trustee.sees(answer)


def sign_off(chair: Someone, paper: Paper) -> None:
    chair.goes_to("/")
    chair.follows(f"Sign “{paper.title}” off")
    chair.is_at("Waiting for your signature")
    chair.follows(paper.title)
    chair.follows("Sign it off")
    chair.sees("Beatrix Quill", "minute: November, item 3", "What changed")
    chair.chooses("I have read the text, or what changed in it")
    chair.types("Harriet Osgood", into="Type your full name")
    chair.presses("Sign it off")
    chair.is_at(paper.title)
    chair.sees(f"{paper.title} is in force.", "Harriet Osgood", "Chair of trustees")


# --- 4. People sign ---------------------------------------------------------------------------------------------------

AGREEMENT = "Volunteer agreement on social media"


def design_the_agreement(coordinator: Someone, paper: Paper) -> None:
    """The whole policy, with the clause on chats named, for a year at a time."""
    coordinator.enters("Agreements")
    coordinator.follows("New agreement")
    coordinator.types(AGREEMENT, into="What is it called?")
    coordinator.chooses("Volunteer", to="Who must sign?")
    coordinator.chooses("Adults, and people whose age is not known", to="How old are the people who sign it?")
    coordinator.types("12", into="After how many months is it signed again?")
    coordinator.presses("Go on to the documents")
    coordinator.picks(paper.title, to="Add a document")
    coordinator.presses("Add this document")
    coordinator.chooses("The whole document", to="How much of it do people sign?")
    clauses = coordinator.main.get_by_role("group", name="Clauses")
    clauses.get_by_label(re.compile("use of 'What's App'")).first.check()
    coordinator.presses("Save")
    coordinator.sees("one clause named")
    coordinator.follows("Done")
    coordinator.follows("Open it")
    coordinator.presses("Open it")
    coordinator.is_at(AGREEMENT)


def ask_the_volunteers(coordinator: Someone) -> None:
    coordinator.follows("Ask the 2 who have not been asked")
    coordinator.sees("Vida Marsh", "Sam Pike", "Nothing has been sent yet.")
    coordinator.presses("Ask them now")
    coordinator.sees("2 people get an e-mail.")


def sign_on_a_telephone(town: Town, paper: Paper) -> None:
    """Without an account: a link from a mail, the text, a name, and the receipt by mail."""
    volunteer = town.someone("Vida Marsh", width=TELEPHONE)
    volunteer.opens_the_link_mailed(f"Please read and sign: {AGREEMENT}")
    volunteer.is_at("Are you Vida Marsh?")
    volunteer.sees("Nothing is signed by opening it.")
    volunteer.presses("Yes, that is me")
    volunteer.is_at(AGREEMENT)
    volunteer.sees(paper.words, "Two trustees look through the accounts", "In particular, you agree to these clauses")
    volunteer.presses("I agree and sign")
    volunteer.sees("There is a problem", "Type your full name to sign.")
    volunteer.chooses("I have read the whole text and I understand it.")
    volunteer.types("Vida Marsh", into="Your full name")
    volunteer.presses("I agree and sign")
    volunteer.is_at("You have signed")

    mail = volunteer.mail(f"Your receipt: {AGREEMENT}")
    assert "SHA-256 " in text_of(mail)
    _name, receipt = attached(mail)
    assert printed(receipt, "Vida Marsh", paper.title, "Two trustees look through the accounts")


def decline_with_a_reason(town: Town, coordinator: Someone) -> None:
    second = town.someone("Sam Pike", width=TELEPHONE)
    second.opens_the_link_mailed(f"Please read and sign: {AGREEMENT}")
    second.presses("Yes, that is me")
    second.follows("I do not agree with something, or I would like paper")
    second.chooses("I do not sign", to="What would you like to do?")
    second.types("My telephone is my own.", into="What is it about?")
    second.presses("Send my answer")
    second.is_at("Your answer has arrived")

    coordinator.opens_the_link_mailed(f"An answer to look at: {AGREEMENT}")
    coordinator.sees("Sam Pike", "My telephone is my own.")
    coordinator.enters("Agreements")
    coordinator.follows(AGREEMENT)
    coordinator.sees("Signed", "Declined")


# --- 5. A pack that can be verified -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pack:
    code: str
    content: bytes


def make_a_pack(chair: Someone, paper: Paper) -> Pack:
    """The worker makes it while the page tells how far it is."""
    chair.enters("Reports")
    chair.page.get_by_role("navigation", name="Reports").get_by_role("link", name="Packs").click()
    chair.follows("Make a pack")
    chair.types("Policies of Lantern Bridge", into="Title on the cover")
    chair.types("Our insurer", into="Who is it for?")
    chair.chooses("Add the list of those who have signed")
    chair.presses("Go on")
    chair.is_at("Check your answers")
    chair.sees(paper.title, "Our insurer", "Listed at the end")
    chair.presses("Make the pack")
    chair.is_at("Policies of Lantern Bridge")
    fetch = chair.main.get_by_role("link", name="Fetch the PDF")
    expect(fetch).to_be_visible(timeout=PATIENCE)
    with chair.page.expect_download() as download:
        fetch.click()
    content = download.value.path().read_bytes()
    code = chair.main.locator("dd .code").first.inner_text()
    assert printed(
        content, "Policies of Lantern Bridge", "Our insurer", paper.title, "Harriet Osgood", "Vida Marsh", code
    )
    return Pack(code, content)


def printed(pdf: bytes, *words: str) -> str:
    """The text of a PDF, with these words in it."""
    pages = [page.extract_text().replace("\0", "") for page in PdfReader(BytesIO(pdf)).pages]
    text = " ".join(" ".join(pages).split())
    missing = [sentence for sentence in words if sentence not in text]
    assert not missing, f"{missing} cannot be found in: {text}"
    return text


def verify(town: Town, pack: Pack, paper: Paper) -> None:
    """Anybody who holds it can ask, by its code or with the file; one changed byte is found."""
    insurer = town.someone("Ines Fell")
    ask_about(insurer, code=pack.code)
    insurer.is_at("This is genuine")
    insurer.sees("It is as it was made, and nothing has changed since.", f"{paper.title}, version 2")
    ask_about(insurer, file=pack.content)
    insurer.is_at("This is genuine")
    middle = len(pack.content) // 2
    forged = pack.content[:middle] + bytes([pack.content[middle] ^ 1]) + pack.content[middle + 1 :]
    ask_about(insurer, file=forged)
    insurer.is_at("We do not know this")
    ask_about(insurer, code=pack.code, file=forged)
    insurer.is_at("The file has been changed")


def ask_about(somebody: Someone, *, code: str = "", file: bytes = b"") -> None:
    somebody.goes_to("/verify/")
    somebody.types(code, into="The code on the paper")
    if file:
        upload = {"name": "pack.pdf", "mimeType": "application/pdf", "buffer": file}
        somebody.main.get_by_label("Or the file").set_input_files(upload)
    somebody.presses("Check it")


def sign_a_newer_version_off(chair: Someone, lead: Someone, trustees: list[Someone], paper: Paper) -> None:
    """Quicker than the first time: the chair enters what the meeting decided, and signs what waits with one name."""
    lead.enters("Policies")
    lead.follows(paper.title)
    lead.presses("Write a new version")
    box = lead.main.get_by_role("textbox", name="Text")
    box.press("Control+End")
    box.press_sequentially(" The treasurer looks as well.")
    lead.types("The treasurer looks at the accounts too.", into="What changed, in a sentence or two")
    lead.presses("Save")
    lead.follows("Put it before the trustees")
    lead.presses("Put it before the trustees")

    chair.enters("Policies")
    chair.follows(paper.title)
    chair.follows("Go to it")
    chair.follows("Enter what a meeting decided")
    for trustee in trustees:
        chair.chooses(trustee.name, to="Who approved it at the meeting?")
    chair.types("December, item 1", into="Minute reference")
    chair.types(timezone.localdate().isoformat(), into="Day of the meeting")
    chair.presses("Record the approvals")
    chair.enters("Policies")
    chair.follows("See what changed and sign")
    chair.chooses(f"I have read “{paper.title}” and sign it")
    chair.types("Harriet Osgood", into="Type your full name")
    chair.presses("Sign what is ticked")
    chair.sees(f"1 text is in force: {paper.title}.")


def find_the_pack_superseded(town: Town, chair: Someone, pack: Pack, paper: Paper) -> None:
    insurer = town.someone("Ines Fell")
    ask_about(insurer, code=pack.code)
    insurer.is_at("This is genuine")
    insurer.sees("Something has changed since it was made", "What has changed since", paper.title)
    chair.enters("Reports")
    chair.page.get_by_role("navigation", name="Reports").get_by_role("link", name="Out of date on paper").click()
    chair.sees("Policies of Lantern Bridge", "Our insurer")
