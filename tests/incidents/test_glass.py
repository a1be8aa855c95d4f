"""The way in for an emergency takes two people, ends by itself, and is known to everybody concerned."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from incidents import access, obligations
from incidents.access import CLOSE, SHARE, VIEW, WORK, can, give, visible_to
from incidents.models import AsideReason, BreakGlass, IncidentLetter, LetterKind, Routing, StepAside
from incidents.services import glass
from incidents.verbs import Verb
from people.roles import Role
from safeguard.refusals import Refused
from tests.incidents.factories import make_case, restricted

pytestmark = pytest.mark.usefixtures("scope")


def url(name, *args):
    return reverse(f"incidents:{name}", args=["harbour-lights", *args])


def asked(by):
    return glass.ask(reason="The lead is on a plane", by=by)


def test_one_asks_and_another_one_opens(in_the_log, trustee, safeguarding_trustee, lead):
    """E-54: two people, and a log."""
    cases = [make_case(), restricted(), make_case(routing=Routing.NAMED)]
    in_the_log(trustee).post(url("ask_glass"), {"reason": "The lead is on a plane"})
    waiting = BreakGlass.objects.get()
    assert not visible_to(trustee).exists()

    in_the_log(safeguarding_trustee).post(url("open_glass", waiting.pk), {"hours": "2"})

    assert set(visible_to(trustee)) == set(cases)
    assert [can(trustee, cases[0], right) for right in (VIEW, WORK, SHARE, CLOSE)] == [True, True, False, False]
    waiting.refresh_from_db()
    assert waiting.until - waiting.opened_at == timedelta(hours=2)


def test_what_no_lead_sees_is_opened_by_those_alone_who_handle_it(trustee, second_trustee, safeguarding_trustee, lead):
    plain, above = make_case(), [restricted(), make_case(routing=Routing.NAMED)]
    opened = asked(trustee)
    glass.open_way(opened, hours=2, by=second_trustee)
    assert list(visible_to(trustee)) == [plain]
    assert [list(access.ways_into(case)) for case in (plain, *above)] == [[opened], [], []]

    glass.end(opened, by=lead)
    again = asked(trustee)
    glass.open_way(again, hours=2, by=safeguarding_trustee)
    assert set(visible_to(trustee)) == {plain, *above}
    assert [list(access.ways_into(case)) for case in (plain, *above)] == [[again]] * 3


@pytest.mark.parametrize("opener", ["trustee", "safeguarding_trustee"])
def test_it_opens_nothing_to_a_deputy_that_no_lead_sees(in_the_log, new_person, request, lead, opener):
    """A concern about the lead stays hidden from her own deputy."""
    deputy = new_person("Dora Deputy", Role.LEAD)
    plain, above = make_case(), [restricted(), make_case(routing=Routing.NAMED)]
    opened = asked(deputy)
    glass.open_way(opened, hours=2, by=request.getfixturevalue(opener))

    client = in_the_log(deputy)

    assert list(visible_to(deputy)) == [plain]
    assert [client.get(url("case", case.code)).status_code for case in (plain, *above)] == [200, 404, 404]
    assert [list(access.ways_into(case)) for case in above] == [[], []]


def test_a_deputy_who_is_safeguarding_trustee_as_well_opens_nothing_that_no_lead_sees(trustee, new_person, lead):
    both = new_person("Bo Both", Role.LEAD, Role.SAFEGUARDING_TRUSTEE)
    plain, _above = make_case(), [restricted(), make_case(routing=Routing.NAMED)]

    glass.open_way(asked(trustee), hours=2, by=both)

    assert list(visible_to(trustee)) == [plain]


def test_it_gives_no_copies_and_no_referrals(in_the_log, trustee, safeguarding_trustee, lead):
    case = make_case()
    glass.open_way(asked(trustee), hours=2, by=safeguarding_trustee)
    client = in_the_log(trustee)

    pages = ["case", "add_entry", "refer", "prints", "close"]
    assert [client.get(url(page, case.code)).status_code for page in pages] == [200, 200, 403, 403, 403]


def test_nobody_opens_it_for_themself(in_the_log, trustee):
    waiting = asked(trustee)

    page = in_the_log(trustee).post(url("open_glass", waiting.pk), {"hours": "2"})

    assert "Somebody else opens it" in page.text
    assert not BreakGlass.objects.exclude(opened_at=None).exists()


def test_it_ends_by_itself_and_earlier_when_somebody_ends_it(trustee, safeguarding_trustee, lead):
    case = make_case()
    opened = asked(trustee)
    glass.open_way(opened, hours=2, by=safeguarding_trustee)
    glass.end(opened, by=lead)
    assert not can(trustee, case, VIEW)

    again = asked(trustee)
    glass.open_way(again, hours=2, by=safeguarding_trustee)
    assert can(trustee, case, VIEW)
    BreakGlass.objects.filter(pk=again.pk).update(until=timezone.now() - timedelta(seconds=1))
    assert not can(trustee, case, VIEW)
    with pytest.raises(Refused):
        glass.end(again, by=lead)


def test_two_who_decide_at_once_decide_once(trustee, safeguarding_trustee, lead):
    waiting = asked(trustee)
    glass.refuse(waiting, by=lead)

    with pytest.raises(Refused, match="in the meantime"):
        glass.open_way(waiting, hours=2, by=safeguarding_trustee)
    assert not BreakGlass.objects.open_for(trustee, timezone.now()).exists()


def test_asking_twice_is_asking_once(trustee):
    asked(trustee)

    with pytest.raises(Refused):
        asked(trustee)
    assert BreakGlass.objects.count() == 1


def test_whoever_is_aside_does_not_see_it_this_way(trustee, safeguarding_trustee):
    case, other = make_case(), make_case()
    StepAside.objects.create(case=case, person=trustee, reason=AsideReason.NAMED)
    glass.open_way(asked(trustee), hours=2, by=safeguarding_trustee)

    assert list(visible_to(trustee)) == [other]


def test_everybody_concerned_is_told_and_told_nothing(
    trustee, chair, safeguarding_trustee, lead, volunteer, coordinator, django_capture_on_commit_callbacks
):
    give(make_case("Bruises"), volunteer, WORK)
    with django_capture_on_commit_callbacks(execute=True):
        glass.open_way(asked(trustee), hours=2, by=safeguarding_trustee)

    told = {letter.to[0] for letter in mail.outbox}
    assert told == {person.email for person in (trustee, chair, safeguarding_trustee, lead, volunteer)}
    assert {letter.kind for letter in IncidentLetter.objects.all()} == {LetterKind.BREAK_GLASS}
    assert not [letter for letter in mail.outbox if "Bruises" in letter.body or "plane" in letter.body]


def test_who_asked_and_who_opened_stands_in_the_audit_and_no_case_does(
    in_the_log, trustee, safeguarding_trustee, chair
):
    case = make_case()
    glass.open_way(asked(trustee), hours=2, by=safeguarding_trustee)
    in_the_log(trustee).get(url("case", case.code))

    shown = AuditEvent.objects.shown()
    page = in_the_log(chair).get(reverse("audit:events", args=["harbour-lights"])).text

    assert [event.verb for event in shown.as_chain()][-2:] == [Verb.GLASS_ASKED, Verb.GLASS_BROKEN]
    assert case.code not in page
    assert AuditEvent.objects.about(case).filter(verb=Verb.OPENED, actor_id=trustee.pk).count() == 1


def test_why_somebody_asked_is_sealed_and_read_by_those_concerned(in_the_log, trustee, lead, chair):
    waiting = asked(trustee)
    client = in_the_log(lead)

    shown = [client.get(url("glass")).text, client.get(url("open_glass", waiting.pk)).text]

    assert ["The lead is on a plane" in page for page in shown] == [True, True]
    assert BreakGlass.objects.get().words == {"reason": "The lead is on a plane"}
    kept = [*BreakGlass.objects.values(), *AuditEvent.objects.values()]
    assert "plane" not in "".join(repr({name: as_text(one) for name, one in row.items()}) for row in kept)


def as_text(value):
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else value


@pytest.mark.parametrize("who", ["administrator", "coordinator", "volunteer"])
def test_who_is_neither_trustee_nor_lead_has_no_part_in_it(in_the_log, request, who, trustee):
    """E-54: the administrator, and whoever manages people."""
    waiting = asked(trustee)
    client = in_the_log(request.getfixturevalue(who))

    answers = [
        client.get(url("glass")),
        client.post(url("ask_glass"), {"reason": "-"}),
        client.post(url("open_glass", waiting.pk), {"hours": "2"}),
        client.post(url("refuse_glass", waiting.pk)),
        client.post(url("end_glass", waiting.pk)),
    ]

    assert [answer.status_code for answer in answers] == [403] * 5
    assert BreakGlass.objects.to_decide().count() == 1


def test_a_request_falls_due_for_those_who_may_open_it(trustee, safeguarding_trustee, lead, chair):
    asked(trustee)
    today = timezone.localdate()

    [owed] = [one for one in obligations.obligations(today=today) if one.key.startswith("incidents.glass")]

    assert set(owed.recipients) == {safeguarding_trustee.pk, lead.pk, chair.pk}
    assert not [one for one in obligations.obligations(today=today, person=trustee.pk) if "glass" in one.key]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_number_of_questions(in_the_log, lead, chair, trustee, second_trustee, rows):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for person in (chair, trustee, second_trustee)[:rows]:
        asked(person)
    client = in_the_log(lead)
    client.get(url("glass"))

    with CaptureQueriesContext(
        connection,
    ) as questions:
        page = client.get(url("glass"))

    assert page.text.count("The lead is on a plane") == rows
    assert len(questions) <= 14
