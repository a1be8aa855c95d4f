"""What is no name is left alone in a copy, and what leads to somebody goes in every shape."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.everyday import ALSO_NAMES, NO_NAMES
from incidents.examples import cases
from incidents.models import Case, Part, PrintKind
from incidents.redacting import Hidden, Redactor, phrases_in
from incidents.services import prints
from tests.incidents.factories import enter, make_case, write
from tests.incidents.test_prints import hidden, read, words

ON_A_GAME = "Finn_17 (a name on a game)"
EVIDENCE = "There is a chat on the phone. He knows my name from the game, he will say it on Sunday."


def black(*names, shown=(), phrases=()):
    return Redactor([Hidden("Person C", names, phrases)], shown)


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        (ON_A_GAME, EVIDENCE, EVIDENCE),
        (ON_A_GAME, "Finn_17’s chat, FINN_17, finn17; Finn", "Person C’s chat, Person C, Person C; [word left out]"),
        (
            "Will Young",
            "Will Young will. Mr Young, the young one",
            "Person C [word left out]. Mr Person C, the [word left out] one",
        ),
        (
            "Jo Post",
            "The post came. Jo Post came. Mrs Post and Jo",
            "The post came. Person C came. Mrs Person C and Person C",
        ),
        ("A boy from the club", "A boy from the club fell.", "A boy from the club fell."),
        ("Unknown man", "An unknown man", "An unknown man"),
        ("the boy called ruby", "Ruby is a boy", "[word left out] is a boy"),
        ("Katherine (Kate) Quill", "Kate and Katherine Quill", "[word left out] and Person C"),
        ("(the (big) one) Ruby Quill", "Ruby, the big one", "Person C, the big one"),
        ("(Ruby Quill)", "ruby", "Person C"),
        ("Ruby Quill (goes by rubes)", "rubes goes", "[word left out] goes"),
        ("A friend, Ruby Quill, of the family", "Ruby Quill is a friend", "Person C is a friend"),
        ("dark_wolf99", "Dark wolf 99, a dark wolf", "Person C, a dark wolf"),
        ("ruby@example.org", "From ruby@example.org to the org", "From Person C to the org"),
        ("Tom, Year 7, 2nd of three", "Tom is in Year 7, 2nd.", "Person C is in Year 7, 2nd."),
    ],
)
def test_what_is_no_name_is_left_alone(name, text, left):
    assert black(name)(text) == left


@given(st.lists(st.sampled_from(sorted(NO_NAMES - ALSO_NAMES)), min_size=1, max_size=8))
def test_no_description_puts_a_person_in_the_place_of_a_word(described):
    """Whatever stands in the brackets, an account in everyday words comes out word for word."""
    said = " ".join(described)

    assert black(f"Finn_17 ({said})")(said) == said
    assert black(f"Finn_17 ({said})")(f"{EVIDENCE} Finn_17.") == f"{EVIDENCE} Person C."
    assert "Person" not in black(said)(EVIDENCE)


@given(st.sampled_from(sorted(ALSO_NAMES - NO_NAMES)), st.sampled_from(["Okafor", "Lindqvist"]))
def test_a_name_that_is_a_word_goes_and_is_never_a_person(first, last):
    redactor = black(f"{first.title()} {last}")

    assert redactor(f"She said {first} there.") == "She said [word left out] there."
    assert redactor(f"{first} {last}") == "Person C"
    assert redactor.left_in(redactor(f"{first.upper()}, {first}s and {last}")) == []


def test_what_the_software_writes_is_found_as_it_stands():
    both = Redactor([Hidden("Person C", ["Ada"], also=["the school"])])

    assert both.left_in("Tell the school.", but=["Tell the school."]) == []
    assert both.left_in("the school", but=["school", "the"]) == ["the school"]


# Addresses and numbers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ("12 Wynd Lane, Seahaven", "12 wynd lane"),
        ("12 Wynd Lane, Seahaven", "on Wynd Lane"),
        ("12 Wynd Lane, Seahaven", "12, Wynd Lane Seahaven"),
        ("Flat 3, 12 Wynd Lane\nSeahaven SR7 7AB", "sr77ab"),
        ("07700 900123", "+44 7700 900123"),
        ("07700 900123", "0044 (0)7700-900-123"),
        ("07700 900123", "(07700) 900 123"),
        ("+44 (0)7700 900123", "07700900123"),
        ("0044 7700 900123", "7700 900123"),
        ("Mum: 07700 900123, evenings", "447700900123"),
        ("ring 0191 498 0123 or write to Mum@Example.org", "mum@example.org"),
        ("ring 0191 498 0123 or write to Mum@Example.org", "+441914980123"),
    ],
)
def test_what_leads_to_somebody_goes_in_every_shape(known, said):
    left = black("Ada", phrases=phrases_in(known))(f"She said {said} then.")

    assert left in ("She said [left out] then.", "She said on [left out] then.", "She said [left out] [left out] then.")


def test_a_number_or_a_place_of_others_is_left_alone():
    phrases = [*phrases_in("12 Wynd Lane, Seahaven, 07700 900123; the school office"), *phrases_in("By phone")]
    text = (
        "By phone: at 12 we went to the lane in Seahaven. 07700 900124 and 2 Wynd are others’. The school office knows."
    )

    assert black("Ada", phrases=phrases)(text) == text


# In a copy ------------------------------------------------------------------------------------------------------------


def test_the_example_is_whole_when_everybody_is_hidden(scope, lead):
    """Nobody who reads it is told that a person stood where a word did."""
    cases._handled({"lead": lead, "line_manager": lead})
    [case] = Case.objects.all()
    assert ON_A_GAME in {one.words["name"] for one in case.parties.all()}
    copy = prints.ask(case, by=lead, kind=PrintKind.CHRONOLOGY, hide=hidden(*case.parties.all()))
    prints.make(copy.pk)
    copy.refresh_from_db()

    said = words(read(prints.take(copy, by=lead)[1]))

    assert [step.text for step in case.steps.all() if words(step.text) not in said] == []
    assert "the name that was used, the game, and that there is a chat on the phone" in said.lower()
    assert ("Finn" in said, "_17" in said, "Tillmouth" in said) == (False, False, False)


def test_an_address_and_a_number_go_from_what_was_written(scope, lead):
    case = make_case("Hurt", what="She lives at 12 wynd lane and rang from +44 7700 900123.")
    ruby = enter(case, "Ruby Quill", words={"address": "12 Wynd Lane, Seahaven", "contact": "07700 900123"})
    write(case, "Fetched from Wynd Lane; 0044 7700 900 123 does not answer.", by=lead)
    tom = enter(case, "Tom Carter", Part.WITNESS)
    copy = prints.ask(case, by=lead, kind=PrintKind.CHRONOLOGY, hide=hidden(ruby, tom))
    prints.make(copy.pk)
    copy.refresh_from_db()

    said = words(read(prints.take(copy, by=lead)[1])).casefold()

    assert [one for one in ("wynd", "900123", "900 123") if one in said] == []
