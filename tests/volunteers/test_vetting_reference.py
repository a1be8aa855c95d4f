"""Law as data: which checks there are in which nation and from when, what runs out, and what is to be confirmed."""

from datetime import date

import pytest

from organisations.nations import Nation
from safeguard.recurrence import add_months
from volunteers.vetting import all_kinds, all_notes, copy_months, is_regulated, kinds, label_of, notes, serving_as

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("nation", "expected"),
    [
        (
            "england",
            [
                "dbs_basic",
                "dbs_standard",
                "dbs_enhanced",
                "dbs_enhanced_children",
                "dbs_enhanced_adults",
                "dbs_enhanced_both",
            ],
        ),
        ("scotland", ["scotland_level_1", "scotland_level_2", "pvg"]),
        ("northern-ireland", ["ani_basic", "ani_standard", "ani_enhanced", "ani_enhanced_barred"]),
    ],
)
def test_each_nation_has_its_own_checks(nation, expected):
    assert [key for key, _label in kinds(nation)] == expected


def test_wales_has_the_checks_of_england():
    assert kinds("wales") == kinds("england")


def test_the_scottish_levels_begin_with_their_act():
    assert [key for key, _label in kinds("scotland", date(2025, 3, 31))] == ["pvg"]
    assert len(kinds("scotland", date(2025, 4, 1))) == 3


def test_only_the_scottish_membership_runs_out_by_law():
    assert [key for key, kind in all_kinds().items() if kind.lapses_years is not None] == ["pvg"]
    pvg = all_kinds()["pvg"]
    assert pvg.lapses_on(date(2026, 3, 31)) is None
    assert pvg.lapses_on(date(2026, 4, 1)) == date(2031, 4, 1)
    assert pvg.lapses_on(date(2028, 2, 29)) == add_months(date(2028, 2, 29), 60)
    assert "To be confirmed" in pvg.checked
    assert pvg.compulsory_from == date(2025, 7, 1)


def test_a_check_contains_the_lesser_ones_and_no_other_nations():
    assert serving_as("dbs_basic") == {key for key, _label in kinds("england")}
    assert serving_as("dbs_enhanced_children") == {"dbs_enhanced_children", "dbs_enhanced_both"}
    assert serving_as("dbs_enhanced_adults") == {"dbs_enhanced_adults", "dbs_enhanced_both"}
    assert serving_as("scotland_level_1") == {"scotland_level_1", "scotland_level_2", "pvg"}


def test_what_a_kind_contains_is_known_and_of_the_same_nation():
    for kind in all_kinds().values():
        assert set(kind.covers) <= set(all_kinds())
        assert all(set(all_kinds()[one].nations) == set(kind.nations) for one in kind.covers)
        assert set(kind.nations) <= set(Nation.values)


def test_everything_has_a_source_and_renewal_is_a_suggestion():
    for one in (*all_kinds().values(), *all_notes().values()):
        assert one.source
    assert {kind.renew_months for kind in all_kinds().values()} == {36}


def test_barred_lists_and_the_membership_are_for_regulated_work():
    regulated = {key for key in all_kinds() if is_regulated(key)}

    assert regulated == {
        "dbs_enhanced_children",
        "dbs_enhanced_adults",
        "dbs_enhanced_both",
        "pvg",
        "ani_enhanced_barred",
    }


def test_the_end_of_the_supervision_exemption_has_no_day_yet():
    note = all_notes()["supervision"]

    assert "To be confirmed" in note.checked
    assert note.key in [one.key for one in notes("england", TODAY)]
    assert note.key not in [one.key for one in notes("scotland", TODAY)]


def test_own_certificates_begin_on_their_day():
    assert "own" not in [one.key for one in notes("england", date(2026, 1, 20))]
    assert "own" in [one.key for one in notes("england", date(2026, 1, 21))]


def test_copies_are_kept_for_six_months_at_most():
    assert copy_months() == 6


def test_a_key_of_another_time_stands_for_itself():
    assert label_of("crb_enhanced") == "crb_enhanced"
    assert serving_as("crb_enhanced") == {"crb_enhanced"}
