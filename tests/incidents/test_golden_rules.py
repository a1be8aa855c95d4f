"""The rules for sharing by edition, and the grounds by the days on which they count."""

from datetime import date, timedelta

import pytest

from incidents.golden_rules import edition_on, editions, grounds, grounds_for_sharing, in_words


def test_every_edition_has_seven_rules_and_a_source():
    assert [(one.key, len(one.rules), bool(one.source)) for one in editions().values()] == [
        ("2018", 7, True),
        ("2024", 7, True),
    ]


def test_one_edition_ends_on_the_day_before_the_next_begins():
    old, new = editions()["2018"], editions()["2024"]

    assert old.ends == new.starts - timedelta(days=1)
    assert (old.is_superseded, new.is_superseded) == (True, False)


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2017, 1, 1), "2018"),
        (date(2024, 4, 18), "2018"),
        (date(2024, 4, 19), "2024"),
        (date(2026, 11, 21), "2024"),
    ],
)
def test_a_day_has_its_edition(day, key):
    assert edition_on(day).key == key


@pytest.mark.clause("WY-84")
def test_each_edition_says_that_the_law_does_not_stop_sharing():
    for edition in editions().values():
        assert "Data-protection law does not stop you" in edition.always
    assert editions()["2018"].rules[0].title == "The law is a frame, not a wall"


def test_the_identity_of_whoever_could_be_harmed_came_in_with_2024():
    old, new = ([rule.title for rule in one.rules] for one in editions().values())

    assert not [title for title in old if "identity" in title]
    assert [title for title in new if "identity" in title] == ["Guard the identity of whoever could be harmed"]


def test_outside_england_a_note_says_where_the_rules_come_from():
    edition = editions()["2024"]

    assert edition.note_for("england") == ""
    assert "local procedures come first" in edition.note_for("scotland")


@pytest.mark.clause("WY-88")
def test_a_ground_counts_from_its_day():
    ground = grounds_for_sharing()["recognised"]

    assert not ground.holds_on(date(2026, 2, 4))
    assert ground.holds_on(date(2026, 2, 5))


def test_the_list_offers_what_the_regulator_names_and_more_harm_as_a_reason_not_to_share():
    sharing, not_sharing = grounds(shared=True), grounds(shared=False)

    assert set(sharing) == {
        *("legal_obligation", "vital_interests", "recognised", "legitimate"),
        *("public_task", "protocol", "consent"),
    }
    assert not_sharing["detriment"].asks == "detriment"
    assert [one.key for one in sharing.values() if not one.source] == []


def test_a_ground_that_the_software_no_longer_knows_stands_for_itself():
    assert in_words(["vital_interests", "gone"]) == "Somebody's life is in danger; gone"
