"""Raising a concern by the charity's link, and coming back by code: no sign-in, no name, no trace."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from audit.models import AuditEvent
from incidents.access import visible_to
from incidents.models import Case, RaiseLink, Report, ReportMessage, Routing
from incidents.services import following, links
from incidents.services.raising import receive

WHAT = "The man at the desk sends me messages at night."
ONCE = "a-random-word-of-the-form-1234"


@pytest.fixture
def link(scope, lead) -> RaiseLink:
    return links.make(label="Hall", for_children=False, by=lead)


@pytest.fixture
def child_link(scope, lead) -> RaiseLink:
    return links.make(label="Youth room", for_children=True, by=lead)


def text(answer) -> str:
    return answer.content.decode()


def post(client, link, **fields):
    return client.post(f"/raise/{link.token}/", {"what": WHAT, "once": ONCE, **fields})


def code_in(answer) -> str:
    return text(answer).split('raise__code">')[1].split("<")[0]


def test_anybody_raises_a_concern_without_a_name_and_gets_a_code(client, link, lead):
    answer = post(client, link)

    report = Report.objects.get()
    assert report.words["what"] == WHAT
    assert (report.raised_by, report.is_anonymous, report.source) == (None, True, "link")
    assert report.follow_up == following.fingerprint(code_in(answer))
    assert visible_to(lead).count() == 1


def test_no_address_of_a_device_and_no_code_is_kept(client, link):
    answer = client.post(f"/raise/{link.token}/", {"what": WHAT, "once": ONCE}, REMOTE_ADDR="203.0.113.77")

    code = code_in(answer)
    with connection.cursor() as cursor:
        for table in ("incidents_report", "incidents_case", "incidents_entry", "audit_auditevent", "django_session"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            stored = repr(cursor.fetchall())
            assert "203.0.113.77" not in stored
            assert code not in stored
            assert ONCE not in stored
    assert AuditEvent.objects.get(verb="incident_raised").actor_id is None


def test_it_needs_no_cookie_and_leaves_none(link):
    client = Client(enforce_csrf_checks=True)

    client.get(f"/raise/{link.token}/")
    answer = post(client, link)

    assert answer.status_code == 200
    assert not client.cookies


def test_the_same_form_sent_twice_is_one_report_with_one_code(client, link):
    assert code_in(post(client, link)) == code_in(post(client, link))
    assert Report.objects.count() == 1


def test_offices_are_named_and_nobody_by_name(client, link, lead, chair):
    page = text(client.get(f"/raise/{link.token}/"))

    assert "Designated safeguarding lead" in page
    assert "Dana" not in page
    assert "Margaret" not in page


def test_a_concern_about_an_office_passes_by_whoever_holds_it(client, link, lead, chair):
    post(client, link, concerned=["office-lead"])

    assert not visible_to(lead).exists()
    assert [case.routing for case in visible_to(chair)] == [Routing.TRUSTEES]


@pytest.mark.parametrize("box", ["who", "concerned_else"])
@pytest.mark.parametrize("said", ["Dana Whitlock the safeguarding lead", "dana", "the safeguarding lead"])
def test_a_name_that_is_written_passes_by_whoever_it_may_mean(client, link, lead, chair, box, said):
    post(client, link, **{box: said})

    assert not visible_to(lead).exists()
    assert [(case.routing, case.about_worker) for case in visible_to(chair)] == [(Routing.TRUSTEES, "unsure")]


@pytest.mark.parametrize("which", ["link", "child_link"])
def test_a_whole_name_in_what_happened_passes_by_them_too(request, client, lead, chair, which):
    post(client, request.getfixturevalue(which), what="Dana Whitlock hit my brother on Friday, I saw it.")

    assert not visible_to(lead).exists()
    assert [case.routing for case in visible_to(chair)] == [Routing.TRUSTEES]


def test_a_name_in_what_happened_never_leaves_it_with_nobody(client, link, lead):
    """Whoever wrote it may have told the lead; with nobody else to read it, nobody would help."""
    post(client, link, what="I told Dana Whitlock on Friday.")

    assert [case.routing for case in visible_to(lead)] == [Routing.LEADS]


def test_the_receipt_is_the_same_whoever_the_words_mean(client, link, lead):
    """Nobody learns from it who holds an office, nor that there is nobody else."""
    answers = [post(client, link, once=f"once-{who}-{'x' * 20}", who=who) for who in ("Dana", "Nora")]
    said = [text(answer).replace(code_in(answer), "") for answer in answers]

    assert [case.routing for case in Case.objects.order_by("pk")] == [Routing.NAMED, Routing.LEADS]
    assert said[0] == said[1]
    assert "Ring one of the numbers below as well." in said[0]


@pytest.mark.clause("BC-44")
def test_children_are_told_what_in_confidence_means(client, child_link, lead):
    page = text(client.get(f"/raise/{child_link.token}/"))
    answer = post(client, child_link)

    assert "You tell us in confidence" in page
    assert "We cannot promise to tell nobody" in page
    assert "Childline" in page
    assert "tel:08001111" in page
    assert "LADO" not in page
    assert Report.objects.get().for_children
    assert "Childline" in text(answer)


def test_the_pages_are_kept_and_found_by_nobody(client, link):
    answer = client.get(f"/raise/{link.token}/")

    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive, nosnippet"
    assert answer.headers["Cache-Control"] == "no-store, private"


def test_a_link_that_ended_still_says_whom_to_call(client, link, lead):
    links.end(link, by=lead)

    answer = client.get(f"/raise/{link.token}/")

    assert answer.status_code == 410
    assert "tel:999" in text(answer)


def test_an_unknown_link_says_whom_to_call_too(client, db):
    answer = client.get("/raise/nosuchlink/")

    assert answer.status_code == 404
    assert "tel:999" in text(answer)


def test_too_much_at_once_keeps_what_was_written(client, link, monkeypatch):
    monkeypatch.setattr("incidents.views.raising_public.REPORTS", 1)
    post(client, link)

    answer = post(client, link, what="Another one, and it is long")

    assert answer.status_code == 429
    assert "Another one, and it is long" in text(answer)
    assert "tel:999" in text(answer)


def test_the_offline_page_of_the_link_is_the_empty_form(client, link):
    page = text(client.get(f"/raise/{link.token}/offline/"))

    assert "There is no connection at the moment" in page
    assert 'name="what"' in page


# By code -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def received(scope):
    return receive(by=None, words={"what": WHAT}, source="link", once=ONCE, is_anonymous=True)


def test_with_the_code_one_reads_what_one_wrote_and_tells_more(client, received, lead):
    told = client.post("/follow-up/", {"code": received.code.lower(), "text": "It happened again."})
    again = client.post("/follow-up/", {"code": received.code, "text": "It happened again."})

    assert WHAT in text(told)
    assert "Your message was sent." in text(again)
    message = ReportMessage.objects.get()
    assert (message.words["text"], message.by, message.from_reporter) == ("It happened again.", None, True)
    assert not client.cookies


def test_with_the_code_one_sees_nothing_else_of_the_case(client, received, lead):
    following.write_back(received.report, text="Thank you. Are you safe now?", by=lead)

    page = text(client.post("/follow-up/", {"code": received.code}))

    assert "Thank you. Are you safe now?" in page
    assert received.report.case.code not in page
    assert "Dana" not in page
    assert ReportMessage.objects.get().read_at is not None


def test_a_code_that_nobody_has_is_a_sentence(client, received):
    answer = client.post("/follow-up/", {"code": "K7QD-2M4P-XW3H-9RTC"})

    assert answer.status_code == 404
    assert "There is no report with this code" in text(answer)


def test_codes_cannot_be_tried_for_long(client, received):
    for _try in range(10):
        client.post("/follow-up/", {"code": "K7QD-2M4P-XW3H-9RTC"})

    answer = client.post("/follow-up/", {"code": received.code})

    assert answer.status_code == 429
    assert WHAT not in text(answer)


# Links ---------------------------------------------------------------------------------------------------------------


def test_the_lead_makes_a_link_prints_its_poster_and_ends_it(scope, signed_in, lead):
    client = signed_in(lead)
    base = "/o/harbour-lights/incidents/links/"

    poster = client.post(base, {"label": "Hall", "for_children": "on"}, follow=True)
    made = RaiseLink.objects.get()
    client.post(f"{base}{made.pk}/end/")

    assert f"https://safeguard.example/raise/{made.token}/" in text(poster)
    assert "data:image/svg+xml" in text(poster)
    assert "Childline" in text(poster)
    made.refresh_from_db()
    assert made.ended_at is not None
    assert "Hall" in text(client.get(base))


def test_a_volunteer_makes_no_links(scope, signed_in, volunteer):
    assert signed_in(volunteer).get("/o/harbour-lights/incidents/links/").status_code == 403


def test_a_link_of_another_charity_cannot_be_ended(link, client, stranger, other_charity):
    client.force_login(stranger.user)

    assert client.post(f"/o/{other_charity.slug}/incidents/links/{link.pk}/end/").status_code == 404
