"""Ways to see more of a case than somebody may, or to take it over, and why they fail."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from incidents.access import CLOSE, RIGHTS, SHARE, VIEW, WORK, can
from incidents.models import BreakGlass, LetterKind, Part, Routing
from incidents.services import access as services
from incidents.services import joining, letters, look_ups, people
from incidents.verbs import Verb
from people.roles import Role
from safeguard.refusals import Refused
from tests.incidents.factories import make_case, restricted

pytestmark = pytest.mark.usefixtures("scope")


@pytest.fixture
def deputy(new_person):
    return new_person("Devi Deputy", Role.LEAD)


@pytest.fixture
def handled(lead, deputy, chair, safeguarding_trustee):
    """A case, and those who handle one."""
    return make_case()


# What was joined goes with the case ----------------------------------------------------------------------------------


@pytest.fixture
def joined(handled, lead):
    one, more = make_case(), make_case()
    joining.join(more, into=one, by=lead)
    joining.join(one, into=handled, by=lead)
    return [one, more]


def test_whoever_is_put_aside_sees_nothing_of_what_was_joined_either(handled, joined, lead, deputy):
    services.put_aside(handled, deputy, by=lead)

    assert not [case for case in (handled, *joined) if can(deputy, case, VIEW)]


def test_whoever_is_put_aside_from_what_was_joined_sees_nothing_of_the_whole(handled, joined, lead, deputy):
    services.put_aside(joined[0], deputy, by=lead)

    assert not [case for case in (handled, *joined) if can(deputy, case, VIEW)]


def test_whoever_steps_aside_does_so_from_all_that_is_joined(handled, joined, lead):
    services.step_aside(handled, by=lead)

    assert not [case for case in (handled, *joined) if can(lead, case, VIEW)]


def test_what_was_joined_goes_with_the_case_to_those_above(handled, joined, lead, chair):
    services.reroute(handled, Routing.TRUSTEES, by=lead)

    assert not [case for case in (handled, *joined) if can(lead, case, VIEW)]
    assert [case for case in (handled, *joined) if can(chair, case, VIEW)] == [handled, *joined]


def test_a_case_that_was_joined_is_not_sent_elsewhere_by_itself(handled, joined, lead, chair):
    with pytest.raises(Refused):
        services.reroute(joined[0], Routing.TRUSTEES, by=lead)


def test_what_was_joined_before_takes_over_who_is_aside_there(lead, deputy, chair, safeguarding_trustee):
    first, second, third = make_case(), make_case(), make_case()
    joining.join(first, into=second, by=lead)
    services.put_aside(third, deputy, by=lead)

    joining.join(second, into=third, by=lead)

    assert not can(deputy, first, VIEW)


def test_whom_it_is_about_does_not_come_back_by_what_was_joined(handled, joined, lead, deputy, chair):
    people.enter(handled, by=lead, part=Part.CONCERN, person=deputy)

    with pytest.raises(Refused):
        services.come_back(joined[0], deputy, by=chair)


def test_whoever_comes_back_comes_back_to_all_of_it(handled, joined, lead, deputy):
    services.put_aside(handled, deputy, by=lead)
    services.come_back(handled, deputy, by=lead)

    assert all(can(deputy, case, WORK) for case in (handled, *joined))


@pytest.mark.parametrize("kind", [LetterKind.MESSAGE, LetterKind.TASK, LetterKind.RAISED, LetterKind.LET_IN])
def test_whoever_was_put_aside_in_the_meantime_gets_no_letter(kind, handled, lead, deputy):
    letter = letters.queue(kind, to=deputy, case=handled)
    assert letters.needless(letter) == ""

    services.put_aside(handled, deputy, by=lead)

    assert letters.needless(letter)


def test_who_was_looked_up_in_a_case_is_read_with_a_trace(handled, lead, deputy, in_the_log):
    made = look_ups.ask(by=lead, who="Zebrafinch", purpose="To warn her", proportion="No other way", case=handled)
    events = AuditEvent.objects.about(handled).filter(verb=Verb.OPENED)
    before = events.count()

    assert "Zebrafinch" in in_the_log(deputy).get(reverse("incidents:look_up", args=["harbour-lights", made.uid])).text
    assert events.count() == before + 1


# Taking a case over --------------------------------------------------------------------------------------------------


def named_all(case, by, *everybody):
    """Whether each of them could be entered as the one whom it is about."""
    done = []
    for person in everybody:
        case.refresh_from_db()
        try:
            people.enter(case, by=by, part=Part.CONCERN, person=person)
        except Refused:
            done.append(False)
        else:
            done.append(True)
    return done


def test_nobody_who_only_works_in_a_case_takes_it_over_by_naming_everybody_else(
    handled, lead, deputy, chair, safeguarding_trustee, volunteer
):
    services.let_in(handled, volunteer, rights=[WORK, SHARE], by=lead)

    done = named_all(handled, volunteer, lead, deputy, safeguarding_trustee, chair)

    assert done == [True, True, True, False]
    assert can(chair, handled, CLOSE)
    assert not can(volunteer, handled, CLOSE)


def test_a_way_in_for_an_emergency_leads_to_no_case_of_ones_own(
    handled, lead, deputy, chair, safeguarding_trustee, trustee, second_trustee
):
    now = timezone.now()
    BreakGlass.objects.create(
        for_whom=trustee, words={"reason": "-"}, opened_by=second_trustee, opened_at=now, until=now + timedelta(hours=2)
    )

    done = named_all(handled, trustee, lead, deputy, safeguarding_trustee, chair)

    assert done[-1] is False
    assert can(chair, handled, CLOSE)
    assert not can(trustee, handled, CLOSE)


def test_whoever_says_who_sees_it_keeps_it_when_it_is_about_everybody_else(lead, chair, safeguarding_trustee):
    case = restricted()
    people.enter(case, by=chair, part=Part.CONCERN, person=safeguarding_trustee)

    assert all(can(chair, case, right) for right in RIGHTS)
