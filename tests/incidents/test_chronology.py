"""What happened, in the order in which it happened; mistakes are put right beside what was written."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents import happened
from incidents.access import VIEW, give
from incidents.models import Case, Entry, EntryKind
from incidents.services import entries
from incidents.states import CaseStatus
from safeguard.addresses import address
from safeguard.refusals import Refused
from tests.incidents.factories import make_case, write

pytestmark = pytest.mark.usefixtures("scope")

TODAY = date(2027, 11, 5)


def read(words):
    return happened.read(words, today=TODAY)


def page_of(client, case, **query):
    return client.get(address("incidents:chronology", case.code, **query))


def texts(answer):
    return [line.words["text"] for line in answer.context["lines"]]


# Order and words of time ---------------------------------------------------------------------------------------------


def test_entries_stand_in_the_order_in_which_things_happened(in_the_log, lead):
    case = make_case()
    for words, when in (("third", "3.9.2027 at 14:00"), ("first", "summer 2019"), ("second", "3.9.2027 at 9:15")):
        entries.add(case, by=lead, kind=EntryKind.NOTE, text=words, happened=read(when))

    answer = page_of(in_the_log(lead), case)

    assert texts(answer) == ["first", "second", "third"]
    assert texts(page_of(in_the_log(lead), case, newest=1)) == ["third", "second", "first"]


def test_an_approximate_time_stays_in_the_words_in_which_it_was_said(in_the_log, lead):
    """E-11: no day is made up, and when it was written down is exact."""
    case = make_case()
    made = entries.add(case, by=lead, kind=EntryKind.NOTE, text="The first time.", happened=read("summer 2019"))
    vague = entries.add(case, by=lead, kind=EntryKind.NOTE, text="More.", happened=read("when I was about nine"))

    lines = {line.entry.pk: line for line in page_of(in_the_log(lead), case).context["lines"]}
    content = page_of(in_the_log(lead), case).content.decode()

    assert (made.happened_at, made.happened_from.year, made.happened_until.year) == (None, 2019, 2019)
    assert lines[made.pk].when.startswith("between 1 June 2019 and")
    assert lines[made.pk].as_said == "summer 2019"
    assert lines[made.pk].written
    assert (vague.happened_at, vague.happened_from, lines[vague.pk].when) == (None, None, "")
    assert "“when I was about nine”: no day is known" in content


def test_the_hour_that_happens_twice_is_told_apart_and_sorted_rightly(in_the_log, lead):
    """E-5: 01:40 BST comes before 01:20 GMT."""
    case = make_case()
    for words, when in (("later", "31.10.2027 01:20 GMT"), ("earlier", "31.10.2027 01:40 BST")):
        entries.add(case, by=lead, kind=EntryKind.NOTE, text=words, happened=read(when))

    lines = page_of(in_the_log(lead), case).context["lines"]

    assert [(line.words["text"], line.when) for line in lines] == [
        ("earlier", "31 October 2027, 01:40 BST"),
        ("later", "31 October 2027, 01:20 GMT"),
    ]


def test_which_of_the_two_was_taken_is_said_where_nobody_said_it(in_the_log, lead):
    case = make_case()
    client = in_the_log(lead)

    answer = client.post(
        address("incidents:add_entry", case.code), {"text": "A call", "happened": "31.10.2027 at 01:30"}, follow=True
    )

    assert "01:30 happened twice that night" in answer.content.decode()
    assert "It was taken as the first, BST." in answer.context["lines"][0].words["note"]


def test_a_time_that_never_was_is_moved_and_what_was_typed_is_kept(in_the_log, lead):
    """E-6: on 28 March 2027 there was no 01:30."""
    case = make_case()
    entries.add(case, by=lead, kind=EntryKind.CALL, text="He rang.", happened=read("28.3.2027 at 01:30"))

    [line] = page_of(in_the_log(lead), case).context["lines"]

    assert (line.when, line.as_said) == ("28 March 2027, 02:30", "28.3.2027 at 01:30")
    assert line.words["note"] == "There was no 01:30 that night, since the clocks went forward. It is kept as 02:30."


def test_both_times_are_shown_where_they_differ(in_the_log, lead):
    case = make_case()
    write(case, "Now", by=lead)
    write(case, "Then", by=lead, happened_at=datetime(2027, 9, 3, 8, 15, tzinfo=UTC), happened="3.9.2027 9:15")

    lines = {line.words["text"]: line for line in page_of(in_the_log(lead), case).context["lines"]}

    assert (lines["Then"].when, bool(lines["Then"].written)) == ("3 September 2027, 09:15", True)
    assert (bool(lines["Now"].when), lines["Now"].written) == (True, "")


# Writing -------------------------------------------------------------------------------------------------------------


def test_an_entry_in_another_language_keeps_its_words_beside_the_translation(in_the_log, lead):
    """E-63: nothing is replaced."""
    case = make_case()
    typed = {
        "text": "Nie chcę iść do domu, ten typ jest dziwny",
        "language": "Polish",
        "translation": "I don't want to go home, that guy is strange",
        "who": "Her friend Ola",
        "kind": EntryKind.OBSERVED,
    }

    in_the_log(lead).post(address("incidents:add_entry", case.code), typed)

    made = Entry.objects.get()
    assert {name: made.words[name] for name in ("text", "language", "translation", "who")} == {
        name: typed[name] for name in ("text", "language", "translation", "who")
    }
    content = page_of(in_the_log(lead), case).content.decode()
    assert ("Nie chcę iść" in content, "Translation from Polish" in content) == (True, True)


def test_two_clicks_make_one_entry_and_two_entries_two(in_the_log, lead):
    case, client = make_case(), in_the_log(lead)
    url = address("incidents:add_entry", case.code)

    for text in ("A call", "A call", "Another call"):
        client.post(url, {"text": text, "happened": "yesterday"})

    assert sorted(entry.words["text"] for entry in Entry.objects.all()) == ["A call", "Another call"]


def test_a_refused_form_keeps_everything(in_the_log, lead):
    case = make_case()

    answer = in_the_log(lead).post(
        address("incidents:add_entry", case.code), {"text": "", "who": "Both parents", "happened": "summer 2019"}
    )

    assert answer.status_code == 200
    content = answer.content.decode()
    assert ("Write what happened." in content, "Both parents" in content, "summer 2019" in content) == (True,) * 3


def test_into_a_closed_case_nothing_is_written_and_the_words_come_back(in_the_log, lead):
    case = make_case()
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED, closed_at=case.opened_at)

    answer = in_the_log(lead).post(address("incidents:add_entry", case.code), {"text": "He rang again."})

    assert Entry.objects.count() == 0
    content = answer.content.decode()
    assert ("Open it again before you write into it." in content, "He rang again." in content) == (True, True)


# Corrections and disagreements ---------------------------------------------------------------------------------------


def test_a_correction_points_at_what_it_puts_right_and_both_stay_readable(in_the_log, lead):
    case, client = make_case(), in_the_log(lead)
    old = entries.add(case, by=lead, kind=EntryKind.CALL, text="Rang at five.", happened=read("3.9.2027 at 17:00"))

    answer = client.post(
        address("incidents:correct_entry", case.code, old.uid), {"text": "It was at six.", "happened": ""}, follow=True
    )

    new = Entry.objects.get(kind=EntryKind.CORRECTION)
    first, second = answer.context["lines"]
    content = answer.content.decode()
    assert (new.corrects, new.sort_at, new.by) == (old, old.sort_at, lead)
    assert (texts(answer), first.corrected_by, second.corrects) == (["Rang at five.", "It was at six."], [new], old)
    assert address("incidents:entry", case.code, new.uid) in content
    assert address("incidents:entry", case.code, old.uid) in content


def test_an_entry_is_corrected_once_and_then_its_correction(lead):
    case = make_case()
    old = write(case, "One", by=lead)
    new = entries.correct(old, by=lead, text="Two")

    with pytest.raises(Refused, match="corrected already"):
        entries.correct(old, by=lead, text="Three")
    assert entries.correct(new, by=lead, text="Three").corrects == new


def test_somebody_concerned_disagrees_and_the_entry_stays(in_the_log, lead):
    """E-58: a disagreement is attached; nothing is deleted or changed."""
    case = make_case()
    old = write(case, "He shouted at her.", by=lead)

    answer = in_the_log(lead).post(
        address("incidents:disagree", case.code, old.uid),
        {"who": "Tom Reed", "text": "I called across the yard."},
        follow=True,
    )

    line = next(line for line in answer.context["lines"] if line.entry == old)
    assert [(words["who"], words["text"]) for _entry, words in line.disagreed] == [
        ("Tom Reed", "I called across the yard.")
    ]
    assert line.words["text"] == "He shouted at her."
    assert not line.is_corrected


def test_the_way_to_one_entry_leads_to_the_page_on_which_it_stands(in_the_log, lead, monkeypatch):
    monkeypatch.setattr("incidents.views.chronology.PAGE", 6)
    case, client = make_case(), in_the_log(lead)
    start = datetime(2027, 1, 1, tzinfo=UTC)
    made = [write(case, str(n), by=lead, happened_at=start + timedelta(hours=n)) for n in range(20)]

    answer = client.get(address("incidents:entry", case.code, made[15].uid), follow=True)

    assert "15" in texts(answer)


# Who, and how much ---------------------------------------------------------------------------------------------------


def test_who_may_only_read_reads_and_does_not_write(in_the_log, lead, volunteer):
    case = make_case()
    old = write(case, "A call", by=lead)
    give(case, volunteer, VIEW)
    client = in_the_log(volunteer)

    assert texts(page_of(client, case)) == ["A call"]
    assert not page_of(client, case).context["may_write"]
    assert client.get(address("incidents:add_entry", case.code)).status_code == 403
    assert client.post(address("incidents:correct_entry", case.code, old.uid), {"text": "No"}).status_code == 403
    assert client.post(address("incidents:disagree", case.code, old.uid), {"text": "No"}).status_code == 403


def test_for_whom_the_case_is_not_it_is_not_there(in_the_log, lead, trustee):
    case, other = make_case(), make_case()
    entry = write(other, "A call", by=lead)
    client = in_the_log(trustee)

    assert page_of(client, case).status_code == 404
    assert client.post(address("incidents:add_entry", case.code), {"text": "A"}).status_code == 404
    assert in_the_log(lead).get(address("incidents:correct_entry", case.code, entry.uid)).status_code == 404


def test_a_hundred_entries_on_a_page_and_as_many_queries_as_for_one(in_the_log, lead, django_assert_num_queries):
    case, client = make_case(), in_the_log(lead)
    start = datetime(2027, 1, 1, tzinfo=UTC)
    first = write(case, "0", by=lead, happened_at=start)
    entries.correct(first, by=lead, text="nought")
    page_of(client, case)  # the first one notes that it was seen
    with CaptureQueriesContext(connection) as few:
        page_of(client, case)
    made = [write(case, str(n), by=lead, happened_at=start + timedelta(hours=n)) for n in range(1, 120)]
    for old in made[:5]:
        entries.correct(old, by=lead, text="otherwise")

    with django_assert_num_queries(len(few)):
        answer = page_of(client, case)
    later = client.get(answer.context["next"])

    assert (len(answer.context["lines"]), len(later.context["lines"])) == (100, 26)


def test_a_destroyed_case_is_no_error(in_the_log, lead):
    case = make_case()
    write(case, "A call", by=lead)
    case.shred()
    case.save(update_fields=["wrapped_key", "shredded_at"])

    answer = page_of(in_the_log(lead), case)

    assert answer.status_code == 200
    assert "The words were made unreadable" in answer.content.decode()
