"""Who sees what an online check found: the whole table, and the traps of the library that keeps single rights."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from django.utils.formats import date_format
from guardian.shortcuts import get_objects_for_user

from people.models import CareLink, Person, RoleHolding
from people.roles import Role
from safeguard.addresses import address
from safeguard.scoping import acting_for
from tests.volunteers import checked
from volunteers.access import DECIDE, FACT, ROLES, VIEW, WORK, can, checks_with, facts_visible_to, give, visible_to
from volunteers.models import CheckGrant, OnlineCheck, Result
from volunteers.services import check_purge, check_talks, checking, checks
from volunteers.states import CheckStatus

pytestmark = pytest.mark.usefixtures("scope")

RIGHTS = (FACT, VIEW, WORK, DECIDE)
NOTHING: set[str] = set()
OPEN = [one for one in CheckStatus if one not in (CheckStatus.CLOSED, CheckStatus.CALLED_OFF)]

TABLE = {
    # who: what they may do while it is open, and once it is closed or called off
    "checker": ({FACT, VIEW, WORK}, NOTHING),
    "giver": ({FACT}, {FACT}),
    "chair": ({FACT}, {FACT}),
    "lead": ({FACT}, {FACT}),
    "trustee": (NOTHING, NOTHING),
    "safeguarding trustee": (NOTHING, NOTHING),
    "assessor": (NOTHING, NOTHING),
    "line manager": (NOTHING, NOTHING),
    "volunteer": (NOTHING, NOTHING),
    "administrator": (NOTHING, NOTHING),
    "let in to see": ({FACT, VIEW}, {FACT, VIEW}),
    "let in to work": ({FACT, VIEW, WORK}, NOTHING),
    "let in to decide": ({FACT, VIEW, DECIDE}, NOTHING),
    "let in without a role for it": (NOTHING, NOTHING),
    "let in and no trustee any more": (NOTHING, NOTHING),
    "let in and left": (NOTHING, NOTHING),
    "let in and switched off": (NOTHING, NOTHING),
    "let in to another check": (NOTHING, NOTHING),
    "let in and of the family": (NOTHING, NOTHING),
    "superuser": (NOTHING, NOTHING),
    "with a global right": (NOTHING, NOTHING),
    "in a group with the right": (NOTHING, NOTHING),
    "subject": (NOTHING, NOTHING),
    "subject who gives checks out": (NOTHING, NOTHING),
    "stranger": (NOTHING, NOTHING),
}
NEW = {
    "assessor": Role.ASSESSOR,
    "line manager": Role.LINE_MANAGER,
    "let in to see": Role.TRUSTEE,
    "let in to work": Role.TRUSTEE,
    "let in to decide": Role.ASSESSOR,
    "let in without a role for it": Role.VOLUNTEER,
    "let in and no trustee any more": Role.TRUSTEE,
    "let in and left": Role.TRUSTEE,
    "let in and switched off": Role.TRUSTEE,
    "let in to another check": Role.TRUSTEE,
    "let in and of the family": Role.TRUSTEE,
    "superuser": Role.VOLUNTEER,
    "with a global right": Role.TRUSTEE,
    "in a group with the right": Role.TRUSTEE,
    "checker": Role.TRUSTEE,
    "subject": Role.VOLUNTEER,
    "subject who gives checks out": Role.COORDINATOR,
}


@pytest.fixture
def cast(new_person, lead, chair, trustee, safeguarding_trustee, coordinator, volunteer, administrator, stranger):
    """Everybody of the table, by the words of the table; the check is about the two subjects, one after the other."""
    names = iter(f"Person{letter} Number" for letter in "abcdefghijklmnopqrstuvwxyz")
    people = {who: new_person(next(names), role) for who, role in NEW.items()}
    people |= {"lead": lead, "chair": chair, "trustee": trustee, "safeguarding trustee": safeguarding_trustee}
    people |= {"giver": coordinator, "volunteer": volunteer, "administrator": administrator, "stranger": stranger}
    return people


@pytest.fixture
def check(cast):
    """Given out by the coordinator to the checker, about an applicant who is on the list by now."""
    people = cast
    found = checked.given(by=people["giver"], to=people["checker"])
    child = Person.objects.create(name="A child", joined_on=timezone.localdate())
    for carer in ("subject", "let in and of the family"):
        CareLink.objects.create(carer=people[carer], cared_for=child, relationship="parent")
    OnlineCheck.objects.filter(pk=found.pk).update(person=people["subject"])

    for who, rights in {
        "let in to see": [VIEW],
        "let in to work": [WORK],
        "let in to decide": [DECIDE],
        "let in without a role for it": [VIEW, WORK, DECIDE],
        "let in and no trustee any more": [VIEW, WORK, DECIDE],
        "let in and left": [VIEW, WORK, DECIDE],
        "let in and switched off": [VIEW, WORK, DECIDE],
        "let in and of the family": [VIEW, WORK, DECIDE],
        "subject": [VIEW, WORK, DECIDE],
    }.items():
        for right in rights:
            give(found, people[who], right)
    give(found, people["checker"], DECIDE)  # whoever did the check never decides, whatever the rows say
    other = checked.given(
        by=people["chair"], to=people["trustee"], application=checked.applicant("Ben Other", email="ben@mail.example")
    )
    OnlineCheck.objects.filter(pk=other.pk).update(status=CheckStatus.CALLED_OFF)
    give(other, people["let in to another check"], VIEW)

    today = timezone.localdate()
    former = people["let in and no trustee any more"]
    RoleHolding.objects.filter(person=former).update(ends_on=today - timedelta(days=1))
    Person.objects.filter(pk=people["let in and left"].pk).update(left_on=today)
    switched_off = people["let in and switched off"].user
    switched_off.is_active = False
    switched_off.save()
    superuser = people["superuser"].user
    superuser.is_superuser = superuser.is_staff = True
    superuser.save()
    rights = list(Permission.objects.filter(content_type__app_label="volunteers", content_type__model="onlinecheck"))
    people["with a global right"].user.user_permissions.add(*rights)
    group = Group.objects.create(name="Checkers")
    group.permissions.add(*rights)
    people["in a group with the right"].user.groups.add(group)
    found.refresh_from_db()
    return found


def fresh(cast):
    rows = Person.objects.across_organisations().select_related("user")
    return {who: rows.get(pk=person.pk) for who, person in cast.items()}


def set_status(check, status):
    OnlineCheck.objects.filter(pk=check.pk).update(status=status, done_at=timezone.now())
    check.refresh_from_db()


@pytest.mark.clause("BC-13")
@pytest.mark.parametrize("status", CheckStatus)
def test_the_table_of_who_may_do_what(cast, check, status):
    set_status(check, status)
    people = fresh(cast)
    giver = people["subject who gives checks out"]
    column = 0 if status in OPEN else 1

    found = {
        who: {right for right in RIGHTS if can(person, check, right)}
        for who, person in people.items()
        if person != giver
    }
    assert set(cast) == set(TABLE)
    assert found == {who: rights[column] for who, rights in TABLE.items() if who != "subject who gives checks out"}

    # whoever gives checks out, and is the one whom this one is about, knows nothing of it
    OnlineCheck.objects.filter(pk=check.pk).update(person=giver)
    assert [right for right in RIGHTS if can(giver, check, right)] == []


@pytest.mark.parametrize("status", [CheckStatus.CONCERN, CheckStatus.CLOSED])
def test_the_list_says_the_same_as_the_question(cast, check, status):
    set_status(check, status)

    for who, person in fresh(cast).items():
        assert list(facts_visible_to(person).filter(pk=check.pk)) == ([check] if can(person, check, FACT) else []), who
        assert list(visible_to(person).filter(pk=check.pk)) == ([check] if can(person, check, VIEW) else []), who
        for right in (WORK, DECIDE):
            assert (check in checks_with(person, right)) is can(person, check, right), who


def test_an_applicant_who_is_on_no_list_yet_is_known_by_the_address(coordinator, trustee, chair, new_person):
    """The coordinator applied for another position, or is the parent of whoever applied."""
    applied = checked.applicant("Cory Bell", email="cory@harbour-lights.example")
    child = checked.applicant("Kit Bell", email="kit@mail.example", parent_email="CORY@harbour-lights.example")
    own = [checked.given(by=chair, to=trustee, application=one) for one in (applied, child)]

    assert not facts_visible_to(coordinator).filter(pk__in=[one.pk for one in own]).exists()
    assert facts_visible_to(chair).filter(pk__in=[one.pk for one in own]).count() == 2


def test_a_grant_of_another_charity_opens_nothing_here(check, cast, other_charity, stranger):
    with acting_for(other_charity):
        theirs = Person.objects.create(name="Pat Both", joined_on=timezone.localdate(), user=cast["let in to see"].user)
        RoleHolding.objects.create(person=theirs, role=Role.CHAIR, starts_on=timezone.localdate())
        assert not facts_visible_to(theirs).exists()

    assert not can(Person.objects.across_organisations().get(pk=theirs.pk), check, VIEW)
    assert not can(stranger, check, FACT)


@pytest.mark.parametrize("rows", [1, 12])
def test_the_list_and_the_question_cost_the_same_for_one_check_and_for_many(
    coordinator, trustee, django_assert_num_queries, rows
):
    for number in range(rows):
        one = checked.applicant(f"Ada{number} Byron")
        last = checked.given(by=coordinator, to=trustee, application=one)
    asking = Person.objects.select_related("user").get(pk=trustee.pk)
    assert asking.roles

    with django_assert_num_queries(1):
        assert len(visible_to(asking)) == rows
    with django_assert_num_queries(1):
        assert can(asking, last, WORK)


# The library ---------------------------------------------------------------------------------------------------------


def by_guardian(person, right):
    return get_objects_for_user(person.user, f"volunteers.{right}", OnlineCheck.objects.all())


def test_the_traps_of_the_library(cast, check):
    """What it would say by itself: to a superuser, by a global right, by a group, to a sign-in that is switched off."""
    for who in ("superuser", "with a global right", "in a group with the right", "let in and switched off"):
        assert check in by_guardian(cast[who], VIEW)
        assert not visible_to(fresh(cast)[who]).exists()


def test_rights_go_with_their_check_and_giving_twice_makes_one(coordinator, trustee, chair):
    check = checked.discussed(by=coordinator, to=trustee, decider=chair)
    check_talks.appoint(check, who=chair, by=trustee)

    rights = CheckGrant.objects.filter(content_object=check).values_list("user", "permission__codename")
    assert sorted(rights) == sorted([(trustee.user_id, WORK), (coordinator.user_id, WORK), (chair.user_id, DECIDE)])


def test_every_right_has_roles_for_it_and_a_role_alone_opens_nothing(chair, coordinator, trustee):
    check = checked.concern(by=coordinator, to=trustee)

    assert set(ROLES) == {VIEW, WORK, DECIDE}
    assert all(chair.holds(*roles) for roles in ROLES.values())
    assert [right for right in RIGHTS if can(chair, check, right)] == [FACT]


def test_whoever_gave_it_out_comes_to_a_talk_and_to_nothing_before(coordinator, trustee):
    check = checked.begun(by=coordinator, to=trustee)
    before = can(coordinator, check, VIEW)
    other = checked.concern(by=coordinator, to=trustee, application=checked.applicant("Ben Other", email="b@x.example"))

    assert (before, can(coordinator, check, VIEW), can(coordinator, other, WORK)) == (False, False, True)


# What those read who see no findings ----------------------------------------------------------------------------------


def _seen_by(client, check):
    """The pages on which somebody reads where a check stands, without what differs from one check to another."""
    pages = [
        client.get(check.get_absolute_url()),
        client.get(address("volunteers:print_check", check.code)),
        client.get(address("volunteers:checks")),
        client.get(check.application.get_absolute_url()),
    ]
    assert {one.status_code for one in pages} == {200}
    said = [main_of(one.content.decode()) for one in pages]
    return [re.sub(r"\d{1,2}:\d\d", "", one.replace(check.code, "CODE")) for one in said]


def main_of(page):
    return " ".join(re.sub(r"csrf\S+ value=\S+", "", page.split("<main")[1].split("</main>")[0]).split())


def test_until_it_is_closed_a_check_with_a_finding_reads_like_one_that_nobody_has_begun(
    in_the_log, coordinator, trustee, chair
):
    """A check with nothing to talk about closes at once: “done, not closed yet” would tell the rest."""
    check = checked.given(by=coordinator, to=trustee)
    given = _seen_by(in_the_log(chair), check)
    checks.answer_conflict(check, by=trustee, knows_them=False)
    begun = _seen_by(in_the_log(chair), check)
    checking.note_how(check, by=trustee, result=Result.CONCERN, **checked.HOW)
    checking.report(check, by=trustee, findings=[checked.FOUND])
    found = _seen_by(in_the_log(chair), check)
    check_talks.discuss(check, by=trustee, held_on=timezone.localdate(), present="Tom", reply="I see.")
    discussed = _seen_by(in_the_log(chair), check)

    assert given == begun == found == discussed
    assert all("Under way" in page for page in given)
    assert "Done, not closed yet" in in_the_log(trustee).get(check.get_absolute_url()).content.decode()


def test_once_closed_it_was_done_on_the_day_when_it_was_closed(in_the_log, coordinator, trustee, lead):
    now = timezone.now()
    with time_machine.travel(now - timedelta(days=40), tick=False):
        check = checked.concern(by=coordinator, to=trustee)
    with time_machine.travel(now, tick=False):
        check_talks.not_them(check, by=trustee)

        said = in_the_log(lead).get(check.get_absolute_url()).content.decode()

    check.refresh_from_db()
    [fact] = checks.facts_of(check.application)
    assert (fact.status, fact.done_at) == ("Closed", check.closed_at)
    assert date_format(timezone.localtime(check.closed_at), "j F Y, H:i") in said
    assert said.count(date_format(timezone.localdate(check.done_at), "j F Y")) == 2  # the permission, and given out


def test_a_permission_taken_back_does_not_say_what_was_found_nor_when(in_the_log, coordinator, trustee, chair):
    """A check that somebody did goes on to its end under the word that it had before."""
    check = checked.concern(by=coordinator, to=trustee)
    before = checks.facts_of(check.application)

    check_purge.take_back(check.permission_given, by=coordinator)

    [fact] = checks.facts_of(check.application)
    assert [fact] == before
    assert (fact.status, fact.done_at) == ("Under way", None)
    said = main_of(in_the_log(chair).get(check.get_absolute_url()).content.decode())
    assert "taken back" not in said
    assert "decided on all the same" not in said


def test_calling_off_a_check_that_was_done_is_refused_without_saying_why(in_the_log, coordinator, trustee, chair):
    check = checked.concern(by=coordinator, to=trustee)

    answer = in_the_log(chair).post(address("volunteers:call_off_check", check.code), {"why": "Not needed"})

    said = main_of(answer.content.decode())
    assert "It can no longer be called off." in said
    assert "done or called off" not in said
    check.refresh_from_db()
    assert check.status == CheckStatus.CONCERN


def test_a_check_whose_checker_is_gone_can_be_taken_over_before_it_was_done_as_after(
    in_the_log, coordinator, trustee, chair, second_trustee
):
    check = checked.begun(by=coordinator, to=trustee)
    trustee.left_on = timezone.localdate()
    trustee.save()
    url = address("volunteers:hand_over_check", check.code)
    assert url in in_the_log(chair).get(check.get_absolute_url()).content.decode()

    in_the_log(chair).post(url, {"to": second_trustee.pk})

    check.refresh_from_db()
    assert (check.assigned_to, check.no_conflict, check.status) == (second_trustee, None, CheckStatus.ASSIGNED)
    assert can(second_trustee, check, WORK)
    assert not can(trustee, check, WORK)
