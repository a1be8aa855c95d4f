"""Checks online are off until somebody switches them on, for a reason and by a policy in force."""

from datetime import date
from html import unescape

import pytest

from audit.models import AuditEvent
from organisations.forms.rules import PeopleRules
from organisations.models import Settings
from safeguard.addresses import address
from safeguard.refusals import Refused
from tests.policies.factories import a_version_in_force
from tests.volunteers import checked, factories
from volunteers.models import CheckSwitch, Whom
from volunteers.services import check_switch, checks
from volunteers.states import Stage

pytestmark = pytest.mark.usefixtures("scope")

REASON = "People here work alone with children."


@pytest.fixture
def version(lead, chair, trustee):
    return a_version_in_force("Volunteers", by=lead, board=[chair, trustee])


def typed(version, **fields):
    return {"reason": REASON, "version": version.pk, "clause": "", "stage": "checks", "whom": "chosen"} | fields


def test_they_are_off_by_default_and_nobody_is_looked_up(coordinator, trustee):
    applicant = checked.applicant()

    assert check_switch.current() is None
    assert not Settings.current().online_checks
    with pytest.raises(Refused, match="switched off here"):
        checks.assign(applicant, to=trustee, due_on=date(2030, 1, 1), by=coordinator)


@pytest.mark.clause("BC-8")
def test_they_are_switched_on_for_a_reason_by_a_policy_and_every_check_says_which(
    signed_in, lead, coordinator, trustee, version
):
    clause = version.clauses.first()

    answer = signed_in(lead).post(address("volunteers:switch_checks"), typed(version, clause=clause.pk))

    now = check_switch.current()
    assert answer.status_code == 302
    assert (now.reason, now.version, now.clause, now.decided_by) == (REASON, version, clause, lead)
    assert (now.stage, now.whom) == (Stage.CHECKS, Whom.CHOSEN)
    assert Settings.current().online_checks
    given = checked.given(by=coordinator, to=trustee)
    assert given.switch == now
    page = unescape(signed_in(coordinator).get(address("volunteers:switch_checks"), follow=True).content.decode())
    assert "Switch online checks" in page


@pytest.mark.clause("BC-8")
def test_only_a_policy_in_force_allows_it(lead):
    draft = factories.a_policy()

    with pytest.raises(Refused, match="policy that is in force"):
        check_switch.switch_on(by=lead, reason=REASON, version=draft)
    assert not CheckSwitch.objects.exists()


def test_a_clause_of_another_policy_is_refused_and_what_was_typed_stays(signed_in, lead, chair, trustee, version):
    other = a_version_in_force("Pictures", by=lead, board=[chair, trustee])
    clause = other.clauses.first() or other.clauses.create(anchor="1", heading="One", position=1)

    answer = signed_in(lead).post(address("volunteers:switch_checks"), typed(version, clause=clause.pk))

    words = unescape(answer.content.decode())
    assert "stands in another policy" in words
    assert REASON in words
    assert check_switch.current() is None


def test_nobody_has_been_chosen_at_stage_1_so_everybody_is_looked_up_there_or_nobody(signed_in, lead, version):
    url = address("volunteers:switch_checks")

    refused = signed_in(lead).post(url, typed(version, stage="stage_one"))
    signed_in(lead).post(url, typed(version, stage="stage_one", whom="everybody"))

    assert "nobody has been chosen yet" in unescape(refused.content.decode())
    assert check_switch.current().stage == Stage.STAGE_ONE


def test_the_default_is_only_whoever_is_chosen_for_work_with_children(lead, coordinator, trustee, version):
    check_switch.switch_on(by=lead, reason=REASON, version=version)
    office = checked.applicant(position=factories.position("Office help", works_with_children=False))
    applicant = checked.applicant("Ben Other", position=factories.position())

    assert "would be too much" in checks.why_not(office, by=coordinator)
    with pytest.raises(Refused, match="Choose first, then check"):
        checks.assign(applicant, to=trustee, due_on=date(2030, 1, 1), by=coordinator)


def test_switched_off_no_new_check_is_given_out_and_the_decisions_stay_readable(
    signed_in, lead, coordinator, trustee, version
):
    check_switch.switch_on(by=lead, reason=REASON, version=version)
    running = checked.given(by=coordinator, to=trustee)

    signed_in(lead).post(address("volunteers:switch_off_checks"), {"reason": "We talk to referees instead."})

    assert check_switch.current() is None
    assert not Settings.current().online_checks
    assert "switched off" in checks.why_not(checked.applicant("Ben Other"), by=coordinator)
    assert running.is_open
    page = unescape(signed_in(lead).get(address("volunteers:switch_checks")).content.decode())
    assert REASON in page
    assert "We talk to referees instead." in page
    assert list(AuditEvent.objects.filter(verb="volunteer_switched").values_list("detail", flat=True)) == [
        {"on": True},
        {"on": False},
    ]


def test_two_clicks_decide_once(lead, version):
    for _time in range(2):
        check_switch.switch_on(by=lead, reason=REASON, version=version)
    for _time in range(2):
        check_switch.switch_off(by=lead, reason="No longer needed")

    assert [one.is_on for one in CheckSwitch.objects.all()] == [False, True]


@pytest.mark.parametrize("name", ["switch_checks", "switch_off_checks"])
def test_only_those_who_may_switch_them(signed_in, coordinator, safeguarding_trustee, stranger, name):
    url = address(f"volunteers:{name}")

    assert signed_in(coordinator).get(url).status_code == 403
    assert signed_in(coordinator).post(url, {"reason": "-"}).status_code == 403
    assert signed_in(safeguarding_trustee).get(url).status_code == 200
    assert signed_in(stranger).get(url).status_code == 404
    with pytest.raises(Refused):
        check_switch.switch_off(by=coordinator, reason="-")


def test_the_settings_of_the_charity_only_lead_there(signed_in, lead):
    page = signed_in(lead).get(address("settings:overview")).content.decode()

    assert "online_checks" not in PeopleRules.base_fields
    assert "Online checks of volunteers are switched on and off under Volunteers" in page
