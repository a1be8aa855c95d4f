"""Certificates: made by the worker, opened by whoever asked, verified by whoever holds one."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from people.roles import Role
from safeguard import pdf
from safeguard.addresses import address
from safeguard.refusals import Refused
from safeguard.scoping import acting_for
from safeguard.verification import verify
from tests.volunteers.factories import a_topic
from volunteers.models import Completion, InductionCertificate, TopicKind
from volunteers.services import certificates, completing

TODAY = date(2026, 3, 2)


@pytest.fixture
def done(scope, coordinator, volunteer) -> Completion:
    topic = a_topic(coordinator, every_months=24, what="What grooming looks like, and whom to tell.")
    session, _number = completing.hold_session(
        topic, [volunteer], by=coordinator, held_on=date(2026, 2, 3), today=TODAY, trainer="Ruth Ellery"
    )
    return session.completions.get()


def inducted(person, by) -> list[str]:
    titles = ["Policy handed over", "Whom to call"]
    for title in titles:
        part = a_topic(by, title, kind=TopicKind.INDUCTION)
        completing.complete(part, person, by=by, done_on=date(2026, 2, 3), today=TODAY)
    return titles


def words_of(document: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(document)).pages)


def test_somebody_fetches_the_certificate_of_their_own_training(
    signed_in, done, volunteer, django_capture_on_commit_callbacks
):
    client = signed_in(volunteer)

    with django_capture_on_commit_callbacks(execute=True):
        asked = client.post(address("volunteers:completion_certificate", done.pk))
    page = client.get(asked.url)
    fetched = client.get(page.context["pdf"])

    assert "The certificate is ready" in page.content.decode()
    assert fetched["Content-Type"] == "application/pdf"
    assert "vera" not in fetched["Content-Disposition"].lower()
    words = words_of(fetched.content)
    for expected in ("Vera Lindqvist", "Online abuse and grooming", "3 February 2026", "3 February 2028", done.code):
        assert expected in words
    assert len(PdfReader(BytesIO(fetched.content)).pages) == 1


def test_the_page_says_that_it_is_being_made(signed_in, done, volunteer):
    client = signed_in(volunteer)
    asked = client.post(address("volunteers:completion_certificate", done.pk))  # the worker has not come to it

    page = client.get(asked.url)

    assert "is being made" in page.content.decode()
    assert client.get(page.context["pdf"]).url == asked.url


def test_a_ticket_opens_nothing_for_somebody_else(signed_in, done, volunteer, coordinator, stranger):
    asked = signed_in(volunteer).post(address("volunteers:completion_certificate", done.pk)).url

    assert signed_in(coordinator).get(asked).status_code == 404
    assert signed_in(stranger).get(asked).status_code == 404
    assert signed_in(volunteer).get(address("volunteers:certificate", ticket="made up")).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [
        *((role, 302) for role in (Role.CHAIR, Role.TRUSTEE, Role.SAFEGUARDING_TRUSTEE, Role.LEAD)),
        *((role, 404) for role in (Role.VOLUNTEER, Role.STAFF, Role.ADMINISTRATOR, Role.LINE_MANAGER)),
    ],
)
def test_who_prints_the_certificate_of_somebody_else(signed_in, done, new_person, role, status):
    client = signed_in(new_person("Somebody Else", role))

    assert client.post(address("volunteers:completion_certificate", done.pk)).status_code == status


@pytest.mark.parametrize(
    "name", ["Ana", "Maria Esperança dos Santos Albuquerque e Vasconcelos Figueiredo", "محمد الأحمد"]
)
def test_every_name_fits_on_one_sheet(done, volunteer, name):
    volunteer.name = name
    volunteer.save()
    done.topic.title, done.topic.what = "A very long title of a training " * 5, "What it covers, at length. " * 80
    done.topic.save()

    made = certificates.render(Completion.objects.get())

    assert pdf.page_count(made) == 1


def test_an_induction_with_many_parts_fits_on_one_sheet(scope, coordinator, volunteer):
    for number in range(16):
        part = a_topic(
            coordinator, f"Part {number} of the induction with a rather long title", kind=TopicKind.INDUCTION
        )
        completing.complete(part, volunteer, by=coordinator, done_on=date(2026, 2, 3), today=TODAY)

    made = certificates.render(certificates.issue_induction(volunteer, by=coordinator, today=TODAY))

    assert pdf.page_count(made) == 1
    assert "Part 15" in words_of(made)


# The induction -------------------------------------------------------------------------------------------------------


@pytest.mark.clause("IL-14")
def test_the_certificate_of_induction_names_its_parts(scope, coordinator, volunteer):
    titles = inducted(volunteer, coordinator)

    first = certificates.issue_induction(volunteer, by=volunteer, today=TODAY)
    again = certificates.issue_induction(volunteer, by=coordinator, today=TODAY)

    assert first == again
    assert [title for title, _day in first.parts] == titles
    words = words_of(certificates.render(first))
    assert all(part in words for part in (*titles, "Vera Lindqvist", first.code))


def test_an_induction_that_is_not_complete_has_no_certificate(signed_in, scope, coordinator, volunteer):
    inducted(volunteer, coordinator)
    a_topic(coordinator, "Privacy settings shown", kind=TopicKind.INDUCTION)

    page = signed_in(volunteer).post(address("volunteers:induction_certificate", volunteer.pk), follow=True)

    assert "Still to be done: Privacy settings shown" in page.content.decode()
    assert not InductionCertificate.objects.exists()


def test_without_an_induction_there_is_no_certificate(scope, coordinator, volunteer):
    with pytest.raises(Refused, match="No induction"):
        certificates.issue_induction(volunteer, by=coordinator, today=TODAY)


# Genuine? ------------------------------------------------------------------------------------------------------------


def test_a_certificate_is_verified_by_anybody_and_names_nobody(client, done):
    verdict = verify(done.code.lower())

    assert (verdict.genuine, verdict.title, verdict.superseded_since) == (True, "Online abuse and grooming", ())
    assert "Completed on: 3 February 2026" in verdict.lines
    assert "Vera" not in repr(verdict)
    assert "Online abuse" in client.post("/verify/", {"code": done.code}).content.decode()


def test_a_completion_that_was_taken_back_is_not_genuine_any_more(done, coordinator):
    completing.take_back(done, by=coordinator, why="Somebody of the same name")

    verdict = verify(done.code)

    assert not verdict.genuine
    assert "took it back" in verdict.superseded_since[0]
    assert "same name" not in repr(verdict)
    with pytest.raises(Refused):
        certificates.ask_for_training(Completion.objects.get(), by=coordinator)


def test_a_certificate_that_ran_out_says_so(scope, coordinator, volunteer):
    topic = a_topic(coordinator, every_months=1)
    completing.complete(topic, volunteer, by=coordinator, done_on=TODAY - timedelta(days=400), today=TODAY)

    verdict = verify(Completion.objects.get().code)

    assert verdict.genuine
    assert "ran out" in verdict.superseded_since[0]


def test_a_certificate_of_induction_is_verified(charity, coordinator, volunteer):
    with acting_for(charity):
        inducted(volunteer, coordinator)
        made = certificates.issue_induction(volunteer, by=coordinator, today=TODAY)

    verdict = verify(made.code)

    assert (verdict.genuine, verdict.title) == (True, "Induction at Harbour Lights")
    assert "It consisted of 2 parts." in verdict.lines
    assert verify("AAAA-BBBB-CCCC-DDDD") is None
