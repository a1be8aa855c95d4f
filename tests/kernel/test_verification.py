import hashlib

import pytest

from safeguard import verification


def test_a_code_has_four_groups_of_letters_that_cannot_be_mixed_up():
    codes = [verification.new_code() for _ in range(200)]

    assert {len(code) for code in codes} == {19}
    assert set("".join(codes)) - set(verification.ALPHABET) == {"-"}
    assert len(set(codes)) == 200


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("k7qd2m4pxw3h9rtc", "K7QD-2M4P-XW3H-9RTC"),
        (" K7QD 2M4P XW3H 9RTC ", "K7QD-2M4P-XW3H-9RTC"),
        ("K7QD–2M4P–XW3H–9RTC", "K7QD-2M4P-XW3H-9RTC"),
        ("", ""),
        ("<b>", "B"),
    ],
)
def test_a_code_is_read_as_it_was_typed_from_paper(typed, tidy):
    assert verification.tidy(typed) == tidy


def test_a_file_is_read_in_pieces():
    assert verification.sha256_of([b"ab", b"c"]) == hashlib.sha256(b"abc").hexdigest()


@pytest.mark.django_db
def test_a_code_and_a_file_of_nobody_have_no_verdict():
    assert verification.verify("K7QD-2M4P-XW3H-9RTC") is None
    assert verification.verify_file("0" * 64) is None
