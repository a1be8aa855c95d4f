"""Raising a concern when something goes wrong: danger, a broken connection, a file, a day that is a slip."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from incidents.models import Case, Report
from incidents.services import links

RAISE = "/o/harbour-lights/incidents/raise/"
WHAT = "He has bruises on both arms."
pytestmark = pytest.mark.usefixtures("scope")


@pytest.fixture
def link(lead):
    return links.make(label="Hall", for_children=False, by=lead)


def post(client, **fields):
    return client.post(RAISE, {"what": WHAT, "once": "a-random-word-of-the-form-1234", "source": "seen", **fields})


def post_public(client, link, **fields):
    return client.post(f"/raise/{link.token}/", {"what": WHAT, "once": "a-random-word-1234", **fields})


def text(answer) -> str:
    return answer.content.decode()


# Danger --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("danger", "words"),
    [("yes", "Somebody is in danger now: ring 999"), ("unsure", "Somebody may be in danger now: ring 999")],
)
def test_whoever_says_that_somebody_is_in_danger_sees_999_before_the_thanks(signed_in, volunteer, link, danger, words):
    client = signed_in(volunteer)
    for page in (
        text(client.get(post(client, danger_now=danger).url)),
        text(post_public(client, link, danger_now=danger)),
    ):
        assert page.index(words) < page.index("tel:999") < page.index("Thank you. It was sent.")


def test_where_nobody_is_in_danger_the_thanks_stand_first(signed_in, volunteer):
    client = signed_in(volunteer)

    page = text(client.get(post(client, danger_now="no").url))

    assert page.index("Thank you. It was sent.") < page.index("tel:999")


@pytest.mark.parametrize("for_children", [True, False])
def test_danger_is_asked_about_once_and_only_999_stands_open(client, lead, for_children):
    page = text(client.get(f"/raise/{links.make(label='Hall', for_children=for_children, by=lead).token}/"))

    assert len(re.findall(r"in danger (?:right )?now\?", page)) == 1
    panel = page.split('class="danger"')[1].split("</section>")[0]
    assert panel.partition("<details")[0].count("tel:") == panel.partition("<details")[0].count("tel:999") == 1
    assert "<details" in panel


def test_what_to_know_before_is_folded(client, link):
    assert '<details class="details" open' not in text(client.get(f"/raise/{link.token}/"))


# Sent twice ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("once", ["", "another-word-of-another-form"])
def test_the_same_words_of_the_same_person_within_minutes_are_one_report(signed_in, volunteer, once):
    client = signed_in(volunteer)

    first, again = post(client, once=""), post(client, once=once)

    assert first.url == again.url
    assert (Report.objects.count(), Case.objects.count()) == (1, 1)


def test_other_words_another_answer_about_danger_and_another_person_are_other_reports(signed_in, volunteer, lead):
    client = signed_in(volunteer)
    for fields in ({}, {"what": "More of it."}, {"danger_now": "yes"}):
        post(client, once="", **fields)
    post(signed_in(lead), once="")

    assert Report.objects.count() == 4


def test_the_kept_page_gives_each_report_a_word_of_its_own():
    script = (Path(settings.BASE_DIR) / "static/js/raise.js").read_text()

    assert script.index("named(form);") < script.index("keep(form);")
    assert "if (!once || once.value) return;" in script
    assert "crypto.getRandomValues(new Uint8Array(24))" in script


# Files ---------------------------------------------------------------------------------------------------------------


def test_a_file_is_refused_with_what_to_do_instead_and_the_words_stay(signed_in, volunteer, link):
    client = signed_in(volunteer)
    for send in (lambda **f: post(client, **f), lambda **f: post_public(client, link, **f)):
        page = text(send(photo=SimpleUploadedFile("a.png", b"\x89PNG")))

        assert "Pictures and files are never put here." in page
        assert "call the police" in page
        assert WHAT in page
    assert not Report.objects.exists()


# When it happened ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fields", [{"when": "29.3.2026 at 01:30"}, {"day": "2026-03-29", "hour": "01:30"}])
def test_an_hour_that_there_never_was_is_shown_with_the_reason(signed_in, volunteer, lead, in_the_log, fields):
    client = signed_in(volunteer)
    post(client, **fields)
    note = "There was no 01:30 that night, since the clocks went forward. It is kept as 02:30."

    assert Report.objects.get().happened_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert note in text(client.get(Report.objects.get().get_absolute_url()))
    assert note in text(in_the_log(lead).get(Case.objects.get().get_absolute_url()))


@pytest.mark.parametrize("day", ["0001-01-01", f"{date.today().year + 20}-05-05"])  # noqa: DTZ011
@pytest.mark.parametrize("is_public", [True, False])
def test_a_day_that_is_a_slip_is_asked_about_once_and_stops_nobody(signed_in, volunteer, link, day, is_public):
    client = signed_in(volunteer)

    def send(**fields):
        return post_public(client, link, **fields) if is_public else post(client, **fields)

    page = text(send(day=day))
    assert "Is this day right? Put it right, or send it again as it is." in page
    assert not Report.objects.exists()
    assert re.search(r'name="when_asked"[^>]*value="on"|value="on"[^>]*name="when_asked"', page) is not None
    send(day=day, when_asked="on")
    assert Report.objects.count() == 1


def test_a_day_next_week_is_not_asked_about(signed_in, volunteer):
    post(signed_in(volunteer), day=str(timezone.localdate() + timedelta(days=7)))

    assert Report.objects.count() == 1
