"""Names are blacked out however they are written."""

import pytest

from incidents.redacting import Hidden, Redactor, fold, label_of, words_of


def redactor(*names: str, shown=(), phrases=()) -> Redactor:
    return Redactor([Hidden("Person A", names, phrases)], shown)


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("Ruby Quill", "Ruby Quill fell. ruby said so; QUILL too.", "Person A fell. Person A said so; Person A too."),
        ("Ruby Quill", "Ruby’s coat, Ruby's bag, the Quills", "Person A’s coat, Person A’s bag, the Person A"),
        ("Ruby Quill", "Quillers and grubby rubyfruit", "Quillers and grubby rubyfruit"),
        ("Ruby Quill", "ruby_quill2013@example.org", "Person A2013@example.org"),
        ("Ruby Quill", "@rubyquill and Ruby-Quill", "@Person A and Person A"),
        ("Ruby Quill", "Ru\u00adby and Ru\u200bby", "Person A and Person A"),
        ("Łukasz Wójcik", "Lukasz, LUKASZ WÓJCIK and wojcik", "Person A, Person A and Person A"),
        ("Lukasz Wojcik", "Łukasz and Wójcik", "Person A and Person A"),
        ("Zoë", "Zoe, ZOË and Zoe\u0308", "Person A, Person A and Person A"),
        ("Siobhán O'Neill", "O’Neill, ONeill, O'NEILL and Mrs Neill", "Person A, Person A, Person A and Mrs Person A"),
        ("Ellie D'Arcy-Smith", "D’Arcy, Smith, Ellie D'Arcy Smith", "Person A, Person A, Person A"),
        ("Ngũgĩ wa Kamau", "Ngugi; wa; Kamau", "Person A; wa; Person A"),
        ("李小龙", "他叫李小龙。", "他叫Person A。"),
        ("राजेश कुमार", "राजेश ने कुमार से कहा।", "Person A ने Person A से कहा।"),
        ("राज", "राज आया। वह रोज आता है।", "Person A आया। वह [word left out] आता है।"),
        ("குமார்", "அவர் குமார்.", "அவர் Person A."),
        ("Mr Ali", "Mr Brown met Ali", "Mr Brown met Person A"),
        ("", "Nobody", "Nobody"),
    ],
)
def test_every_word_of_a_name_goes(name, text, left):
    assert redactor(name)(text) == left


def test_a_name_of_two_people_says_neither():
    both = Redactor([Hidden("Person A", ["Ruby Quill"]), Hidden("Person B", ["Tom Quill"])])

    assert both("Ruby Quill, Tom Quill, Mrs Quill") == "Person A, Person B, Mrs [name left out]"


def test_a_surname_shared_with_somebody_who_is_shown_goes_too():
    assert redactor("Ruby Quill", shown=["Tom Quill"])("Tom Quill and Ruby") == "Tom [name left out] and Person A"


@pytest.mark.parametrize(
    ("also", "text", "left"),
    [
        ("Rubes", "RUBES and Rube’s and rubes’ coat", "Person A and Rube’s and Person A’ coat"),
        ("rubyq13", "@RubyQ13 wrote; rubyq134 is another", "@Person A wrote; rubyq134 is another"),
        ("the little one", "The  little-one fell. The one little bag", "Person A fell. The one little bag"),
        ("R.Q.", "R Q came, R.Q. went", "Person A came, Person A. went"),
        ("Żabka", "zabka", "Person A"),
        ("R", "R stands", "R stands"),
        ("...", "...", "..."),
    ],
)
def test_another_name_goes_as_a_whole(also, text, left):
    assert Redactor([Hidden("Person A", ["Ada Moss"], also=[also])])(text) == left


def test_another_name_of_two_people_says_neither():
    both = Redactor([Hidden("Person A", ["Ada"], also=["Red"]), Hidden("Person B", ["Tom"], also=["red"])])

    assert both("Red and Ada") == "[name left out] and Person A"
    assert Redactor([Hidden("Person A", ["Ada"], also=["Red"])], ["Red Carter"])("Red") == "[name left out]"


def test_addresses_and_numbers_go_as_a_whole():
    black = redactor("Ruby", phrases=["4 Mill Lane, Seaham", "07700 900 123", "x"])

    assert black("At 4, Mill Lane Seaham; ring 07700900123.") == "At [left out]; ring [left out]."


def test_what_is_left_is_found_unless_the_software_writes_it():
    black = redactor("May Quill")

    assert black.left_in("May and Quill’s") == ["may", "quill’s"]
    assert black.left_in("3 May 2026", but=["May"]) == []


def test_letters_go_beyond_the_alphabet():
    assert [label_of(place) for place in (0, 25, 26)] == ["Person A", "Person Z", "Person AA"]


def test_folding_keeps_the_places():
    folded, places = fold("Straße É")

    assert (folded, places[-1]) == ("strasse e", 8)
    assert words_of("Dr Maria dos Santos") == {"maria", "santos"}
