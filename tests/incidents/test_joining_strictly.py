"""What is put together with a case about the lead is seen by those who see that one, and by nobody else (E-52)."""

import pytest

from incidents.access import CLOSE, RIGHTS, VIEW, WORK, can, give, visible_to
from incidents.models import AsideReason, Case, CaseLink, Entry, IncidentLetter, LetterKind, Part, Routing, StepAside
from incidents.services import access, joining, people
from people.roles import Role
from safeguard.addresses import address
from safeguard.refusals import Refused
from tests.incidents.factories import enter, make_case, restricted, write

pytestmark = pytest.mark.usefixtures("scope")


@pytest.fixture
def deputy(new_person):
    return new_person("Della Deputy", Role.LEAD)


@pytest.fixture
def told(lead, chair):
    """Told of by a parent, who named nobody: it went to the leads, who let the chair in."""
    case = make_case("Seen by the leads", what="Somebody shouted at him.")
    access.let_in(case, chair, rights=RIGHTS, by=lead)
    return case


@pytest.fixture
def about_lead(lead):
    """The same afternoon, told of by somebody who said who it was."""
    case = restricted("About the lead", what="The lead shouted at him.")
    enter(case, "The lead", Part.CONCERN, person=lead)
    StepAside.objects.create(case=case, person=lead, reason=AsideReason.NAMED)
    return case


def seen_by(person):
    return set(visible_to(person))


@pytest.mark.parametrize("is_into_restricted", [True, False])
def test_both_are_restricted_whichever_is_joined_to_which(
    told, about_lead, lead, deputy, chair, safeguarding_trustee, is_into_restricted
):
    case, into = (told, about_lead) if is_into_restricted else (about_lead, told)

    joining.join(case, into=into, by=chair)

    assert {one.routing for one in Case.objects.all()} == {Routing.TRUSTEES}
    assert [seen_by(one) for one in (chair, safeguarding_trustee)] == [{told, about_lead}] * 2
    assert [seen_by(one) for one in (lead, deputy)] == [set(), set()]
    assert IncidentLetter.objects.filter(case=told, person=safeguarding_trustee, kind=LetterKind.LET_IN).exists()


def test_they_stay_restricted_when_they_are_taken_apart(told, about_lead, lead, deputy, chair):
    joining.join(told, into=about_lead, by=chair)

    joining.part(told, by=chair)

    assert [seen_by(one) for one in (lead, deputy)] == [set(), set()]
    told.refresh_from_db()
    with pytest.raises(Refused, match="cannot go to the leads"):
        access.reroute(told, Routing.LEADS, by=chair)


def test_whoever_had_stepped_aside_themself_is_now_known_to_be_concerned(told, about_lead, lead, deputy, chair):
    access.step_aside(told, by=lead)

    joining.join(told, into=about_lead, by=chair)

    assert StepAside.objects.standing().get(case=told, person=lead).reason == AsideReason.NAMED


@pytest.mark.parametrize("is_into_restricted", [True, False])
def test_whoever_was_let_in_to_the_one_alone_is_let_in_no_longer(
    in_the_log, told, about_lead, volunteer, coordinator, lead, chair, is_into_restricted
):
    access.let_in(told, volunteer, rights=[WORK], by=lead)
    for case in (told, about_lead):
        access.let_in(case, coordinator, rights=[VIEW], by=chair)
    case, into = (told, about_lead) if is_into_restricted else (about_lead, told)

    joining.join(case, into=into, by=chair)
    write(into, "Rang the council about the lead", by=chair)

    assert seen_by(volunteer) == set()
    assert seen_by(coordinator) == {told, about_lead}
    client = in_the_log(volunteer)
    assert client.get(address("incidents:case", told.code)).status_code == 404
    access.let_in(into, volunteer, rights=[VIEW], by=chair)
    assert seen_by(volunteer) == {into}


def test_a_right_by_name_does_not_bring_back_whoever_it_is_about(told, about_lead, volunteer, chair):
    enter(about_lead, "Vera", Part.CONCERN, person=volunteer)
    StepAside.objects.create(case=about_lead, person=volunteer, reason=AsideReason.NAMED)
    give(told, volunteer, VIEW)

    joining.join(told, into=about_lead, by=chair)

    assert access.rights_of(told, volunteer) == set()
    assert seen_by(volunteer) == set()


def test_all_that_was_joined_before_goes_along(told, about_lead, lead, deputy, chair):
    before = make_case()
    access.let_in(before, chair, rights=RIGHTS, by=lead)
    joining.join(before, into=told, by=lead)

    joining.join(told, into=about_lead, by=chair)

    assert {one.routing for one in Case.objects.all()} == {Routing.TRUSTEES}
    assert [seen_by(one) for one in (lead, deputy)] == [set(), set()]


def test_whoever_does_not_say_who_sees_both_does_not_put_them_together(told, about_lead, volunteer):
    for case in (told, about_lead):
        for right in (VIEW, WORK):
            give(case, volunteer, right)

    with pytest.raises(Refused, match="Whoever says who sees both"):
        joining.join(told, into=about_lead, by=volunteer)
    assert set(Case.objects.values_list("routing", flat=True)) == {Routing.LEADS, Routing.TRUSTEES}


@pytest.mark.parametrize("rights", [RIGHTS, (VIEW, WORK)])
@pytest.mark.parametrize("routing", [Routing.TRUSTEES, Routing.LEADS])
def test_whoever_was_let_in_to_both_does_not_take_the_one_from_the_lead(told, volunteer, lead, rights, routing):
    other = make_case("About a deputy", routing=routing)
    StepAside.objects.create(case=other, person=lead, reason=AsideReason.DECIDED)
    for case in (told, other):
        for right in rights:
            give(case, volunteer, right)

    with pytest.raises(Refused, match=r"not above them|Whoever says who sees both"):
        joining.join(told, into=other, by=volunteer)
    assert can(lead, told, CLOSE)


def test_two_cases_of_those_let_in_are_seen_by_those_who_were_let_in_to_both(volunteer, coordinator, chair):
    one, two = make_case(routing=Routing.NAMED), make_case(routing=Routing.NAMED)
    for case, people_in in ((one, (chair, volunteer)), (two, (chair, coordinator))):
        for person in people_in:
            for right in RIGHTS if person == chair else (VIEW, WORK):
                give(case, person, right)

    joining.join(one, into=two, by=chair)

    assert [seen_by(person) for person in (chair, volunteer, coordinator)] == [{one, two}, set(), set()]


def test_who_is_entered_into_two_joined_cases_leaves_both_seen_alike(told, about_lead, lead, chair, volunteer):
    one, two = make_case(), make_case()
    joining.join(one, into=two, by=lead)
    for right in (VIEW, WORK):
        give(one, volunteer, right)

    people.enter(two, by=chair if can(chair, two, WORK) else volunteer, part=Part.CONCERN, person=lead)

    assert {case.routing for case in Case.objects.filter(pk__in=(one.pk, two.pk))} == {Routing.TRUSTEES}
    assert seen_by(lead) == {told}


# Links ---------------------------------------------------------------------------------------------------------------


def test_a_link_with_a_restricted_case_says_nothing_in_the_other_one(in_the_log, told, about_lead, lead, chair):
    page = address("incidents:access", told.code)
    before = Entry.objects.filter(case=told).count()
    shown = [line.title for line in in_the_log(lead).get(page).context["lines"]]

    made = joining.link(told, other=about_lead, by=chair, why="The same afternoon")
    joining.unlink(made, by=chair)

    assert Entry.objects.filter(case=told).count() == before
    assert Entry.objects.filter(case=about_lead, about_uid=made.uid).count() == 2
    assert [line.title for line in in_the_log(lead).get(page).context["lines"]] == shown
    assert [row.ended_at is not None for row in CaseLink.objects.all()] == [True]


def test_two_restricted_cases_are_linked_and_neither_speaks_of_the_other(in_the_log, about_lead, volunteer, chair):
    other = restricted("Another")
    access.let_in(other, volunteer, rights=[WORK], by=chair)

    joining.link(other, other=about_lead, by=chair, why="The same afternoon")

    text = in_the_log(volunteer).get(address("incidents:chronology", other.code)).text
    assert "linked" not in text.split("<main", 1)[1]
    links = in_the_log(chair).get(address("incidents:together", other.code)).context["links"]
    assert [row["other"] for row in links] == [about_lead]


# What shows of it ----------------------------------------------------------------------------------------------------


def test_whoever_sees_one_of_two_joined_cases_meets_no_number_and_no_code_of_the_other(in_the_log, lead, volunteer):
    one, into = make_case(), make_case()
    joining.join(one, into=into, by=lead)
    give(into, volunteer, VIEW)
    rows = in_the_log(volunteer).get(address("incidents:log")).context["rows"]
    give(one, lead, VIEW)
    access.let_in(into, volunteer, rights=[], by=lead)
    give(one, volunteer, VIEW)

    text = in_the_log(volunteer).get(address("incidents:case", one.code)).text

    assert [(row.case, row.reports) for row in rows] == [(into, 1)]
    assert into.code not in text
    assert [row.reports for row in in_the_log(lead).get(address("incidents:log")).context["rows"]] == [2]
