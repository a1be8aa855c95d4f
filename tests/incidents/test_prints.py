"""Numbered copies of a case: what stands in them, who is not in them, and who may take them."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from audit.models import AuditEvent
from incidents.access import SHARE, VIEW, give
from incidents.composing import compose
from incidents.composing.answering import ANSWERS
from incidents.composing.forms import referral_forms, serious_incident_forms
from incidents.composing.rows import Rows
from incidents.models import Entry, Part, Print, PrintKind, Referral, StepAside
from incidents.services import prints
from incidents.states import CaseStatus, PrintStatus
from incidents.verbs import Verb
from organisations.models import AgencyKind
from organisations.nations import Nation
from safeguard import vault
from safeguard.refusals import Refused
from safeguard.verification import verify, verify_file
from tests.incidents.factories import enter, make_case, restricted, write


@pytest.fixture
def case(scope, volunteer):
    return make_case("Ruby Quill's bruises", what="Ruby said her uncle Zoë-Ann Brück did it.", raised_by=volunteer)


@pytest.fixture
def made(case, lead):
    """`made(hide=[…])` asks for a copy and makes it, as the worker does."""

    def make(**wish) -> Print:
        copy = prints.ask(case, by=lead, **({"kind": PrintKind.CHRONOLOGY} | wish))
        return prints.make(copy.pk) or copy

    return make


def url(name, case, *args) -> str:
    return reverse(f"incidents:{name}", args=[case.organisation.slug, case.code, *args])


def read(content: bytes) -> str:
    """Everything in the file that anybody could read: text, bookmarks, metadata, alternative words."""
    reader = PdfReader(BytesIO(content))
    bookmarks = repr(reader.outline)
    meta = repr(dict(reader.metadata or {})) + (
        reader.xmp_metadata.stream.get_data().decode() if reader.xmp_metadata else ""
    )
    return " ".join([*(page.extract_text() for page in reader.pages), bookmarks, meta])


def words(text: str) -> str:
    return " ".join(text.split())


def referred(case, lead, kind=AgencyKind.CHILDREN, **said) -> Referral:
    told = {"agency": "Durham First Contact", "what": "A bruise", "reference": "FC-77"} | said
    return Referral.objects.create(
        case=case, kind=kind, method="phone", referred_at=timezone.now(), by=lead, words=told
    )


def hidden(*parties) -> list[str]:
    return [str(party.uid) for party in parties]


# What stands in it ----------------------------------------------------------------------------------------------------


def test_a_chronology_has_first_accounts_people_entries_and_what_was_done(case, lead, made):
    enter(case, "Ruby Quill", words={"age": "nine"})
    first = write(case, "She came with a coat on.", by=lead, happened_from=date(2026, 3, 1))
    write(case, "It was a jacket.", by=lead, corrects=first, kind="correction")
    referred(case, lead)

    _name, content = prints.take(made(for_whom="PC Adams", why="Their inquiry"), by=lead)

    text = words(read(content))
    for said in ("Ruby said her uncle", "Ruby Quill", "nine", "coat on", "put right by number", "Durham First Contact"):
        assert said in text
    assert f"Copy 1 of case {case.code}, made for PC Adams by Dana Whitlock on" in text
    assert text.index("coat on") < text.index("jacket")


def test_copies_are_numbered_and_their_making_is_in_the_chronology(case, lead, made):
    first, second = made(why="For the court"), made(for_whom="The council")

    asked = AuditEvent.objects.filter(verb=Verb.ASKED_COPY)
    assert [first.number, second.number] == [1, 2]
    assert [event.object_id for event in asked] == [str(case.pk)] * 2
    assert "For the court" in Entry.objects.get(about_uid=first.uid).words["text"]


def test_a_button_pressed_twice_makes_one_copy(case, lead, made):
    assert made(for_whom="The police") == made(for_whom="The police")
    assert made(for_whom="The council").number == 2


def test_part_of_the_chronology_says_that_it_is_a_part(case, lead, made):
    write(case, "Long ago", by=lead, happened_from=date(2020, 1, 1))
    write(case, "Lately", by=lead, happened_from=date(2026, 3, 1))

    _name, content = prints.take(made(first_day=date(2026, 1, 1)), by=lead)

    text = words(read(content))
    assert ("Long ago" in text, "Lately" in text, "One entry is not shown" in text) == (False, True, True)


def test_a_joined_case_comes_along_only_for_those_who_see_it(case, lead, made):
    for one in (make_case("Joined"), restricted("Restricted")):
        write(one, f"Said in {one.words['heading']}", by=lead)
        one.status, one.joined_to = CaseStatus.JOINED, case
        one.save(update_fields=["status", "joined_to"])

    text = words(read(prints.take(made(), by=lead)[1]))

    assert ("Said in Joined" in text, "Said in Restricted" in text) == (True, False)


def test_the_number_of_queries_does_not_grow_with_the_case(case, lead):
    def counted() -> int:
        copy = Print(case=case, kind=PrintKind.CHRONOLOGY, number=1, asked_by=lead, code="K", words={})
        with CaptureQueriesContext(connection) as queries:
            compose(copy, Rows(case, by=lead))
        return len(queries)

    def more(count: int) -> None:
        for number in range(count):
            enter(case, f"Somebody {number}")
            write(case, "A line", by=lead)
            referred(case, lead)

    more(1)
    counted()  # whose charity it is, is asked once
    before = counted()
    more(3)
    assert counted() == before


# Forms ----------------------------------------------------------------------------------------------------------------


@pytest.mark.clause("RW-82")
def test_a_worry_about_radicalisation_has_the_questions_of_its_own_referral(case, lead, made):
    referral = referred(case, lead, AgencyKind.RADICALISATION, address="forum.example/thread/9")

    text = words(read(prints.take(made(kind=PrintKind.REFERRAL, referral=referral), by=lead)[1]))

    questions = [field["label"] for field in referral_forms()["radicalisation"].fields.values()]
    assert len(questions) >= 10
    assert [question for question in questions if question not in text] == []
    assert "forum.example/thread/9" in text
    assert "The record says nothing about this yet" in text


def test_a_referral_form_needs_its_referral(case, lead):
    with pytest.raises(Refused, match="Choose the referral"):
        prints.ask(case, by=lead, kind=PrintKind.REFERRAL)


def test_every_nation_has_a_regulator_whose_questions_have_a_source(case, lead, scope):
    told = {nation: [form for form in serious_incident_forms() if nation in form.nations] for nation in Nation.values}

    assert [len(forms) for forms in told.values()] == [1, 1, 1, 1]
    assert all(form.source.startswith("https://") and form.seen_on for form in serious_incident_forms())
    assert "otifiable" not in told[Nation.SCOTLAND][0].note + repr(told[Nation.SCOTLAND][0].fields)
    every = [*serious_incident_forms(), *referral_forms().values()]
    asked = {key for form in every for field in form.fields.values() for key in field.get("from", [])}
    assert asked <= set(ANSWERS)


def test_the_list_for_the_regulator_is_that_of_the_nation(case, lead, made, charity):
    charity.nation = Nation.SCOTLAND
    charity.save()
    case.organisation.refresh_from_db()

    text = words(read(prints.take(made(kind=PrintKind.SERIOUS), by=lead)[1]))

    assert "OSCR" in text or "Charity Commission" in text


# Who is not in it -----------------------------------------------------------------------------------------------------


def test_of_somebody_blacked_out_nothing_is_left_in_the_file(case, lead, volunteer, made):
    """E-81."""
    ruby = enter(case, "Ruby Quill", words={"address": "4 Mill Lane, Seaham", "contact": "07700 900123", "age": "nine"})
    uncle = enter(case, "Zoë-Ann Brück", Part.CONCERN, words={"details": "Lives with Ruby"})
    tom = enter(case, "Tom Carter", Part.WITNESS)
    write(case, "RUBY’s coat was at 4 Mill Lane Seaham; Bruck rang from 07700900123. Tom saw it.", by=lead)
    write(case, "Mrs Quill and zoe came.", by=lead, who="Zoe Ann Bruck")
    referred(case, lead, what="Ruby Quill has a bruise", agency="Quill House")

    for kind, referral in [("chronology", None), ("serious", None), ("referral", Referral.objects.get())]:
        copy = made(kind=kind, referral=referral, for_whom="Ruby's school", why="Quill", hide=hidden(ruby, uncle))
        name, content = prints.take(copy, by=lead)
        read_out = words(read(content)).casefold()

        assert name == f"case-copy-{copy.number}.pdf"
        names = ("ruby", "quill", "zoë", "zoe", "brück", "bruck", "mill lane", "900123")
        assert [one for one in names if one in read_out] == []
        assert [one for one in (b"Ruby", b"Quill") if one in content] == []
        assert "person a" in read_out
        if kind == "chronology":
            assert ("tom carter" in read_out, "person b" in read_out) == (True, True)
    assert tom.words["name"] == "Tom Carter"


def test_the_same_person_has_the_same_letter_in_every_copy(case, lead, made):
    first, second = enter(case, "Ruby Quill"), enter(case, "Tom Carter", Part.WITNESS)

    one = made(hide=hidden(second))
    both = made(hide=hidden(first, second))

    assert one.words["kept_out"] == "Person B: Tom Carter"
    assert both.words["kept_out"] == "Person A: Ruby Quill, Person B: Tom Carter"


def test_whoever_told_us_can_be_blacked_out(case, lead, volunteer, made):
    [report] = case.reports.all()

    text = words(read(prints.take(made(hide=[str(report.uid)]), by=lead)[1]))

    assert ("Vera" in text, "Lindqvist" in text, "Person A" in text) == (False, False, True)


# The file -------------------------------------------------------------------------------------------------------------


def test_the_file_is_sealed_where_it_lies(case, lead, made):
    copy = made()

    with default_storage.open(copy.file_name) as file:
        lying = file.read()
    assert b"%PDF" not in lying
    assert "case" not in copy.file_name.removeprefix(prints.FOLDER)
    assert case.code not in copy.file_name
    with pytest.raises(vault.Tampered):
        vault.unseal(lying, case.data_key, place="incidents.print:elsewhere")


def test_after_fourteen_days_the_file_is_taken_away_and_paper_is_still_known(
    case, lead, made, django_capture_on_commit_callbacks
):
    copy = made()
    name = copy.file_name

    with django_capture_on_commit_callbacks(execute=True):
        early = prints.take_away_old(now=timezone.now() + timedelta(days=13))
        late = prints.take_away_old(now=timezone.now() + timedelta(days=15))

    copy.refresh_from_db()
    assert (early, late, copy.status, default_storage.exists(name)) == (0, 1, PrintStatus.REMOVED, False)
    with pytest.raises(Refused, match="no longer kept"):
        prints.take(copy, by=lead)
    assert verify(copy.code)


def test_a_copy_that_was_left_behind_is_made(case, lead):
    copy = prints.ask(case, by=lead, kind=PrintKind.CHRONOLOGY)

    assert prints.make_left_behind(now=timezone.now()) == 0
    assert prints.make_left_behind(now=timezone.now() + timedelta(minutes=5)) == 1
    assert prints.make(copy.pk) is None


def test_a_disposed_case_cannot_be_copied(case, lead, in_the_log):
    waiting = prints.ask(case, by=lead, kind=PrintKind.CHRONOLOGY)
    case.shred()
    case.save(update_fields=["wrapped_key", "shredded_at"])

    with pytest.raises(Refused, match="disposed"):
        prints.ask(case, by=lead, kind=PrintKind.CHRONOLOGY)
    assert prints.make(waiting.pk).status == PrintStatus.FAILED
    client = in_the_log(lead)
    for page in (url("prints", case), url("print", case, 1)):
        assert client.get(page).status_code == 200


def test_a_paper_is_known_by_code_and_file_and_tells_nothing_of_the_case(case, lead, made):
    copy = made(for_whom="PC Adams", hide=hidden(enter(case, "Ruby Quill")))
    content = prints.take(copy, by=lead)[1]

    assert copy.code in words(read(content))
    verdict = verify(copy.code)
    assert verdict == verify_file(copy.sha256)
    assert verdict.title == "Chronology"
    assert not [one for one in (case.code, "Ruby", "Adams", "Dana", "bruise") if one in repr(verdict)]
    assert verify("AAAA-BBBB-CCCC-DDDD") is None


# The pages ------------------------------------------------------------------------------------------------------------


def test_somebody_asks_for_a_copy_sees_it_made_and_takes_it(case, lead, in_the_log, django_capture_on_commit_callbacks):
    ruby = enter(case, "Ruby Quill")
    client = in_the_log(lead)
    assert "Ruby Quill" in client.get(url("new_print", case)).content.decode()

    asked = {
        "what": "chronology",
        "for_whom": "The court",
        "why": "",
        "hide": [str(ruby.uid)],
        "first_day": "",
        "last_day": "",
    }
    waiting = client.post(url("new_print", case), asked)
    assert waiting.url == url("print", case, 1)
    assert "is being made" in client.get(waiting.url).content.decode()
    prints.make(Print.objects.get().pk)
    page = client.get(waiting.url).content.decode()
    file = client.get(url("print_file", case, 1))

    assert "Fetch the PDF" in page
    assert file["Content-Disposition"] == 'attachment; filename="case-copy-1.pdf"'
    assert file.content.startswith(b"%PDF")
    taken = AuditEvent.objects.get(verb=Verb.TOOK_COPY)
    assert (taken.actor_id, taken.detail) == (lead.pk, {"copy": 1})


def test_what_was_typed_stays_when_a_day_is_wrong(case, lead, in_the_log):
    asked = {"what": "chronology", "for_whom": "The court", "first_day": "2 3 2026", "last_day": "1 3 2026"}

    page = in_the_log(lead).post(url("new_print", case), asked).content.decode()

    assert "Enter the days in their order" in page
    assert "The court" in page
    assert not Print.objects.exists()


def test_a_queue_out_of_reach_fails_no_request(
    case, lead, in_the_log, settings, monkeypatch, django_capture_on_commit_callbacks
):
    from kombu.exceptions import OperationalError

    from incidents import tasks

    def away(*args):
        raise OperationalError

    monkeypatch.setattr(tasks.make_print, "delay", away)
    with django_capture_on_commit_callbacks(execute=True):
        answer = in_the_log(lead).post(url("new_print", case), {"what": "serious"})

    assert answer.status_code == 302
    assert Print.objects.get().status == PrintStatus.ASKED


def test_a_copy_is_for_those_who_may_share_the_case(case, lead, made, in_the_log, volunteer, stranger, new_person):
    made()
    pages = [url("prints", case), url("new_print", case), url("print", case, 1), url("print_file", case, 1)]

    assert [in_the_log(volunteer).get(page).status_code for page in pages] == [404] * 4
    give(case, volunteer, VIEW)
    assert [in_the_log(volunteer).get(page).status_code for page in pages] == [403] * 4
    give(case, volunteer, SHARE)
    assert [in_the_log(volunteer).get(page).status_code for page in pages] == [200] * 4
    assert [in_the_log(stranger).get(page).status_code for page in pages] == [404] * 4
    StepAside.objects.create(case=case, person=lead, reason="named")
    assert [in_the_log(lead).get(page).status_code for page in pages] == [404] * 4


def test_nobody_takes_a_copy_without_proving_who_they_are(case, lead, made, signed_in):
    made()

    assert "reauthenticate" in signed_in(lead).get(url("print_file", case, 1)).url
