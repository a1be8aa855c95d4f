from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit import services, verifying, views
from audit.models import AuditEvent, AuditHead
from organisations.models import Project
from safeguard.scoping import acting_for
from tests.incidents.factories import restricted

URL = "/o/harbour-lights/audit/"


@pytest.fixture
def read(client, charity):
    """`read(person, who="hale")`: the page, asked for by this person."""

    def get(reader, /, **query):
        client.force_login(reader.user)
        response = client.get(URL, query)
        assert response.status_code == 200
        return response

    return get


def numbers(response):
    return [line.event.number for line in response.context["lines"]]


def write(charity, by, count=1, obj=None, verb="changed"):
    with acting_for(charity):
        for _turn in range(count):
            services.record(verb, obj or charity, by=by)


def test_the_list_shows_who_did_what_newest_first(read, charity, chair, trustee):
    write(charity, chair)
    write(charity, None, verb="sent")

    response = read(trustee)

    assert response.request["PATH_INFO"] == reverse("audit:events", args=["harbour-lights"])
    assert [(line.by, line.title) for line in response.context["lines"]] == [
        ("The software", "Sent"),
        ("Margaret Hale", "Changed"),
    ]
    with acting_for(charity):
        assert services.head(charity).hash in response.text


def test_the_head_and_the_addresses_of_the_pages_do_not_move_with_what_is_hidden(read, charity, chair, monkeypatch):
    """Whoever compares two of them would learn that something happened in a case, and when."""
    monkeypatch.setattr(views, "PAGE", 1)
    write(charity, chair, count=3)
    before = read(chair)
    with acting_for(charity):
        services.record("incident_opened", restricted(), by=chair)

    after = read(chair)

    assert (after.context["head"], after.context["older_url"]) == (before.context["head"], before.context["older_url"])
    assert f"{before.context['head'].number}:" not in before.context["head"].hash
    write(charity, chair)
    assert read(chair).context["head"] != before.context["head"]
    with acting_for(charity):
        mark = verifying.Mark.printed(before.context["head"].hash)
        assert verifying.verify(charity, printed=mark).broken is None


def test_no_number_of_an_event_stands_on_the_page(read, charity, chair, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 2)
    write(charity, chair, count=9)
    with acting_for(charity):
        AuditHead.objects.update(number=7654321)
    write(charity, chair, count=3)

    assert "765432" not in read(chair).text


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("chair", 200),
        ("trustee", 200),
        ("safeguarding_trustee", 200),
        ("administrator", 200),
        ("lead", 403),
        ("coordinator", 403),
        ("volunteer", 403),
    ],
)
def test_who_may_read_the_audit(request, client, charity, role, status):
    client.force_login(request.getfixturevalue(role).user)

    assert client.get(URL).status_code == status


def test_a_colleague_is_told_whom_to_ask(client, volunteer):
    client.force_login(volunteer.user)

    assert "The audit is read by the trustees and the technical administrator." in client.get(URL).text


def test_a_stranger_sees_nothing_and_the_signed_out_sign_in(client, charity, stranger):
    assert client.get(URL).status_code == 302

    client.force_login(stranger.user)
    assert client.get(URL).status_code == 404


def test_the_list_holds_one_organisation(read, charity, other_charity, chair, stranger):
    write(charity, chair)
    write(other_charity, stranger, count=2)

    assert numbers(read(chair)) == [1]


def test_nothing_can_be_posted(client, chair):
    client.force_login(chair.user)

    assert client.post(URL).status_code == 405


# Pages ---------------------------------------------------------------------------------------------------------------


def follow(read, person, link):
    name, _equals, number = link.removeprefix("?").partition("=")
    return read(person, **{name: number})


def test_older_and_newer_lead_through_the_whole_list_and_back(read, charity, chair, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 3)
    write(charity, chair, count=8)

    first = read(chair)
    second = follow(read, chair, first.context["older_url"])
    third = follow(read, chair, second.context["older_url"])
    back = follow(read, chair, third.context["newer_url"])
    front = follow(read, chair, back.context["newer_url"])

    assert [numbers(each) for each in (first, second, third, back, front)] == [
        [8, 7, 6],
        [5, 4, 3],
        [2, 1],
        [5, 4, 3],
        [8, 7, 6],
    ]
    assert [bool(each.context["newer_url"]) for each in (first, second, third, front)] == [False, True, True, False]
    assert third.context["older_url"] is None


def test_a_page_past_either_end_is_empty_or_the_first(read, charity, chair):
    write(charity, chair, count=2)

    with acting_for(charity):
        oldest, newest = [event.place for event in AuditEvent.objects.as_chain()]
    assert numbers(read(chair, older=oldest)) == []
    assert numbers(read(chair, newer=newest)) == []
    assert numbers(read(chair, newer=oldest)) == [2]


def test_a_page_keeps_what_was_asked_for(read, charity, chair, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 1)
    write(charity, chair, count=2)

    with acting_for(charity):
        place = AuditEvent.objects.get(number=2).place
    assert read(chair, verb="changed", who="").context["older_url"] == f"?verb=changed&older={place}"


def test_a_place_of_what_is_hidden_leads_nowhere(read, charity, chair):
    write(charity, chair)
    with acting_for(charity):
        hidden = services.record("incident_opened", restricted(), by=chair)

    for name in ("older", "newer"):
        assert "This address leads nowhere" in read(chair, **{name: hidden.place}).text


# What to show --------------------------------------------------------------------------------------------------------


@pytest.fixture
def busy_week(charity, chair, trustee, time_machine):
    with acting_for(charity):
        sailing = Project.objects.create(name="Sailing")
    for day, by, obj, verb in [
        (1, chair, charity, "changed"),
        (2, trustee, sailing, "created"),
        (3, None, sailing, "changed"),
        (4, chair, sailing, "viewed"),
    ]:
        time_machine.move_to(datetime(2026, 7, day, 12, tzinfo=UTC), tick=False)
        write(charity, by, obj=obj, verb=verb)
    return sailing


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"who": "hale"}, [4, 1]),
        ({"who": "OKAFOR"}, [2]),
        ({"verb": "changed"}, [3, 1]),
        ({"kind": "organisations.project"}, [4, 3, 2]),
        ({"kind": "organisations.project", "verb": "viewed"}, [4]),
        ({"first": "2026-07-03"}, [4, 3]),
        ({"last": "2/7/2026"}, [2, 1]),
        ({"first": "2026-07-02", "last": "2026-07-03"}, [3, 2]),
        ({"who": "nobody"}, []),
        ({"who": "%"}, []),
    ],
)
def test_the_list_can_be_narrowed(read, busy_week, chair, asked, shown):
    assert numbers(read(chair, **asked)) == shown


def test_one_person_or_one_thing_can_be_followed(read, busy_week, chair, trustee):
    response = read(chair, person=trustee.pk)
    assert numbers(response) == [2]
    assert "Only what Tom Okafor did." in response.text

    response = read(chair, kind="organisations.project", object=busy_week.pk)
    assert numbers(response) == [4, 3, 2]
    assert "Only what happened to “Sailing”." in response.text


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"first": "31 February"}, "Enter a valid date."),
        ({"first": "2026-07-03", "last": "2026-07-02"}, "Enter a day that is not before the first one."),
        ({"verb": "sank"}, "Select a valid choice. sank is not one of the available choices."),
        ({"person": "9" * 40}, "This address leads nowhere in the list. Choose below, or show everything."),
        ({"older": "2"}, "This address leads nowhere in the list. Choose below, or show everything."),
        (
            {"newer": "9" * 17 + "-" + "a" * 12},
            "This address leads nowhere in the list. Choose below, or show everything.",
        ),
        ({"older": "soon"}, "This address leads nowhere in the list. Choose below, or show everything."),
        ({"who": "\x00"}, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_asked_for_is_said_and_nothing_is_shown(read, busy_week, chair, asked, sentence):
    response = read(chair, **asked)

    assert sentence in response.text
    assert numbers(response) == []


def test_an_empty_list_says_why(read, charity, chair):
    assert "Nothing has happened yet" in read(chair).text
    assert "Nothing like this happened" in read(chair, who="nobody").text


def test_the_list_asks_the_same_questions_for_one_line_and_for_three(read, charity, chair):
    read(chair)  # the first page after signing in also notes the session

    def questions(lines):
        with CaptureQueriesContext(connection) as asked:
            assert len(numbers(read(chair))) == lines
        return [query["sql"] for query in asked]

    def create(name):
        with acting_for(charity):
            services.record("created", Project.objects.create(name=name), by=chair, changed=["name"])

    create("Sailing")
    with_one = questions(1)
    create("Rowing")
    create("Swimming")
    with_three = questions(3)

    assert len(with_three) == len(with_one)
    assert len([sql for sql in with_three if 'FROM "audit_' in sql]) == 2  # the events and the head


def test_names_are_shown_as_text(read, charity, chair, new_person):
    write(charity, new_person("<b>Bobby</b>"))

    response = read(chair)

    assert "&lt;b&gt;Bobby&lt;/b&gt;" in response.text
    assert "<b>Bobby" not in response.text


def test_events_are_not_lost_from_a_page_that_is_read_late(read, charity, chair, monkeypatch):
    """Older events are asked for by their place, so that what happens meanwhile moves nothing."""
    monkeypatch.setattr(views, "PAGE", 2)
    write(charity, chair, count=4)
    link = read(chair).context["older_url"]

    write(charity, chair, count=5)

    assert numbers(follow(read, chair, link)) == [2, 1]
    with acting_for(charity):
        assert AuditEvent.objects.count() == 9


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_can_be_asked_for(day, signed_in, chair, charity):
    client = signed_in(chair)

    assert [client.get(f"/o/{charity.slug}/audit/?{name}={day}").status_code for name in ("first", "last")] == [
        200,
        200,
    ]
