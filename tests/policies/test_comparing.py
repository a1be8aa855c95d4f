"""Two texts side by side: what a trustee sees, and hears, of the difference."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.comparing import Status, compare, compare_clauses
from policies.importing.carrying import carry_anchors
from policies.importing.clauses import split
from policies.importing.sanitising import sanitise

ADDED = '<span class="visually-hidden">added: </span>'
REMOVED = '<span class="visually-hidden">removed: </span>'


def test_words_put_in_and_taken_out_are_marked_and_spoken() -> None:
    compared = compare("<p>Staff answer within 48 hours.</p>", "<p>Staff and volunteers answer within 24 hours.</p>")

    assert compared.html == (
        f'<p class="change-changed">Staff <ins>{ADDED}and volunteers</ins> answer within '
        f"<del>{REMOVED}48</del> <ins>{ADDED}24</ins> hours.</p>"
    )


def test_the_summary_counts_blocks_of_each_kind() -> None:
    old = "<h2>Aims</h2><p>We keep the boats dry.</p><p>We count the oars twice.</p><p>Whistles hang on the door.</p>"
    new = "<h2>Aims</h2><p>We keep all boats dry.</p><p>We count the oars once.</p><p>Nobody rows alone at night.</p>"

    compared = compare(old, new + "<p>Ropes are hemp, and hemp is dear.</p>")

    assert compared.summary == "2 changed, 2 added, 1 removed"
    assert compared.counts == {
        Status.UNCHANGED: 1,
        Status.CHANGED: 2,
        Status.ADDED: 2,
        Status.REMOVED: 1,
        Status.MOVED: 0,
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("<p>Row.</p>", "<p>Row.</p>"),
        ("<p>Row   slowly.</p>", "<p>Row slowly.</p>"),
        ("<p><b>Row</b> slowly.</p>", "<p>Row slowly.</p>"),
        ("<div>Row slowly.</div>", "<p>Row slowly.</p>"),
    ],
)
def test_the_same_words_are_no_difference(old: str, new: str) -> None:
    compared = compare(old, new)

    assert compared.is_same
    assert compared.summary == "No differences"


def test_another_address_behind_the_same_words_is_a_difference() -> None:
    compared = compare('<p><a href="https://a.example">Here</a></p>', '<p><a href="https://b.example">Here</a></p>')

    assert compared.html == (
        f'<p class="change-changed"><del>{REMOVED}<a href="https://a.example">Here</a></del>'
        f'<ins>{ADDED}<a href="https://b.example">Here</a></ins></p>'
    )


def test_lists_and_tables_stay_lists_and_tables() -> None:
    old = "<ol><li>oars</li><li>ropes<ul><li>hemp</li></ul></li></ol><table><tr><td>Jo</td><td>oars</td></tr></table>"
    new = "<ol><li>oars</li><li>ropes<ul><li>hemp</li><li>wire</li></ul></li></ol>"
    new += "<table><tr><td>Jo</td><td>ropes</td></tr></table>"

    assert compare(old, new).html == (
        '<ol><li value="1">oars</li><li value="2">ropes<ul><li>hemp</li>'
        f'<li class="change-added"><ins>{ADDED}wire</ins></li></ul></li></ol>'
        '<table><tbody><tr class="change-changed"><td>Jo</td>'
        f"<td><del>{REMOVED}oars</del><ins>{ADDED}ropes</ins></td></tr></tbody></table>"
    )


def test_a_block_that_moved_is_said_to_have_moved() -> None:
    stays = "".join(f"<p>Paragraph number {word} stays where it is.</p>" for word in ("one", "two", "three"))
    moved = "<p>Each child wears a life jacket that fits.</p>"

    compared = compare(moved + stays, stays + moved)

    assert compared.summary == "1 moved"
    assert compared.html.startswith(
        '<p class="change-moved"><del><span class="visually-hidden">moved from here: </span>Each child'
    )
    assert compared.html.endswith(
        '<p class="change-moved"><ins><span class="visually-hidden">moved here: </span>'
        "Each child wears a life jacket that fits.</ins></p>"
    )


def test_what_is_compared_cannot_bring_a_script_along() -> None:
    compared = compare(
        "<p onclick=x()>a &lt;b&gt;</p>", "<p>a<script>alert(1)</script> &lt;c&gt; <img src=x onerror=y></p>"
    )

    assert "<script" not in compared.html
    assert "onerror" not in compared.html
    assert "&lt;" in compared.html


def plain(html: str, *, without: str) -> str:
    """The words of a comparison, with only those added or only those removed."""
    html = re.sub(r'<span class="visually-hidden">[^<]*</span>', "", html)
    html = re.sub(rf"(?s)<{without}>.*?</{without}>", "", html)
    return "".join(re.sub(r"<[^>]*>", " ", html).split())


WORDS = st.lists(st.sampled_from(["oars", "ropes", "and", "the", "boat.", "<b>dry</b>", "&amp;", "row,"]), max_size=12)
BLOCKS = st.lists(
    st.tuples(st.sampled_from(["<p>{}</p>", "<ul><li>{}</li></ul>", "<h2>{}</h2>", "<ol><li>{}</li></ol>"]), WORDS),
    max_size=8,
).map(lambda blocks: "".join(shape.format(" ".join(words)) for shape, words in blocks))


@given(BLOCKS, BLOCKS)
def test_without_what_was_added_stands_the_old_text_and_without_what_was_removed_the_new(old: str, new: str) -> None:
    compared = compare(old, new)

    if not compared.counts[Status.MOVED]:
        assert plain(compared.html, without="ins") == plain(sanitise(old), without="ins")
        assert plain(compared.html, without="del") == plain(sanitise(new), without="del")
    assert compared.is_same == (compared.summary == "No differences")


def test_twelve_hundred_blocks_take_about_a_second() -> None:
    words = [f"word{number}" for number in range(300)]
    old = [f"<p>{' '.join(words[(n * 7 + k * k) % 300] for k in range(40))}</p>" for n in range(1200)]
    new = [block.replace("word1", "word one", 1) if n % 3 == 0 else block for n, block in enumerate(old) if n % 50]

    began = time.process_time()
    compared = compare("".join(old), "".join(new))
    page = compared.html

    assert len(page) > 200_000
    assert compared.counts[Status.REMOVED] == 24
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>" + "a " * 20_000 + "</p>", "<p>" + "a b " * 10_000 + "</p>"),
        ("<p>x y z</p>" * 1200, "<p>x y q</p>" * 1200),
        ("", "<p>new</p>" * 1200),
        (
            "".join(f"<p>{n} {n * 7} {n * 13}</p>" for n in range(1200)),
            "".join(f"<p>a{n} b{n}</p>" for n in range(1200)),
        ),
    ],
    ids=["one endless word", "all alike", "nothing before", "nothing in common"],
)
def test_no_pair_of_texts_takes_for_ever(old: str, new: str) -> None:
    began = time.process_time()

    assert compare(old, new).html
    assert time.process_time() - began < 10


# --- Clauses -------------------------------------------------------------------------------------------------------

BEFORE = (
    "<h2>1. Boats</h2><p>1.1 Each child wears a life jacket.</p><p>1.2 Nobody stands up in a boat.</p>"
    "<p>1.3 Whistles hang by the door.</p><h2>2. Land</h2><p>2.1 Ropes are dried before they are put away.</p>"
)


def statuses(before: str, after: str) -> list[tuple[str, str]]:
    old = split(before)
    return [(change.anchor, str(change.status)) for change in compare_clauses(old, carry_anchors(old, split(after)))]


def test_each_clause_is_unchanged_changed_added_or_removed() -> None:
    after = BEFORE.replace("a life jacket", "a life jacket that fits").replace(
        "<p>1.3 Whistles hang by the door.</p>", ""
    )

    assert statuses(BEFORE, after + "<p>2.2 Boots stay in the shed over winter.</p>") == [
        ("1", "unchanged"),
        ("1-1", "changed"),
        ("1-2", "unchanged"),
        ("1-3", "removed"),
        ("2", "unchanged"),
        ("2-1", "unchanged"),
        ("2-2", "added"),
    ]


def test_a_clause_put_in_does_not_make_those_after_it_look_changed() -> None:
    after = BEFORE.replace("1.3 W", "1.4 W").replace("1.2 N", "1.3 N")
    after = after.replace("<p>1.3 N", "<p>1.2 Two grown-ups row each boat.</p><p>1.3 N")

    old = split(BEFORE)
    changes = compare_clauses(old, carry_anchors(old, split(after)))

    assert [(c.anchor, str(c.status), c.is_renumbered) for c in changes] == [
        ("1", "unchanged", False),
        ("1-1", "unchanged", False),
        ("1-2", "added", False),
        ("1-3", "unchanged", True),
        ("1-4", "unchanged", True),
        ("2", "unchanged", False),
        ("2-1", "unchanged", False),
    ]


def test_a_clause_that_moved_is_said_to_have_moved() -> None:
    before = "<h2>Aims</h2><p>We keep the boats dry.</p><p>We count the oars twice.</p><p>Nobody rows alone.</p>"
    after = "<h2>Aims</h2><p>Nobody rows alone.</p><p>We keep the boats dry.</p><p>We count the oars twice.</p>"

    assert statuses(before, after) == [
        ("aims", "unchanged"),
        ("aims-p3", "moved"),
        ("aims-p1", "unchanged"),
        ("aims-p2", "unchanged"),
    ]


def test_the_words_of_one_clause_are_compared() -> None:
    old, new = split("<p>Row slowly in the harbour.</p>"), split("<p>Row slowly in any harbour.</p>")

    (change,) = compare_clauses(old, new)

    assert change.comparison.html == (
        f'<p class="change-changed">Row slowly in <del>{REMOVED}the</del> <ins>{ADDED}any</ins> harbour.</p>'
    )
