"""The page that says who sees a case: letting in, keeping away, stepping aside, sending on, and who has looked."""

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from audit.models import AuditEvent
from incidents import handovers as held
from incidents.access import CLOSE, RIGHTS, SHARE, VIEW, WORK, can, give, handlers, visible_to
from incidents.models import AsideReason, IncidentLetter, LetterKind, Part, Routing, StepAside
from incidents.owed import leavers
from incidents.promises import reachable
from incidents.services import access as services
from incidents.verbs import Verb
from people.roles import Role
from safeguard.commitments import State
from safeguard.refusals import Refused
from tests.incidents.factories import enter, make_case, restricted

pytestmark = pytest.mark.usefixtures("scope")


TODAY = date(2026, 11, 21)


@pytest.fixture
def deputy(new_person):
    return new_person("Della Deputy", Role.LEAD)


def url(name, *args):
    return reverse(f"incidents:{name}", args=["harbour-lights", *args])


# Letting in ----------------------------------------------------------------------------------------------------------


def test_whoever_is_let_in_sees_the_case_and_has_the_chosen_rights(in_the_log, lead, volunteer):
    case = make_case()

    in_the_log(lead).post(url("let_in", case.code), {"person": volunteer.pk, "rights": [WORK]})

    assert services.rights_of(case, volunteer) == {VIEW, WORK}
    assert IncidentLetter.objects.get().kind == LetterKind.LET_IN
    assert case.entries.get().words["text"].startswith("Vera Lindqvist was let in: See the case, Write in it")
    assert AuditEvent.objects.about(case).filter(verb=Verb.LET_IN).count() == 1


def test_sending_the_form_twice_lets_in_once(in_the_log, lead, volunteer):
    case, client = make_case(), in_the_log(lead)

    for _time in range(2):
        client.post(url("let_in", case.code), {"person": volunteer.pk, "rights": [WORK]})

    assert case.entries.count() == IncidentLetter.objects.count() == 1


def test_rights_are_changed_and_taken_away(in_the_log, lead, volunteer):
    case, client = make_case(), in_the_log(lead)
    services.let_in(case, volunteer, rights=[WORK, SHARE], by=lead)

    client.post(url("rights", case.code, volunteer.pk), {"rights": [CLOSE]})
    assert services.rights_of(case, volunteer) == {VIEW, CLOSE}

    client.post(url("rights", case.code, volunteer.pk), {"take_away": "1"})
    assert not can(volunteer, case, VIEW)


@pytest.mark.parametrize("why", ["no sign-in", "concerned", "aside", "left"])
def test_some_are_never_let_in(lead, new_person, why):
    case = make_case()
    left = {"left_on": date(2026, 1, 1)} if why == "left" else {}
    person = new_person("Una Underwood", Role.VOLUNTEER, signs_in=why != "no sign-in", **left)
    if why == "concerned":
        enter(case, "Una", Part.CONCERN, person=person)
    if why == "aside":
        StepAside.objects.create(case=case, person=person, reason=AsideReason.OWN)

    with pytest.raises(Refused):
        services.let_in(case, person, rights=[VIEW], by=lead)
    assert services.rights_of(case, person) == set()


def test_whoever_may_only_read_changes_nothing(in_the_log, volunteer, coordinator):
    case = make_case()
    give(case, volunteer, VIEW)
    client = in_the_log(volunteer)

    pages = [client.get(url(name, case.code)) for name in ("access", "let_in", "put_aside", "routing")]

    assert [page.status_code for page in pages] == [200, 403, 403, 403]
    assert "Who has looked" not in pages[0].text


@pytest.mark.parametrize("name", ["access", "let_in", "put_aside", "routing", "step_aside"])
def test_for_a_stranger_to_the_case_no_page_of_it_is_there(in_the_log, administrator, name):
    """E-85: 404, not 403."""
    client = in_the_log(administrator)

    assert client.get(url(name, make_case().code)).status_code == 404
    assert client.get(url(name, "NO-SUCH-CASE")).status_code == 404


# Stepping aside ------------------------------------------------------------------------------------------------------


def test_whoever_steps_aside_loses_the_case_at_once(in_the_log, lead, deputy):
    case, client = make_case(), in_the_log(lead)

    client.post(url("step_aside", case.code))

    assert not visible_to(lead).exists()
    assert handlers(case, TODAY) == [deputy]
    assert client.get(url("access", case.code)).status_code == 404


def test_when_the_last_lead_steps_aside_it_goes_to_those_above_who_are_told(in_the_log, lead, chair):
    case, client = make_case(), in_the_log(lead)

    page = client.get(url("step_aside", case.code))
    client.post(url("step_aside", case.code))

    assert "It goes to the chair and the safeguarding trustee" in page.text
    assert handlers(case, TODAY) == []
    case.refresh_from_db()
    assert (case.routing, handlers(case, TODAY)) == (Routing.TRUSTEES, [chair])
    assert [letter.person for letter in IncidentLetter.objects.all()] == [chair]


def test_the_last_one_of_all_cannot_step_aside(in_the_log, lead):
    """It would be lost with nobody to see it."""
    case, client = make_case(), in_the_log(lead)

    page = client.post(url("step_aside", case.code))

    assert "Nobody would be left to handle it" in page.text
    assert can(lead, case, VIEW)
    assert not StepAside.objects.exists()


def test_whoever_steps_aside_comes_back_by_somebody_elses_decision(lead, deputy):
    case = make_case()
    services.step_aside(case, by=lead)

    with pytest.raises(Refused):
        services.come_back(case, lead, by=lead)
    services.come_back(case, lead, by=deputy)

    assert can(lead, case, CLOSE)


def test_a_grant_does_not_survive_stepping_aside(lead, deputy, volunteer):
    case = make_case()
    services.let_in(case, volunteer, rights=[WORK], by=lead)
    services.put_aside(case, volunteer, by=lead)
    services.come_back(case, volunteer, by=lead)

    assert not can(volunteer, case, VIEW)


# The one whom it is about --------------------------------------------------------------------------------------------


def test_a_colleague_whom_it_is_about_is_out_at_once(lead, volunteer):
    case = make_case()
    services.let_in(case, volunteer, rights=[WORK], by=lead)

    services.subject_entered(case, volunteer, by=lead)

    assert not can(volunteer, case, VIEW)
    assert can(lead, case, WORK)
    assert StepAside.objects.get().reason == AsideReason.NAMED


def test_when_it_turns_out_to_be_about_a_deputy_no_lead_sees_it_any_more(lead, deputy, chair):
    """E-52: known after it was raised; also for the lead who typed it."""
    case = services.subject_entered(make_case(), deputy, by=lead)

    assert case.routing == Routing.TRUSTEES
    assert [can(person, case, VIEW) for person in (lead, deputy, chair)] == [False, False, True]
    assert [letter.person for letter in IncidentLetter.objects.all()] == [chair]


def test_nobody_enters_themself(lead):
    case = make_case()

    with pytest.raises(Refused, match="about you"):
        services.subject_entered(case, lead, by=lead)
    assert can(lead, case, CLOSE)


def test_where_nobody_else_is_left_whoever_typed_it_keeps_the_case(lead, deputy):
    case = services.subject_entered(make_case(), deputy, by=lead)

    assert case.routing == Routing.NAMED
    assert [can(lead, case, right) for right in RIGHTS] == [True] * 4
    assert not visible_to(deputy).exists()


def test_about_the_chair_of_a_restricted_case_the_safeguarding_trustee_has_it(chair, safeguarding_trustee):
    case = services.subject_entered(restricted(), chair, by=safeguarding_trustee)

    assert handlers(case, TODAY) == [safeguarding_trustee]
    assert not can(chair, case, VIEW)


def test_whoever_stepped_aside_and_is_then_entered_does_not_come_back(lead, deputy, chair, volunteer):
    case = make_case()
    enter(case, "Vera", Part.CONCERN, person=volunteer)
    services.put_aside(case, volunteer, by=lead)
    services.subject_entered(case, volunteer, by=lead)

    assert StepAside.objects.standing().get().reason == AsideReason.NAMED
    with pytest.raises(Refused):
        services.come_back(case, volunteer, by=lead)


# Sending on ----------------------------------------------------------------------------------------------------------


def test_a_case_is_sent_to_those_above_and_back(in_the_log, lead, chair):
    case = make_case()
    in_the_log(lead).post(url("routing", case.code), {"routing": Routing.TRUSTEES})
    assert not can(lead, case, VIEW)

    case.refresh_from_db()
    services.reroute(case, Routing.LEADS, by=chair)
    assert can(lead, case, CLOSE)
    assert not can(chair, case, VIEW)


def test_what_is_about_a_lead_never_goes_back_to_the_leads(lead, deputy, chair):
    case = services.subject_entered(make_case(), deputy, by=lead)

    with pytest.raises(Refused, match="cannot go to the leads"):
        services.reroute(case, Routing.LEADS, by=chair)


def test_a_case_is_not_left_with_nobody(lead, chair):
    case = make_case()

    with pytest.raises(Refused):
        services.reroute(case, Routing.NAMED, by=lead)
    case.refresh_from_db()
    assert case.routing == Routing.LEADS


def test_the_last_one_let_in_is_not_shut_out(lead, volunteer):
    case = make_case()
    services.let_in(case, volunteer, rights=[WORK, CLOSE], by=lead)
    services.reroute(case, Routing.NAMED, by=lead)

    with pytest.raises(Refused):
        services.let_in(case, volunteer, rights=[], by=volunteer)
    assert can(volunteer, case, WORK)


def test_a_shredded_case_can_be_read_and_not_changed(in_the_log, lead, volunteer):
    case = make_case()
    case.shred()
    case.save(update_fields=["wrapped_key", "shredded_at"])
    client = in_the_log(lead)

    assert client.get(url("access", case.code)).status_code == 200
    with pytest.raises(Refused):
        services.let_in(case, volunteer, rights=[VIEW], by=lead)


# The page ------------------------------------------------------------------------------------------------------------


def test_the_page_says_who_sees_it_why_and_who_has_looked(in_the_log, lead, deputy, volunteer, new_person):
    case = make_case()
    gone = new_person("Gone Away", Role.VOLUNTEER)
    services.let_in(case, gone, rights=[VIEW], by=lead)
    type(gone).objects.filter(pk=gone.pk).update(left_on=date(2026, 1, 1))
    services.put_aside(case, deputy, by=lead)
    client = in_the_log(lead)
    client.get(url("case", case.code))

    text = client.get(url("access", case.code)).text

    assert "Sees nothing of it" in text
    assert "No longer here" in text
    assert "Opened" in text
    assert "Let somebody in" in text


def test_the_page_asks_the_same_number_of_questions(in_the_log, lead, new_person, django_assert_max_num_queries):
    case, client = make_case(), in_the_log(lead)
    counts = []
    for number in range(3):
        person = new_person(f"P{number} Person", Role.VOLUNTEER)
        services.let_in(case, person, rights=[WORK], by=lead)
        services.put_aside(case, new_person(f"Q{number} Person", Role.LEAD), by=lead)
        client.get(url("access", case.code))
        with django_assert_max_num_queries(40) as asked:
            client.get(url("access", case.code))
        counts.append(len(asked))

    assert len(set(counts)) == 1


def test_every_page_of_a_case_can_be_hidden_in_a_hurry_and_is_kept_nowhere(in_the_log, lead, settings):
    """E-84. Without scripts it is a plain link."""
    case, client = make_case(), in_the_log(lead)

    for name in ("case", "access", "let_in"):
        page = client.get(url(name, case.code))
        assert f'href="{settings.HARMLESS_PAGE}"' in page.text
        assert "no-store" in page.headers["Cache-Control"]


# What falls due, and what is promised ---------------------------------------------------------------------------------


def test_when_somebody_let_in_has_left_the_handlers_alone_are_told(lead, deputy, chair, volunteer):
    """E-22."""
    case = make_case()
    services.let_in(case, volunteer, rights=[WORK], by=lead)
    type(volunteer).objects.filter(pk=volunteer.pk).update(left_on=date(2026, 1, 1))

    [owed] = leavers.obligations(today=TODAY)

    assert owed.recipients == (lead.pk, deputy.pk)
    assert owed.is_closed
    assert case.code not in f"{owed.key} {owed.title} {owed.reason}"
    assert list(leavers.obligations(today=TODAY, person=chair.pk)) == []


def test_what_a_lead_hands_over_tells_of_no_case(lead, volunteer):
    give(make_case(), volunteer, WORK)

    assert [one.title for one in held.handovers(lead)] == ["Handles concerns"]
    assert list(held.handovers(volunteer)) == []


def lights():
    return {one.key: one.state for one in reachable.commitments(today=TODAY)}


def test_somebody_can_handle_concerns_when_lead_and_deputy_sign_in_with_two_steps(lead, chair, new_person):
    assert lights() == {"incidents.handled": State.AT_RISK, "incidents.handled_above": State.AT_RISK}

    deputy = new_person("Della Deputy", Role.LEAD)
    assert lights()["incidents.handled"] == State.AT_RISK
    for person in (lead, deputy, chair):
        Authenticator.objects.create(user=person.user, type=Authenticator.Type.TOTP, data={})
    assert lights() == {"incidents.handled": State.KEPT, "incidents.handled_above": State.KEPT}


def test_without_a_lead_who_can_sign_in_nobody_can(new_person):
    assert lights() == {"incidents.handled": State.NEW, "incidents.handled_above": State.NEW}

    new_person("No Sign-in", Role.LEAD, signs_in=False)
    new_person("No Sign-in Either", Role.CHAIR, signs_in=False)
    assert lights() == {"incidents.handled": State.BROKEN, "incidents.handled_above": State.BROKEN}
