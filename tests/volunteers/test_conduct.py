"""The house rules online: each stands on the page and in the printed pack, and is found by the words of a question."""

from io import BytesIO

import pytest
from django.utils.html import escape
from pypdf import PdfReader

from organisations.models import Settings, YesNoRecorded
from volunteers import conduct
from volunteers.services import induction

pytestmark = pytest.mark.usefixtures("scope")

PAGE = "/o/harbour-lights/volunteers/rules/"

# What each rule must say, apart from the file that says it.
SAYS = {
    "RW-39": ("Tell families only what your role needs", "A family needs your first name and what you do with us."),
    "RW-40": ("Keep posts about your volunteering general", "to win other volunteers or donations"),
    "RW-41": ("Nothing personal about a family goes on social media, ever", "on no social media of any kind"),
    "RW-43": ("Families are not contacts on your own accounts", "A child or young person is never added"),
    "IL-47": (
        "Staff do not befriend or follow anybody under 18",
        "send no friend requests to members or volunteers under 18 from a personal account",
    ),
    "IL-49": ("What you show in public is accurate and suitable", "Members may follow you"),
    "BC-12": ("You answer for your own confidentiality", "is your own responsibility"),
    "BC-29": ("Think before you post", "what impression does it make"),
    "BC-38": ("Never give out what shows who or where somebody is", "Personal details are never given out"),
    "BC-42": (
        "Hide the charity's details, and look at requests first",
        "Look at each friend request before you accept",
    ),
    "WR-45": ("Your pictures and posts are suitable", "pictures too, is suitable for somebody who works with children"),
    "WR-47": ("Apps, groups and everything else fit your role", "fit the role that you have with us"),
}


@pytest.fixture(scope="module")
def in_print():
    return {}


def printed(cache) -> str:
    """The words of the pack on one line; made once for all rules, since setting type takes seconds."""
    if "words" not in cache:
        made = induction.render(None, young=False, identifier="rules")
        words = " ".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
        cache["words"] = " ".join(words.split())
    return cache["words"]


@pytest.mark.parametrize(
    ("title", "words"),
    [pytest.param(*says, marks=pytest.mark.clause(clause), id=clause) for clause, says in SAYS.items()],
)
def test_the_rule_stands_on_the_page_and_in_print(signed_in, volunteer, in_print, title, words):
    page = signed_in(volunteer).get(PAGE).content.decode()

    text = printed(in_print)
    assert (str(escape(title)) in page, str(escape(words)) in page) == (True, True)
    assert (title in text, words in text) == (True, True)


def test_every_rule_says_which_clause_it_keeps_and_each_clause_has_one():
    rules = conduct.rules(Settings.current())

    assert sorted(clause for rule in rules for clause in rule.clauses) == sorted(SAYS)
    assert [rule.key for rule in rules if not (rule.asks and rule.answer and rule.words)] == []


@pytest.mark.clause("RW-43")
@pytest.mark.parametrize(
    ("decided", "words"),
    [
        (YesNoRecorded.FORBIDDEN, "A child or young person is never added"),
        (YesNoRecorded.CAREFUL, "only after you have talked to the parents"),
        (YesNoRecorded.DECIDED, "before the safeguarding lead has decided it"),
    ],
)
def test_the_rule_about_children_as_contacts_follows_the_setting(signed_in, volunteer, decided, words):
    Settings.objects.update(children_as_contacts=decided)

    page = signed_in(volunteer).get(PAGE).content.decode()

    every = ("is never added", "only after you have talked to the parents", "safeguarding lead has decided it")
    assert words in page
    assert sum(one in page for one in every) == 1


def test_there_are_words_for_everything_that_can_be_set():
    rule = next(one for one in conduct.rules(Settings.current()) if one.setting)

    assert sorted(rule.by_setting) == sorted(YesNoRecorded.values)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("May I accept a friend request from a young member?", "no-friends-under-18"),
        ("accept friend request", "hide-the-charity"),
        ("can I write about volunteering?", "own-posts-general"),
        ("May I tell my partner at home", "own-confidentiality"),
        ("ADDRESS", "no-details"),
        ("join a group", "apps-and-groups"),
        ("share", "think-first"),
        ("a family's picture on whatsapp", "no-family-online"),
    ],
)
def test_a_question_finds_its_rule(question, first):
    found = conduct.matching(conduct.rules(Settings.current()), question)

    assert found[0].key == first


def test_a_question_leaves_the_other_rules_out(signed_in, volunteer):
    page = signed_in(volunteer).get(PAGE, {"q": "dating"}).content.decode()

    assert ("fit your role" in page, "Think before you post" in page, "Show all rules" in page) == (True, False, True)


def test_a_question_without_a_rule_says_what_to_do(signed_in, volunteer, lead):
    page = signed_in(volunteer).get(PAGE, {"q": "zeppelin"}).content.decode()

    assert ("No rule has these words" in page, "Ask first" in page, "Dana Whitlock" in page) == (True, True, True)


def test_words_that_stand_in_every_question_find_nothing_and_show_all():
    rules = conduct.rules(Settings.current())

    assert conduct.matching(rules, "may I") == rules


@pytest.mark.parametrize("question", ["\x00", "x" * 5000, "<script>", "%s {{ x }}"])
def test_odd_questions_get_an_answer(signed_in, volunteer, question):
    assert signed_in(volunteer).get(PAGE, {"q": question}).status_code == 200


def test_the_rules_are_for_those_who_work_here(signed_in, volunteer, administrator, stranger):
    people = {"volunteer": volunteer, "administrator": administrator, "stranger": stranger}

    answers = {name: signed_in(person).get(PAGE).status_code for name, person in people.items()}

    assert answers == {"volunteer": 200, "administrator": 403, "stranger": 404}
