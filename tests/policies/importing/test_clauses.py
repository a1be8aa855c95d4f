"""Clauses: how a text is cut, what they are called, and how their names survive edits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.importing.carrying import carry_anchors, renumbered
from policies.importing.clauses import anchored, split
from policies.importing.parsed import Kind
from policies.importing.sanitising import sanitise


def anchors(html: str) -> list[str]:
    return [clause.anchor for clause in split(html)]


def html_of(*blocks: str) -> str:
    return "".join(f"<p>{block}</p>" if not block.startswith("<") else block for block in blocks)


# --- Cutting -------------------------------------------------------------------------------------------------------


@pytest.mark.clause("WR-59")
@pytest.mark.parametrize(
    ("number", "anchor"),
    [("4.7", "4-7"), ("6.2.", "6-2"), ("6.", "6"), ("6.0", "6"), ("12)", "12"), ("1.2.3", "1-2-3")],
)
def test_a_number_is_the_anchor_however_it_is_written(number: str, anchor: str) -> None:
    (clause,) = split(f"<h2>{number} Phones</h2>")

    assert (clause.number, clause.anchor, clause.heading) == (number, anchor, "Phones")


def test_what_stands_below_a_numbered_clause_belongs_to_it() -> None:
    html = html_of("<h2>1. Boats</h2>", "1.1 Bring:", "<ul><li>oars</li><li>ropes</li></ul>", "1.2 Be early.")

    first = split(html)[1]

    assert anchors(html) == ["1", "1-1", "1-2"]
    assert first.html == "<p>1.1 Bring:</p><ul><li>oars</li><li>ropes</li></ul>"
    assert first.parent == "1"


def test_below_a_heading_without_numbers_each_paragraph_and_bullet_is_a_clause() -> None:
    html = html_of(
        "<h2>On the water</h2>", "Bring:", "<ul><li>oars<ul><li>two</li></ul></li><li>ropes</li></ul>", "Go."
    )

    clauses = split(html)

    assert [(clause.anchor, clause.text, clause.lead_in) for clause in clauses] == [
        ("on-the-water", "On the water", ""),
        ("on-the-water-p1", "Bring:", ""),
        ("on-the-water-p2", "oars two", "Bring:"),
        ("on-the-water-p3", "ropes", "Bring:"),
        ("on-the-water-p4", "Go.", ""),
    ]
    assert clauses[2].html == "<ul><li>oars<ul><li>two</li></ul></li></ul>"


def test_numbered_items_keep_their_own_numbers() -> None:
    assert anchors('<h2>Rules</h2><ol start="3"><li>a</li><li>b</li></ol>') == ["rules", "rules-n3", "rules-n4"]


def test_the_same_heading_twice_has_two_anchors() -> None:
    assert anchors("<h2>Aims</h2><h2>Aims</h2>") == ["aims", "aims-2"]


def test_a_heading_in_any_script_has_an_anchor() -> None:
    assert anchors("<h2>Zasady łodzi</h2><h2>规则</h2>") == ["zasady-odzi", "part-2"]


def test_a_heading_of_six_hundred_characters_has_a_short_anchor() -> None:
    (clause,) = split(f"<h2>{'Boats ' * 100}</h2>")

    assert clause.anchor == "boats-boats-boats-boats-boats-boats"


def test_an_appendix_keeps_its_numbers_apart_from_the_policy() -> None:
    html = "<h2>1. Boats</h2><h2>Appendix 1 Ropes</h2><h3>1. Hemp</h3><p>Strong.</p>"

    assert anchors(html) == ["1", "appendix-1", "appendix-1-1", "appendix-1-1-p1"]
    assert [clause.kind for clause in split(html)] == [Kind.SECTION, *[Kind.APPENDIX] * 3]


@pytest.mark.clause("RW-30")
def test_each_clause_of_an_amendment_has_its_date_and_the_next_section_has_none() -> None:
    html = "<h2>Amended May 2021 – ropes</h2><p>Use two.</p><h2>Oars</h2><p>Use four. [Added June 2022]</p>"

    origins = [(clause.kind, clause.origin and clause.origin.iso) for clause in split(html)]

    assert origins == [
        (Kind.AMENDMENT, "2021-05"),
        (Kind.AMENDMENT, "2021-05"),
        (Kind.SECTION, None),
        (Kind.CLAUSE, "2022-06"),
    ]


def test_a_year_or_a_measure_at_the_start_of_a_sentence_is_no_number() -> None:
    assert anchors("<h2>2. Boats</h2><p>1.5 metres of water is enough.</p><p>2020 was dry.</p>") == [
        "2",
        "2-p1",
        "2-p2",
    ]


def test_the_text_with_anchors_has_one_id_for_each_clause() -> None:
    html = "<h2>1. Boats</h2><p>1.1 Row.</p><ul><li>slowly</li></ul><h2>Aims</h2><ul><li>a</li></ul>"

    assert anchored(html) == (
        '<h2 id="clause-1">1. Boats</h2><p id="clause-1-1">1.1 Row.</p><ul><li>slowly</li></ul>'
        '<h2 id="clause-aims">Aims</h2><ul><li id="clause-aims-p1">a</li></ul>'
    )


TABLE = "<table><tbody><tr><td>x</td><td>y</td></tr></tbody></table>"
BLOCKS = st.lists(
    st.sampled_from(
        [
            *(
                "<h2>1. One</h2>",
                "<h2>Two</h2>",
                "<h3>2.1 Three</h3>",
                "<h2>Appendix A</h2>",
                "<h2>Amended May 2021</h2>",
            ),
            *("<p>1.1 Four</p>", "<p>Five:</p>", "<p>7. Six</p>", "<ul><li>a</li><li>b</li></ul>", TABLE),
            *("<ol><li>a</li></ol>", "<blockquote><p>q</p></blockquote>"),
        ]
    ),
    max_size=14,
).map("".join)


@given(BLOCKS)
def test_no_text_is_lost_or_named_twice(html: str) -> None:
    clean = sanitise(html)
    clauses = split(clean)

    words = " ".join(clause.text for clause in clauses)

    assert len({clause.anchor for clause in clauses}) == len(clauses)
    assert words.split() == [
        word for clause in split(sanitise("".join(c.html for c in clauses))) for word in clause.text.split()
    ]
    assert anchored(clean).count(' id="clause-') == len(clauses)
    assert [clause.anchor for clause in carry_anchors(clauses, clauses)] == [clause.anchor for clause in clauses]


# --- Carrying ------------------------------------------------------------------------------------------------------

BEFORE = html_of(
    "<h2>On the water</h2>",
    "Each child wears a life jacket that fits.",
    "Two grown-ups are in each boat, one of them a swimmer.",
    "<h2>On land</h2>",
    "Ropes are dried before they are put away.",
)


def carried(before: str, after: str) -> list[tuple[str, str]]:
    return [(c.anchor, c.previously) for c in carry_anchors(split(before), split(after))]


def test_a_paragraph_put_in_moves_no_anchor() -> None:
    after = BEFORE.replace("<p>Two", "<p>Nobody stands up in a boat.</p><p>Two")

    assert carried(BEFORE, after) == [
        ("on-the-water", "on-the-water"),
        ("on-the-water-p1", "on-the-water-p1"),
        ("on-the-water-p3", ""),
        ("on-the-water-p2", "on-the-water-p2"),
        ("on-land", "on-land"),
        ("on-land-p1", "on-land-p1"),
    ]


def test_a_paragraph_taken_out_leaves_its_anchor_unused() -> None:
    after = BEFORE.replace("<p>Each child wears a life jacket that fits.</p>", "") + "<p>Boots stay in the shed.</p>"

    assert [anchor for anchor, _previously in carried(BEFORE, after)] == [
        "on-the-water",
        "on-the-water-p2",
        "on-land",
        "on-land-p1",
        "on-land-p2",
    ]


def test_a_heading_that_is_reworded_keeps_its_anchor_and_names_what_is_new_below_it() -> None:
    after = BEFORE.replace("On the water", "When on the water").replace(
        "<h2>On land", "<p>Phones stay ashore.</p><h2>On land"
    )

    assert carried(BEFORE, after)[:4] == [
        ("on-the-water", "on-the-water"),
        ("on-the-water-p1", "on-the-water-p1"),
        ("on-the-water-p2", "on-the-water-p2"),
        ("on-the-water-p3", ""),
    ]


def test_a_paragraph_that_is_edited_or_moved_keeps_its_anchor() -> None:
    after = html_of(
        "<h2>On land</h2>",
        "Ropes are dried in the sun before they are put away.",
        "Each child wears a life jacket that fits.",
        "<h2>On the water</h2>",
        "Two grown-ups are in each boat, one of them a good swimmer.",
    )

    assert [anchor for anchor, _previously in carried(BEFORE, after)] == [
        "on-land",
        "on-land-p1",
        "on-the-water-p1",
        "on-the-water",
        "on-the-water-p2",
    ]


@pytest.mark.clause("WR-59")
def test_a_clause_that_is_renumbered_is_cited_by_its_new_number_and_remembers_the_old() -> None:
    before = html_of("<h2>4. Boats</h2>", "4.1 Each child wears a life jacket.", "4.2 Nobody stands up in a boat.")
    after = before.replace("4.2 Nobody", "4.3 Nobody").replace("<p>4.3", "<p>4.2 Two grown-ups row.</p><p>4.3")

    clauses = carry_anchors(split(before), split(after))

    assert [(c.anchor, c.previously) for c in clauses] == [("4", "4"), ("4-1", "4-1"), ("4-2", ""), ("4-3", "4-2")]
    assert renumbered(clauses) == {"4-2": "4-3"}
