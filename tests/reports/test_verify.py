"""Whoever holds a paper asks whether it is genuine, and learns nothing that is not on it."""

from __future__ import annotations

import hashlib

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from audit.models import AuditEvent
from policies.models import PolicyVersion
from reports import verifying
from reports.models import Pack
from reports.uploads import FingerprintHandler
from safeguard.scoping import acting_for
from tests.reports import factories
from tests.reports.conftest import content_of

pytestmark = pytest.mark.django_db
URL = "/verify/"


def by_code(client: Client, code: str) -> str:
    return client.post(URL, {"code": code}).content.decode()


def by_file(client: Client, content: bytes, code: str = "") -> str:
    file = SimpleUploadedFile("pack.pdf", content, content_type="application/pdf")
    return client.post(URL, {"code": code, "file": file}).content.decode()


# Genuine -----------------------------------------------------------------------------------------------------------


def test_a_code_from_paper_tells_what_it_is_of_and_that_nothing_has_changed(client, finished_pack, social_media):
    pack = finished_pack(social_media.policy)

    page = by_code(client, pack.code.lower().replace("-", " "))

    assert "This is genuine" in page
    assert "nothing has changed since" in page
    assert f"Number {pack.number} of Harbour Lights" in page
    assert "Social media, version 1" in page
    assert f"{pack.pages} pages" in page


def test_the_file_itself_is_recognised(client, make_pack, social_media):
    assert "This is genuine" in by_file(client, content_of(make_pack(social_media.policy)))


def test_nobody_is_named(client, finished_pack, social_media, volunteer, charity):
    with acting_for(charity):
        factories.signature_of(volunteer, social_media)
    pack = finished_pack(social_media.policy, with_register=True)

    page = by_code(client, pack.code)

    assert [name for name in ("Margaret", "Hale", "Lindqvist", "Okafor") if name in page] == []


def test_the_address_on_the_square_fills_the_code_in(client):
    page = client.get(URL, {"code": 'K7QD"><script>'}).content.decode()

    assert 'value="K7QD&quot;&gt;&lt;script&gt;"' in page


def test_the_code_still_answers_when_the_file_is_gone(client, finished_pack, social_media, charity):
    from reports.services import tidying

    with time_machine.travel("2026-01-20 10:00Z"):
        pack = finished_pack(social_media.policy)
    with time_machine.travel("2026-11-20 10:00Z"):
        from django.utils import timezone

        tidying.remove_old_files(now=timezone.now())

        assert "This is genuine" in by_code(client, pack.code)


# What has changed since --------------------------------------------------------------------------------------------


def test_what_was_superseded_since_is_told(client, finished_pack, social_media, charity):
    pack = finished_pack(social_media.policy)
    with acting_for(charity):
        factories.supersede(social_media)

    page = by_code(client, pack.code)

    assert ("This is genuine" in page, "Something has changed since it was made" in page) == (True, True)
    assert "Social media, version 1 was replaced by version 2 on" in page


def test_what_was_withdrawn_since_is_told(client, finished_pack, social_media, charity):
    pack = finished_pack(social_media.policy)
    with acting_for(charity):
        factories.withdraw(social_media)

    assert "Social media, version 1 was withdrawn on" in by_code(client, pack.code)


def test_what_was_amended_since_is_told_and_what_was_amended_before_is_not(
    client, finished_pack, social_media, charity, chair
):
    with acting_for(charity):
        factories.amend(social_media, chair, heading="Before")
    pack = finished_pack(social_media.policy)
    with acting_for(charity):
        factories.amend(social_media, chair, heading="Afterwards")

    page = by_code(client, pack.code)

    assert ("was amended: Afterwards" in page, "was amended: Before" in page) == (True, False)


def test_an_amendment_that_ended_since_is_told(client, finished_pack, social_media, charity, chair):
    from django.utils import timezone

    with acting_for(charity):
        amendment = factories.amend(social_media, chair, heading="While the hall is closed")
    pack = finished_pack(social_media.policy)
    with acting_for(charity):
        type(amendment).objects.filter(pk=amendment.pk).update(status="ended", ended_at=timezone.now())

    assert "has ended: While the hall is closed" in by_code(client, pack.code)


# Not genuine -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["K7QD-2M4P-XW3H-9RTC", "AAAA-AAAA-AAAA-AAAA"])
def test_a_code_of_nobody_is_not_known(client, finished_pack, social_media, code):
    finished_pack(social_media.policy)

    assert "We do not know this" in by_code(client, code)


def test_a_pack_that_was_never_finished_answers_like_a_code_of_nobody(client, charity, chair, social_media):
    from reports.models import Kind
    from reports.services import asking

    with acting_for(charity):
        waiting = asking.ask(by=chair, kind=Kind.PLAN, title="Plan")

    known, unknown = by_code(client, waiting.code), by_code(client, "AAAA-AAAA-AAAA-AAAA")

    assert without_code(known, waiting.code) == without_code(unknown, "AAAA-AAAA-AAAA-AAAA")


def without_code(page: str, code: str) -> str:
    """The page but for what was typed and the token that is another one each time."""
    lines = [
        line
        for line in page.replace(code, "").splitlines()
        if "csrfmiddlewaretoken" not in line and "nonce" not in line
    ]
    return "\n".join(lines)


@pytest.mark.parametrize("place", [0, 1000, -1])
def test_a_file_in_which_one_byte_was_changed_is_not_known(client, make_pack, social_media, place):
    content = bytearray(content_of(make_pack(social_media.policy)))
    content[place] ^= 1

    assert "We do not know this" in by_file(client, bytes(content))


def test_a_changed_file_with_a_right_code_is_called_changed(client, finished_pack, social_media):
    pack = finished_pack(social_media.policy)

    page = by_file(client, content_of(pack) + b" ", pack.code)

    assert ("The file has been changed" in page, "This is genuine" in page) == (True, False)


def test_a_file_under_the_code_of_another_pack_is_called_changed(client, finished_pack, social_media, online_safety):
    one, other = finished_pack(social_media.policy), finished_pack(online_safety.policy, title="Other")

    assert "The file has been changed" in by_file(client, content_of(one), other.code)


def test_a_text_that_was_changed_in_the_database_is_told(client, finished_pack, social_media, charity, monkeypatch):
    pack = finished_pack(social_media.policy)
    monkeypatch.setattr(verifying, "fingerprint", lambda version, amendments: "f" * 64)

    page = by_code(client, pack.code)

    assert "This is not as it was made" in page
    assert "The text of “Social media, version 1” is no longer the text that was printed." in page


def test_an_audit_that_lost_its_tail_is_told(client, finished_pack, social_media, charity):
    """As after a restore from an old backup (E-83): the entry whose fingerprint is on the paper is no longer there."""
    pack = finished_pack(social_media.policy)
    with acting_for(charity):
        lost = AuditEvent.objects.get(number=pack.audit_number)
    verdict = verifying.verdict_on(pack)
    pack.audit_hash = "0" * 64
    without = verifying.verdict_on(pack)

    assert (verdict.genuine, without.genuine, lost.hash == "0" * 64) == (True, False, False)
    assert "audit record does not contain the entry" in without.lines[-1]


# Bad input ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter the code that is printed on the paper, or choose the file."),
        ("K7QD", "A code has sixteen letters and figures"),
        ("K7QD-2M4P-XW3H-9RT0", "A code has sixteen letters and figures"),
        ("<script>alert(1)</script>", "A code has sixteen letters and figures"),
        ("x" * 61, "at most 60 characters"),
        ("王小明王小明王小明王小明王小明王", "A code has sixteen letters and figures"),
        ("\x00" * 16, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_a_code_gets_a_sentence(client, typed, sentence):
    answer = client.post(URL, {"code": typed})

    assert (answer.status_code, sentence in answer.content.decode()) == (200, True)


def test_a_file_that_is_too_large_gets_a_sentence_and_is_never_written_down(client, settings, tmp_path):
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "nowhere")  # writing there would fail

    page = by_file(client, b"%PDF" + b"x" * (5 * 1024 * 1024))

    assert "This file is larger than 1.0\xa0MB." in page


def test_an_empty_file_is_not_known(client):
    assert "We do not know this" in by_file(client, b"")


def test_the_fingerprint_is_that_of_the_whole_file():
    handler = FingerprintHandler(largest=10)
    handler.new_file("file", "a.pdf", "application/pdf", 0)
    for chunk in (b"abc", b"def"):
        assert handler.receive_data_chunk(chunk, 0) is None

    seen = handler.file_complete(6)

    assert (seen.sha256, seen.size, seen.is_too_large) == (hashlib.sha256(b"abcdef").hexdigest(), 6, False)


def test_without_its_token_the_form_is_refused():
    client = Client(enforce_csrf_checks=True)

    assert client.post(URL, {"code": "K7QD-2M4P-XW3H-9RTC"}).status_code == 403
    assert client.post(URL, {"file": SimpleUploadedFile("a.pdf", b"x")}).status_code == 403


# Guessing ----------------------------------------------------------------------------------------------------------


def test_after_ten_wrong_codes_one_waits_even_with_a_right_one(client, finished_pack, social_media):
    pack = finished_pack(social_media.policy)
    for _ in range(10):
        assert "We do not know this" in by_code(client, "K7QD-2M4P-XW3H-9RTC")

    answer = client.post(URL, {"code": pack.code})

    assert answer.status_code == 429
    assert "Too many codes were tried from here. Wait ten minutes" in answer.content.decode()
    assert "This is genuine" not in answer.content.decode()


def test_after_ten_minutes_one_may_try_again(client, finished_pack, social_media, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    }  # its clock can be moved
    with time_machine.travel("2026-11-20 10:00Z"):
        pack = finished_pack(social_media.policy)
        for _ in range(10):
            by_code(client, "K7QD-2M4P-XW3H-9RTC")
    with time_machine.travel("2026-11-20 10:12Z"):
        assert "This is genuine" in by_code(client, pack.code)


def test_right_codes_are_not_counted(client, finished_pack, social_media):
    pack = finished_pack(social_media.policy)

    assert ["This is genuine" in by_code(client, pack.code) for _ in range(12)] == [True] * 12


def test_no_scope_is_left_open(client, finished_pack, social_media):
    from safeguard.scoping import is_scoped

    by_code(client, finished_pack(social_media.policy).code)

    assert is_scoped() is False


def test_two_charities_on_one_installation_are_told_apart(client, finished_pack, social_media, other_charity, stranger):
    from reports.choosing import Wanted
    from reports.models import Kind
    from reports.services import asking
    from tests.reports.conftest import built

    mine = finished_pack(social_media.policy)
    with acting_for(other_charity):
        version = factories.policy_of("Farm safety")
        wanted = [Wanted(version.title, version.policy, version)]
        theirs = built(asking.ask(by=stranger, kind=Kind.PACK, title="Theirs", documents=wanted))

    assert ["of Harbour Lights" in by_code(client, mine.code), "of Hill Farm" in by_code(client, theirs.code)] == [
        True,
        True,
    ]


def test_codes_cannot_be_guessed_from_one_another(finished_pack, social_media, charity):
    with acting_for(charity):
        finished_pack(social_media.policy)
        finished_pack(social_media.policy, title="Another")
        one, other = Pack.objects.values_list("code", flat=True)

    assert sum(a == b for a, b in zip(one, other, strict=True)) < 10


def test_a_version_that_was_superseded_before_it_was_printed_is_no_news(client, charity, make_print, social_media):
    with acting_for(charity):
        factories.supersede(social_media)
        old = PolicyVersion.objects.select_related("policy").get(number=1)
        pack = make_print(old)

    assert "nothing has changed since" in by_code(client, pack.code)
