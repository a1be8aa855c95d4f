"""Who sees a case and who may do what in it: the whole table, and the traps of the library that keeps single rights."""

import ast
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from guardian.shortcuts import get_objects_for_user

from incidents.access import CLOSE, RIGHTS, SHARE, VIEW, WORK, can, give, handlers, handlers_by_office, visible_to
from incidents.models import AsideReason, BreakGlass, Case, CaseGrant, IncidentLetter, Part, Routing, StepAside
from incidents.owed.whom import handlers_of
from incidents.services import access as services
from incidents.services import raising
from incidents.views.access import by_role
from people.models import Person, RoleHolding
from people.roles import Role
from safeguard.scoping import acting_for
from tests.incidents.factories import enter, make_case

pytestmark = pytest.mark.usefixtures("scope")

ALL, NOTHING = {VIEW, WORK, SHARE, CLOSE}, set()
L, T, N = Routing.LEADS, Routing.TRUSTEES, Routing.NAMED

TABLE = {
    # who: what they may do in a case for the leads, for those above, for those let in by name
    "lead": (ALL, NOTHING, NOTHING),
    "deputy": (ALL, NOTHING, NOTHING),
    "chair": (NOTHING, ALL, NOTHING),
    "safeguarding trustee": (NOTHING, ALL, NOTHING),
    "trustee": (NOTHING, NOTHING, NOTHING),
    "reporter": (NOTHING, NOTHING, NOTHING),
    "subject": (NOTHING, NOTHING, NOTHING),
    "colleague": (NOTHING, NOTHING, NOTHING),
    "coordinator": (NOTHING, NOTHING, NOTHING),
    "administrator": (NOTHING, NOTHING, NOTHING),
    "superuser": (NOTHING, NOTHING, NOTHING),
    "ex-lead": (NOTHING, NOTHING, NOTHING),
    "lead who left": (NOTHING, NOTHING, NOTHING),
    "lead switched off": (NOTHING, NOTHING, NOTHING),
    "future lead": (NOTHING, NOTHING, NOTHING),
    "let in to see": ({VIEW},) * 3,
    "let in to work": ({VIEW, WORK},) * 3,
    "let in to share": ({VIEW, SHARE},) * 3,
    "let in to close": ({VIEW, CLOSE},) * 3,
    "let in and left": (NOTHING, NOTHING, NOTHING),
    "let in and switched off": (NOTHING, NOTHING, NOTHING),
    "let in to another case": (NOTHING, NOTHING, NOTHING),
    "with a global right": (NOTHING, NOTHING, NOTHING),
    "in a group with the right": (NOTHING, NOTHING, NOTHING),
    "with a way in": ({VIEW, WORK}, NOTHING, NOTHING),
    "with a way in from above": ({VIEW, WORK},) * 3,
    "deputy with a way in from above": (ALL, NOTHING, NOTHING),
    "with a way in that has ended": (NOTHING, NOTHING, NOTHING),
    "who asked for a way in": (NOTHING, NOTHING, NOTHING),
    "stranger": (NOTHING, NOTHING, NOTHING),
}


@pytest.fixture
def cast(new_person, case, lead, chair, safeguarding_trustee, trustee, coordinator, administrator, stranger):
    """Everybody of the table, by the words of the table."""
    today = timezone.localdate()
    names = iter(f"Person{letter} Number" for letter in "abcdefghijklmnopqrstuvwxyz")
    people = {
        who: new_person(next(names), Role.VOLUNTEER)
        for who in TABLE
        if who.split()[0] in ("reporter", "subject", "colleague", "superuser", "let", "with", "in", "who")
    }
    people |= {"lead": lead, "chair": chair, "safeguarding trustee": safeguarding_trustee, "trustee": trustee}
    people |= {"coordinator": coordinator, "administrator": administrator, "stranger": stranger}
    for who in (
        "deputy",
        "ex-lead",
        "lead who left",
        "lead switched off",
        "future lead",
        "deputy with a way in from above",
    ):
        people[who] = new_person(next(names), Role.LEAD)
    RoleHolding.objects.filter(person=people["ex-lead"]).update(ends_on=today - timedelta(days=1))
    RoleHolding.objects.filter(person=people["future lead"]).update(starts_on=today + timedelta(days=1))

    for who, rights in {
        "let in to see": [VIEW],
        "let in to work": [VIEW, WORK],
        "let in to share": [VIEW, SHARE],
        "let in to close": [VIEW, CLOSE],
        "let in and left": list(RIGHTS),
        "let in and switched off": list(RIGHTS),
    }.items():
        for right in rights:
            give(case, people[who], right)
    for right in RIGHTS:
        give(make_case("Another one", routing=N), people["let in to another case"], right)
    enter(case, "The subject", Part.CONCERN, person=people["subject"])

    for who in ("lead who left", "let in and left"):
        Person.objects.filter(pk=people[who].pk).update(left_on=today)
    for who in ("lead switched off", "let in and switched off"):
        switch_off(people[who])
    superuser = people["superuser"].user
    superuser.is_superuser = superuser.is_staff = True
    superuser.save()
    rights = list(Permission.objects.filter(content_type__app_label="incidents", content_type__model="case"))
    people["with a global right"].user.user_permissions.add(*rights)
    group = Group.objects.create(name="Handlers")
    group.permissions.add(*rights)
    people["in a group with the right"].user.groups.add(group)

    now = timezone.now()
    opened = {"opened_by": trustee, "opened_at": now - timedelta(hours=3), "words": {"reason": "Nobody can be reached"}}
    BreakGlass.objects.create(for_whom=people["with a way in"], until=now + timedelta(hours=1), **opened)
    BreakGlass.objects.create(
        for_whom=people["with a way in that has ended"], until=now - timedelta(minutes=1), **opened
    )
    from_above = opened | {"opened_by": safeguarding_trustee}
    for who in ("with a way in from above", "deputy with a way in from above"):
        BreakGlass.objects.create(for_whom=people[who], until=now + timedelta(hours=1), **from_above)
    BreakGlass.objects.create(for_whom=people["who asked for a way in"], words={"reason": "Nobody can be reached"})
    fresh = Person.objects.across_organisations().select_related("user")
    return {who: fresh.get(pk=person.pk) for who, person in people.items()}


def switch_off(person):
    person.user.is_active = False
    person.user.save()


@pytest.fixture
def case():
    return make_case("Something at the club")


def held(person, case):
    return {right for right in RIGHTS if can(person, case, right)}


@pytest.mark.parametrize("routing", [L, T, N])
def test_the_table_of_who_may_do_what(cast, case, routing):
    Case.objects.filter(pk=case.pk).update(routing=routing)
    case.refresh_from_db()
    column = [L, T, N].index(routing)

    assert set(cast) == set(TABLE)
    assert {who: held(person, case) for who, person in cast.items()} == {
        who: rights[column] for who, rights in TABLE.items()
    }
    # to know that it exists is to be able to see it, and the list says the same as the question
    assert {who for who, person in cast.items() if visible_to(person).filter(pk=case.pk).exists()} == {
        who for who, rights in TABLE.items() if VIEW in rights[column]
    }


@pytest.mark.parametrize("reason", AsideReason.values)
def test_whoever_is_aside_sees_nothing_whatever_else_holds(cast, case, reason):
    for person in cast.values():
        if person.organisation_id == case.organisation_id:
            StepAside.objects.create(case=case, person=person, reason=reason)

    for routing in (L, T, N):
        Case.objects.filter(pk=case.pk).update(routing=routing)
        case.refresh_from_db()
        assert {who: held(person, case) for who, person in cast.items()} == dict.fromkeys(TABLE, NOTHING)


def test_stepping_aside_from_one_case_hides_no_other(lead, case):
    other = make_case("Another one")
    StepAside.objects.create(case=case, person=lead, reason=AsideReason.OWN)

    assert list(visible_to(lead)) == [other]


def test_a_case_of_another_charity_is_seen_by_nobody_here(case, lead, other_charity, stranger):
    with acting_for(other_charity):
        theirs = make_case("Theirs", routing=T)
        assert list(visible_to(stranger)) == [theirs]

    assert list(visible_to(lead)) == [case]


def test_a_deputy_who_is_safeguarding_trustee_as_well_sees_nothing_that_goes_past_the_leads(chair, lead, new_person):
    """Colleagues of the lead in one office are not above her in another."""
    both = new_person("Both Offices", Role.LEAD, Role.SAFEGUARDING_TRUSTEE)
    today = timezone.localdate()
    hidden = make_case("About the lead", routing=T)

    assert [can(person, hidden, VIEW) for person in (both, lead, chair)] == [False, False, True]
    assert handlers(hidden, today) == handlers_by_office(hidden, today) == [chair]
    assert handlers_of([hidden], today) == {hidden.pk: (chair.pk,)}
    assert [seen.person for seen in by_role(hidden, ())] == [chair]


def test_what_is_raised_about_the_lead_is_told_to_nobody_who_is_a_deputy_as_well(chair, lead, volunteer, new_person):
    both = new_person("Both Offices", Role.LEAD, Role.SAFEGUARDING_TRUSTEE)

    raising.receive(by=volunteer, words={"what": "She shouts"}, source="seen", once="", concerned=[lead])

    assert {letter.person for letter in IncidentLetter.objects.all()} == {chair}
    assert not visible_to(both).exists()


def test_where_nobody_else_holds_an_office_above_the_deputy_who_holds_it_handles_it(lead, new_person):
    both = new_person("Both Offices", Role.LEAD, Role.SAFEGUARDING_TRUSTEE)
    case = make_case(routing=T)

    assert handlers(case, timezone.localdate()) == [both]
    assert handlers_of([case], timezone.localdate()) == {case.pk: (both.pk,)}
    assert can(both, case, CLOSE)


def test_nothing_about_the_lead_is_sent_on_to_one_who_is_a_deputy_as_well(lead, new_person):
    both = new_person("Both Offices", Role.LEAD, Role.SAFEGUARDING_TRUSTEE)
    case = make_case()
    services.subject_entered(case, new_person("Della Deputy", Role.LEAD), by=lead)

    case.refresh_from_db()
    assert (case.routing, can(both, case, VIEW)) == (N, False)


def test_a_new_lead_sees_what_the_last_one_saw(case, lead, new_person):
    """Rights follow the role; nothing is handed on by hand."""
    RoleHolding.objects.filter(person=lead).update(ends_on=timezone.localdate() - timedelta(days=1))
    successor = new_person("Nora Next", Role.LEAD)

    assert not can(Person.objects.get(pk=lead.pk), case, VIEW)
    assert can(successor, case, CLOSE)


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_list_and_the_question_cost_the_same_for_one_case_and_for_thirty(lead, rows, django_assert_num_queries):
    """The person's roles, the ways in, and the list."""
    for _number in range(rows):
        give(make_case(), lead, VIEW)
    someone = Person.objects.select_related("user").get(pk=lead.pk)

    with django_assert_num_queries(3):
        assert len(visible_to(someone)) == rows
    one = Case.objects.first()
    with django_assert_num_queries(2):
        assert can(someone, one, VIEW)


def test_a_way_in_leads_nowhere_that_whoever_opened_it_may_not_see(case, trustee, safeguarding_trustee, lead):
    """Nobody opens for a friend what is about themself, and nobody learns by it that there is such a case."""
    other = make_case("Another one")
    StepAside.objects.create(case=case, person=safeguarding_trustee, reason=AsideReason.NAMED)
    now = timezone.now()
    BreakGlass.objects.create(
        for_whom=trustee,
        words={"reason": "-"},
        opened_by=safeguarding_trustee,
        opened_at=now,
        until=now + timedelta(hours=1),
    )

    assert list(visible_to(trustee)) == [other]


def test_handlers_are_those_who_may_write(cast, case):
    today = timezone.localdate()
    names = {person.pk: who for who, person in cast.items()}

    assert {names[person.pk] for person in handlers(case, today)} == {
        "lead",
        "deputy",
        "deputy with a way in from above",
        "let in to work",
    }
    Case.objects.filter(pk=case.pk).update(routing=N)
    case.refresh_from_db()
    assert {names[person.pk] for person in handlers(case, today)} == {"let in to work"}


# The library ---------------------------------------------------------------------------------------------------------


def by_guardian(person, right):
    """What guardian itself says, asked as its traps demand."""
    return set(
        get_objects_for_user(
            person.user,
            f"incidents.{right}",
            Case.objects.all(),
            with_superuser=False,
            use_groups=False,
            accept_global_perms=False,
        ).values_list("pk", flat=True)
    )


def test_for_rights_by_name_our_answer_is_the_librarys(cast, case):
    Case.objects.update(routing=N)
    comparable = [who for who in TABLE if who.startswith("let in") and "left" not in who and "off" not in who]

    for who, right in product([*comparable, "colleague", "superuser", "with a global right"], RIGHTS):
        ours = {one.pk for one in Case.objects.all() if can(cast[who], one, right)}
        assert ours == by_guardian(cast[who], right), (who, right)


def test_trap_one_a_sign_in_that_is_switched_off(cast, case):
    """The library's list forgets to look."""
    who = cast["let in and switched off"]

    assert by_guardian(who, VIEW) == {case.pk}
    assert not visible_to(who).exists()


def test_trap_two_a_superuser(cast, case):
    user = cast["superuser"].user

    assert get_objects_for_user(user, "incidents.view_case", Case.objects.all()).exists()
    assert user.has_perm("incidents.view_case", case)
    assert not visible_to(cast["superuser"]).exists()


def test_trap_three_a_right_to_the_whole_table_and_one_by_a_group(cast, case):
    for who in ("with a global right", "in a group with the right"):
        assert get_objects_for_user(cast[who].user, "incidents.view_case", Case.objects.all()).exists()
        assert not visible_to(cast[who]).exists()


def test_trap_four_rights_go_with_their_case(volunteer):
    """A generic table would keep them, and give them to the next case with the same number."""
    case = Case.objects.create(code="SHORT-LIVED", words={"heading": "-"})
    give(case, volunteer, VIEW)
    case.delete()

    assert not CaseGrant.objects.exists()


def test_trap_five_there_is_no_anonymous_user(settings):
    assert settings.ANONYMOUS_USER_NAME is None


def test_giving_twice_makes_one_right(case, volunteer, lead):
    for _time in range(2):
        services.let_in(case, volunteer, rights=[VIEW], by=lead)

    assert CaseGrant.objects.count() == 1


def test_nothing_but_the_one_module_asks_the_library():
    """Whoever asks it anywhere else falls into one of the traps."""
    root = Path(__file__).parents[2]
    apps = [path.parent for path in root.glob("*/apps.py")] + [root / "safeguard"]
    allowed = {"incidents/access.py", "incidents/models/cases.py", "safeguard/settings.py"}
    allowed |= {"volunteers/access.py", "volunteers/models/checks.py"}
    found = set()
    for file in (file for app in apps for file in app.rglob("*.py") if "migrations" not in file.parts):
        for node in ast.walk(ast.parse(file.read_text())):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if any(name.split(".")[0] == "guardian" for name in names):
                found.add(str(file.relative_to(root)))

    assert found <= allowed
    assert "incidents/access.py" in found
