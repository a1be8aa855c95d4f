"""Search by names and words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import AuditEvent
from audit.services import record
from incidents.access import VIEW, WORK, give
from incidents.models import Party, Report, SearchWord, StepAside
from incidents.services import searching, triage
from incidents.verbs import Verb
from tests.incidents.factories import enter, make_case, restricted, write

pytestmark = pytest.mark.usefixtures("scope")

SEARCH = "/o/harbour-lights/incidents/search/"


def named(name, *, heading="A worry", **fields):
    case = make_case(heading, **fields)
    enter(case, name)
    searching.index(case)
    return case


def found(client, typed, **more) -> list[str]:
    return [row.case.code for row in client.post(SEARCH, {"q": typed, **more}).context["rows"]]


@pytest.mark.parametrize("typed", ["Łukasz", "lukasz", "luk", "WOJCIK", "wójcik luk", "Lukasz Wójcik-Brown", "brown"])
def test_a_name_is_found_by_its_beginnings_whatever_its_accents(in_the_log, lead, typed):
    case = named("Łukasz Wójcik-Brown")
    named("Ruby Quill")

    assert found(in_the_log(lead), typed) == [case.code]


def test_headings_kinds_and_codes_are_found(in_the_log, lead):
    case = make_case("Bruises after swimming")
    triage.sort(case, by=lead, types=["neglect"])

    client = in_the_log(lead)

    assert [found(client, typed) for typed in ("bruises", "neglect", case.code)] == [[case.code]] * 3
    assert found(client, "bruises neglect swimming") == [case.code]
    assert found(client, "bruises quill") == []


def test_a_name_in_the_first_account_is_found_before_anybody_entered_it(in_the_log, lead):
    case = make_case()
    Report.objects.create(case=case, words={"what": "…", "child": "Ottoline Frost"})
    searching.index(case)

    assert found(in_the_log(lead), "ottoline") == [case.code]


def test_nothing_of_a_case_that_is_not_for_them_is_found(in_the_log, lead, chair):
    hidden = restricted("About the lead")
    enter(hidden, "Dana Whitlock")
    searching.index(hidden)
    aside = named("Dana Whitlock")
    StepAside.objects.create(case=aside, person=lead, reason="own", by=lead)

    assert found(in_the_log(lead), "dana") == []
    assert found(in_the_log(lead), "dana", in_text="1") == []
    assert found(in_the_log(chair), "dana") == [hidden.code]


def test_a_search_for_what_is_hidden_asks_no_more_and_no_less_of_the_database(in_the_log, lead):
    client = in_the_log(lead)
    named("Ruby Quill")
    hidden = restricted()
    enter(hidden, "Ottoline Frost")
    searching.index(hidden)
    client.post(SEARCH, {"q": "x1"})

    with CaptureQueriesContext(connection) as for_hidden:
        client.post(SEARCH, {"q": "ottoline"})
    with CaptureQueriesContext(connection) as for_nothing:
        client.post(SEARCH, {"q": "nobody"})

    assert len(for_hidden) == len(for_nothing)


def test_every_case_that_was_shown_is_on_record_and_the_words_are_not(in_the_log, lead):
    cases = [named("Ruby Quill"), named("Ruby Frost")]

    in_the_log(lead).post(SEARCH, {"q": "ruby"})

    events = AuditEvent.objects.filter(verb=Verb.FOUND, actor_id=lead.pk)
    assert {event.object_id for event in events} == {str(case.pk) for case in cases}
    assert [event.detail for event in events] == [{}] * 2
    assert "ruby" not in repr(list(AuditEvent.objects.values())).lower()


def test_who_has_looked_at_a_case_says_nothing_of_how_many_others_were_found(in_the_log, lead, volunteer):
    mine, _others = named("Ruby Quill"), [named("Ruby Frost"), named("Ruby Ash")]
    for right in (VIEW, WORK):
        give(mine, volunteer, right)
    in_the_log(lead).post(SEARCH, {"q": "ruby"})
    record(Verb.FOUND, mine, by=lead, detail={"count": 4217})  # as it was recorded before

    shown = in_the_log(volunteer).get(f"{mine.get_absolute_url()}access/").content.decode()

    assert shown.count("Found by searching") == 2
    assert "count:" not in shown
    assert "4217" not in shown


def test_no_name_is_in_the_table_of_words_nor_the_same_name_in_two_charities_alike(lead, other_charity):
    from safeguard.scoping import acting_for

    named("Ruby Quill")
    ours = {bytes(word) for word in SearchWord.objects.values_list("fingerprint", flat=True)}
    with acting_for(other_charity):
        named("Ruby Quill")
        theirs = {bytes(word) for word in SearchWord.objects.values_list("fingerprint", flat=True)}

    assert not any(b"uby" in word for word in ours)
    assert ours & theirs == set()


def test_whoever_was_struck_is_no_longer_found_and_a_destroyed_case_has_no_words(in_the_log, lead):
    case = named("Ruby Quill")
    Party.objects.filter(case=case).update(struck_at=timezone.now())
    searching.index(case)

    assert found(in_the_log(lead), "ruby") == []

    case.shred()
    case.save(update_fields=["wrapped_key", "shredded_at"])
    searching.index(case)
    assert not SearchWord.objects.filter(case=case).exists()


def test_everything_written_is_read_when_asked(in_the_log, lead):
    case = make_case()
    write(case, "She mentioned the blue van again.", by=lead)

    client = in_the_log(lead)

    assert found(client, "blue van") == []
    assert found(client, "blue van", in_text="1") == [case.code]


def test_reading_goes_back_a_window_at_a_time(in_the_log, lead, monkeypatch):
    now = timezone.now()
    old = make_case("the blue van", opened_at=now - timedelta(days=9))
    for number in range(3):
        make_case(f"case {number}", opened_at=now - timedelta(days=number))
    monkeypatch.setattr(searching, "LOOKED_AT", 2)

    client = in_the_log(lead)
    first = client.post(SEARCH, {"q": "blue van", "in_text": "1"})
    further = first.context["older"]

    assert first.context["rows"] == []
    assert "You can look further back" in first.content.decode()
    assert found(client, "blue van", in_text="1", after=further) == [old.code]


def test_hits_go_on_page_by_page(in_the_log, lead):
    now = timezone.now()
    codes = [named("Ruby Quill", opened_at=now - timedelta(days=number)).code for number in range(27)]

    client = in_the_log(lead)
    first = client.post(SEARCH, {"q": "ruby"})
    rest = found(client, "ruby", after=first.context["older"])

    assert [row.case.code for row in first.context["rows"]] == codes[:25]
    assert rest == codes[25:]


@pytest.mark.parametrize("in_text", ["", "1"])
def test_going_on_from_what_they_may_not_know_of_is_going_on_from_nothing(in_the_log, lead, in_text):
    now = timezone.now()
    codes = [named("Ruby Quill", opened_at=now - timedelta(days=number)).code for number in range(3)]
    hidden = restricted("About the lead", opened_at=now - timedelta(days=1, hours=1))

    client = in_the_log(lead)

    assert found(client, "ruby", in_text=in_text, after=hidden.pk) == codes
    assert found(client, "ruby", in_text=in_text, after=hidden.pk + 999) == codes
    assert found(client, "ruby", in_text=in_text, after="x") == codes


@pytest.mark.parametrize("in_text", ["", "1"])
def test_as_many_queries_for_many_hits_as_for_one(in_the_log, lead, in_text):
    client = in_the_log(lead)
    named("Ruby Quill")
    client.post(SEARCH, {"q": "ruby", "in_text": in_text})
    with CaptureQueriesContext(connection) as one:
        client.post(SEARCH, {"q": "ruby", "in_text": in_text})
    for _number in range(5):
        named("Ruby Quill")
    with CaptureQueriesContext(connection) as several:
        client.post(SEARCH, {"q": "ruby", "in_text": in_text})

    assert len(several) == len(one)


def test_nothing_typed_finds_nothing(in_the_log, lead):
    named("Ruby Quill")
    client = in_the_log(lead)

    assert [found(client, typed) for typed in ("", "  ", "?", "!!")] == [[]] * 4
    assert client.get(SEARCH).status_code == 200
