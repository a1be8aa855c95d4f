"""In the worker: taken once, tried again when it was left lying, closed for ever when it is ready."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.utils import timezone

from reports import tasks
from reports.models import Kind, Pack, PackDocument
from reports.services import asking, building, tidying
from reports.states import Status
from safeguard import pdf
from safeguard.append_only import NeverChanges
from safeguard.scoping import acting_for, is_scoped
from tests.reports.conftest import ask_pack, built, content_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scope")]


@pytest.fixture
def waiting(social_media, chair) -> Pack:
    return ask_pack(social_media.policy, by=chair)


def test_building_twice_makes_one_file(waiting):
    first = building.build(waiting.pk)
    second = building.build(waiting.pk)

    assert (first.status, second) == (Status.READY, None)
    assert len(list(Path(default_storage.path("packs")).iterdir())) == 1


def test_what_is_known_of_a_finished_pack(waiting):
    pack = built(waiting)

    assert pack.pages == pdf.page_count(content_of(pack))
    assert pack.size == default_storage.size(pack.file)
    assert pack.expires_at - pack.made_at == timedelta(days=30)
    assert (len(pack.sha256), len(pack.audit_hash), pack.code.count("-")) == (64, 64, 3)
    assert [len(document.fingerprint) for document in pack.documents.all()] == [64]


def test_the_name_of_the_file_cannot_be_guessed(waiting):
    assert len(Path(built(waiting).file).stem) == 32


def test_a_finished_pack_is_closed_in_python(waiting):
    pack = built(waiting)

    pack.title = "Another title"
    with pytest.raises(NeverChanges):
        pack.save()
    with pytest.raises(NeverChanges):
        Pack.objects.update(code="AAAA-AAAA-AAAA-AAAA")
    with pytest.raises(NeverChanges):
        pack.delete()


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "0" * 64},
        {"pages": 1},
        {"audit_hash": "0" * 64},
        {"made_at": None},
        {"status": "waiting"},
    ],
)
def test_a_finished_pack_is_closed_in_the_database(waiting, change):
    built(waiting)

    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        Pack.objects.update(**change)


def test_the_documents_of_a_finished_pack_are_closed_in_the_database(waiting):
    pack = built(waiting)

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        PackDocument.objects.update(fingerprint="0" * 64)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        PackDocument.objects.create(pack=pack, position=9, title="Slipped in")


def test_a_worker_that_was_killed_leaves_the_pack_to_the_next_one(waiting):
    with time_machine.travel("2026-11-20 10:00Z", tick=False):
        building.take(waiting.pk)
    with time_machine.travel("2026-11-20 10:09Z", tick=False):
        assert tidying.resume(tasks.build, now=timezone.now()) == 0
    with time_machine.travel("2026-11-20 10:11Z", tick=False):
        assert tidying.resume(tasks.build, now=timezone.now()) == 1

    waiting.refresh_from_db()
    assert (waiting.status, waiting.attempts) == (Status.READY, 2)


def test_a_message_that_was_lost_is_sent_again(waiting):
    assert tidying.resume(tasks.build, now=waiting.asked_at + timedelta(minutes=1)) == 0

    assert tidying.resume(tasks.build, now=waiting.asked_at + timedelta(minutes=3)) == 1

    waiting.refresh_from_db()
    assert waiting.status == Status.READY


def test_a_pack_that_kills_every_worker_is_given_up_with_a_reason(waiting):
    for _ in range(3):
        pack = building.take(waiting.pk)
        tidying.put_back(pack)

    assert building.build(waiting.pk) is None

    waiting.refresh_from_db()
    assert (waiting.status, waiting.failure) == (
        Status.FAILED,
        "The worker began several times and never got to the end. Ask for fewer documents at once.",
    )


def test_a_worker_that_comes_back_too_late_changes_nothing(waiting):
    pack = building.take(waiting.pk)
    Pack.objects.filter(pk=pack.pk).update(status=Status.WAITING)
    finished = built(waiting)

    building.Progress(pack)("Setting page 1", done=1, total=9)

    finished.refresh_from_db()
    assert (finished.status, finished.words) == (Status.READY, "")


def test_of_two_workers_with_the_same_pack_the_later_one_makes_it(waiting, monkeypatch):
    """The first was thought to be gone, and comes to its end while the second is at work."""
    late = building.take(waiting.pk)
    composed = building.compose(late, said=building.Progress(late))
    made = building.print_it(late, composed, building.Progress(late))
    tidying.put_back(Pack.objects.get(pk=late.pk))
    second = building.take(waiting.pk)

    assert building.finish(late, composed, made) is None
    assert building.give_up(late, "It took too long.") is None

    second.refresh_from_db()
    assert (second.status, second.attempts, second.file) == (Status.BUILDING, 2, "")


def test_what_the_software_did_not_expect_is_written_down_and_raised(waiting, monkeypatch):
    def broken(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(building, "typeset", broken)

    with pytest.raises(ZeroDivisionError):
        building.build(waiting.pk)

    waiting.refresh_from_db()
    assert waiting.status == Status.FAILED
    assert waiting.failure.startswith("Something went wrong that the software did not expect.")


def test_progress_is_noted_while_the_pages_are_set(waiting, monkeypatch):
    monkeypatch.setattr(building, "OFTEN", 0)
    noted: list[tuple[str, int, int]] = []
    monkeypatch.setattr(
        building.Progress, "__call__", lambda self, words, *, done, total: noted.append((words, done, total))
    )

    building.build(waiting.pk)

    assert [words for words, _done, _total in noted][:2] == ["Reading “Social media”", "Setting page 1"]
    assert noted == sorted(noted, key=lambda note: note[1])
    assert [done <= total for _words, done, total in noted] == [True] * len(noted)


def test_the_task_opens_the_scope_of_its_charity_and_closes_it(charity, waiting):
    tasks.build(charity.pk, waiting.pk)

    assert is_scoped() is True  # the test's own
    with acting_for(charity):
        assert Pack.objects.get().status == Status.READY


def test_files_go_after_thirty_days_and_their_records_stay(social_media, chair):
    with time_machine.travel("2026-10-01 10:00Z"):
        old = built(ask_pack(social_media.policy, by=chair))
    with time_machine.travel("2026-11-20 10:00Z"):
        young = built(ask_pack(social_media.policy, by=chair, title="Young"))
        with_callbacks(tasks.remove_old_files)

    old.refresh_from_db()
    assert (old.status, old.file, len(old.sha256)) == (Status.EXPIRED, "", 64)
    assert [Path(default_storage.path("packs")) / Path(young.file).name] == list(
        Path(default_storage.path("packs")).iterdir()
    )


def with_callbacks(do) -> None:
    from django.test import TestCase

    with TestCase.captureOnCommitCallbacks(execute=True):
        do()


def test_a_pack_of_too_many_documents_is_refused(social_media, chair):
    from reports.choosing import Wanted
    from safeguard.refusals import Refused

    many = [Wanted("Social media", social_media.policy, social_media)] * 201

    with pytest.raises(Refused, match="200 documents at most, and these are 201"):
        asking.ask(by=chair, kind=Kind.PACK, title="Pack", documents=many)


def test_choosing_costs_the_same_for_one_policy_and_for_three(scope, count_queries):
    from reports.choosing import select
    from tests.reports import factories

    policies = [factories.policy_of(f"Policy {n}").policy for n in range(3)]
    for policy in policies:
        factories.companion_of(policy.versions.get(), "Complaints")
    today = factories.day(2026, 11, 20)

    one = count_queries(lambda: select(policies[:1], today=today))
    assert count_queries(lambda: select(policies, today=today)) == one
