"""The room in the browser: who enters, each step with a form, what falls due, and the promises."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from people.roles import Role
from people.services import leave
from rights import obligations as owed
from rights.commitments import commitments
from rights.models import DataRequest, LegalHold, Paper, RequestKind, RetentionPeriod
from rights.services import disposals, requests
from safeguard.commitments import State
from safeguard.retention import rules
from safeguard.scoping import acting_for
from tests.consent import factories
from tests.rights.factories import a_request

pytestmark = pytest.mark.django_db
ROOM = "/o/harbour-lights/rights/"
PASSWORD = "pass phrase of the cast"
STEPS = ["identify", "acknowledge", "pause", "resume", "extend", "answer", "refuse", "withdraw", "note"]


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def found(charity, lead, today):
    with acting_for(charity):
        return a_request(lead, received_on=today - timedelta(days=3))


@pytest.fixture
def listed(charity, lead, volunteer, today):
    """An erasure that waits for two people."""
    with acting_for(charity):
        leave(volunteer, on=today - timedelta(days=1), by=lead)
        return disposals.propose_erasure(volunteer, by=lead, reason="They asked for it.")


def fetched(client, paper: str) -> bytes:
    """The whole file, which closes it."""
    return b"".join(client.get(f"{paper}file/pdf/").streaming_content)


PAGES = [
    "",
    "new/",
    "people/",
    "people/?q=vera",
    "schedule/",
    "schedule/consent.Answer/",
    "holds/",
    "holds/new/",
    "disposals/",
]


@pytest.mark.parametrize("page", PAGES)
def test_the_lead_opens_every_page_and_a_volunteer_none_but_the_schedule(page, client, lead, volunteer):
    client.force_login(lead.user)
    assert client.get(ROOM + page).status_code == 200

    client.force_login(volunteer.user)
    assert client.get(ROOM + page).status_code == (200 if page == "schedule/" else 403)


@pytest.mark.parametrize(
    ("role", "page", "status"),
    [
        (Role.TRUSTEE, "", 302),
        (Role.TRUSTEE, "disposals/", 200),
        (Role.TRUSTEE, "schedule/people.Person/", 403),
        (Role.COORDINATOR, "", 200),
        (Role.COORDINATOR, "holds/", 403),
        (Role.COORDINATOR, "schedule/people.Person/", 403),
        (Role.ADMINISTRATOR, "schedule/", 200),
        (Role.ADMINISTRATOR, "", 403),
        (Role.CARER, "schedule/", 403),
        (Role.CARER, "mine/", 200),
        (Role.BENEFICIARY, "mine/ask/", 200),
    ],
)
def test_who_enters_what(signed_in, new_person, role, page, status):
    assert signed_in(new_person("Una Page", role)).get(ROOM + page).status_code == status


def test_a_request_is_recorded_and_its_day_is_shown(charity, signed_in, lead):
    client = signed_in(lead)
    form = {
        "kind": "access", "asker_name": "Ada Byron", "about_name": "Ada Byron", "capacity": "themself",
        "route": "letter", "received_on": "2 11 2026", "words": "Everything, please.",
    }  # fmt: skip
    with time_machine.travel("2026-11-20 10:00Z"):
        answer = client.post(ROOM + "new/", form)
        page = client.get(answer.url).content.decode()

    assert ("2 December 2026" in page, "Everything, please." in page) == (True, True)


def test_a_mistake_keeps_what_was_typed(signed_in, lead):
    page = signed_in(lead).post(ROOM + "new/", {"asker_name": "Ada Byron", "words": "Everything"}).content.decode()

    assert ("Ada Byron" in page, "Everything" in page, "Answer this question." in page) == (True, True, True)
    assert not DataRequest.objects.across_organisations().exists()


@pytest.mark.parametrize("step", STEPS)
def test_each_step_has_a_page_and_says_what_is_missing(signed_in, lead, found, step):
    client = signed_in(lead)

    assert client.get(f"{ROOM}requests/{found.number}/{step}/").status_code == 200
    empty = client.post(f"{ROOM}requests/{found.number}/{step}/", {})
    assert (empty.status_code, "There is a problem" in empty.content.decode() or "error" in empty.content.decode()) == (
        200,
        True,
    )


def test_what_a_step_refuses_stands_above_the_form(signed_in, lead, found, today):
    form = {"until_on": f"{today:%d %m %Y}"}

    page = signed_in(lead).post(f"{ROOM}requests/{found.number}/resume/", form).content.decode()

    assert "does not stand still" in page


NOWHERE = [
    *("requests/999/", "requests/99999999999/", "requests/1/nothing/", "requests/1/who/nobody/"),
    *("disposals/999999999999/", "schedule/consent.Wording/", "schedule/nothing/", "papers/1/"),
]


@pytest.mark.parametrize("path", NOWHERE)
def test_what_is_not_there_is_not_found(signed_in, lead, found, path):
    assert signed_in(lead).get(ROOM + path).status_code == 404


def test_who_of_the_list_it_is_is_chosen_from_people_of_that_name(charity, signed_in, lead, found, new_person):
    ada = new_person("Ada Byron", Role.VOLUNTEER)
    client = signed_in(lead)

    page = client.get(f"{ROOM}requests/{found.number}/who/about/").content.decode()
    wrong = client.post(f"{ROOM}requests/{found.number}/who/about/", {"person": lead.pk}).content.decode()
    client.post(f"{ROOM}requests/{found.number}/who/about/", {"person": ada.pk})

    assert ("Ada Byron, with us since" in page, "Choose somebody from this list." in wrong) == (True, True)
    with acting_for(charity):
        assert DataRequest.objects.get().about == ada


def test_a_name_that_is_kept_back_is_not_offered_to_whoever_may_not_know(signed_in, charity, coordinator, lead, found):
    """A request with half a name is no way to find out who is kept back."""
    with acting_for(charity):
        kept_back = factories.a_child("Zoe Byron", restricted=True)
    url = f"{ROOM}requests/{found.number}/who/about/"

    to_the_coordinator = signed_in(coordinator).post(url, {"person": kept_back.pk}).content.decode()
    to_the_lead = signed_in(lead).get(url).content.decode()

    assert ("Zoe" in to_the_coordinator, "Zoe" in to_the_lead) == (False, True)
    with acting_for(charity):
        assert DataRequest.objects.get().about is None


def test_who_is_kept_back_is_named_neither_by_a_request_nor_by_a_list(signed_in, charity, coordinator, trustee, lead):
    with acting_for(charity):
        kept_back = factories.a_child("Zoe Byron", restricted=True)
        made = a_request(lead, kind="erasure", about=kept_back, about_name="Zoe Byron", asker_name="Zelda Byron")
        leave(kept_back, on=timezone.localdate(), by=lead)
        listed = disposals.propose_erasure(kept_back, by=lead, reason="Zoe asked", request=made)
    pages = [ROOM, f"{ROOM}requests/{made.number}/", f"{ROOM}disposals/{listed.number}/"]

    to_the_coordinator = [signed_in(coordinator).get(page).content.decode() for page in pages]
    to_the_trustee = signed_in(trustee).get(pages[2]).content.decode()
    to_the_lead = [signed_in(lead).get(page).content.decode() for page in pages]

    assert [page for page in [*to_the_coordinator, to_the_trustee] if "Zoe" in page or "Zelda" in page] == []
    assert "Somebody whose record is kept back." in to_the_trustee
    assert ["Zelda" in to_the_lead[0], "Zoe" in to_the_lead[1], "Zoe" in to_the_lead[2]] == [True] * 3


def test_whoever_agrees_is_led_to_the_request_only_where_it_opens(signed_in, charity, trustee, lead):
    with acting_for(charity):
        child = factories.a_child()
        made = a_request(lead, kind="erasure", about=child, about_name=child.name)
        listed = disposals.propose_erasure(child, by=lead, reason="Asked.", request=made)
    link = f'href="{ROOM}requests/{made.number}/"'

    led = [link in signed_in(who).get(f"{ROOM}disposals/{listed.number}/").content.decode() for who in (trustee, lead)]

    assert led == [False, True]


def test_a_request_of_one_s_own_family_is_answered_by_a_colleague(signed_in, charity, coordinator, lead):
    """E-29: the other parent asks, and says why."""
    with acting_for(charity):
        child = factories.a_child()
        mother = factories.a_carer(child)
        factories.look_after(child, coordinator)
        made = a_request(lead, asker=mother, asker_name=mother.name, about=child, about_name=child.name)
    url = f"{ROOM}requests/{made.number}/"

    assert signed_in(coordinator).get(url).status_code == 404
    assert mother.name not in signed_in(coordinator).get(ROOM).content.decode()
    assert signed_in(lead).get(url).status_code == 200


def test_somebody_asks_about_their_own_data(charity, signed_in, volunteer):
    client = signed_in(volunteer)

    answer = client.post(ROOM + "mine/ask/", {"kind": "correction", "words": "My name is spelled with two t."})

    assert "You get an answer by" in client.get(answer.url).content.decode()
    with acting_for(charity):
        request = DataRequest.objects.get()
        assert (request.asker, request.about, request.route, request.identity) == (
            volunteer,
            volunteer,
            "here",
            "signed_in",
        )


def test_two_people_agree_in_the_browser_and_the_worker_begins(
    charity, client, lead, chair, listed, volunteer, django_capture_on_commit_callbacks
):
    address = f"{ROOM}disposals/{listed.number}/"
    client.force_login(lead.user)
    assert "I have looked at it and agree" in client.get(address).content.decode()
    client.post(address + "approve/")
    client.post(address + "approve/")
    assert "A second person must look" in client.get(address).content.decode()

    client.force_login(chair.user)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address + "approve/")

    page = client.get(address).content.decode()
    with acting_for(charity):
        volunteer.refresh_from_db()
    assert (volunteer.name, "Certificate" in page, "Vera" in page) == (f"Erased person {volunteer.pk}", True, False)
    with django_capture_on_commit_callbacks(execute=True):
        paper = client.post(address + "certificate/")
    assert fetched(client, paper.url).startswith(b"%PDF")


def test_a_certificate_is_verified_by_its_code(charity, client, lead, chair, listed):
    with acting_for(charity):
        disposals.approve(listed, by=lead)
        disposals.approve(listed, by=chair)
        disposals.carry_out(listed.pk, today=timezone.localdate())

    page = client.post(reverse("verify"), {"code": listed.code}).content.decode()

    assert ("Certificate of disposal" in page, "Vera" in page) == (True, False)


def test_the_coordinator_agrees_to_nothing(signed_in, coordinator, listed):
    client = signed_in(coordinator)

    assert client.get(f"{ROOM}disposals/{listed.number}/").status_code == 200
    assert client.post(f"{ROOM}disposals/{listed.number}/approve/").status_code == 403


def test_a_row_is_taken_out_with_a_reason(charity, signed_in, lead, listed):
    with acting_for(charity):
        item = listed.items.first()
    client = signed_in(lead)

    client.post(f"{ROOM}disposals/{listed.number}/items/{item.pk}/", {"reason": "A claim may come."})

    assert "A claim may come." in client.get(f"{ROOM}disposals/{listed.number}/").content.decode()


def test_a_period_is_changed_with_a_reason_and_set_back(charity, signed_in, chair):
    client = signed_in(chair)

    client.post(ROOM + "schedule/consent.Answer/", {"months": "60", "reason": "Our insurer asks for five years."})
    page = client.get(ROOM + "schedule/").content.decode()
    assert ("5 years from" in page, "Our insurer asks for five years." in page) == (True, True)
    client.post(ROOM + "schedule/consent.Answer/", {"default": "1"})

    with acting_for(charity):
        assert not RetentionPeriod.objects.exists()


@pytest.mark.parametrize("months", ["0", "-1", "1201", "9" * 40, "three", "\x00"])
def test_a_period_is_a_number_of_months(charity, signed_in, chair, months):
    answer = signed_in(chair).post(ROOM + "schedule/consent.Answer/", {"months": months, "reason": "Because."})

    assert answer.status_code in (200, 400)
    with acting_for(charity):
        assert not RetentionPeriod.objects.exists()


def test_what_goes_on_a_day_of_its_own_has_no_period_to_change(charity, signed_in, chair):
    """What an online check found went too late if months were added to the day that each check has."""
    kept = {"months": "3", "reason": "To be safe."}

    assert signed_in(chair).post(ROOM + "schedule/volunteers.OnlineCheck/", kept).status_code == 404
    with acting_for(charity):
        assert not RetentionPeriod.objects.exists()


def test_the_schedule_is_printed(charity, signed_in, volunteer, django_capture_on_commit_callbacks):
    client = signed_in(volunteer)
    with django_capture_on_commit_callbacks(execute=True):
        paper = client.post(ROOM + "schedule/print/")

    assert fetched(client, paper.url).startswith(b"%PDF")
    with acting_for(charity):
        assert Paper.objects.get().pages > 1


def test_the_schedule_names_every_kind_of_record(signed_in, volunteer):
    page = signed_in(volunteer).get(ROOM + "schedule/").content.decode()

    missing = [str(rule.title) for rule in rules().values() if escape(str(rule.title)) not in page]
    assert missing == []


def test_a_hold_is_placed_on_a_person_and_lifted(charity, signed_in, lead, volunteer):
    client = signed_in(lead)
    client.post(f"{ROOM}holds/new/?person={volunteer.pk}", {"rule": "", "reason": "A claim.", "starts_on": "1 11 2026"})
    with acting_for(charity):
        hold = LegalHold.objects.get()
    assert (hold.person_id, "Vera Lindqvist" in client.get(ROOM + "holds/").content.decode()) == (volunteer.pk, True)

    client.post(f"{ROOM}holds/{hold.pk}/lift/", {"reason": "Settled."})

    assert "Settled." in client.get(ROOM + "holds/").content.decode()


def test_what_can_be_erased_is_shown_before_anybody_proposes_it(signed_in, lead, volunteer):
    page = signed_in(lead).get(f"{ROOM}people/{volunteer.pk}/erase/").content.decode()

    assert ("This person still works here" in page, "What must stay, and why" in page) == (True, True)


# What falls due ------------------------------------------------------------------------------------------------------


def test_answers_and_acknowledgements_are_asked_for_and_name_nobody(scope, lead, coordinator, chair, today):
    a_request(lead, received_on=today)
    a_request(lead, RequestKind.COMPLAINT, received_on=today)

    found = list(owed.obligations(today=today))

    assert sorted(one.title for one in found) == [
        "Acknowledge complaint 2 about data protection",
        "Answer request 1 about data",
        "Answer request 2 about data",
    ]
    assert {one.recipients for one in found} == {tuple(sorted((lead.pk, coordinator.pk)))}
    assert {one.escalate_to for one in found} == {(chair.pk,)}
    assert list(owed.obligations(today=today, person=chair.pk)) == []


def test_a_list_is_put_to_those_who_have_not_agreed_yet(scope, chair, lead, listed, today):
    disposals.approve(listed, by=lead)

    found = list(owed.obligations(today=today))

    assert [(one.title, one.recipients) for one in found] == [(f"Look at disposal list {listed.number}", (chair.pk,))]


def test_what_was_asked_back_is_asked_for_again(scope, lead, today):
    request = a_request(lead, received_on=today)
    requests.pause(request, by=lead, reason="clarification", asked="All of it?", from_on=today)

    assert [one.title for one in owed.obligations(today=today)] == [f"Has request {request.number} been made clear?"]


def test_the_promise_of_an_answer_in_time(scope, lead):
    def state(day: date) -> State:
        return next(promise.state for promise in commitments(today=day) if promise.key == "rights.answered")

    assert state(date(2026, 11, 20)) == State.NEW
    with time_machine.travel("2026-11-20 10:00Z"):
        request = a_request(lead, received_on=date(2026, 11, 2))

    assert [state(date(2026, 11, day)) for day in (20, 25)] == [State.KEPT, State.AT_RISK]
    assert state(date(2026, 12, 3)) == State.BROKEN
    with time_machine.travel("2026-12-04 10:00Z"):
        requests.answer(request, by=lead, outcome="Sent.", answered_on=date(2026, 12, 4))
    assert state(date(2026, 12, 5)) == State.KEPT


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_requests_costs_the_same_for_one_and_for_three(
    charity, signed_in, lead, count, today, django_assert_num_queries
):
    with acting_for(charity):
        for number in range(count):
            a_request(lead, received_on=today, words=f"Request {number}")
    client = signed_in(lead)
    client.get(ROOM)

    with django_assert_num_queries(6):
        client.get(ROOM)
