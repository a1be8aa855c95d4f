"""The lead and the deputies hear of every concern at once, and nobody else hears of it."""

import uuid

import pytest
from django.core import mail

from incidents.access import visible_to
from incidents.models import Answer, AsideReason, EntryKind, IncidentLetter, LetterKind, Routing, Source, StepAside
from incidents.services import alerting, letters, raising
from people.roles import Role
from tests.incidents.factories import make_case, restricted

pytestmark = pytest.mark.usefixtures("scope")


@pytest.fixture
def deputy(new_person):
    return new_person("Della Deputy", Role.LEAD)


@pytest.mark.clause("WY-66", "WY-100")
def test_lead_and_deputy_are_told_at_once(lead, deputy, chair, coordinator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        told = alerting.raised(make_case("Messages at night", is_online=True))

    assert told == [lead, deputy]
    assert sorted(to for letter in mail.outbox for to in letter.to) == sorted([lead.email, deputy.email])
    assert IncidentLetter.objects.exclude(sent_at=None).count() == 2


@pytest.mark.clause("WY-67")
def test_the_log_holds_who_was_told(lead, deputy):
    case = make_case("Messages at night", is_online=True)

    alerting.raised(case)

    entry = case.entries.get()
    assert (entry.kind, entry.by) == (EntryKind.RECORD, None)
    assert entry.words["text"] == "Told by e-mail at once, without details: Dana Whitlock, Della Deputy."
    assert case.acted_at is None


def test_the_mail_tells_nothing(lead, django_capture_on_commit_callbacks):
    """E-50: on a locked phone on a kitchen table."""
    with django_capture_on_commit_callbacks(execute=True):
        case = make_case("Bruises on Ruby", types=["physical_abuse"], what="Ruby was slapped.")
        alerting.raised(case)

    [letter] = mail.outbox
    whole = letter.subject + letter.body + letter.alternatives[0][0]
    assert not [
        word for word in ("Ruby", "Bruises", "slapped", case.code, "physical", "abuse", "child") if word in whole
    ]
    assert letter.subject == "Please sign in and look now"


def test_a_restricted_concern_is_told_to_those_above_and_not_to_the_lead(lead, chair, safeguarding_trustee):
    """E-52."""
    assert alerting.raised(restricted()) == [chair, safeguarding_trustee]


def test_whoever_is_aside_hears_nothing(lead, deputy):
    case = make_case()
    StepAside.objects.create(case=case, person=deputy, reason=AsideReason.CLOSE)

    assert alerting.raised(case) == [lead]


def test_where_nobody_is_left_the_case_says_so(lead, chair):
    """E-53."""
    case = make_case(routing=Routing.NAMED)

    assert alerting.raised(case) == []
    assert case.entries.get().words["text"] == (
        "Nobody in the charity could be told. Go to an agency outside the charity."
    )


def test_a_lead_without_an_address_is_to_be_rung(new_person):
    new_person("No Mail", Role.LEAD, email="n@m.example", do_not_email=True)
    case = make_case()

    assert alerting.raised(case) == []
    assert case.entries.get().words["text"] == "Could not be told by e-mail: No Mail. Ring them."


def test_whoever_is_put_aside_before_the_mail_goes_out_does_not_get_it(lead, deputy):
    case = make_case()
    letter = letters.queue(LetterKind.RAISED, to=deputy, case=case)
    StepAside.objects.create(case=case, person=deputy, reason=AsideReason.NAMED)

    assert not letters.send(letter.pk)
    assert mail.outbox == []


def test_a_letter_that_was_left_behind_goes_out_with_the_next_round(lead):
    letters.queue(LetterKind.RAISED, to=lead, case=make_case())

    assert letters.send_waiting() == 1
    assert [letter.to for letter in mail.outbox] == [[lead.email]]


def raise_it(volunteer, **fields):
    return raising.receive(
        by=volunteer,
        words={"what": "A stranger writes to her in the game at night."},
        source=Source.SOCIAL_MEDIA,
        once=uuid.uuid4().hex,
        danger_now=Answer.NO,
        **fields,
    ).report.case


@pytest.mark.clause("WY-66", "WY-67", "WY-100")
def test_what_a_volunteer_raises_is_in_the_log_and_the_lead_knows_at_once(
    lead, deputy, chair, volunteer, django_capture_on_commit_callbacks
):
    """Whatever the kind: it is told before anybody has sorted it, so no online incident waits for a label."""
    with django_capture_on_commit_callbacks(execute=True):
        case = raise_it(volunteer)

    assert list(visible_to(lead)) == list(visible_to(deputy)) == [case]
    assert {letter.to[0] for letter in mail.outbox if "look now" in letter.subject} == {lead.email, deputy.email}


def test_what_is_raised_about_the_lead_reaches_those_above_and_no_lead(
    lead, deputy, chair, safeguarding_trustee, volunteer, django_capture_on_commit_callbacks
):
    """E-52: neither by mail nor in the log."""
    with django_capture_on_commit_callbacks(execute=True):
        case = raise_it(volunteer, concerned=[lead])

    assert not visible_to(lead).exists()
    assert not visible_to(deputy).exists()
    assert list(visible_to(chair)) == list(visible_to(safeguarding_trustee)) == [case]
    told = {letter.to[0] for letter in mail.outbox}
    assert not told & {lead.email, deputy.email}
    assert {chair.email, safeguarding_trustee.email} <= told
