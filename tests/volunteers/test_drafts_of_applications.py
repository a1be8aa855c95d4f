"""An application that is not sent yet: its code opens it, and it is deleted when its time is over."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from safeguard.scoping import acting_for
from tests.volunteers import factories
from tests.volunteers.test_applying import ANSWERS, page, send, text
from volunteers import tasks
from volunteers.models import Application, ApplicationDraft
from volunteers.services import drafts, settings

pytestmark = pytest.mark.django_db
CODE = re.compile(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}")


@pytest.fixture
def position(scope):
    return factories.position("Boat club helper")


def saved(client, position, **changes) -> str:
    answer = send(client, position, go="save", at="why", **changes)
    return CODE.search(text(answer)).group()


def back(client, position, code: str):
    return client.post(page("apply-back", position), {"code": code})


def test_what_was_saved_comes_back_with_its_code_whole(client, position):
    code = saved(client, position, date_of_birth="")

    answer = back(client, position, code.lower().replace("-", " "))

    assert "What you saved is back." in text(answer)
    content = unescape(answer.content.decode())
    for name, value in ANSWERS.items():
        if name != "date_of_birth":
            assert value in content, name
    assert "There is a problem" not in text(answer)


def test_saved_again_it_has_the_same_code_and_is_one(client, position):
    code = saved(client, position)

    again = saved(client, position, draft=code, why="I changed my mind.")

    assert again == code
    assert drafts.answers(ApplicationDraft.objects.get())["why"] == ["I changed my mind."]


def test_the_code_is_kept_nowhere_and_the_words_are_sealed(client, position):
    code = saved(client, position)

    draft = ApplicationDraft.objects.get()
    assert code not in draft.code_hash
    assert b"Ada Byron" not in bytes(draft.sealed)


def test_what_is_sent_is_no_draft_any_more(client, position):
    code = saved(client, position)

    send(client, position, draft=code)

    assert Application.objects.count() == 1
    assert not ApplicationDraft.objects.exists()


def test_a_wrong_code_and_another_positions_code_open_nothing(client, position):
    code = saved(client, position)
    other = factories.position("Cook")

    assert back(client, position, "K7QD-2M4P-XW3H-9RTC").status_code == 404
    assert back(client, other, code).status_code == 404
    assert "There is nothing under this code any more." in text(back(client, other, code))


def test_codes_cannot_be_tried_for_long(client, position):
    answers = [back(client, position, "K7QD-2M4P-XW3H-9RTC").status_code for _ in range(11)]

    assert answers[-1] == 429


def test_a_draft_that_ran_out_opens_no_more_and_the_worker_deletes_it(client, position, other_charity):
    code = saved(client, position)
    draft = ApplicationDraft.objects.get()
    assert draft.expires_on == timezone.localdate() + timedelta(days=settings.current().draft_days)
    with acting_for(other_charity):
        drafts.keep(factories.position("Farm hand"), {"name": ["Tom"]})
    ApplicationDraft.objects.filter(pk=draft.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    assert back(client, position, code).status_code == 404

    tasks.keep_up_all()

    assert not ApplicationDraft.objects.exists()
    with acting_for(other_charity):
        assert ApplicationDraft.objects.count() == 1


def test_on_its_last_day_a_draft_still_opens(client, position):
    code = saved(client, position)
    ApplicationDraft.objects.update(expires_on=timezone.localdate())
    tasks.keep_up(position.organisation_id)

    assert back(client, position, code).status_code == 200


def test_a_draft_whose_key_is_gone_opens_an_empty_form(client, position):
    code = saved(client, position)
    ApplicationDraft.objects.update(wrapped_key=b"")

    assert back(client, position, code).status_code == 200


def test_nothing_but_fields_of_the_form_is_saved(client, position):
    saved(client, position, password="secret", csrfmiddlewaretoken="x")

    assert set(drafts.answers(ApplicationDraft.objects.get())) == set(ANSWERS)
