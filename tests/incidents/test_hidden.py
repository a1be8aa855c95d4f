"""A case shows itself nowhere to whoever may not see it: in no list, number, search, mail, audit, feed or copy.

The pages of the whole house are read before there is such a case and once there is one: nothing in them may differ.
"""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit import verifying
from audit.models import AuditEvent
from audit.services import record
from incidents.access import VIEW, opened
from incidents.models import AsideReason, IncidentLetter, LetterKind, Part, Routing, StepAside, Task
from incidents.services import access as services
from incidents.services import alerting, letters, searching
from incidents.verbs import Verb
from people.roles import Role
from people.services import merging
from people.views.merging import side_by_side, stayed_in_words
from reminders.models import Digest, Reminder
from reminders.services import calendars, planning, sending
from safeguard.commitments import all_commitments
from safeguard.obligations import Obligation, Schedule, all_obligations
from tests.guards.addresses import of_organisations
from tests.incidents.conftest import PASSWORD
from tests.incidents.factories import enter, make_case, restricted, write

pytestmark = pytest.mark.usefixtures("scope")

WATCHING = ("lead", "trustee", "coordinator", "administrator", "colleague")
CHANGES = [
    r'nonce="[^"]*"',
    r'name="csrfmiddlewaretoken" value="[^"]*"',
    r'<input type="hidden"[^>]*>',  # when a form was begun, and the key by which it is sent once
    r"\b[0-9a-f]{64}\b",  # the fingerprint of the newest line of the audit, which holds the moment of a look
    r"\d\d:\d\d(:\d\d(\.\d+)?)?",
]


@pytest.fixture
def watching(lead, trustee, coordinator, administrator, chair, safeguarding_trustee, volunteer, new_person):
    """Those who may not know of it. The chair, the safeguarding trustee and a volunteer have their part in it."""
    people = {"lead": lead, "trustee": trustee, "coordinator": coordinator, "administrator": administrator}
    return people | {"colleague": new_person("Carol Colleague", Role.VOLUNTEER)}


@pytest.fixture
def clients(watching):
    return {who: signed_in_to_the_log(person) for who, person in watching.items()}


def signed_in_to_the_log(person):
    client = Client()
    client.force_login(person.user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def something_about_the_lead(lead, chair, safeguarding_trustee, volunteer):
    """A case with all that a case can have."""
    case = restricted(
        "Zebrafinch", raised_by=volunteer, what="Zebrafinch", opened_at=timezone.now() - timedelta(days=40)
    )
    StepAside.objects.create(case=case, person=lead, reason=AsideReason.NAMED)
    alerting.raised(case)
    enter(case, "Zebrafinch", Part.CONCERN, person=lead, works_here=True)
    write(case, "Zebrafinch", by=chair)
    services.let_in(case, volunteer, rights=[VIEW], by=chair)
    Task.objects.create(
        case=case, to=safeguarding_trustee, by=chair, due_on=timezone.localdate(), words={"what": "Zebrafinch"}
    )
    searching.index(case)
    searching.found([case], by=chair)
    opened(case, by=chair)
    return case


def everything_seen(clients, charity):
    """Every page without a parameter, as each of those who watch reads it."""
    paths = {
        one.path.replace("/o/sample/", f"/o/{charity.slug}/")
        for one in of_organisations()
        if one.parameters in ((), ("organisation_slug",)) or "<" not in one.route.split("/", 2)[2]
    }
    queries = ("?all", "?q=Zebrafinch")
    paths |= {
        path + query for path in paths if re.search(r"(reminders|incidents|people|audit)/$", path) for query in queries
    }
    cache.clear()  # answers are remembered by the number of the last event, and this is taken back
    pages = {}
    with transaction.atomic():
        for who, client in clients.items():
            for path in sorted(paths):
                answer = client.get(path)
                kind = answer.headers.get("Content-Type", "")
                text = answer.text if "text" in kind and not answer.streaming else ""
                for change in CHANGES:
                    text = re.sub(change, "", text)
                pages[who, path] = (answer.status_code, text)
        transaction.set_rollback(True)  # looking is noted too; it must not make a difference itself
    return pages


def test_no_page_of_the_house_differs_once_there_is_a_case(
    watching, clients, charity, lead, chair, safeguarding_trustee, volunteer
):
    """E-52: the lead sees nothing, nor do the other trustees, who manages people, and the administrator (E-54)."""
    plan_and_send()
    before = everything_seen(clients, charity)

    case = something_about_the_lead(lead, chair, safeguarding_trustee, volunteer)
    plan_and_send()
    after = everything_seen(clients, charity)

    assert len(before) > 100
    assert [key for key in before if before[key] != after[key]] == []
    assert not [key for key, (_status, text) in after.items() if case.code in text]
    assert not [key for key, (_status, text) in after.items() if "Zebrafinch" in text and "?q" not in key[1]]


def plan_and_send():
    planning.plan_everything(today=timezone.localdate())
    sending.group(now=timezone.now())


def test_no_light_and_no_number_moves(watching, lead, chair, safeguarding_trustee, volunteer):
    today = timezone.localdate()
    before = list(all_commitments(today=today))

    something_about_the_lead(lead, chair, safeguarding_trustee, volunteer)

    assert list(all_commitments(today=today)) == before


def test_what_falls_due_is_for_those_who_see_the_case(watching, lead, chair, safeguarding_trustee, volunteer):
    before = {one.key for one in all_obligations(today=timezone.localdate())}
    case = something_about_the_lead(lead, chair, safeguarding_trustee, volunteer)
    allowed = {chair.pk, safeguarding_trustee.pk, volunteer.pk}

    new = [one for one in all_obligations(today=timezone.localdate()) if one.key not in before]

    assert [one.key for one in new if not {*one.recipients, *one.escalate_to} <= allowed] == []
    assert [one.key for one in new if not one.is_closed] == []
    assert [one.title for one in new if case.code in f"{one.title} {one.reason} {one.key}"] == []
    for person in watching.values():
        mine = {one.key for one in all_obligations(today=timezone.localdate(), person=person.pk)}
        assert not mine & {one.key for one in new}


@pytest.mark.parametrize("who", WATCHING)
def test_no_address_of_it_is_there(clients, who, lead, chair, safeguarding_trustee, volunteer, charity):
    """E-85: 404 and never 403, for every address below a case, whatever is asked of it."""
    case = something_about_the_lead(lead, chair, safeguarding_trustee, volunteer)
    found = {}
    for one in of_organisations():
        if one.name.startswith("incidents:") and "<str:code>" in one.route:
            own = one.path.replace("/o/sample/", f"/o/{charity.slug}/").replace("/sample", f"/{case.code}", 1)
            found[own, "get"] = clients[who].get(own).status_code
            found[own, "post"] = clients[who].post(own, {}).status_code

    assert len(found) > 20
    assert {key: status for key, status in found.items() if status not in (404, 405)} == {}
    assert {own for own, _how in found} == {own for (own, _how), status in found.items() if status == 404}


# The audit -----------------------------------------------------------------------------------------------------------


def test_the_audit_page_its_filters_and_its_numbers_leave_it_out(clients, lead, chair, safeguarding_trustee, volunteer):
    case = something_about_the_lead(lead, chair, safeguarding_trustee, volunteer)
    page = reverse("audit:events", args=["harbour-lights"])
    asked = ["", "?kind=incidents.case", f"?object={case.pk}", f"?verb={Verb.OPENED}", "?who=Margaret", "?newer=0"]

    for query in asked:
        text = clients["administrator"].get(page + query).text
        assert case.code not in text
        assert 'value="incidents.case"' not in text


def test_not_even_whoever_handles_it_sees_it_in_the_audit(lead, chair, safeguarding_trustee, volunteer):
    """The audit is read on screens that others see too; the case has a page of its own for it."""
    case = something_about_the_lead(lead, chair, safeguarding_trustee, volunteer)
    client = signed_in_to_the_log(chair)

    assert case.code not in client.get(reverse("audit:events", args=["harbour-lights"])).text
    assert "Opened" in client.get(reverse("incidents:access", args=["harbour-lights", case.code])).text


def test_the_chain_still_holds_all_of_it(charity, lead, chair, safeguarding_trustee, volunteer):
    something_about_the_lead(lead, chair, safeguarding_trustee, volunteer)

    assert verifying.verify(charity).broken is None
    assert AuditEvent.objects.count() > AuditEvent.objects.shown().count()


def test_a_copy_of_ones_data_counts_nothing_of_it(chair, lead):
    from audit.personal_data import about

    record("changed", chair, by=chair)
    before = list(about(chair))
    opened(restricted(), by=chair)

    assert list(about(chair)) == before


# Reminders -----------------------------------------------------------------------------------------------------------


def closed(recipient, **fields):
    return Obligation(
        key="incidents.anything:77",
        title="Something in the concerns log is waiting for you",
        due_on=timezone.localdate(),
        url="/o/harbour-lights/incidents/CODE-OF-CASE/",
        recipients=(recipient.pk,),
        schedule=Schedule(days=(0,)),
        is_closed=True,
        **fields,
    )


@pytest.fixture
def digest(chair):
    planning.plan([closed(chair)], today=timezone.localdate())
    sending.group(now=timezone.now())
    return Digest.objects.get()


def test_a_mail_that_tells_of_nothing_else_is_its_recipients_own(digest, chair, lead):
    sent, one = (reverse(f"reminders:{name}", args=["harbour-lights", *key]) for name, key in (
        ("sent", ()), ("digest", (digest.pk,))
    ))  # fmt: skip

    assert "Margaret Hale" not in signed_in_to_the_log(lead).get(sent).text.split("<main", 1)[1]
    assert signed_in_to_the_log(lead).get(one).status_code == 404
    assert "Something in the concerns log" in signed_in_to_the_log(chair).get(one).text


def test_in_a_mail_with_other_things_it_is_neither_shown_nor_counted(digest, chair, lead):
    Reminder.objects.create(
        obligation_key="open:1",
        step="+0",
        recipient=chair,
        due_on=digest.day,
        notice_on=digest.day,
        title="A review",
        url="/",
        run=1,
        digest=digest,
    )
    client = signed_in_to_the_log(lead)

    assert 'data-label="Things">1<' in client.get(reverse("reminders:sent", args=["harbour-lights"])).text
    text = client.get(reverse("reminders:digest", args=["harbour-lights", digest.pk])).text
    assert "A review" in text
    assert "concerns log" not in text


def test_the_mail_itself_and_the_calendar_carry_no_address_of_the_case(digest, chair):
    """E-50: the mail is read on a locked phone, the calendar by whoever it is shared with."""
    assert sending.send_one(digest.pk, now=timezone.now())

    [letter] = mail.outbox
    assert "CODE-OF-CASE" not in letter.body + letter.alternatives[0][0]


def test_the_calendar_names_neither_case_nor_key(chair, lead):
    case = restricted(opened_at=timezone.now() - timedelta(days=40))
    token = calendars.make_link(chair)

    feed = Client().get(reverse("calendar", args=[token])).text.replace("\r\n ", "")

    assert case.code not in feed
    assert "incidents." not in "".join(re.findall(r"UID:.*", feed))


# People --------------------------------------------------------------------------------------------------------------


def twice(new_person):
    """One person, entered a second time without a sign-in."""
    again = new_person("Una Underwood", signs_in=False, email="una@elsewhere.example")
    return new_person("Una Underwood", Role.VOLUNTEER), again


def test_joining_two_entries_of_a_person_tells_of_no_case(new_person, coordinator, lead):
    kept, double = (
        new_person("Una Underwood", Role.VOLUNTEER),
        new_person("Una Underwood", signs_in=False, email="u@u.example"),
    )
    before = side_by_side((kept, double), coordinator)
    for person in (kept, double):
        case = make_case(raised_by=person)
        enter(case, "Una", Part.CONCERN, person=person)
        StepAside.objects.create(case=case, person=person, reason=AsideReason.NAMED)
        Task.objects.create(case=case, to=person, by=lead, due_on=timezone.localdate(), words={"what": "-"})
    aside_of = StepAside.objects.get(person=double).case

    assert side_by_side((kept, double), coordinator) == before
    merge = merging.merge(kept, double, told_apart_by="the same address", by=coordinator)
    event = AuditEvent.objects.about(kept).newest_first().first()
    assert event.detail["moved"] == 0
    assert not [key for key in merge.moved if key.startswith("incidents.") and not merging.is_closed(key)]
    assert "case" not in stayed_in_words(merge)
    # and whoever was kept away stays away under the entry that stays
    assert StepAside.objects.standing().filter(case=aside_of, person=kept).exists()


def test_who_is_concerned_is_so_under_the_entry_that_stays(new_person, coordinator, lead):
    kept, double = (
        new_person("Una Underwood", Role.VOLUNTEER),
        new_person("Una Underwood", signs_in=False, email="u@u.example"),
    )
    case = make_case()
    enter(case, "Una", Part.CONCERN, person=double)
    merging.merge(kept, double, told_apart_by="the same address", by=coordinator)

    assert kept.pk in services.concerned(case)


# Mails ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", LetterKind.values)
def test_no_mail_of_the_log_names_anything(kind, lead, chair):
    case = make_case("Zebrafinch", routing=Routing.LEADS, types=["physical_abuse"])
    enter(case, "Zebrafinch")
    task = Task.objects.create(case=case, to=lead, by=chair, due_on=timezone.localdate(), words={"what": "Zebrafinch"})
    letter = letters.queue(kind, to=lead, case=case, task=task if kind == LetterKind.TASK else None)

    written = letters.write(IncidentLetter.objects.get(pk=letter.pk))

    whole = f"{written.subject} {written.body} {written.alternatives[0][0]}"
    assert not [word for word in ("Zebrafinch", case.code, "physical", "abuse", "bruise") if word in whole]
    assert lead.display_name in whole
