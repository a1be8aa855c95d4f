"""What belongs to the paper and not to the policy goes; what only looks like a heading or a list becomes one."""

import time

import pytest

from policies.importing.analysing import analyse
from policies.importing.outdated import ROWS, outdated_in
from policies.importing.parsed import ParsedPolicy
from policies.importing.readers import read_pasted

PROSE = "We keep everybody dry, and we like it that way."


def policy(text: str) -> ParsedPolicy:
    return analyse(read_pasted(text))


def body(*lines: str) -> str:
    return policy("\n\n".join(("Boat Policy", "Introduction", PROSE, *lines))).body.removeprefix(
        f"<h2>Introduction</h2><p>{PROSE}</p>"
    )


# --- Contents ------------------------------------------------------------------------------------------------------


@pytest.mark.clause("WY-3")
@pytest.mark.parametrize(
    "contents",
    [
        "Contents\n1. Boats\t3\n2. Oars\t4\nAppendix A Ropes\t9",
        "Table of contents\n\nBoats ........ 3\n\nOars ......... 4\n\nAppendix A Ropes .... 9",
        "CONTENTS\n\nBoats\n\nOars\n\nAppendix A Ropes",
        "Boats ........ 3\n\nOars ......... 4\n\nHarbour ...... 5\n\nAppendix A Ropes .... 9",
    ],
    ids=["numbers and tabs", "dots", "words alone", "no heading"],
)
def test_a_list_of_contents_is_kept_as_information_and_leaves_the_text(contents: str) -> None:
    found = policy(
        f"# Boat Policy\n\n{contents}\n\n# Boats\n\n{PROSE}\n\n# Oars\n\nTwo.\n\n# Appendix A Ropes\n\nHemp."
    )

    texts = [entry.text for entry in found.contents if entry.text != "Harbour"]

    assert texts == ["Boats", "Oars", "Appendix A Ropes"]
    assert [clause.anchor for clause in found.clauses] == [
        *("boats", "boats-p1", "oars", "oars-p1", "appendix-a", "appendix-a-p1")
    ]


def test_a_list_of_contents_with_links_from_word_leaves_the_text() -> None:
    found = policy(
        "<h1>Boat Policy</h1><p>Contents</p><p><a href='#_Toc1'>1 Boats 3</a></p><p><a href='#_Toc2'>2 Oars 4</a></p>"
        f"<h2><a name=_Toc1>1 Boats</a></h2><p>{PROSE}</p><h2><a name=_Toc2>2 Oars</a></h2><p>Two.</p>"
    )

    assert [(entry.number, entry.text, entry.page) for entry in found.contents] == [
        ("1", "Boats", "3"),
        ("2", "Oars", "4"),
    ]
    assert found.body == f"<h2>1 Boats</h2><p>{PROSE}</p><h2>2 Oars</h2><p>Two.</p>"
    assert found.links == []


# --- Letterhead ----------------------------------------------------------------------------------------------------


def test_page_numbers_leave_the_text() -> None:
    pages = [f"{PROSE} {word}\n\nPage {n} of 3" for n, word in enumerate(("One.", "Two.", "Three."), start=1)]

    found = policy("Boat Policy\n\n" + "\n\n".join(pages))

    assert found.body == "".join(f"<p>{PROSE} {word}</p>" for word in ("One.", "Two.", "Three."))
    assert found.removed_lines == ("Page 1 of 3", "Page 2 of 3", "Page 3 of 3")


def test_headings_that_return_in_every_section_are_no_letterhead() -> None:
    sections = [f"Procedure\n\n{PROSE} {n} times." for n in range(4)]

    found = policy("Boat Policy\n\nIntroduction\n\nHello.\n\n" + "\n\n".join(sections))

    assert found.removed_lines == ()
    assert [clause.anchor for clause in found.clauses if clause.level == 1] == [
        *("introduction", "procedure", "procedure-2", "procedure-3", "procedure-4")
    ]


def test_a_text_that_repeats_itself_is_kept() -> None:
    found = policy("\n\n".join(["HARBOUR LIGHTS", "Row, row, row your boat."] * 30))

    assert found.removed_lines == ()
    assert found.body.count("Row, row") == 30


# --- Headings and lists --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "html"),
    [
        ("On the water", "<h2>On the water</h2>"),
        ("ON THE WATER", "<h2>ON THE WATER</h2>"),
        ("**On the water**", "<h2>On the water</h2>"),
        ("Volunteer guidance:", "<h2>Volunteer guidance:</h2>"),
        ("Who may row?", "<h2>Who may row?</h2>"),
        ("Checking what is lent", "<h2>Checking what is lent</h2>"),
        ("Presence on Public Pages.", "<h2>Presence on Public Pages.</h2>"),
        ("3. On the water", "<h2>3. On the water</h2>"),
        ("3.0 On the water", "<h2>3.0 On the water</h2>"),
        ("3 ON THE WATER", "<h2>3 ON THE WATER</h2>"),
        ("Row slowly.", "<p>Row slowly.</p>"),
        ("Everybody must row slowly", "<p>Everybody must row slowly</p>"),
        ("row slowly", "<p>row slowly</p>"),
        ("www.example.org", "<p>www.example.org</p>"),
        ("Harbour office: Jo Li", "<p>Harbour office: Jo Li</p>"),
        ("Ring 01632 960000", "<p>Ring 01632 960000</p>"),
    ],
)
def test_a_line_that_stands_alone_is_a_heading_or_it_is_not(line: str, html: str) -> None:
    assert body(line, PROSE) == f"{html}<p>{PROSE}</p>"


def test_where_the_writer_marks_headings_a_short_line_is_none() -> None:
    found = policy(f"# Boat Policy\n\n## Boats\n\n{PROSE}\n\n## Oars\n\nTwo for each\n\n**Ropes**\n\n{PROSE}")

    assert found.body == f"<h2>Boats</h2><p>{PROSE}</p><h2>Oars</h2><p>Two for each</p><h3>Ropes</h3><p>{PROSE}</p>"


def test_levels_have_no_gap_wherever_the_writer_began() -> None:
    found = policy(
        f"# Boat Policy\n\n#### Boats\n\n{PROSE}\n\n## Oars\n\nTwo.\n\n#### Long\n\nOnes.\n\n### Short\n\nOnes."
    )

    assert [tag for tag in ("<h2>Boats", "<h2>Oars", "<h3>Long", "<h3>Short") if tag in found.body] == [
        *("<h2>Boats", "<h2>Oars", "<h3>Long", "<h3>Short")
    ]


def test_short_lines_below_an_announcement_are_a_list() -> None:
    assert body("Three groups have a key:", "Tuesday rowers", "The canoe club", "Wardens", PROSE) == (
        "<p>Three groups have a key:</p><ul><li>Tuesday rowers</li><li>The canoe club</li><li>Wardens</li></ul>"
        f"<p>{PROSE}</p>"
    )


def test_bullets_that_were_typed_are_a_list() -> None:
    found = policy(f"<p>Boat Policy</p><p>{PROSE}</p><p>• oars</p><p>• ropes<br>• whistles</p><p>{PROSE}</p>")

    assert found.body == f"<p>{PROSE}</p><ul><li>oars</li><li>ropes</li><li>whistles</li></ul><p>{PROSE}</p>"


def test_an_outline_of_numbered_lists_is_written_out() -> None:
    found = policy(
        "<h1>Boat Policy</h1><ol><li>On the water<ol><li>Wear a jacket.</li><li>Row slowly.</li></ol></li>"
        "<li>On land<ol><li>Dry the ropes.</li></ol></li></ol>"
    )

    assert found.body == (
        "<h2>1. On the water</h2><p>1.1 Wear a jacket.</p><p>1.2 Row slowly.</p>"
        "<h2>2. On land</h2><p>2.1 Dry the ropes.</p>"
    )


def test_bullets_set_in_without_end_stay_readable() -> None:
    found = policy("Boat Policy\n\n" + "\n".join(" " * n + f"- step {n}" for n in range(400)))

    assert found.body.count("<ul>") == 9
    assert found.body.count("<li>") == 400


# --- Amendments, appendices, links ---------------------------------------------------------------------------------


@pytest.mark.clause("RW-48", "RW-54")
@pytest.mark.parametrize(
    ("heading", "dated", "topic", "platforms", "is_asked"),
    [
        ("Amended guidance for rowers March 2020:", "2020-03", "guidance for rowers", (), False),
        ("Amended November 21 – use of WhatsApp", "2021-11", "use of WhatsApp", ("WhatsApp",), True),
        ("Amendment 2 (3 May 2021): Zoom and Teams", "2021-05-03", "2 Zoom and Teams", ("Zoom",), False),
        ("Amended May 2021", "2021-05", "", (), False),
        ("Addendum, June 2022", "2022-06", "", (), False),
        ("Updated on 1.2.23 for texting", "2023-02-01", "for texting", ("text messages",), False),
    ],
)
def test_a_dated_amendment_has_its_date_and_topic(
    heading: str, dated: str, topic: str, platforms: tuple[str, ...], is_asked: bool
) -> None:
    found = policy(
        f"Boat Policy\n\nIntroduction\n\n{PROSE}\n\n{heading}\n\n- Use two.\n\n- Use more.\n\nOars\n\n{PROSE}"
    )

    (amendment,) = found.amendments
    assert amendment.dated is not None
    assert (amendment.dated.iso, amendment.topic, amendment.platforms) == (dated, topic, platforms)
    assert bool(amendment.question) == is_asked
    assert amendment.html == "<ul><li>Use two.</li><li>Use more.</li></ul>"


@pytest.mark.clause("RW-48", "RW-54")
def test_a_paragraph_can_be_an_amendment_by_itself() -> None:
    found = policy(f"# Boat Policy\n\n# Boats\n\n{PROSE}\n\nAmended May 2021: rowers may use WhatsApp.\n\n{PROSE}")

    assert [(a.anchor, a.dated and a.dated.iso, a.platforms, a.html) for a in found.amendments] == [
        ("boats-p2", "2021-05", ("WhatsApp",), "<p>Amended May 2021: rowers may use WhatsApp.</p>")
    ]
    assert [(str(clause.kind), clause.origin and clause.origin.iso) for clause in found.clauses] == [
        ("section", None),
        ("clause", None),
        ("amendment", "2021-05"),
        ("clause", None),
    ]


@pytest.mark.clause("RW-73")
@pytest.mark.parametrize(
    ("words", "source", "dated", "applicability"),
    [
        ("This was produced by the Sea Board in May 2019 and applies to rowers.", "Sea Board", "2019-05", "rowers"),
        ("Taken from: Sea Board (2018) On ropes.", "Sea Board", "2018", ""),
        ("Source: Sea Board, 3 May 2019", "Sea Board, 3 May 2019", "2019-05-03", ""),
        ("© Sea Board 2017", "Sea Board", "2017", ""),
        ("We wrote this ourselves.", "", None, ""),
    ],
)
def test_an_appendix_says_where_it_comes_from(words: str, source: str, dated: str | None, applicability: str) -> None:
    (appendix,) = policy(f"# Boat Policy\n\n# Boats\n\n{PROSE}\n\n# Appendix B: Ropes\n\n{words}").appendices

    assert (appendix.label, appendix.title, appendix.source) == ("B", "Ropes", source)
    assert (appendix.dated and appendix.dated.iso, appendix.applicability) == (dated, applicability)


def test_links_and_addresses_are_found_where_they_stand() -> None:
    found = policy(
        f"# Boat Policy\n\n# Links\n\n{PROSE}\n\n- [Sea Board](https://sea.example/a?b=1) and [nothing](#)\n\n"
        "- www.harbour.example, https://www.net-aware.org.uk/."
    )

    assert [(link.text, link.address, link.anchor, bool(link.retired)) for link in found.links] == [
        ("Sea Board", "https://sea.example/a?b=1", "links-p2", False),
        ("nothing", "", "links-p2", False),
        ("www.harbour.example", "www.harbour.example", "links-p3", False),
        ("https://www.net-aware.org.uk/", "https://www.net-aware.org.uk/", "links-p3", True),
    ]


@pytest.mark.clause("BC-50")
@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("The Data Protection Act 1988 says so.", ["data-protection-act-year"]),
        ("The Data Protection Act 1998 says so.", ["data-protection-act-old"]),
        ("The Data Protection Act 2018 says so.", []),
        ("The Regulation of Investigatory Powers Act 2000 says so.", ["interception"]),
        ("Ask the Local Safeguarding Children Board (LSCB).", ["safeguarding-board"]),
        ("Thinkuknow and Net Aware have films.", ["net-aware", "thinkuknow"]),
        ("Safeguarding boards are made of wood.", []),
    ],
)
def test_laws_bodies_and_services_that_have_ended_are_flagged(words: str, codes: list[str]) -> None:
    assert [row.code for row in outdated_in(words)] == codes


def test_what_has_no_source_is_only_thought_to_have_ended():
    unconfirmed = [row.code for row in ROWS if not row.source]

    assert unconfirmed == [row.code for row in ROWS if "is thought to" in str(row.sentence)]


# --- Length --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "policies and the Photo Policy adopted on May 2020, e.g. " * 4000,
        "Signed: " + "_" * 200_000 + "x",
        "the policies " * 20_000 + ":\n\n- item\n- item",
        "\n\n".join(["Date: May 20", "Name: ___", "Boats And Oars", "1.1 Row."] * 300),
    ],
    ids=["one endless paragraph", "an endless line to sign on", "an endless announcement", "hundreds of labels"],
)
def test_no_text_takes_for_ever(text: str) -> None:
    began = time.process_time()

    assert policy(f"Boat Policy\n\n{PROSE}\n\n{text}").title == "Boat Policy"
    assert time.process_time() - began < 10
