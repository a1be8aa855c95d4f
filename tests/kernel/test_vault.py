"""Sealed bytes open only as they were sealed, where they were sealed, under the key under which they were."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeguard import vault

PLACE = "incidents.case:6f0e"
SOME = settings(max_examples=60, deadline=None)

contents = st.binary(max_size=200)
places = st.text(max_size=60)


@pytest.fixture
def key_file(tmp_path, settings):
    settings.VAULT_KEY_FILE = str(tmp_path / "keys" / "vault.key")
    return tmp_path / "keys" / "vault.key"


def opens_to(sealed: bytes, key: bytes, place: str) -> bytes | None:
    """What it opens to; None where it is refused, which is the only other thing that may happen."""
    try:
        return vault.unseal(sealed, key, place=place)
    except vault.Tampered:
        return None


def unwraps_to(wrapped: bytes, place: str) -> bytes | None:
    try:
        return vault.unwrap(wrapped, place=place)
    except (vault.Tampered, vault.KeyUnknown, vault.Shredded):
        return None


def with_one_bit_changed(content: bytes) -> list[bytes]:
    """Every one of them."""
    found = []
    for bit in range(len(content) * 8):
        changed = bytearray(content)
        changed[bit // 8] ^= 1 << (bit % 8)
        found.append(bytes(changed))
    return found


# Sealed and wrapped --------------------------------------------------------------------------------------------------


@SOME
@given(contents, places)
def test_what_was_sealed_opens_at_its_place(content, place):
    key = vault.new_data_key()

    assert vault.unseal(vault.seal(content, key, place=place), key, place=place) == content


def test_no_single_bit_of_what_is_sealed_can_be_changed():
    key = vault.new_data_key()
    sealed = vault.seal(b"She said she fell down the stairs on Sunday.", key, place=PLACE)

    assert [opens_to(changed, key, PLACE) for changed in with_one_bit_changed(sealed)] == [None] * len(sealed) * 8


def test_no_single_bit_of_a_wrapped_key_can_be_changed():
    wrapped = vault.wrap(vault.new_data_key(), place=PLACE)

    assert [unwraps_to(changed, PLACE) for changed in with_one_bit_changed(wrapped)] == [None] * len(wrapped) * 8


@SOME
@given(contents, st.data())
def test_any_bit_of_anything_sealed(content, data):
    key = vault.new_data_key()
    sealed = bytearray(vault.seal(content, key, place=PLACE))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))

    assert opens_to(bytes(sealed), key, PLACE) is None


@SOME
@given(contents, st.binary(min_size=1, max_size=40), st.data())
def test_what_was_cut_or_extended_does_not_open(content, more, data):
    key = vault.new_data_key()
    sealed, wrapped = vault.seal(content, key, place=PLACE), vault.wrap(key, place=PLACE)
    cut = data.draw(st.integers(0, len(sealed) - 1))
    shorter = data.draw(st.integers(1, len(wrapped) - 1))

    for changed in (sealed[:cut], sealed[cut + 1 :], sealed + more, more + sealed):
        assert opens_to(changed, key, PLACE) is None
    for changed in (wrapped[:shorter], wrapped[shorter:], wrapped + more, more + wrapped):
        assert unwraps_to(changed, PLACE) is None


@SOME
@given(contents, places, places)
def test_what_was_moved_does_not_open(content, place, other):
    key = vault.new_data_key()
    sealed, wrapped = vault.seal(content, key, place=place), vault.wrap(key, place=place)

    assert opens_to(sealed, key, other) == (content if other == place else None)
    assert unwraps_to(wrapped, other) == (key if other == place else None)


@SOME
@given(contents)
def test_another_key_opens_nothing(content):
    assert opens_to(vault.seal(content, vault.new_data_key(), place=PLACE), vault.new_data_key(), PLACE) is None


@SOME
@given(st.binary(max_size=120))
def test_rubbish_does_not_open(rubbish):
    assert opens_to(rubbish, vault.new_data_key(), PLACE) is None
    assert unwraps_to(rubbish, PLACE) is None


@SOME
@given(contents)
def test_the_same_words_are_sealed_differently_each_time(content):
    key = vault.new_data_key()

    assert vault.seal(content, key, place=PLACE) != vault.seal(content, key, place=PLACE)


def test_a_wrapped_key_is_nothing_sealed_and_the_other_way_round():
    key = vault.new_data_key()

    assert opens_to(vault.wrap(key, place=PLACE), key, PLACE) is None
    assert unwraps_to(vault.seal(key, key, place=PLACE), PLACE) is None


def test_a_destroyed_key_says_so():
    with pytest.raises(vault.Shredded):
        vault.unwrap(b"", place=PLACE)


# The key file --------------------------------------------------------------------------------------------------------


def test_the_first_key_makes_the_file_and_nobody_else_reads_it(key_file):
    key_id = vault.add_key()

    assert vault.keyring().current == key_id
    assert (key_file.stat().st_mode & 0o777, key_file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_new_key_wraps_and_the_old_one_still_opens(key_file):
    first = vault.add_key()
    key = vault.new_data_key()
    wrapped = vault.wrap(key, place=PLACE)

    second = vault.add_key()

    assert vault.unwrap(wrapped, place=PLACE) == key
    assert (vault.key_id_of(wrapped), vault.key_id_of(vault.wrap(key, place=PLACE))) == (first, second)


def test_without_the_file_nothing_opens_and_nothing_is_sealed(key_file):
    vault.add_key()
    wrapped = vault.wrap(vault.new_data_key(), place=PLACE)
    key_file.unlink()

    with pytest.raises(vault.KeyFileMissing):
        vault.unwrap(wrapped, place=PLACE)
    with pytest.raises(vault.KeyFileMissing):
        vault.wrap(vault.new_data_key(), place=PLACE)


def test_another_key_file_does_not_know_the_key(key_file):
    vault.add_key()
    wrapped = vault.wrap(vault.new_data_key(), place=PLACE)
    key_file.unlink()
    vault.add_key()

    with pytest.raises(vault.KeyUnknown):
        vault.unwrap(wrapped, place=PLACE)


@pytest.mark.parametrize("content", [b"", b"# only words\n", b"abcdefgh short\n", b"no key at all\n", b"\xff\xfe\x00"])
def test_a_file_that_is_no_key_file_is_like_none(key_file, content):
    key_file.parent.mkdir()
    key_file.write_bytes(content)

    with pytest.raises(vault.KeyFileMissing):
        vault.keyring()


def test_keys_that_nothing_is_under_go_and_the_current_one_stays(key_file):
    first, second, third = vault.add_key(), vault.add_key(), vault.add_key()

    assert vault.drop_keys(keep={first}) == [second]
    assert list(vault.keyring().keys) == [third, first]


def test_two_who_change_the_keys_do_not_meet(key_file):
    vault.add_key()
    key_file.with_name("vault.key.new").write_text("half")

    with pytest.raises(vault.VaultError, match=r"vault\.key\.new"):
        vault.add_key()
