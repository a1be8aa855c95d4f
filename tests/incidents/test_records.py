"""The records that a case asks for beside its chronology: made, added to, and asked for where they are missing."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from consent.models import Ground, Means
from consent.services import contact
from incidents import clocks
from incidents.access import VIEW, give, handlers
from incidents.commitments import commitments
from incidents.models import Entry, EntryKind, Hold, Party, Record, RecordKind
from incidents.obligations import obligations
from incidents.owed.whom import handlers_of
from incidents.records import FORMS
from incidents.regulators import regulators
from incidents.services import records, steps
from organisations.models import Settings
from safeguard.append_only import NeverChanges
from safeguard.commitments import State
from safeguard.refusals import Refused
from tests.consent.factories import a_child
from tests.incidents.factories import enter, make_case, restricted

TODAY = timezone.localdate
LOG = "/o/harbour-lights/incidents/"


def make(case, by, kind, *, once=None, at=None, **answers) -> Record:
    return records.make(case, by=by, once=once or uuid.uuid4(), kind=kind, at=at or timezone.now(), answers=answers)


def follow(record, by, *, once=None, **answers) -> Record:
    return records.follow(record, by=by, once=once or uuid.uuid4(), at=timezone.now(), answers=answers)


def thread(record) -> records.Thread:
    return next(one for one in records.threads(record.case) if one.first == record)


def asked_for(record) -> list[str]:
    one = thread(record)
    return [field.key for field in one.form.missing(one.answers)]


def due(key="incidents.record"):
    return [one for one in obligations(today=TODAY()) if one.key.startswith(key)]


def prompted(case) -> list[str]:
    return [one.kind for one in records.prompts(case, records.threads(case))]


def fields(**changes) -> dict[str, object]:
    return {"once": str(uuid.uuid4()), "day": "20 November 2026", "at": "09:15", **changes}


def address(case, end="") -> str:
    return f"{LOG}{case.code}/records/{end}"


@pytest.fixture
def case(scope):
    return make_case()


# All kinds -----------------------------------------------------------------------------------------------------------


def test_every_kind_has_its_form():
    assert set(FORMS) == set(RecordKind.values)


@pytest.mark.parametrize("kind", RecordKind.values)
def test_a_record_of_every_kind_is_made_on_its_page_with_one_answer(case, lead, in_the_log, kind):
    enter(case, "Ruby Quill")
    client = in_the_log(lead)

    form = client.get(address(case, f"{kind}/new/"))
    answer = client.post(address(case, f"{kind}/new/"), fields(note="All we know"))

    made = Record.objects.get()
    assert form.status_code == 200
    assert " checked" not in form.content.decode()
    assert answer.headers["Location"] == address(case, f"{made.uid}/")
    page = client.get(address(case, f"{made.uid}/")).content.decode()
    assert "All we know" in page
    assert "Still asked for" in page
    assert "All we know" in Entry.objects.get(about_uid=made.uid).words["text"]


def test_an_empty_form_is_not_saved_and_says_so(case, lead, in_the_log):
    page = in_the_log(lead).post(address(case, "parents/new/"), fields())

    assert "Write down at least one thing" in page.content.decode()
    assert not Record.objects.exists()


def test_a_refused_form_keeps_what_was_typed(case, lead, in_the_log):
    sent = fields(day="30 November 2199", about="Ruby's mother", informed="no", reason="Not safe")

    page = in_the_log(lead).post(address(case, "parents/new/"), sent).content.decode()

    assert "Ruby&#x27;s mother" in page
    assert "Not safe" in page
    assert page.count(" checked") == 1


def test_the_same_form_sent_twice_makes_one_record(case, lead):
    once, at = uuid.uuid4(), timezone.now()
    first = make(case, lead, "parents", once=once, at=at, about="Ruby")

    assert make(case, lead, "parents", once=once, at=at, about="Ruby") == first
    assert (Record.objects.count(), Entry.objects.filter(case=case).count()) == (1, 1)


def test_what_comes_later_is_a_row_of_its_own(case, lead, in_the_log):
    first = make(case, lead, "support", person="Ruby", kinds=["counselling"], accepted="waiting")
    once, client = uuid.uuid4(), in_the_log(lead)

    for _time in range(2):
        client.post(address(case, f"{first.uid}/later/"), fields(once=str(once), accepted="yes", said="Thank you"))

    second = Record.objects.get(follows=first)
    first.refresh_from_db()
    assert first.words["answers"]["accepted"] == "waiting"
    assert thread(first).answers["accepted"] == "yes"
    assert first.ended_at is not None
    page = client.get(address(case, f"{second.uid}/")).content.decode()
    assert "Added later" in page
    assert "Thank you" in page


def test_a_record_is_never_changed(case, lead):
    made = make(case, lead, "parents", about="Ruby")

    made.kind = "risk"
    with pytest.raises(NeverChanges):
        made.save()


def test_nothing_of_it_is_in_clear(case, lead):
    make(case, lead, "parents", about="Ruby Quill", content="A purple bruise")

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM incidents_record")
        stored = repr([[bytes(c) if isinstance(c, memoryview) else c for c in row] for row in cursor])
    assert not [word for word in ("Ruby", "purple") if word in stored]


def test_in_a_closed_case_nothing_is_recorded(case, lead):
    made = make(case, lead, "parents", about="Ruby")
    case.status, case.closed_at = "closed", timezone.now()
    case.save(update_fields=["status", "closed_at"])

    with pytest.raises(Refused, match="Open it again"):
        make(case, lead, "support", person="Ruby")
    with pytest.raises(Refused, match="Open it again"):
        follow(made, lead, informed="yes")


def test_a_picture_that_is_pasted_is_refused(case, lead, in_the_log):
    sent = fields(where='<img src="data:image/png;base64,iVBORw0KGgo=">')

    page = in_the_log(lead).post(address(case, "viewing/new/"), sent).content.decode()

    assert "Pictures and files are never put here" in page
    assert not Record.objects.exists()


@pytest.mark.parametrize("kind", RecordKind.values)
@pytest.mark.parametrize("day", ["1 January 1900", "31 December 1899", "9" * 30, "0001-01-01"])
def test_nonsense_and_days_of_old_get_a_page_and_no_failure(case, lead, in_the_log, kind, day):
    names = [field.key for field in FORMS[kind].fields]
    nonsense = dict.fromkeys(names, "9" * 30) | {"note": "x", "day": day, "at": "00:30", "once": "1"}

    answer = in_the_log(lead).post(address(case, f"{kind}/new/"), nonsense)

    assert answer.status_code in (200, 302)


@pytest.mark.parametrize("kind", ["breach", "objection"])
def test_clocks_begin_on_any_day_that_can_be_typed(case, lead, in_the_log, kind):
    client = in_the_log(lead)
    sent = fields(day="1 January 1900", at="00:30", note="Long ago")

    assert client.post(address(case, f"{kind}/new/"), sent).status_code == 302
    assert client.get(address(case)).status_code == 200


# Parents, support, risk ----------------------------------------------------------------------------------------------


@pytest.mark.clause("WY-75")
def test_whether_when_and_by_whom_parents_were_told_or_why_not(case, lead):
    told = make(case, lead, "parents", about="Ruby", informed="yes", who="Her mother", by_whom="Dana", content="All")
    not_told = make(case, lead, "parents", about="Ruby", informed="no")

    assert asked_for(told) == []
    assert asked_for(not_told) == ["reason"]
    follow(not_told, lead, reason="It would put her in danger")
    assert asked_for(not_told) == []


@pytest.mark.clause("WY-106")
def test_what_parents_were_told_about_what_happened_and_how_it_is_handled_is_asked_for(case, lead, in_the_log):
    assert RecordKind.PARENTS in prompted(case)
    made = make(case, lead, "parents", about="Ruby", informed="yes", who="Her mother", by_whom="Dana")

    assert asked_for(made) == ["content"]
    assert RecordKind.PARENTS not in prompted(case)
    form = in_the_log(lead).get(address(case, f"{made.uid}/later/")).content.decode()
    assert "About what happened, and about how it is handled." in form


@pytest.mark.clause("WY-105")
def test_support_of_each_kind_is_recorded_with_whether_it_was_accepted(case, lead):
    assert RecordKind.SUPPORT in prompted(case)
    kinds = ["counselling", "protection", "pastoral"]
    made = make(case, lead, "support", person="Ruby", kinds=kinds, accepted="waiting", ask_again=TODAY())

    text = Entry.objects.get(about_uid=made.uid).words["text"]
    assert "Counselling; Immediate protection; Pastoral support" in text
    assert [one.recipients for one in due()] == [(lead.pk,)]
    follow(made, lead, accepted="yes")
    assert due() == []


@pytest.mark.clause("WY-102")
def test_every_child_concerned_has_a_risk_assessment_or_is_named_as_having_none(case, lead, in_the_log):
    ruby, tom = enter(case, "Ruby Quill"), enter(case, "Tom Ash", "witness", is_child="yes")
    enter(case, "Ida Grown", "witness", is_child="no")
    client = in_the_log(lead)

    before = client.get(address(case)).content.decode()
    sent = fields(persons=[str(ruby.uid)], hazards="Her uncle", needs="Time", decision="Never alone with him")
    client.post(address(case, "risk/new/"), sent)
    after = client.get(address(case)).content.decode()

    made = Record.objects.get()
    assert "no risk assessment yet for: Tom Ash, Ruby Quill." in before.replace(
        "Ruby Quill, Tom Ash", "Tom Ash, Ruby Quill"
    )
    assert "no risk assessment yet for: Tom Ash." in after
    assert "Ruby Quill" in client.get(address(case, f"{made.uid}/")).content.decode()
    make(case, lead, "risk", persons=[str(tom.uid)], hazards="None found")
    assert RecordKind.RISK not in prompted(case)


def test_somebody_who_was_struck_out_needs_no_assessment_and_keeps_their_name_on_an_old_one(case, lead):
    ruby = enter(case, "Ruby Quill")
    Party.objects.filter(pk=ruby.pk).update(struck_at=timezone.now())

    assert RecordKind.RISK not in prompted(case)
    assert records.names_in(case)[str(ruby.uid)] == "Ruby Quill"


def test_a_risk_is_looked_at_again_on_its_day(case, lead):
    made = make(case, lead, "risk", hazards="Uncle", needs="Time", decision="Watch", review_on=TODAY())
    [first] = due()

    follow(made, lead, review_on=TODAY() + timedelta(days=30))
    [second] = due()
    follow(made, lead, note="No risk any more")

    assert (first.due_on, second.due_on) == (TODAY(), TODAY() + timedelta(days=30))
    assert first.key != second.key
    assert due() == []


# Chats, suspension, regulators ---------------------------------------------------------------------------------------


@pytest.mark.clause("RW-60")
def test_a_request_for_a_chat_waits_until_it_arrives(case, lead, in_the_log):
    client = in_the_log(lead)
    sent = fields(
        asked_by="statutory", body="The police", chat="Group of 5 May", person="Vera", due_on="20 November 2026"
    )
    client.post(address(case, "chat_export/new/"), sent)
    made = Record.objects.get()
    [waiting] = due()

    assert (
        "Never ask for a chat in which there may be sexual images"
        in client.get(address(case, "chat_export/new/")).content.decode()
    )
    client.post(address(case, f"{made.uid}/later/"), fields(received_on="20 November 2026", stored="Envelope 3, safe"))

    page = client.get(address(case, f"{made.uid}/")).content.decode()
    assert (waiting.due_on, waiting.recipients) == (date(2026, 11, 20), (lead.pk,))
    assert due() == []
    for fact in ("A statutory body", "The police", "Group of 5 May", "Vera", "Envelope 3, safe"):
        assert fact in page


@pytest.mark.clause("RW-60")
def test_a_chat_that_is_refused_is_no_longer_waited_for(case, lead):
    made = make(case, lead, "chat_export", asked_by="charity", chat="Group", person="Vera", due_on=TODAY())

    follow(made, lead, refused="yes", refusal="She deleted it")

    assert due() == []
    assert thread(made).answers["refusal"] == "She deleted it"


@pytest.mark.clause("RW-47")
@pytest.mark.parametrize(
    ("given", "asks"),
    [
        ({"types": ["complaint_staff"]}, True),
        ({"types": ["complaint_staff"], "about_worker": "no"}, False),
        ({"about_worker": "unsure"}, True),
        ({"about_worker": "no", "tests": ["harmed"]}, True),
        ({"types": ["neglect"]}, False),
    ],
)
def test_page_records_and_reminder_ask_about_suspension_of_the_same_cases(scope, lead, in_the_log, given, asks):
    case = make_case(**given)

    page = in_the_log(lead).get(case.get_absolute_url()).content.decode()

    found = ("A complaint is enough to ask this" in page, RecordKind.SUSPENSION in prompted(case))
    assert (*found, bool(due("incidents.consider"))) == (asks, asks, asks)


@pytest.mark.clause("RW-47")
def test_a_complaint_alone_asks_about_suspension(scope, lead, in_the_log):
    case = make_case(types=["complaint_staff"])

    page = in_the_log(lead).get(address(case)).content.decode()

    assert "A complaint" in page
    assert "neutral act" in page
    [asked] = due("incidents.consider")
    assert (asked.recipients, asked.is_closed) == ((lead.pk,), True)
    assert "neutral act" in in_the_log(lead).get(asked.url, follow=True).content.decode()
    make(case, lead, "suspension", person="Sam", decision="not", reasons="He is away", lead="Dana", trustee="Ruth")
    assert RecordKind.SUSPENSION not in prompted(case)
    assert due("incidents.consider") == due() == []


@pytest.mark.clause("RW-47")
def test_a_charity_that_does_not_ask_about_suspension_is_not_asked(scope, lead):
    case = make_case(about_worker="unsure")
    assert RecordKind.SUSPENSION in prompted(case)

    settings = Settings.objects.get()
    settings.prompt_suspension = False
    settings.save()

    assert RecordKind.SUSPENSION not in prompted(case)
    assert due("incidents.consider") == []


def test_a_concern_that_is_about_nobody_who_works_here_does_not_ask_about_suspension(case, lead):
    assert RecordKind.SUSPENSION not in prompted(case)
    assert due("incidents.consider") == []


def test_a_suspension_that_is_not_decided_is_asked_about_today(case, lead):
    made = make(case, lead, "suspension", person="Sam", decision="undecided")

    assert [one.due_on for one in due()] == [TODAY()]
    follow(made, lead, decision="suspended", reasons="Until the police have spoken to him")
    assert due() == []
    assert asked_for(made) == ["prompted", "lead", "trustee"]


@pytest.mark.parametrize(
    ("nation", "named"),
    [
        ("england", {"charity_commission", "ico", "dbs"}),
        ("wales", {"charity_commission", "ico", "dbs"}),
        ("scotland", {"oscr", "ico", "disclosure_scotland"}),
        ("northern-ireland", {"ccni", "ico", "dbs"}),
    ],
)
def test_regulators_are_those_of_the_nation(nation, named):
    assert {one.key for one in regulators(nation, date(2026, 11, 21))} == named


def test_a_charity_in_scotland_is_offered_its_own_regulators(case, lead, scope, in_the_log):
    scope.nation = "scotland"
    scope.save()

    page = in_the_log(lead).get(address(case, "regulator/new/")).content.decode()

    assert "Disclosure Scotland" in page
    assert "OSCR" in page
    assert "Charity Commission" not in page


def test_a_decision_about_a_regulator_says_why_and_by_whom_also_when_nothing_is_reported(scope, lead):
    case = make_case(severity="high")
    assert RecordKind.REGULATOR in prompted(case)
    made = make(case, lead, "regulator", regulator="dbs", serious="yes", left="resigned", decision="not")

    assert asked_for(made) == ["reasons", "decided_by"]
    assert due() == []


def test_a_report_that_is_decided_is_asked_about_until_it_is_made(case, lead):
    made = make(case, lead, "regulator", regulator="dbs", decision="report", reasons="Harm", decided_by="Ruth")
    assert [one.due_on for one in due()] == [TODAY()]

    follow(made, lead, reported_on=TODAY(), reference="DBS-1")

    assert due() == []


# Images, action, data ------------------------------------------------------------------------------------------------


@pytest.mark.clause("WY-107")
def test_that_an_image_was_seen_is_asked_about_until_name_reason_and_authority_are_there(case, lead, in_the_log):
    seen = datetime(2026, 11, 20, 3, 5, tzinfo=UTC)
    made = make(case, lead, "viewing", at=seen, who="Vera")

    assert asked_for(made) == ["reason", "authority"]
    assert [one.due_on for one in due()] == [TODAY()]
    follow(made, lead, reason="It was on the screen", authority="Nobody, by accident")
    assert due() == []
    page = in_the_log(lead).get(address(case, f"{made.uid}/")).content.decode()
    assert "Images stay unviewed." in page
    assert "20 November 2026, 03:05" in page


@pytest.mark.clause("WY-107")
def test_the_form_says_that_images_stay_unviewed_and_takes_no_file(case, lead, in_the_log):
    page = in_the_log(lead).get(address(case, "viewing/new/")).content.decode()

    assert "Images stay unviewed." in page
    assert 'type="file"' not in page


@pytest.mark.clause("WY-44")
def test_what_followed_is_criminal_disciplinary_or_civil_by_ages_and_circumstances(case, lead):
    made = make(
        case, lead, "discipline", person="Sam", actions=["criminal", "disciplinary", "civil"], circumstances="He is 17"
    )

    text = Entry.objects.get(about_uid=made.uid).words["text"]
    for words in ("Criminal: by the police", "Disciplinary: by the charity", "Civil: a claim", "He is 17"):
        assert words in text


@pytest.mark.clause("WY-27")
def test_action_by_the_governing_body_leads_to_its_decision(case, lead, in_the_log):
    client, link = in_the_log(lead), "https://minutes.example/7"
    sent = fields(
        person="Sam", actions=["disciplinary"], what="A warning", body="Governing body", minute="7", link=link
    )
    client.post(address(case, "discipline/new/"), sent)

    page = client.get(address(case, f"{Record.objects.get().uid}/")).content.decode()
    assert f'href="{link}"' in page
    assert "Governing body" in page


@pytest.mark.parametrize(
    ("known", "ends"),
    [
        # over Easter 2026, with Good Friday and Easter Monday
        (datetime(2026, 4, 2, 16, 0, tzinfo=UTC), datetime(2026, 4, 5, 16, 0, tzinfo=UTC)),
        # over the night in which the clocks go back: 72 hours, not three days on the wall
        (datetime(2026, 10, 23, 12, 0, tzinfo=UTC), datetime(2026, 10, 26, 12, 0, tzinfo=UTC)),
    ],
)
def test_a_breach_counts_hours_over_weekends_and_holidays(case, lead, known, ends):
    made = make(case, lead, "breach", at=known, what="A list was sent to the wrong family")

    assert (made.due_at, made.due_on) == (ends, timezone.localdate(ends))


def test_a_breach_is_asked_about_until_the_regulator_is_told_or_there_is_a_reason(case, lead, in_the_log):
    made = make(case, lead, "breach", what="A list", whose="Ten families", risk="high", told="undecided")
    [asked] = due()

    assert asked.schedule.repeat_every == 1
    assert "individuals" in asked_for(made)
    page = in_the_log(lead).get(address(case, f"{made.uid}/")).content.decode()
    assert f"Due {timezone.localtime(made.due_at):%-d %B %Y, %H:%M}" in page
    follow(made, lead, told="no")
    assert due() != []
    follow(made, lead, reason="It was called back unread")
    assert due() == []


def test_the_clock_of_a_breach_stops_when_the_regulator_is_decided_upon(scope, lead):
    case = make_case(types=["data_breach"])
    steps.lay_out(case, by=lead)
    running = {clock.key: clock.is_running for clock in clocks.of(case)}
    made = make(case, lead, "breach", what="A list", told="undecided")
    waiting = {clock.key: clock.is_running for clock in clocks.of(case)}

    follow(made, lead, told="no", reason="It was called back unread")

    assert running["data_breach"]
    assert waiting["data_breach"]
    assert not {clock.key: clock.is_running for clock in clocks.of(case)}["data_breach"]


def test_a_case_of_lost_data_asks_for_the_record(scope, lead):
    assert RecordKind.BREACH in prompted(make_case(types=["data_breach"]))


def test_a_request_to_delete_is_logged_answered_with_reasons_and_deletes_nothing(case, lead, in_the_log):
    case.keep_until = date(2051, 1, 31)
    case.save()
    asked_on = datetime(2027, 1, 31, 12, tzinfo=UTC) - timedelta(days=365)
    words = {"who": "Sam", "wish": ["delete"], "request": "Delete all of it"}
    made = make(case, lead, "objection", at=asked_on, **words)
    before = Entry.objects.filter(case=case).count()

    assert made.due_on == date(2026, 3, 2)  # a month after 31 January is a Saturday: the Monday after it
    follow(made, lead, errors="He was 16, not 17", disagreement="I never said that")
    assert [one.key.startswith("incidents.record") for one in due()] == [True]
    follow(made, lead, decision="partly", reasons="The age was wrong", answered_on=TODAY())

    assert due() == []
    kinds = list(Entry.objects.filter(case=case).values_list("kind", flat=True))
    assert len(kinds) == before + 4
    assert kinds.count(EntryKind.CORRECTION) == kinds.count(EntryKind.DISAGREEMENT) == 1
    page = in_the_log(lead).get(address(case, f"{made.uid}/")).content.decode()
    assert "Nothing in this case is changed or deleted." in page
    assert "31 January 2051" in page


# What is due ---------------------------------------------------------------------------------------------------------


def test_what_is_due_says_nothing_of_the_case(case, lead):
    enter(case, "Ruby Quill")
    make(case, lead, "chat_export", person="Ruby Quill", due_on=TODAY())

    [one] = due()

    said = f"{one.title} {one.reason} {one.action} {one.url}"
    assert not [word for word in ("Ruby", case.code, "chat", "export") if word in said]
    assert one.is_closed


def test_only_those_who_work_on_a_case_are_asked(scope, lead, chair, safeguarding_trustee, volunteer):
    make(restricted(), lead, "chat_export", chat="Group", due_on=TODAY())
    [one] = due()

    assert set(one.recipients) == {chair.pk, safeguarding_trustee.pk}
    for person, number in ((chair, 1), (lead, 0), (volunteer, 0)):
        assert len(list(obligations(today=TODAY(), person=person.pk))) == number


def test_who_is_asked_is_the_same_for_one_case_as_for_many(scope, lead, chair, volunteer):
    cases = [make_case(), restricted(), make_case()]
    give(cases[2], volunteer, "work_case")
    give(cases[0], volunteer, VIEW)

    many = handlers_of(cases, TODAY())

    assert many == {case.pk: tuple(person.pk for person in handlers(case, TODAY())) for case in cases}


def test_while_an_agency_asks_us_to_wait_only_duties_are_asked_for(case, lead):
    make(case, lead, "chat_export", chat="Group", due_on=TODAY())
    make(case, lead, "breach", what="A list")
    Hold.objects.create(case=case, by=lead, words={"agency": "The police"})

    assert [one.schedule.repeat_every for one in due()] == [1]


def test_what_is_due_asks_the_same_queries_for_one_case_and_for_three(scope, lead, django_assert_max_num_queries):
    make(make_case(), lead, "chat_export", chat="Group", due_on=TODAY())
    with connection.execute_wrapper(counted := Counter()):
        assert len(due()) == 1
    one = counted.number
    for _n in range(2):
        make(make_case(), lead, "chat_export", chat="Group", due_on=TODAY())

    with connection.execute_wrapper(counted := Counter()):
        assert len(due()) == 3
    assert counted.number == one


def test_the_page_asks_the_same_queries_for_one_record_and_for_three(case, lead, in_the_log):
    client = in_the_log(lead)
    follow(make(case, lead, "parents", about="Ruby"), lead, informed="yes")
    client.get(address(case))
    with connection.execute_wrapper(counted := Counter()):
        client.get(address(case))
    one = counted.number
    for kind in ("support", "parents"):
        follow(make(case, lead, kind, note="More"), lead, note="And more")

    with connection.execute_wrapper(counted := Counter()):
        client.get(address(case))
    assert counted.number == one


class Counter:
    """Counts queries."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)


def promise():
    return next(one for one in commitments(today=TODAY()) if one.key == "incidents.records")


def test_the_light_says_whether_something_on_record_is_late(case, lead):
    assert promise().state == State.NEW
    made = make(case, lead, "chat_export", chat="Group", due_on=TODAY())
    assert promise().state == State.KEPT

    follow(made, lead, due_on=TODAY() - timedelta(days=1))

    assert (promise().state, promise().number) == (State.BROKEN, 1)
    assert "chat" not in f"{promise().title} {promise().reason}"


def test_a_case_that_is_kept_from_somebody_moves_no_light(scope, lead):
    make(restricted(), lead, "chat_export", chat="Group", due_on=TODAY() - timedelta(days=1))

    assert promise().state == State.NEW


# Who -----------------------------------------------------------------------------------------------------------------


def test_whoever_may_not_know_of_the_case_finds_nothing(scope, lead, volunteer, in_the_log):
    case = restricted()
    made = make(case, lead, "parents", about="Ruby")

    for person in (lead, volunteer):
        client = in_the_log(person)
        for end in ("", "parents/new/", f"{made.uid}/", f"{made.uid}/later/"):
            assert client.get(address(case, end)).status_code == 404
        assert client.get(f"{LOG}records/{made.uid}/").status_code == 404
        assert client.get(f"{LOG}consider/{case.uid}/").status_code == 404


def test_whoever_may_only_look_records_nothing(case, lead, volunteer, in_the_log):
    give(case, volunteer, VIEW)
    made, client = make(case, lead, "parents", about="Ruby"), in_the_log(volunteer)

    assert client.get(address(case, f"{made.uid}/")).status_code == 200
    assert client.get(address(case, "parents/new/")).status_code == 403
    assert client.post(address(case, f"{made.uid}/later/"), fields(informed="yes")).status_code == 403


def test_a_record_of_another_case_and_a_kind_that_is_none_are_not_found(case, lead, in_the_log):
    other, client = make(make_case(), lead, "parents", about="Ruby"), in_the_log(lead)

    assert client.get(address(case, f"{other.uid}/")).status_code == 404
    assert client.get(address(case, f"{other.uid}/later/")).status_code == 404
    assert client.get(address(case, "gossip/new/")).status_code == 404


def test_a_case_whose_key_is_gone_still_has_its_pages(case, lead, in_the_log):
    enter(case, "Ruby Quill")
    made = make(case, lead, "risk", note="A")
    case.shred()
    case.save(update_fields=["wrapped_key", "shredded_at"])
    client = in_the_log(lead)

    assert [client.get(address(case, end)).status_code for end in ("", f"{made.uid}/", "risk/new/")] == [200] * 3
    assert client.get(address(case, f"{made.uid}/later/")).status_code == 404
    assert "is over" in client.post(address(case, "risk/new/"), fields(note="B")).content.decode()
    assert due() == []


# A contact in spite of a wish, to protect somebody (E-36) -----------------------------------------------------------


def test_a_wish_against_contact_stands_in_nobodys_way_when_a_child_is_at_risk(case, lead, volunteer):
    child = a_child()
    enter(case, child.name, person=child)
    wish = contact.wish(subject=child, asked_by=None, asked_by_name="Anna Turner", means=[Means.SOCIAL_MEDIA])

    made = contact.override(
        wish, by=volunteer, ground=Ground.RISK, reason="She was alone at night.", contacted_at=timezone.now()
    )
    told = make(case, lead, "parents", about=child.name, informed="yes", how="A message, in spite of their wish")

    assert made.authorised_by is None
    assert made.review_on > TODAY()
    assert told.words["answers"]["how"] == "A message, in spite of their wish"
