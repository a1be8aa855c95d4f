"""A certificate is for work with some people: for other work it does not count, and opens no regulated work."""

from datetime import timedelta

import pytest
from django.utils import timezone

from safeguard.addresses import address
from safeguard.refusals import Refused
from tests.volunteers import factories
from volunteers.lacking import Is, needs_of
from volunteers.models import CriminalCheck, Placement, RequiredCheck, VettingDecision, Workforce
from volunteers.services import criminal_checks
from volunteers.services.criminal_checks import Seen
from volunteers.services.vetting import holds, summary_of
from volunteers.states import Stage
from volunteers.vetting import contradicts, for_other_work
from volunteers.vetting_log import without

pytestmark = pytest.mark.usefixtures("on_that_day", "scope")
TODAY = timezone.localdate()
AGO = timedelta(days=1)
CHILDREN, ADULTS, BOTH = "dbs_enhanced_children", "dbs_enhanced_adults", "dbs_enhanced_both"


@pytest.fixture
def helper(scope):
    """A youth helper: regulated work, with the children's barred list."""
    position = factories.position("Youth helper", is_regulated=True)
    RequiredCheck.objects.create(position=position, kind=CHILDREN, starts_on=TODAY - 400 * AGO)
    return position


def logged(by, kind, workforce, **whose):
    return CriminalCheck.objects.create(
        kind=kind,
        workforce=workforce,
        decision=VettingDecision.CLEAR,
        issued_on=TODAY - 10 * AGO,
        decided_on=TODAY,
        decided_by=by,
        logged_by=by,
        **whose,
    )


def test_the_list_of_a_certificate_and_the_work_must_go_together_on_the_form(helper, coordinator, signed_in):
    applicant = factories.application(at=Stage.CHECKS, position=helper)
    url = address("volunteers:vetting_seen", f"application-{applicant.code}")
    sent = {
        "kind": CHILDREN,
        "is_own_certificate": "False",
        "workforce": "adults",
        "reference": "001 234 567 890",
        "issued_on": (TODAY - 10 * AGO).isoformat(),
        "seen_on": TODAY.isoformat(),
        "seen_by": coordinator.pk,
        "decision": "clear",
        "has_copy": "False",
    }

    answer = signed_in(coordinator).post(url, sent)

    assert "do not go together" in answer.content.decode()
    assert not CriminalCheck.objects.exists()
    [need] = [one for one in needs_of(applicant, TODAY) if one.key == "criminal"]
    assert need.state == Is.MISSING
    signed_in(coordinator).post(url, sent | {"workforce": "children"})
    [need] = [one for one in needs_of(applicant, TODAY) if one.key == "criminal"]
    assert need.state == Is.DONE


@pytest.mark.parametrize(
    ("kind", "workforce", "is_refused"),
    [
        (CHILDREN, Workforce.CHILDREN, False),
        (CHILDREN, Workforce.BOTH, False),
        (CHILDREN, Workforce.ADULTS, True),
        (CHILDREN, Workforce.OTHER, True),
        (ADULTS, Workforce.ADULTS, False),
        (ADULTS, Workforce.CHILDREN, True),
        (BOTH, Workforce.CHILDREN, False),
        (BOTH, Workforce.BOTH, False),
        (BOTH, Workforce.OTHER, True),
        ("dbs_enhanced", Workforce.OTHER, False),
        ("dbs_basic", Workforce.OTHER, False),
    ],
)
def test_which_check_and_which_work_go_together(coordinator, volunteer, kind, workforce, is_refused):
    seen = Seen("001 234 567 890", TODAY - 9 * AGO, TODAY, coordinator, VettingDecision.CLEAR, workforce=workforce)

    assert contradicts(kind, workforce) == is_refused
    if is_refused:
        with pytest.raises(Refused, match="do not go together"):
            criminal_checks.record_seen(volunteer, kind=kind, seen=seen, by=coordinator)
        with pytest.raises(Refused, match="do not go together"):
            criminal_checks.apply_for(volunteer, kind=kind, applied_on=TODAY, by=coordinator, workforce=workforce)
    else:
        criminal_checks.record_seen(volunteer, kind=kind, seen=seen, by=coordinator)
    assert CriminalCheck.objects.exists() != is_refused


def test_a_check_that_was_applied_for_does_not_come_back_for_other_work(coordinator, volunteer):
    waiting = criminal_checks.apply_for(
        volunteer, kind=CHILDREN, applied_on=TODAY - 20 * AGO, by=coordinator, workforce=Workforce.CHILDREN
    )
    seen = Seen("001 234 567 890", TODAY - 9 * AGO, TODAY, coordinator, VettingDecision.CLEAR, workforce="adults")

    with pytest.raises(Refused, match="do not go together"):
        criminal_checks.come_back(waiting, seen=seen, by=coordinator)


@pytest.mark.parametrize(
    ("kind", "workforce", "counts"),
    [
        (CHILDREN, "children", True),
        (CHILDREN, "both", True),
        (CHILDREN, "", True),  # from before it was asked: the kind says it
        (CHILDREN, "adults", False),
        (BOTH, "both", True),
        (BOTH, "children", True),
        (BOTH, "adults", False),
        (BOTH, "other", False),
    ],
)
def test_what_is_on_record_for_other_work_does_not_count(helper, coordinator, volunteer, kind, workforce, counts):
    Placement.objects.create(person=volunteer, position=helper, starts_on=TODAY - 30 * AGO)
    logged(coordinator, kind, workforce, person=volunteer)

    lacks = holds(volunteer, helper, TODAY)

    assert (lacks == []) == counts
    assert summary_of([volunteer.pk], TODAY)[volunteer.pk].is_missing != counts
    assert (volunteer in without(coordinator, q="", today=TODAY)) != counts
    if not counts:
        assert "is for other work" in lacks[0]
        assert "Nobody starts in regulated work without it." in lacks[0]


def test_in_regulated_work_a_check_without_a_barred_list_is_not_for_other_work_either(coordinator, volunteer):
    regulated = factories.position("Carer", is_regulated=True)
    driver = factories.position("Driver")
    for position in (regulated, driver):
        RequiredCheck.objects.create(position=position, kind="dbs_enhanced", starts_on=TODAY - 400 * AGO)
    Placement.objects.create(person=volunteer, position=regulated, starts_on=TODAY - 30 * AGO)
    logged(coordinator, "dbs_enhanced", "other", person=volunteer)

    assert len(holds(volunteer, regulated, TODAY)) == 1
    assert holds(volunteer, driver, TODAY) == []
    assert volunteer in without(coordinator, q="", today=TODAY)


def test_both_lists_are_asked_for_both_kinds_of_work():
    assert for_other_work(BOTH, is_strict=True) == {"children", "adults", "other"}
    assert for_other_work("pvg", is_strict=False) == {"other"}
    assert for_other_work("dbs_basic", is_strict=False) == set()
