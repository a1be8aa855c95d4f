"""Applying by the charity's link: without a sign-in, page by page, once."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from rights.services.periods import set_period
from tests.volunteers import factories
from volunteers import wording
from volunteers.models import (
    Application,
    ApplicationStep,
    AppliedReference,
    CheckPermission,
    LetterKind,
    Source,
    VolunteerLetter,
)
from volunteers.services import checks, letters, recruiting, settings
from volunteers.services import positions as services
from volunteers.states import Stage

pytestmark = pytest.mark.django_db

ANSWERS = {
    "once": "a-random-word",
    "name": "Ada Byron",
    "email": "ada@mail.example",
    "phone": "0191 498 0001",
    "date_of_birth": "4 5 1990",
    "address": "2 Quay Street",
    "why": "I like the sea.",
    "experience": "Three nephews.",
    "referee1_name": "Mary Somerville",
    "referee1_contact": "mary@mail.example",
    "referee1_relation": "My teacher",
    "referee2_name": "Charles Babbage",
    "referee2_contact": "0191 498 0002",
    "referee2_relation": "My employer",
    "is_told": "on",
}
PARENT = {"parent_name": "Anne Byron", "parent_email": "anne@mail.example"}


@pytest.fixture
def position(scope):
    return factories.position("Boat club helper", internet_use="You answer messages of the club’s page.")


def page(name: str, position) -> str:
    return reverse(name, args=[position.token])


def send(client, position, go="send", at="online", **changes):
    return client.post(page("apply-form", position), {"at": at, "go": go} | ANSWERS | changes)


def text(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def born(years: int) -> str:
    today = timezone.localdate()
    return date(today.year - years, today.month, 1).strftime("%-d %-m %Y")


def asked(chair) -> int:
    """Checks online are on, and applicants are asked."""
    factories.checks_on(chair)
    return settings.current().permission_version


def test_the_first_page_says_what_the_position_is_and_what_internet_use_means(client, position):
    answer = client.get(page("apply", position))

    assert answer.status_code == 200
    assert "You answer messages of the club’s page." in text(answer)
    assert wording.internet_use(settings.current())[0].splitlines()[0] in text(answer)
    assert answer.headers["X-Robots-Tag"].startswith("noindex")


def test_the_form_says_how_long_this_charity_keeps_what_is_written(client, position, chair):
    before = text(client.get(page("apply", position)))
    set_period("volunteers.Application", by=chair, months=3, reason="Long enough for a second look.")

    assert "it is deleted after 6 months." in before
    assert "it is deleted after 3 months." in text(client.get(page("apply", position)))


def test_somebody_goes_from_page_to_page_and_sends_it_without_a_cookie(position, django_capture_on_commit_callbacks):
    client = Client(enforce_csrf_checks=True)
    seen = client.get(page("apply-form", position))
    typed = {name: unescape(value) for name, value in _fields(seen).items()}
    for fields in (
        ("name", "email", "date_of_birth"),
        ("why",),
        [name for name in ANSWERS if name.startswith("referee")],
        ("is_told",),
    ):
        typed |= {name: ANSWERS[name] for name in fields}
        seen = client.post(page("apply-form", position), typed | {"go": "next"})
        typed = _fields(seen)
    assert "Check your answers" in text(seen)
    assert "Mary Somerville" in text(seen)
    with django_capture_on_commit_callbacks(execute=True):
        seen = client.post(page("apply-form", position), typed | {"go": "send"})

    found = Application.objects.get()
    assert "Thank you. Your application was sent." in text(seen)
    assert found.code in mail.outbox[0].body
    assert (found.name, found.status, found.source, found.entered_by) == ("Ada Byron", Stage.APPLIED, Source.FORM, None)
    assert found.words["why"] == "I like the sea."
    assert [one.words["name"] for one in AppliedReference.objects.all()] == ["Mary Somerville", "Charles Babbage"]
    assert not client.cookies


def _fields(answer) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.content.decode())
    return {name: unescape(value) for name, value in found}


def test_an_application_sent_twice_is_one(client, position):
    first, second = send(client, position), send(client, position)

    found = Application.objects.get()
    assert text(first) == text(second)
    assert found.code not in text(first)
    assert AppliedReference.objects.count() == 2


def test_whoever_applies_again_is_told_at_the_address_on_file_and_a_stranger_learns_nothing(
    client, position, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        first = send(client, position)
        again = send(client, position, once="another-form", name="ada  byron", why="I wrote more.", phone="")

    found = Application.objects.get()
    assert text(again) == text(first)
    for page_shown in (first, again):
        assert found.code not in page_shown.content.decode()
    assert found.words["why"] == "I like the sea."
    assert [letter.to for letter in mail.outbox] == [["ada@mail.example"]] * 2
    assert found.code in mail.outbox[1].body
    assert "The form has come again since" in " ".join(mail.outbox[1].body.split())


def test_by_telephone_alone_a_second_form_looks_like_the_first_and_writes_to_nobody_else(client, position):
    send(client, position)

    first = send(client, position, once="b", name="Eve Balfour", email="")
    again = send(client, position, once="c", email="")
    strange = send(client, position, once="d", email="stranger@mail.example")

    assert text(again) == text(first)
    assert "already" not in text(strange)
    assert {letter.to for letter in VolunteerLetter.objects.all()} == {"ada@mail.example"}


def test_many_second_forms_do_not_fill_the_post_of_an_applicant(client, position):
    for number in range(6):
        send(client, position, once=f"form-{number}")

    assert VolunteerLetter.objects.count() == recruiting.LETTERS_A_DAY


@pytest.mark.clause("BC-9")
def test_a_no_in_a_second_form_takes_the_permission_back_and_a_yes_gives_none(client, position, chair):
    version = asked(chair)
    send(client, position, permission="True", permission_version=version)
    send(client, position, once="b", permission="False", permission_version=version)
    send(client, position, once="c", permission="False", permission_version=version)
    send(client, position, once="d", permission="True", permission_version=version)

    given, refused = CheckPermission.objects.order_by("pk")
    assert (given.is_given, given.stands) == (True, False)
    assert refused.is_given is False
    assert checks.permission_of(application=Application.objects.get()) == refused


def test_a_no_on_paper_counts_too(signed_in, coordinator, client, position, chair):
    send(client, position, permission="True", permission_version=asked(chair))
    entered(signed_in, coordinator, position, permission="no")

    assert [one.stands for one in CheckPermission.objects.all()] == [False, False]
    assert Application.objects.count() == 1


def test_whoever_knows_only_a_name_and_an_address_does_not_learn_that_somebody_applied(client, position):
    send(client, position)

    other = send(client, position, once="another-form", date_of_birth="5 5 1990")

    assert "already" not in text(other)


def test_whoever_was_not_taken_on_may_apply_again(client, position):
    factories.application("Ada Byron", at=Stage.UNSUCCESSFUL, position=position)

    send(client, position)

    assert Application.objects.open().count() == 1


def test_a_confirmation_goes_to_the_applicant_and_quotes_nothing(client, position, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send(client, position)

    (letter,) = mail.outbox
    assert letter.to == ["ada@mail.example"]
    assert Application.objects.get().code in letter.body
    assert wording.no_passwords() in " ".join(letter.body.split())
    assert "nephews" not in letter.body


def test_a_referee_answers_to_whoever_asked_and_the_applicant_to_the_charity(
    position, coordinator, django_capture_on_commit_callbacks
):
    found = factories.application(position=position)
    with django_capture_on_commit_callbacks(execute=True):
        letters.queue(found, LetterKind.REFERENCE, to="mary@mail.example", by=coordinator)
        letters.queue(found, LetterKind.RECEIVED, to="ada@mail.example")

    asked, received = mail.outbox
    assert asked.reply_to == [coordinator.email]
    assert f"it goes to {coordinator}. Name the code {found.code}." in " ".join(asked.body.split())
    assert f"it goes to {coordinator}." in asked.alternatives[0].content
    assert received.reply_to == []
    assert "write to 1 Quay Street, Seaham, SR7 1AA, and name the code" in " ".join(received.body.split())


# Permission ----------------------------------------------------------------------------------------------------------


@pytest.mark.clause("BC-9")
@pytest.mark.parametrize("answer", [True, False])
def test_the_answer_about_a_check_online_is_kept_with_its_words_date_and_version(client, position, chair, answer):
    version = asked(chair)
    shown = send(client, position, go="next", at="referees")
    assert " ".join(wording.permission(settings.current()).split()) in text(shown)

    send(client, position, permission=str(answer), permission_version=version)

    kept = CheckPermission.objects.get()
    assert (kept.is_given, kept.version, kept.application) == (answer, version, Application.objects.get())
    assert kept.wording == wording.permission(settings.current())
    assert timezone.localdate(kept.answered_at) == timezone.localdate()


@pytest.mark.clause("BC-9")
def test_words_that_changed_in_between_are_read_and_answered_anew(client, position, chair):
    version = asked(chair)
    settings.change_words(permission_text="Other words.", internet_text="", draft_days=30, by=chair)

    answer = send(client, position, permission="True", permission_version=version)

    assert not Application.objects.exists()
    assert "These words have just changed" in text(answer)
    assert "Other words." in text(answer)
    assert f'name="permission_version" value="{version + 1}"' in answer.content.decode()


@pytest.mark.clause("BC-9")
def test_where_checks_are_off_nobody_is_asked(client, position):
    shown = send(client, position, go="next", at="referees")
    send(client, position, permission="True")

    assert "May we look you up?" not in text(shown)
    assert not CheckPermission.objects.exists()


def test_neither_answer_is_chosen_beforehand_and_no_is_neutral(client, position, chair):
    """E-74: somebody who says no goes the same way as everybody else."""
    version = asked(chair)
    shown = send(client, position, go="next", at="referees")
    without = send(client, position, permission_version=version)
    assert not re.findall(r"name=\"permission\"[^>]*checked", shown.content.decode())
    assert "Choose yes or no. Both answers are fine." in text(without)

    yes = send(client, position, permission="True", permission_version=version)
    no = send(
        client, position, permission="False", permission_version=version, once="b", name="Eve", email="e@m.example"
    )

    assert {one.status for one in Application.objects.all()} == {Stage.APPLIED}
    codes = Application.objects.values_list("code", flat=True)
    first, second = (re.sub("|".join(codes), "", text(answer)) for answer in (yes, no))
    assert first == second


@pytest.mark.clause("BC-10")
def test_that_internet_use_was_explained_is_noted_with_the_day(client, position):
    refused = send(client, position, is_told="")
    assert "Read the text above, then tick this box." in text(refused)
    assert "You answer messages of the club’s page." in text(refused)

    send(client, position)

    step = ApplicationStep.objects.get(key="explained")
    assert (step.on, step.by, step.application) == (timezone.localdate(), None, Application.objects.get())


@pytest.mark.clause("BC-11")
def test_the_form_leads_to_help_with_privacy_settings_and_says_so_on_the_application(client, position):
    help_page = page("apply-privacy", position)
    assert help_page in client.get(page("apply", position)).content.decode()
    assert help_page in send(client, position, go="next", at="referees").content.decode()
    for title, lines in wording.privacy_settings():
        assert title in text(client.get(help_page))
        assert lines[0] in text(client.get(help_page))

    send(client, position)

    assert ApplicationStep.objects.filter(key="privacy", on=timezone.localdate()).exists()


@pytest.mark.clause("BC-19")
def test_no_page_asks_for_a_password_and_the_form_says_that_nobody_ever_will(client, position, chair):
    asked(chair)
    pages = [client.get(page(name, position)) for name in ("apply", "apply-privacy", "apply-form", "apply-ask")]
    pages += [send(client, position, go="next", at=at) for at in ("about", "why", "referees")]

    for shown in pages:
        names = re.findall(r'name="([^"]+)"', shown.content.decode())
        assert not [name for name in names if "password" in name or "account" in name or "handle" in name]
        assert 'type="password"' not in shown.content.decode()
    assert wording.no_passwords() in text(pages[0])
    assert wording.no_passwords() in text(pages[-1])


# Young people --------------------------------------------------------------------------------------------------------


def test_whoever_is_too_young_for_the_position_gets_a_kind_sentence(client, scope):
    adult = factories.position("Driver", minimum_age=18)

    answer = send(client, adult, date_of_birth=born(17))

    assert "Thank you for wanting to help. For “Driver” we ask for people of 18 or older" in text(answer)
    assert not Application.objects.exists()


@pytest.mark.clause("IL-47")
def test_under_18_a_parent_is_asked_for_and_gets_a_copy(client, position, django_capture_on_commit_callbacks):
    """E-25: the rules about contact protect a young volunteer as they do members, and their parent knows it."""
    shown = send(client, position, go="next", at="about", date_of_birth=born(16))
    assert "parent_name" in shown.content.decode()
    for line in wording.young(position.organisation):
        assert line in text(shown)
    refused = send(client, position, date_of_birth=born(16))
    assert "Enter the name of your parent or carer." in text(refused)

    with django_capture_on_commit_callbacks(execute=True):
        send(client, position, date_of_birth=born(16), **PARENT)

    found = Application.objects.get()
    assert (found.parent_name, found.parent_email) == ("Anne Byron", "anne@mail.example")
    copy = next(one for one in mail.outbox if one.to == ["anne@mail.example"])
    assert "befriend or follow you from a private" in " ".join(copy.body.split())
    assert "I like the sea." not in copy.body
    assert "nephews" not in copy.body


def test_of_a_grown_up_no_parent_is_asked_for_or_kept(client, position):
    shown = send(client, position, go="next", at="about")
    assert "parent_name" not in shown.content.decode()

    send(client, position, **PARENT)

    found = Application.objects.get()
    assert (found.parent_name, found.parent_email) == ("", "")


@pytest.mark.parametrize("typed", ["32 13 2000", "1 1 2099", "1 1 1800", "tomorrow"])
def test_a_birthday_that_cannot_be_gets_a_sentence(client, position, typed):
    answer = send(client, position, date_of_birth=typed)

    assert answer.status_code == 200
    assert "There is a problem" in text(answer)
    assert not Application.objects.exists()


def test_without_address_and_number_nobody_can_answer(client, position):
    answer = send(client, position, email="", phone="")

    assert "Enter an e-mail address or a telephone number, so that we can answer." in text(answer)


# Doors ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "state",
    [{"is_open": False}, {"closes_on": date(2020, 1, 1)}, {"ended_on": date(2020, 1, 1), "is_open": False}],
)
def test_a_closed_position_answers_with_a_sentence_and_gives_back_what_was_typed(client, scope, state):
    closed = factories.position("Cook", **state)
    other = factories.position("Gardener")

    seen = send(client, closed)

    assert seen.status_code == 410
    assert "takes no applications for this position now" in text(seen)
    assert "I like the sea." in text(seen)
    assert page("apply", other) in seen.content.decode()
    assert not Application.objects.exists()


@pytest.mark.parametrize("token", ["nothing", "x" * 200, "%27"])
def test_an_unknown_link_says_what_to_do(client, scope, token):
    answer = client.get(f"/apply/{token}/")

    assert answer.status_code == 404
    assert "This address does not work" in text(answer)


def test_many_applications_from_one_place_are_slowed_down_and_lose_nothing(client, position, monkeypatch):
    from volunteers.views import applying

    monkeypatch.setattr(applying, "APPLICATIONS", 1)
    send(client, position)

    answer = send(client, position, once="b", name="Eve Balfour")

    assert answer.status_code == 429
    assert "Eve Balfour" in text(answer)
    assert Application.objects.count() == 1


def test_a_question_is_no_application_and_asks_for_no_birthday(client, position, django_capture_on_commit_callbacks):
    data = {"once": "q", "name": "Ada Byron", "email": "ada@mail.example", "question": "Do I need a boat?"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(page("apply-ask", position), data)
        client.post(page("apply-ask", position), data)

    found = Application.objects.get()
    assert (found.status, found.applied_at, found.words["why"]) == (Stage.ENQUIRY, None, "Do I need a boat?")
    assert "Your question was sent" in text(answer)
    assert "Your question about “Boat club helper” has reached us." in mail.outbox[0].body
    assert len(mail.outbox) == 1


# On paper ------------------------------------------------------------------------------------------------------------


def entered(signed_in, person, position, **changes):
    data = {
        "position": position.pk,
        "source": "paper",
        "received_on": timezone.localdate().strftime("%-d %-m %Y"),
        "is_question": "False",
    }
    data |= {"name": "Ada Byron", "phone": "0191 498 0001", "date_of_birth": "4 5 1990", "why": "The sea."}
    data |= {"explained": "on", "permission": "yes"} | changes
    return signed_in(person).post(f"/o/{position.organisation.slug}/volunteers/applications/enter/", data)


@pytest.mark.clause("BC-9")
def test_an_application_on_paper_is_entered_with_its_permission(signed_in, coordinator, chair, position):
    asked(chair)

    answer = entered(signed_in, coordinator, position)

    found = Application.objects.get()
    assert (answer.status_code, found.source, found.entered_by) == (302, Source.PAPER, coordinator)
    kept = CheckPermission.objects.get()
    assert (kept.is_given, kept.how, kept.recorded_by) == (True, "paper", coordinator)
    assert kept.wording == wording.permission(settings.current())
    assert ApplicationStep.objects.get().by == coordinator


def test_of_what_came_on_paper_only_the_day_is_shown(signed_in, coordinator, position):
    entered(signed_in, coordinator, position)

    shown = text(signed_in(coordinator).get(Application.objects.get().get_absolute_url()))

    assert f"Received {date_format(timezone.localdate())} " in shown


def test_whoever_may_not_recruit_enters_nothing(signed_in, volunteer, position):
    assert entered(signed_in, volunteer, position).status_code == 403


def test_a_day_in_the_future_is_no_day_on_which_paper_came(signed_in, coordinator, position):
    tomorrow = timezone.localdate() + timedelta(days=1)

    answer = entered(signed_in, coordinator, position, received_on=tomorrow.strftime("%-d %-m %Y"))

    assert (answer.status_code, Application.objects.count()) == (200, 0)


def test_under_18_on_paper_too_a_parent_is_needed(signed_in, coordinator, position):
    answer = entered(signed_in, coordinator, position, date_of_birth=born(16))

    assert "Under 18, we need the name of a parent or carer" in text(answer)


def test_nobody_applies_for_a_position_that_ended_not_even_on_paper(chair, position):
    from safeguard.refusals import Refused

    services.end(position, by=chair)

    with pytest.raises(Refused):
        recruiting.receive(position, recruiting.Applicant("Ada Byron"), by=chair)


def test_a_parent_is_kept_while_nobody_knows_how_old_somebody_is(signed_in, coordinator, position):
    entered(signed_in, coordinator, position, date_of_birth="", **PARENT)

    assert Application.objects.get().parent_name == "Anne Byron"
