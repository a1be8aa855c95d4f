import pytest
import time_machine

from safeguard import throttling

pytestmark = pytest.mark.django_db


def test_as_many_tries_as_the_limit_are_allowed():
    assert [throttling.allow("birth:7", limit=2, seconds=60) for _ in range(4)] == [True, True, False, False]


def test_every_key_has_its_own_tries():
    throttling.allow("birth:7", limit=1, seconds=60)

    assert throttling.allow("birth:8", limit=1, seconds=60) is True


def test_a_success_starts_counting_anew():
    throttling.allow("birth:7", limit=1, seconds=60)

    throttling.forget("birth:7", limit=1)

    assert throttling.allow("birth:7", limit=1, seconds=60) is True


def test_a_try_is_forgotten_after_its_time(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    with time_machine.travel("2026-11-20 10:00:00Z", tick=False):
        throttling.allow("birth:7", limit=1, seconds=60)
    with time_machine.travel("2026-11-20 10:00:59Z", tick=False):
        assert throttling.allow("birth:7", limit=1, seconds=60) is False
    with time_machine.travel("2026-11-20 10:01:01Z", tick=False):
        assert throttling.allow("birth:7", limit=1, seconds=60) is True


def test_many_other_tries_make_none_forgotten():
    guarded = [f"birth:{number}" for number in range(20)]
    for key in guarded:
        throttling.allow(key, limit=1, seconds=600)

    for number in range(600):
        throttling.allow(f"other:{number}", limit=1, seconds=600)

    assert [key for key in guarded if throttling.allow(key, limit=1, seconds=600)] == []
