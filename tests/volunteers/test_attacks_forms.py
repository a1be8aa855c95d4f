"""Hostile and unlucky input in the room of volunteers: odd words, days at their edges, and data at its end."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from organisations.models import Organisation
from people import services as people
from people.ages import age_on
from people.models import Person
from people.roles import Role
from people.services.merging import MergeRefused
from rights.copying import copy_of
from rights.services import disposals, endings
from safeguard import pdf
from safeguard.obligations import all_obligations
from safeguard.recurrence import add_months
from safeguard.refusals import Refused
from safeguard.scoping import acting_for
from tests.rights.factories import decided
from tests.volunteers import checked, factories
from tests.volunteers.test_applying import ANSWERS, PARENT, asked, page, send, text
from volunteers import personal_data, standings, verifying
from volunteers.models import (
    Application,
    ApplicationDraft,
    ApplicationStep,
    BarringQuestion,
    CheckPermission,
    Completion,
    CriminalCheck,
    Exemption,
    InductionCertificate,
    Issued,
    LetterKind,
    Placement,
    RiskAssessment,
    StandingChange,
    Suitability,
    Topic,
    TopicKind,
    TrainingOffer,
    VolunteerLetter,
    VolunteerStanding,
)
from volunteers.services import (
    applicants,
    certificates,
    completing,
    criminal_checks,
    drafts,
    exemptions,
    letters,
    recruiting,
    referees,
    settings,
    standing,
    taking_on,
    topics,
    training,
)
from volunteers.services.criminal_checks import Seen
from volunteers.states import Stage, Standing
from volunteers.tasks import keep_up

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = timedelta(days=1)
ODD = ["Ada\x00Byron", "Ada\u202enoryB", "<script>alert(1)</script>", "=HYPERLINK(1)", "{{ 7*7 }} %s %(x)s", "\ufffe"]


@pytest.fixture
def position(scope):
    return factories.position("Boat club helper")


def typed(day: date) -> str:
    return day.strftime("%-d %-m %Y")


# --- The public form -------------------------------------------------------------------------------------------------


def test_a_link_of_another_charity_opens_that_charity_and_nothing_of_this_one(client, position, other_charity):
    with acting_for(other_charity):
        theirs = factories.position("Hay maker")
    send(client, theirs)

    assert not Application.objects.exists()
    _draft, code = drafts.keep(position, {"why": ["Private"]})
    answer = client.post(page("apply-back", theirs), {"code": code})
    assert answer.status_code == 404
    with acting_for(other_charity):
        assert Application.objects.count() == 1


@pytest.mark.parametrize("name", ODD)
def test_odd_names_never_break_the_form_the_mail_or_the_pages(
    signed_in, coordinator, position, name, django_capture_on_commit_callbacks
):
    client = signed_in(coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(client, position, name=name, referee1_name=name, address=name)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()

    for found in Application.objects.all():
        assert "\x00" not in found.name
        for seen in (found.get_absolute_url(), reverse("volunteers:board", args=["harbour-lights"])):
            shown = client.get(seen)
            assert shown.status_code == 200
            assert "<script>alert" not in shown.content.decode()
    for letter in mail.outbox:
        assert "<script>alert" not in letter.alternatives[0].content


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "ada@mail.example\nBcc: all@mail.example"),
        ("email", "ada@mail.example, eve@mail.example"),
        ("parent_email", "anne@mail.example\r\nBcc: all@mail.example"),
    ],
)
def test_no_address_smuggles_in_another(client, position, field, value):
    young = typed(add_months(TODAY(), -12 * 16))
    send(client, position, **{"date_of_birth": young, **PARENT, field: value})

    assert not Application.objects.exists()
    assert not mail.outbox


def test_no_name_smuggles_in_a_header(position, coordinator, django_capture_on_commit_callbacks):
    name = "Ada\r\nBcc: all@mail.example"
    found = factories.application(name, position=position, parent_name=name, email="ada@mail.example")
    with django_capture_on_commit_callbacks(execute=True):
        for kind in LetterKind.values:
            letters.queue(found, kind, to="ada@mail.example", by=coordinator)

    assert [letter.recipients() for letter in mail.outbox] == [["ada@mail.example"]] * len(LetterKind.values)
    assert all("Bcc" not in letter.message() for letter in mail.outbox)


def test_more_than_anybody_can_write_gets_a_sentence(client, position):
    long = send(client, position, why="x" * 2_000_000)
    longer = send(client, position, why="x" * 10_000_000)

    assert (long.status_code, longer.status_code) == (200, 400)
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    ("today", "born", "may"),
    [
        ("2026-02-28", date(2010, 2, 28), True),
        ("2026-02-28", date(2010, 3, 1), False),
        ("2026-02-28", date(2010, 2, 27), True),
        ("2025-02-28", date(2008, 2, 29), True),
        ("2024-02-28", date(2008, 2, 29), False),
        ("2024-02-29", date(2008, 2, 29), True),
        ("2026-11-21", date(2011, 11, 21), False),
    ],
)
def test_exactly_the_youngest_age(client, position, today, born, may):
    with time_machine.travel(f"{today} 12:00Z", tick=False):
        answer = send(client, position, date_of_birth=typed(born), **PARENT)

    assert answer.status_code == 200
    assert Application.objects.exists() is may


def test_a_birthday_on_29_february_is_kept_on_1_march():
    """E-27."""
    born = date(2008, 2, 29)
    assert (age_on(born, date(2026, 2, 28)), age_on(born, date(2026, 3, 1))) == (17, 18)


def test_who_turns_18_between_the_draft_and_sending_needs_no_parent(client, position):
    born = date(2008, 6, 15)
    with time_machine.travel("2026-06-10 12:00Z", tick=False):
        saved = send(client, position, go="save", at="parent", date_of_birth=typed(born), **PARENT)
        code = text(saved).split("Your code", 1)[-1]
        assert ApplicationDraft.objects.count() == 1
        assert code
    with time_machine.travel("2026-06-15 12:00Z", tick=False):
        send(client, position, date_of_birth=typed(born), **PARENT)

    assert Application.objects.get().parent_name == ""


def test_a_draft_that_expired_or_was_guessed_opens_nothing(client, position):
    _draft, code = drafts.keep(position, {"why": ["Private words"]})
    ApplicationDraft.objects.update(expires_on=TODAY() - DAY)

    for guess in (code, "A" * 16, "%", "\x00", code[:-1], "x" * 99):
        answer = client.post(page("apply-back", position), {"code": guess})
        assert answer.status_code in (200, 404)
        assert "Private words" not in answer.content.decode()
    saved = send(client, position, go="save", draft=code)
    assert ApplicationDraft.objects.filter(expires_on__gte=TODAY()).count() == 1
    assert code not in text(saved)


def test_a_forged_answer_about_checks_is_kept_nowhere_while_they_are_off(client, position):
    send(client, position, permission="True", permission_version="1")

    assert not CheckPermission.objects.exists()


@pytest.mark.parametrize("answer", ["", "maybe", "1", "on"])
def test_only_yes_or_no_is_an_answer(client, position, chair, answer):
    version = asked(chair)

    send(client, position, permission=answer, permission_version=version)

    assert not Application.objects.exists()


def test_a_form_that_is_posted_with_lists_and_unknown_names_answers(client, position):
    data = {**ANSWERS, "go": ["next", "send", "../.."], "at": ["x" * 500], "name": ["A", "B"], "referee9_name": "x"}

    assert client.post(page("apply-form", position), data).status_code == 200


def test_the_page_of_what_came_by_the_form_opens(client, signed_in, coordinator, position):
    send(client, position)

    answer = signed_in(coordinator).get(Application.objects.get().get_absolute_url())

    assert answer.status_code == 200
    assert "Ada Byron" in text(answer)


# --- What the stages need --------------------------------------------------------------------------------------------


def needs_nothing(by) -> None:
    settings.change_needs({}, references_wanted=0, by=by)


def test_without_any_need_nobody_too_young_is_taken_on(coordinator, chair, position):
    needs_nothing(chair)
    found = factories.application(at=Stage.DECISION, position=position, date_of_birth=add_months(TODAY(), -12 * 15))

    with pytest.raises(Refused, match="age"):
        taking_on.take_on(found, by=coordinator, on=TODAY())


def test_without_the_need_of_an_age_a_parent_is_asked_all_the_same(coordinator, chair, position):
    """E-25."""
    needs_nothing(chair)
    born = add_months(TODAY(), -12 * 16)
    found = factories.application(at=Stage.DECISION, position=position, date_of_birth=born, parent_name="Anne")

    with pytest.raises(Refused, match="parent or carer agrees"):
        taking_on.take_on(found, by=coordinator, on=TODAY())
    ApplicationStep.objects.create(application=found, key="parent", by=coordinator, words={})
    assert taking_on.take_on(found, by=coordinator, on=TODAY()).date_of_birth == born


def test_needs_that_are_none_are_left_out(signed_in, chair, position):
    way = settings.change_needs({"applied": ["nonsense", "age"], "nowhere": ["age"]}, references_wanted=0, by=chair)
    assert way.needs["applied"] == ["age"]
    assert "nowhere" not in way.needs

    answer = signed_in(chair).post(
        reverse("volunteers:change_needs", args=["harbour-lights"]),
        {"stage_applied": ["nonsense"], "references_wanted": "99999999999999999999"},
    )
    assert answer.status_code == 200
    assert "There is a problem" in text(answer)


@pytest.mark.parametrize(
    "contact", ["mary@mail.example\nBcc: all@mail.example", "mary@", "0191 498 0001", "\u202e", "b@c d"]
)
def test_a_referee_at_an_odd_address_is_not_mailed(coordinator, position, contact):
    found = factories.application(position=position)
    reference = referees.add(found, name="Mary", contact=contact, by=coordinator)

    with pytest.raises(Refused, match="no e-mail address"):
        referees.ask(reference, by=coordinator, by_mail=True)


# --- Training --------------------------------------------------------------------------------------------------------


def test_a_completion_on_29_february_runs_out_at_the_end_of_february(scope, coordinator, volunteer):
    topic = factories.a_topic(coordinator, every_months=12)
    done = completing.complete(topic, volunteer, by=coordinator, done_on=date(2024, 2, 29), today=date(2024, 3, 1))

    assert done.expires_on == date(2025, 2, 28)


def test_days_on_which_nothing_can_have_been_completed(scope, coordinator, volunteer):
    topic = factories.a_topic(coordinator, kind=TopicKind.INDUCTION)
    for day, sentence in ((TODAY() + DAY, "still to come"), (date(2020, 1, 1), "not here yet")):
        with pytest.raises(Refused, match=sentence):
            completing.complete(topic, volunteer, by=coordinator, done_on=day, today=TODAY())
    topics.end(topic, by=coordinator, on=TODAY() - DAY)
    with pytest.raises(Refused, match="ended"):
        completing.complete(topic, volunteer, by=coordinator, done_on=TODAY(), today=TODAY())

    assert not Completion.objects.exists()


def test_a_session_with_forged_people_notes_nobody(signed_in, coordinator, volunteer, stranger, new_person):
    with acting_for(volunteer.organisation):
        topic = factories.a_topic(coordinator)
        url = reverse("volunteers:session_add", args=["harbour-lights", topic.pk])
        for forged in (stranger.pk, "9" * 30, "x", "\x00", -1):
            data = {"held_on": typed(TODAY()), "people": [volunteer.pk, forged]}
            answer = signed_in(coordinator).post(url, data)
            assert answer.status_code == 200, forged
        assert not Completion.objects.exists()


def test_who_comes_back_has_training_and_no_induction(scope, coordinator, volunteer):
    """E-21."""
    short = factories.a_topic(coordinator, "House rules", kind=TopicKind.INDUCTION)
    long = factories.a_topic(coordinator)
    for topic in (short, long):
        completing.complete(topic, volunteer, by=coordinator, done_on=TODAY() - 30 * DAY, today=TODAY())
    people.leave(volunteer, on=TODAY() - 10 * DAY, by=coordinator)
    back = people.rejoin(volunteer, on=TODAY(), by=coordinator)
    people.give_role(back, role=Role.VOLUNTEER, by=coordinator, starts_on=TODAY(), appointed_by="The board")

    states = {str(i.topic): i.state for i in training.items_of([back.pk], TODAY())[back.pk]}

    assert states == {"House rules": training.State.MISSING, str(long): training.State.DONE}


@pytest.mark.parametrize("code", ["", "\x00", "x" * 5000, "'; drop table", "\u202e", "0000-0000-0000-0000"])
def test_a_code_that_nobody_gave_verifies_nothing(client, scope, code):
    assert verifying.verify(code.replace("\x00", "")) is None
    assert client.post("/verify/", {"code": code}).status_code < 500


def test_a_certificate_that_was_taken_back_is_not_genuine_and_of_an_odd_name_is_printed(scope, coordinator, new_person):
    odd = new_person("<b>Ada</b> \u202e & =1+1", Role.VOLUNTEER, email="odd@mail.example", signs_in=False)
    topic = factories.a_topic(coordinator, "Boats <i>& bays</i>")
    done = completing.complete(topic, odd, by=coordinator, done_on=TODAY(), today=TODAY())
    assert verifying.verify(done.code).genuine
    if pdf.is_available():
        words = " ".join(one.extract_text() for one in PdfReader(BytesIO(certificates.render(done))).pages)
        assert "<b>Ada</b>" in words

    completing.take_back(done, by=coordinator, why="Wrong one")
    assert not verifying.verify(done.code).genuine


# --- The log of checks -----------------------------------------------------------------------------------------------


def seen(by, **fields) -> Seen:
    given = {"reference": "001234567890", "issued_on": TODAY() - 9 * DAY, "seen_on": TODAY() - DAY, "seen_by": by}
    return Seen(**(given | {"decision": "clear"} | fields))


@pytest.mark.parametrize(
    "wrong",
    [
        {"issued_on": 0 * DAY},
        {"seen_on": DAY},
        {"expires_on": -9 * DAY},
        {"renew_on": -9999 * DAY},
        {"decided_on": DAY},
        {"decided_on": -2 * DAY},
        {"status_checked_on": DAY},
        {"decision": "waiting"},
        {"decision": "nonsense"},
    ],
)
def test_days_of_a_certificate_that_cannot_be(scope, coordinator, volunteer, wrong):
    wrong = {name: TODAY() + value if isinstance(value, timedelta) else value for name, value in wrong.items()}
    with pytest.raises(Refused):
        criminal_checks.record_seen(volunteer, kind="dbs_enhanced", seen=seen(coordinator, **wrong), by=coordinator)

    assert not CriminalCheck.objects.exists()


def test_a_scottish_membership_is_logged_by_an_english_charity_and_runs_out_by_the_law_of_its_day(
    scope, coordinator, volunteer
):
    for issued, ends in ((date(2026, 4, 2), date(2031, 4, 2)), (date(2024, 2, 29), None)):
        given = seen(coordinator, issued_on=issued, seen_on=TODAY())
        check = criminal_checks.record_seen(volunteer, kind="pvg", seen=given, by=coordinator)
        assert check.expires_on == ends


@pytest.mark.parametrize(
    "reference", ["x" * 500, "001\x00", "Convicted of theft in 2019", "\u0661\u0662\u0663", "<b>1</b>"]
)
def test_nothing_but_a_number_is_taken(signed_in, coordinator, volunteer, reference):
    url = reverse("volunteers:vetting_seen", args=["harbour-lights", f"person-{volunteer.pk}"])
    data = {
        "kind": "dbs_enhanced", "is_own_certificate": "False", "workforce": "children", "reference": reference,
        "issued_on": typed(TODAY() - DAY), "seen_on": typed(TODAY()), "seen_by": coordinator.pk, "decision": "clear",
        "has_copy": "False",
    }  # fmt: skip
    assert signed_in(coordinator).post(url, data).status_code == 200
    with acting_for(volunteer.organisation):
        assert not CriminalCheck.objects.exists()


@pytest.mark.parametrize(
    "whose", ["person-0", "person-999999999999999999999", "person-x", "application-", "-", "\u202e"]
)
def test_a_made_up_somebody_is_not_found(signed_in, coordinator, scope, whose):
    url = reverse("volunteers:vetting_seen", args=["harbour-lights", whose])

    assert signed_in(coordinator).get(url).status_code == 404


def test_an_exception_has_an_end_within_a_year_and_ends_once(scope, coordinator, volunteer):
    given = {"what": "identity", "reason": "Known for years", "by": coordinator}
    for starts, ends in (
        (TODAY(), add_months(TODAY(), 12) + DAY),
        (TODAY(), TODAY() - DAY),
        (TODAY() + 800 * DAY,) * 2,
    ):
        with pytest.raises(Refused):
            exemptions.allow(volunteer, starts_on=starts, ends_on=ends, **given)
    made = exemptions.allow(volunteer, starts_on=TODAY(), ends_on=add_months(TODAY(), 12), **given)
    exemptions.end(made, by=coordinator)
    with pytest.raises(Refused, match="has ended"):
        exemptions.end(made, by=coordinator)


# --- Leaving, dying, joining -----------------------------------------------------------------------------------------


def suspended(person, by):
    return standing.suspend(
        person, by=by, on=TODAY(), reason="Messages at night", review_on=TODAY() + 7 * DAY, is_safeguarding=True
    )


@pytest.fixture
def rules(scope, coordinator):
    return factories.a_topic(coordinator, "House rules", kind=TopicKind.INDUCTION)


def everything(person: Person, by: Person, lead: Person) -> Application:
    """A volunteer with a row of every kind that is about somebody."""
    rules = Topic.objects.get(title="House rules")
    place = factories.position(f"Helper beside {person.pk}")
    found = factories.application(person.name, at=Stage.ACTIVE, position=place, person=person)
    permission = factories.permitted(found)
    permission.person = person
    permission.save(update_fields=["person"])
    Placement.objects.create(person=person, position=place)
    standing.activate(person, on=TODAY(), by=by)
    completing.complete(rules, person, by=by, done_on=TODAY(), today=TODAY())
    certificates.issue_induction(person, by=by, today=TODAY())
    topics.offer(factories.a_topic(by, f"First aid {person.pk}"), [person], by=by, due_on=TODAY() + 9 * DAY, on=TODAY())
    criminal_checks.record_seen(person, kind="dbs_enhanced", seen=seen(by), by=by)
    RiskAssessment.objects.create(person=person, review_on=TODAY(), decided_by=by, words={"risk": "Alone"})
    exemptions.allow(person, what="identity", reason="Known", starts_on=TODAY(), ends_on=TODAY() + DAY, by=by)
    Suitability.objects.create(person=person, outcome="suitable", decided_by=by, words={"reason": "Kind"})
    Issued.objects.create(person=person, kind="key", what="Key of the hall", issued_by=by)
    suspended(person, lead)
    return found


def reinstated(person: Person, lead: Person) -> None:
    standing.reinstate(person, by=lead, on=TODAY(), decision="Nothing in it")


def test_of_somebody_who_died_nothing_is_asked_or_mailed(rules, coordinator, lead, chair, volunteer):
    """E-23."""
    everything(volunteer, coordinator, lead)
    people.record_death(volunteer, on=TODAY(), by=coordinator)

    for day in (TODAY(), TODAY() + 40 * DAY, TODAY() + 1200 * DAY):
        found = list(all_obligations(today=day))
        assert not [one for one in found if volunteer.pk in one.recipients]
    assert standing.end(volunteer, by=lead, on=TODAY(), reason="Died").kind == "ended"
    titles = {one.key.split(":")[0] for one in all_obligations(today=TODAY() + 9 * DAY)}
    assert "volunteers.suspension" not in titles
    assert "volunteers.left_suspended" not in titles


def test_who_leaves_while_suspended_and_comes_back_stays_suspended_until_somebody_decides(
    rules, coordinator, lead, volunteer
):
    everything(volunteer, coordinator, lead)
    people.leave(volunteer, on=TODAY(), by=coordinator)
    back = people.rejoin(volunteer, on=TODAY(), by=coordinator)
    people.give_role(back, role=Role.VOLUNTEER, by=coordinator, starts_on=TODAY(), appointed_by="The board")

    assert not Person.objects.get(pk=back.pk).is_at_work(TODAY())
    with pytest.raises(Refused, match="is suspended"):
        standing.activate(back, on=TODAY(), by=coordinator)


@pytest.fixture
def twin(new_person):
    return new_person("Vera Lindquist", Role.VOLUNTEER, signs_in=False, email="vera2@mail.example")


def test_two_entries_with_everything_become_one_and_two_again(rules, coordinator, lead, chair, volunteer, twin):
    everything(volunteer, coordinator, lead)
    everything(twin, coordinator, lead)
    for one in (volunteer, twin):
        reinstated(one, lead)

    merge = people.merge(volunteer, twin, told_apart_by="Same birthday", by=chair)

    assert VolunteerStanding.objects.get(person=volunteer).status == Standing.ACTIVE
    done = training.items_of([volunteer.pk], TODAY())[volunteer.pk]
    assert [item.state for item in done if item.topic.kind == TopicKind.INDUCTION] == [training.State.DONE]
    assert Issued.objects.filter(person=volunteer).count() == 2
    assert len(standings.history_of(volunteer, lead)) == 6
    read = {one.key: len(one.records) for one in personal_data.about(volunteer)}
    assert (read["volunteers.training"], read["volunteers.changes"], read["volunteers.induction"]) == (2, 6, 2)
    list(all_obligations(today=TODAY()))

    people.undo_merge(merge, by=chair)
    assert Issued.objects.filter(person=twin).count() == 1
    assert VolunteerStanding.objects.get(person=twin).status == Standing.ACTIVE


@pytest.mark.parametrize("which", ["kept", "duplicate"])
def test_nobody_gets_out_of_a_suspension_by_being_joined(scope, coordinator, lead, chair, volunteer, twin, which):
    one = volunteer if which == "kept" else twin
    standing.activate(volunteer, on=TODAY(), by=coordinator)
    suspended(one, lead)

    with pytest.raises(MergeRefused, match="paused"):
        people.merge(volunteer, twin, told_apart_by="Same birthday", by=chair)


def test_a_standing_of_the_entry_that_goes_is_that_of_the_entry_that_stays(
    scope, coordinator, lead, chair, volunteer, twin, signed_in
):
    standing.activate(twin, on=TODAY(), by=coordinator)
    people.merge(volunteer, twin, told_apart_by="Same birthday", by=chair)

    assert VolunteerStanding.objects.get().person == volunteer
    assert [event["title"] for event in standings.history_of(volunteer, lead)] == ["Active"]


# --- The end of data -------------------------------------------------------------------------------------------------

LATER = time_machine.travel("2045-01-15 10:00Z", tick=False)


def test_what_somebody_reads_about_themself_has_everything_and_no_reason(rules, coordinator, lead, volunteer):
    everything(volunteer, coordinator, lead)

    found = copy_of(volunteer)

    words = " | ".join(str(f.value) for s in found.sections for r in s.records for f in r.facts)
    assert "Key of the hall" in words
    assert "001234567890" in words
    assert "Messages at night" not in words


def test_at_the_end_of_its_time_everything_about_a_volunteer_goes(
    rules, coordinator, lead, chair, volunteer, twin, signed_in
):
    everything(volunteer, coordinator, lead)
    everything(twin, coordinator, lead)
    for one in (volunteer, twin):
        reinstated(one, lead)
    people.merge(volunteer, twin, told_apart_by="Same birthday", by=chair)
    standing.end(volunteer, by=lead, on=TODAY(), reason="Went")
    Issued.objects.update(returned_on=TODAY(), returned_to=lead)
    with LATER:
        disposal = disposals.propose_due(today=TODAY())
        decided(disposal, chair, lead)
        disposals.carry_out(disposal.pk, today=TODAY())

        for model in (Completion, InductionCertificate, CriminalCheck, Exemption, Suitability, Placement, Issued):
            assert not model.objects.exists(), model
        assert not TrainingOffer.objects.exists()
        assert not CheckPermission.objects.exists()
        endings.propose_due(today=TODAY())
        for who in (chair, lead):
            for ending, _row in endings.open_to(who):
                endings.agree(ending, by=who)
        for model in (StandingChange, BarringQuestion, RiskAssessment, Application):
            assert not model.objects.filter(shredded_at=None).exists(), model
        assert not Application.objects.exclude(name="").exists()
        assert not Person.objects.filter(name__contains="Vera").exists()
        for name in ("standings", "vetting", "topics", "gaps", "board", "closed_applications", "record", "front"):
            answer = signed_in(lead).get(reverse(f"volunteers:{name}", args=["harbour-lights"]))
            assert answer.status_code == 200, name
        for name in ("standing", "earlier", "vetting_person", "training_of", "issued", "suitability"):
            answer = signed_in(lead).get(reverse(f"volunteers:{name}", args=["harbour-lights", volunteer.pk]))
            assert answer.status_code in (200, 403, 404), name
    call_command("verify_audit")


def test_an_erasure_of_a_volunteer_takes_what_may_go(rules, coordinator, lead, chair, volunteer):
    everything(volunteer, coordinator, lead)
    standing.end(volunteer, by=lead, on=TODAY(), reason="Went")
    with time_machine.travel(timezone.now() + 2 * DAY, tick=False):
        disposal = decided(disposals.propose_erasure(volunteer, by=lead, reason="Asked."), chair, lead)
        disposals.carry_out(disposal.pk, today=TODAY())

    assert Person.objects.get(pk=volunteer.pk).name.startswith("Erased person")
    assert not Completion.objects.exists()
    assert not Application.objects.exclude(name="").exists()
    assert CriminalCheck.objects.exists()
    call_command("verify_audit")


# --- Days that come and go -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "came"),
    [("2026-06-20 23:30Z", date(2026, 1, 21)), ("2026-11-21 23:30Z", date(2026, 6, 21))],
)
def test_paper_came_on_the_day_that_was_entered_whatever_the_clocks_did_since(position, coordinator, now, came):
    with time_machine.travel(now, tick=False):
        found = recruiting.receive(position, recruiting.Applicant("Ada"), by=coordinator, received_on=came).application

    assert (timezone.localdate(found.received_at), found.stage_since) == (came, came)


def test_nothing_of_the_time_before_lives_again(scope, coordinator, volunteer):
    """E-21: the position ended with the last day, and so did the training that was offered then."""
    placement = Placement.objects.create(person=volunteer, position=factories.position(), starts_on=TODAY() - 90 * DAY)
    topics.offer(
        factories.a_topic(coordinator), [volunteer], by=coordinator, due_on=TODAY() - 50 * DAY, on=TODAY() - 80 * DAY
    )
    people.leave(volunteer, on=TODAY() - 40 * DAY, by=coordinator)
    for _time in range(2):
        keep_up(volunteer.organisation_id)
    people.rejoin(volunteer, on=TODAY(), by=coordinator)

    placement.refresh_from_db()
    assert placement.ends_on == TODAY() - 40 * DAY
    assert TrainingOffer.objects.get().closed_on == TODAY() - 40 * DAY


def test_who_left_without_a_decision_and_comes_back_is_active_since_the_return(scope, coordinator, volunteer):
    """E-21."""
    standing.activate(volunteer, on=TODAY() - 90 * DAY, by=coordinator)
    people.leave(volunteer, on=TODAY() - 40 * DAY, by=coordinator)
    people.rejoin(volunteer, on=TODAY() - DAY, by=coordinator)

    for _click in range(2):
        found = standing.activate(volunteer, on=TODAY() - DAY, by=coordinator)
        assert (found.status, found.since) == (Standing.ACTIVE, TODAY() - DAY)
    assert StandingChange.objects.count() == 2


def test_a_service_that_ends_takes_the_positions_with_it_also_of_somebody_who_stays_as_a_carer(
    scope, coordinator, lead, new_person
):
    carer = new_person("Anna Turner", Role.VOLUNTEER, Role.CARER)
    placement = Placement.objects.create(person=carer, position=factories.position(), starts_on=TODAY() - 9 * DAY)

    standing.end(carer, by=lead, on=TODAY(), reason="Enough to do")

    placement.refresh_from_db()
    assert (placement.ends_on, Person.objects.get(pk=carer.pk).left_on) == (TODAY(), None)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1900, 1, 1), date(2024, 8, 31)])
def test_nobody_is_suspended_or_ended_before_they_came(scope, lead, volunteer, day):
    with pytest.raises(Refused, match="is here since"):
        standing.suspend(volunteer, by=lead, on=day, reason="Slip", review_on=TODAY() + DAY)
    with pytest.raises(Refused, match="is here since"):
        standing.end(volunteer, by=lead, on=day, reason="Slip")
    assert not StandingChange.objects.exists()


def test_an_application_at_the_end_of_its_time_opens_everywhere_and_takes_nothing_more(
    signed_in, coordinator, chair, lead, position
):
    found = checked.applicant("Ada Byron", position=position)
    referees.add(found, name="Mary", contact="mary@mail.example", by=coordinator)
    ApplicationStep.objects.create(application=found, key="interview", by=coordinator, words={"note": "Kind"})
    criminal_checks.record_seen(found, kind="dbs_enhanced", seen=seen(coordinator), by=coordinator)
    applicants.withdraw(found, by=coordinator)
    reference = found.references.get()
    with time_machine.travel("2027-12-01 12:00Z", tick=False):
        disposal = decided(disposals.propose_due(today=TODAY()), chair, lead)
        disposals.carry_out(disposal.pk, today=TODAY())
        found.refresh_from_db()
        assert (found.name, found.is_shredded) == ("", True)
        client = signed_in(chair)
        for name in (
            *("vetting_application", "withdraw_application", "not_taken_on", "reopen_application"),
            *("decide_application", "take_on", "add_reference", "application_permission", "assign_check"),
        ):
            url = reverse(f"volunteers:{name}", args=["harbour-lights", found.code])
            for answer in (client.get(url), client.post(url, {"name": "x", "contact": "y", "reason": "z"})):
                assert answer.status_code in (200, 302, 403, 404, 405, 410), (name, answer.status_code)
        for name in ("mail_reference", "reference_asked", "reference_answered"):
            url = reverse(f"volunteers:{name}", args=["harbour-lights", found.code, reference.uid])
            for answer in (client.get(url), client.post(url, {"on": typed(TODAY()), "answer": "good"})):
                assert answer.status_code in (200, 302, 403, 404, 405, 410), (name, answer.status_code)
        assert not VolunteerLetter.objects.exists()
        list(all_obligations(today=TODAY()))
        found.refresh_from_db()
        assert found.is_shredded
    call_command("verify_audit")


def test_the_example_charity_is_loaded_once(db):
    for _time in range(2):
        call_command("load_example")
    charity = Organisation.objects.get()
    with acting_for(charity):
        call_command("verify_audit")
