"""References: who can be asked, a neutral mail, a reminder, and what they said."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from safeguard.refusals import Refused
from tests.volunteers import factories
from tests.volunteers.test_applying import send, text
from volunteers.forms.applicants import ReferenceForm
from volunteers.models import Application, AppliedReference, LetterKind, ReferenceAnswer, VolunteerLetter
from volunteers.owed import applicants as owed
from volunteers.services import applicants, referees
from volunteers.states import Stage

pytestmark = pytest.mark.usefixtures("scope")


def today():
    return timezone.localdate()


@pytest.fixture
def applicant(scope):
    return factories.application(at=Stage.CHECKS)


def named(applicant, by, contact="sam@mail.example"):
    return referees.add(applicant, name="Sam Reed", contact=contact, relation="Her teacher", by=by)


def test_the_second_of_two_clicks_names_nobody_twice(applicant, coordinator):
    first, second = named(applicant, coordinator), named(applicant, coordinator)

    assert (first.pk, AppliedReference.objects.count()) == (second.pk, 1)


def test_a_referee_is_asked_by_a_mail_that_tells_nothing_of_the_check(
    applicant, coordinator, django_capture_on_commit_callbacks
):
    reference = named(applicant, coordinator)

    with django_capture_on_commit_callbacks(execute=True):
        referees.ask(reference, by=coordinator, by_mail=True)
        referees.ask(reference, by=coordinator, by_mail=True)

    reference.refresh_from_db()
    assert reference.asked_on == today()
    assert [letter.kind for letter in VolunteerLetter.objects.all()] == [LetterKind.REFERENCE]
    assert [message.to for message in mail.outbox] == [["sam@mail.example"]]
    assert "teacher" not in mail.outbox[0].body


def test_without_an_address_the_day_is_noted_by_hand(applicant, coordinator):
    reference = named(applicant, coordinator, contact="01632 960123")

    with pytest.raises(Refused):
        referees.ask(reference, by=coordinator, by_mail=True)
    referees.ask(reference, by=coordinator, on=today() - timedelta(days=3))

    reference.refresh_from_db()
    assert reference.asked_on == today() - timedelta(days=3)


def test_what_a_referee_said_is_sealed_and_can_be_corrected(applicant, coordinator):
    reference = named(applicant, coordinator)

    referees.answered(reference, answer=ReferenceAnswer.GOOD, said="Patient and kind.", on=today(), by=coordinator)
    said = referees.answered(
        reference, answer=ReferenceAnswer.RESERVED, said="Kind, and often late.", on=today(), by=coordinator
    )

    assert (said.answer, said.words["said"]) == (ReferenceAnswer.RESERVED, "Kind, and often late.")
    told = " ".join(f"{event.detail} {event.object_label}" for event in AuditEvent.objects.about(applicant))
    assert "late" not in told
    assert "Sam" not in told
    with pytest.raises(Refused):
        referees.ask(said, by=coordinator, by_mail=True)


def test_a_reference_that_does_not_come_is_chased_after_two_weeks(applicant, coordinator, lead):
    reference = named(applicant, coordinator)
    referees.ask(reference, by=coordinator, on=today() - timedelta(days=14))

    due = [one for one in owed.obligations(today=today()) if one.key.startswith("volunteers.reference")]

    assert [(one.due_on, one.recipients) for one in due] == [(today(), (coordinator.pk,))]
    assert "Sam" not in f"{due[0].title} {due[0].reason} {due[0].url}"
    referees.ask(reference, by=coordinator)  # asked again: the two weeks begin anew
    assert not [one for one in owed.obligations(today=today()) if one.key.startswith("volunteers.reference")]


def test_of_a_closed_application_nothing_is_owed(applicant, coordinator):
    referees.ask(named(applicant, coordinator), by=coordinator, on=today() - timedelta(days=30))
    applicants.withdraw(applicant, by=coordinator)

    assert list(owed.obligations(today=today())) == []


def test_the_pages_ask_and_note(applicant, coordinator, signed_in, charity):
    client = signed_in(coordinator)
    place = f"/o/{charity.slug}/volunteers/applications/{applicant.code}"

    client.post(f"{place}/references/add/", {"name": "Sam Reed", "contact": "sam@mail.example", "relation": "Teacher"})
    reference = AppliedReference.objects.get()
    client.post(f"{place}/references/{reference.uid}/mail/")
    sent = {"answer": "good", "on": today().strftime("%d.%m.%Y"), "said": "Patient and kind."}
    client.post(f"{place}/references/{reference.uid}/answered/", sent)

    shown = client.get(f"{place}/").content.decode()
    assert "Sam Reed" in shown
    assert "Patient and kind." in shown
    assert VolunteerLetter.objects.get().to == "sam@mail.example"


def test_an_answer_of_tomorrow_is_not_taken_and_nothing_typed_is_lost(applicant, coordinator, signed_in, charity):
    reference = named(applicant, coordinator)
    url = f"/o/{charity.slug}/volunteers/applications/{applicant.code}/references/{reference.uid}/answered/"
    tomorrow = today() + timedelta(days=1)

    answer = signed_in(coordinator).post(
        url, {"answer": "good", "on": tomorrow.strftime("%d.%m.%Y"), "said": "Patient and kind."}
    )

    reference.refresh_from_db()
    assert (answer.status_code, reference.answer) == (200, ReferenceAnswer.WAITING)
    assert "Patient and kind." in answer.content.decode()


def test_a_reference_of_another_application_is_not_found(applicant, coordinator, signed_in, charity):
    other = factories.application("Zoe Fen", at=Stage.CHECKS)
    reference = named(other, coordinator)

    answer = signed_in(coordinator).get(
        f"/o/{charity.slug}/volunteers/applications/{applicant.code}/references/{reference.uid}/answered/"
    )

    assert answer.status_code == 404


# How a referee can be reached ----------------------------------------------------------------------------------------

REACHED = ("mary@mail.example", " Mary.S+1@mail.example ", "0191 498 0001", "+44 (0)191-498-0001", "01632.960123")
NOT_REACHED = (
    "my old school",
    "mary@",
    "12 34",
    "call her at work",
    "mary@mail.example or 0191 498 0001",
    "0191 4\u202e",
)


@pytest.mark.parametrize("contact", REACHED)
def test_a_referee_is_reached_by_an_address_or_a_number(contact):
    form = ReferenceForm({"name": "Mary", "contact": contact, "relation": "Her teacher"})

    assert form.is_valid(), form.errors


@pytest.mark.parametrize("contact", NOT_REACHED)
def test_other_words_are_refused_beside_the_field(contact):
    form = ReferenceForm({"name": "Mary", "contact": contact, "relation": "Her teacher"})

    assert not form.is_valid()
    assert list(form.errors) == ["contact"]


def test_an_applicant_is_told_beside_the_field_and_loses_nothing(client, scope):
    position = factories.position("Cook")

    page = send(client, position, referee1_contact="Ask at my old school")

    said = text(page)
    assert "Enter one e-mail address such as name@example.org, or one telephone number such as 01632 960123." in said
    assert "Ask at my old school" in page.content.decode()
    assert "Charles Babbage" in page.content.decode()
    assert "I like the sea." in page.content.decode()
    assert not Application.objects.exists()
    send(client, position)
    assert [one.words["contact"] for one in AppliedReference.objects.all()] == ["mary@mail.example", "0191 498 0002"]


def test_paper_that_was_entered_says_it_too(client, scope, coordinator):
    client.force_login(coordinator.user)
    sent = {"name": "Ada Byron", "why": "I like the sea.", "referee1_name": "Mary", "referee1_contact": "at the school"}

    page = client.post(reverse("volunteers:enter_application", args=["harbour-lights"]), sent).content.decode()

    assert "Enter one e-mail address such as name@example.org" in page
    assert ("I like the sea." in page, "at the school" in page) == (True, True)


# Nobody speaks for themself ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"referee1_contact": "ADA@mail.example"}, "You are reached there yourself."),
        ({"referee2_contact": "ada+work@mail.example"}, "You are reached there yourself."),
        ({"referee1_contact": "+44 191 498 0001"}, "You are reached there yourself."),
        ({"referee2_name": "ada  byron"}, "This is your own name."),
        ({"referee2_contact": "Mary@mail.example"}, "This is the same as for another referee."),
        ({"referee1_contact": "+44 191 498 0002"}, "This is the same as for another referee."),
    ],
)
def test_nobody_is_their_own_referee_and_two_are_not_one(client, scope, changes, sentence):
    answer = send(client, factories.position("Boat club helper"), **changes)

    assert sentence in text(answer)
    assert not Application.objects.exists()


def test_without_a_number_of_ones_own_any_number_can_be_a_referee(client, scope):
    send(client, factories.position("Boat club helper"), phone="")

    assert Application.objects.exists()


def test_who_recruits_is_warned_of_what_came_before_or_on_paper(applicant, coordinator, signed_in):
    for name, contact in (
        ("Sam Reed", "ada@mail.example"),
        ("Ada Byron", "own@mail.example"),
        ("Tim Reed", "01632 960123"),
        ("Tom Reed", "+44 1632 960123"),
        ("Una Reed", "una@mail.example"),
    ):
        referees.add(applicant, name=name, contact=contact, by=coordinator)
    named_ones = list(AppliedReference.objects.order_by("pk"))

    doubts = referees.doubtful(applicant, named_ones)
    page = text(signed_in(coordinator).get(applicant.get_absolute_url()))

    begins = [doubts.get(one.pk, "").partition(".")[0] for one in named_ones]
    assert begins == [
        "This is the applicant’s own address or number",
        "This is the applicant’s own name",
        *["Another referee has the same address or number"] * 2,
        "",
    ]
    assert page.count("Look again") == 4
