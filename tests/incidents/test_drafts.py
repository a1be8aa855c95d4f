"""What is being written waits for whoever writes it, and for nobody else (E-51)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone

from incidents.models import Draft, Report
from incidents.services import drafts

RAISE = "/o/harbour-lights/incidents/raise/"


def text(answer) -> str:
    return answer.content.decode()


def test_a_draft_saves_itself_and_comes_back(scope, signed_in, volunteer, lead):
    client = signed_in(volunteer)

    saved = client.post(
        f"{RAISE}save/",
        {"what": "He came late", "danger_now": "unsure", "concerned": [f"person-{lead.pk}"], "indicators": ["films"]},
    )
    page = text(client.get(RAISE))

    assert set(saved.json()) == {"saved_at"}
    assert "He came late" in page
    assert 'value="unsure"' in page.split("checked")[0][-200:]
    assert page.count("checked") == 3
    assert "It is not sent yet" in page


def test_a_draft_is_nobody_elses(scope, signed_in, volunteer, lead, in_the_log):
    drafts.keep(volunteer, {"what": ["He came late"]})

    assert "He came late" not in text(signed_in(lead).get(RAISE))


def test_nothing_of_a_draft_is_in_the_database_in_clear(scope, volunteer):
    drafts.keep(volunteer, {"what": ["A purple bruise"]})

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM incidents_draft")
        stored = repr([[bytes(c) if isinstance(c, memoryview) else c for c in row] for row in cursor.fetchall()])
    assert "purple" not in stored


def test_saving_again_replaces_it(scope, volunteer):
    drafts.keep(volunteer, {"what": ["one"]})
    drafts.keep(volunteer, {"what": ["two"]})

    assert [drafts.fields(one)["what"] for one in Draft.objects.all()] == [["two"]]


def test_a_draft_goes_when_it_is_sent_and_does_not_come_back(scope, signed_in, volunteer):
    client = signed_in(volunteer)
    began = str(int(timezone.now().timestamp()))
    form = {"what": "He came late", "began": began, "once": "a-random-word-of-the-form"}
    client.post(f"{RAISE}save/", form)
    client.post(RAISE, form)
    late = client.post(f"{RAISE}save/", form)

    assert late.status_code == 409
    assert not Draft.objects.exists()


@pytest.mark.parametrize("nameless", [{}, {"is_anonymous": "on"}])
def test_saving_a_draft_tells_nothing_of_what_others_sent(scope, client, signed_in, volunteer, coordinator, nameless):
    """Neither by when they began nor by anything else of their form."""
    form = {"what": "He came late", "began": str(int(timezone.now().timestamp())), "once": "a-random-word-of-the-form"}
    signed_in(volunteer).post(RAISE, form | nameless)
    assert Report.objects.count() == 1
    client.logout()
    other = signed_in(coordinator)

    answers = [other.post(f"{RAISE}save/", form), other.post(f"{RAISE}save/", form | {"once": "another-random-word"})]

    assert [answer.status_code for answer in answers] == [200, 200]


def test_another_form_begun_in_the_same_second_is_saved(scope, signed_in, volunteer):
    client, began = signed_in(volunteer), str(int(timezone.now().timestamp()))
    client.post(RAISE, {"what": "He came late", "began": began, "once": "a-random-word-of-the-form"})

    further = client.post(f"{RAISE}save/", {"what": "And again", "began": began, "once": "the-word-of-the-next-form"})

    assert further.status_code == 200


def test_on_a_device_that_others_use_it_is_deleted(scope, signed_in, volunteer):
    drafts.keep(volunteer, {"what": ["He came late"]})

    answer = signed_in(volunteer).post(f"{RAISE}clear/")

    assert answer.url == f"{RAISE}?cleared=1"
    assert not Draft.objects.exists()


def test_an_empty_form_makes_no_draft(scope, signed_in, volunteer):
    assert signed_in(volunteer).post(f"{RAISE}save/", {"what": "  ", "once": "x"}).status_code == 400
    assert not Draft.objects.exists()


def test_after_the_sign_in_ran_out_the_draft_is_still_there(scope, client, signed_in, volunteer):
    client.force_login(volunteer.user)
    client.post(f"{RAISE}save/", {"what": "He came late"})
    client.logout()

    asked = client.get(RAISE)
    client.force_login(volunteer.user)

    assert asked.url == f"/accounts/login/?next={RAISE}"
    assert "He came late" in text(client.get(RAISE))


def test_a_draft_whose_key_is_lost_leaves_the_form_open(scope, signed_in, volunteer):
    draft = drafts.keep(volunteer, {"what": ["He came late"]})
    draft.shred()
    draft.save(update_fields=["wrapped_key", "shredded_at"])

    assert signed_in(volunteer).get(RAISE).status_code == 200
