"""What is due and what was sent, in the browser, in a calendar and for machines."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from people.roles import Role
from policies.models import Policy, PolicyVersion
from policies.states import Status
from reminders import tasks
from reminders.commitments import commitments
from reminders.models import Digest, Job, JobRun, Pause
from reminders.states import DigestStatus
from safeguard.commitments import State
from safeguard.partial_dates import PartialDate
from safeguard.scoping import acting_for, is_scoped

LATE = date(2026, 5, 31)


@pytest.fixture
def late_policy(scope, lead) -> Policy:
    return file_policy(lead)


def file_policy(owner, number=1) -> Policy:
    """A policy in force whose review is long past."""
    policy = Policy.objects.create(
        title=f"Social media {number}",
        slug=f"social-media-{number}",
        document_classes=["policy"],
        owner=owner,
        next_review=PartialDate(2026, 5),
    )
    PolicyVersion.objects.create(policy=policy, number=1, status=Status.IN_FORCE, in_force_at=timezone.now())
    return policy


def page(name: str, charity, *args) -> str:
    return reverse(f"reminders:{name}", args=[charity.slug, *args])


def test_the_owner_sees_what_is_due(signed_in, charity, lead, late_policy):
    answer = signed_in(lead).get(page("due", charity))

    assert "Social media 1" in answer.content.decode()


def test_a_volunteer_sees_nothing_of_others(signed_in, charity, volunteer, late_policy):
    answer = signed_in(volunteer).get(page("due", charity) + "?all")

    assert "Social media 1" not in answer.content.decode()


def test_those_who_answer_for_it_see_everybodys(signed_in, charity, coordinator, late_policy):
    answer = signed_in(coordinator).get(page("due", charity) + "?all")

    assert "Social media 1" in answer.content.decode()
    assert "Dana Whitlock" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions(signed_in, charity, lead, scope, count, django_assert_num_queries):
    for number in range(count):
        file_policy(lead, number)
    client = signed_in(lead)

    with django_assert_num_queries(LIST_QUERIES):
        client.get(page("due", charity) + "?all")


LIST_QUERIES = 89  # every app is asked what is owed


def pause(client, charity, policy, **data):
    key = f"policies.review:{policy.pk}"
    soon = timezone.localdate() + timedelta(days=10)
    return client.post(page("pause", charity, key), {"until": soon, "reason": "With the board"} | data)


def test_the_owner_pauses_and_resumes(signed_in, charity, lead, late_policy):
    client = signed_in(lead)
    assert pause(client, charity, late_policy).status_code == 302
    assert "In hand until" in client.get(page("due", charity)).content.decode()

    client.post(page("resume", charity, f"policies.review:{late_policy.pk}"))

    assert Pause.objects.filter(ended_at=None).count() == 0


@pytest.mark.parametrize("until", ["yesterday", "1/1/2020", "1/1/2099", ""])
def test_a_bad_day_gets_a_sentence_and_loses_nothing(signed_in, charity, lead, late_policy, until):
    answer = pause(signed_in(lead), charity, late_policy, until=until)

    assert answer.status_code == 200
    assert "With the board" in answer.content.decode()
    assert answer.context["form"].errors["until"]


def test_a_stranger_to_the_matter_cannot_pause_it(signed_in, charity, volunteer, late_policy):
    assert pause(signed_in(volunteer), charity, late_policy).status_code == 404


def test_a_trustee_who_may_see_it_may_not_pause_it(signed_in, charity, trustee, late_policy):
    assert pause(signed_in(trustee), charity, late_policy).status_code == 403


def test_what_was_sent_is_for_those_who_answer_for_it(signed_in, charity, volunteer):
    assert signed_in(volunteer).get(page("sent", charity)).status_code == 403


def test_what_was_sent_shows_how_it_was_delivered(signed_in, charity, scope, coordinator, lead):
    made = Digest.objects.create(person=lead, day=LATE, status=DigestStatus.FAILED, problem="The address was refused.")

    client = signed_in(coordinator)
    listed = client.get(page("sent", charity)).content.decode()
    single = client.get(page("digest", charity, made.pk)).content.decode()

    assert "Could not be delivered" in listed
    assert "The address was refused." in listed
    assert "Dana Whitlock" in single


def test_the_list_of_mails_goes_page_by_page(signed_in, charity, scope, coordinator, lead):
    Digest.objects.bulk_create(Digest(person=lead, day=LATE - timedelta(days=n)) for n in range(60))

    first = signed_in(coordinator).get(page("sent", charity))
    second = signed_in(coordinator).get(first.context["older_url"])

    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 10)


@pytest.mark.parametrize("before", ["-1", "x", "9" * 40, "1;drop"])
def test_a_forged_page_is_the_first_page(signed_in, charity, coordinator, before):
    assert signed_in(coordinator).get(page("sent", charity), {"before": before}).status_code == 200


def test_the_calendar_holds_what_is_due_and_ends_with_a_new_address(signed_in, client, charity, lead, late_policy):
    first = signed_in(lead).post(page("calendar", charity)).context["address"].removeprefix("https://safeguard.example")
    client.logout()
    feed = client.get(first)
    signed_in(lead).post(page("calendar", charity))

    assert feed.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"DTSTART;VALUE=DATE:20260531" in feed.content
    assert client.get(first).status_code == 404


def test_somebody_who_left_has_no_calendar(signed_in, client, charity, lead, late_policy):
    address = (
        signed_in(lead).post(page("calendar", charity)).context["address"].removeprefix("https://safeguard.example")
    )
    type(lead).objects.filter(pk=lead.pk).update(left_on=date(2026, 1, 1))

    assert client.get(address).status_code == 404


def test_the_worker_leaves_a_trace_of_its_runs_and_no_scope(charity, other_charity):
    tasks.plan_all()
    tasks.send_all()
    tasks.tidy_up()

    assert set(JobRun.objects.values_list("job", "organisations")) >= {(Job.PLAN, 2), (Job.SEND, 2)}
    assert JobRun.objects.filter(finished_at=None).count() == 0
    assert not is_scoped()


def light(key: str) -> State:
    return next(c.state for c in commitments(today=timezone.localdate()) if c.key == key)


def test_the_light_of_the_worker(scope):
    assert light("reminders.running") == State.NEW
    JobRun.objects.create(job=Job.SEND, finished_at=timezone.now())
    assert light("reminders.running") == State.KEPT
    JobRun.objects.update(started_at=timezone.now() - timedelta(days=7))
    assert light("reminders.running") == State.BROKEN


def test_the_light_of_delivery(scope, lead):
    assert light("reminders.delivered") == State.KEPT
    Digest.objects.create(person=lead, day=timezone.localdate(), status=DigestStatus.FAILED)
    assert light("reminders.delivered") == State.AT_RISK


def test_health_says_nothing_about_anybody(client, charity):
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert set(answer.json()) == {"database", "disk", "keys", "pdf", "seconds_since_worker_ran"}


@pytest.fixture
def at_the_computer(db, settings) -> Client:
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "127.0.0.1"]
    return Client(headers={"host": "127.0.0.1:8000"})


@pytest.mark.urls("tests.reminders.outbox_site")
def test_the_outbox_shows_mails_and_their_attachments(at_the_computer, settings):
    settings.EMAIL_BACKEND = "safeguard.outbox.Backend"
    message = EmailMessage("Sign the code", "Open https://safeguard.example/sign/x/", to=["vera@x.example"])
    message.attach("receipt.pdf", b"%PDF-1.7", "application/pdf")
    message.send()

    listed = at_the_computer.get("/outbox/").content.decode()
    name = listed.split('href="/outbox/')[1].split("/")[0]
    single = at_the_computer.get(f"/outbox/{name}/").content.decode()
    attached = at_the_computer.get(f"/outbox/{name}/0/")

    assert "Sign the code" in listed
    assert 'href="https://safeguard.example/sign/x/"' in single
    assert attached.content == b"%PDF-1.7"
    assert attached.headers["Content-Disposition"] == "attachment"


@pytest.mark.urls("tests.reminders.outbox_site")
@pytest.mark.parametrize("address", ["/outbox/nothing/", "/outbox/nothing/0/"])
def test_the_outbox_shows_no_other_files(at_the_computer, address):
    assert at_the_computer.get(address).status_code == 404


@pytest.mark.urls("tests.reminders.outbox_site")
@pytest.mark.parametrize(
    "request_line",
    [
        {"headers": {"host": "safeguard.example"}},
        {"headers": {"host": "127.0.0.1", "x-forwarded-for": "203.0.113.7"}},
        {"headers": {"host": "127.0.0.1", "forwarded": "for=203.0.113.7"}},
        {"headers": {"host": "127.0.0.1"}, "REMOTE_ADDR": "192.168.1.20"},
        {"headers": {"host": "127.0.0.1"}, "REMOTE_ADDR": ""},
    ],
)
@pytest.mark.parametrize("address", ["/outbox/", "/outbox/x/", "/outbox/x/0/"])
def test_the_outbox_is_shown_to_nobody_who_comes_over_the_network(at_the_computer, address, request_line):
    answer = at_the_computer.get(address, **request_line)

    assert (answer.status_code, "on the computer on which Safeguard runs" in answer.content.decode()) == (403, True)


@pytest.mark.urls("tests.reminders.outbox_site")
@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_the_computer_itself_is_known_by_every_way_of_writing_it(at_the_computer, address):
    assert at_the_computer.get("/outbox/", REMOTE_ADDR=address).status_code == 200


def test_two_charities_do_not_see_each_others_mails(signed_in, charity, other_charity, coordinator, stranger):
    with acting_for(other_charity):
        Digest.objects.create(person=stranger, day=datetime(2026, 1, 1, tzinfo=UTC).date())

    assert signed_in(coordinator).get(page("sent", charity)).context["rows"] == []


def test_only_the_right_roles_answer_for_reminders(charity, new_person):
    from reminders.permissions import SEE_ALL

    allowed = {
        role
        for role in Role
        if SEE_ALL.allows(_fresh(new_person(f"Someone {role}", role, email=f"{role}@x.example"), charity))
    }

    assert allowed == {Role.CHAIR, Role.TRUSTEE, Role.SAFEGUARDING_TRUSTEE, Role.LEAD, Role.COORDINATOR}


def _fresh(person, charity):
    with acting_for(charity):
        assert person.roles is not None
    return person


def test_a_new_calendar_address_is_in_the_audit_and_the_address_is_not(signed_in, charity, lead):
    address = signed_in(lead).post(page("calendar", charity)).context["address"]

    with acting_for(charity):
        event = AuditEvent.objects.newest_first().first()
    assert (event.verb, event.actor_id, event.object_id) == ("made a calendar address", lead.pk, str(lead.pk))
    assert address.rpartition("/")[2].removesuffix(".ics") not in str(event.content())
