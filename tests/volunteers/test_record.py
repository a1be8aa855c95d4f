"""The single central record: one line for everybody who volunteers or works here, and what is missing."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.models import Project
from people.models import RoleHolding
from people.roles import Role
from people.services import leave, rejoin
from tests.agreements.factories import a_policy, an_agreement, signed
from tests.volunteers.factories import application, checks_on, permitted, position
from volunteers.composing.record import entry
from volunteers.models import (
    ApplicationStep,
    AppliedReference,
    CriminalCheck,
    Exemption,
    OnlineCheck,
    Placement,
    Recruitment,
    ReferenceAnswer,
    RequiredCheck,
    Result,
    Suitability,
    SuitabilityOutcome,
    Topic,
    TopicKind,
    VettingDecision,
    VolunteerStanding,
)
from volunteers.promises import record as promises
from volunteers.services.record import Gap, rows
from volunteers.states import CheckStatus, Stage, Standing
from volunteers.tasks import keep_up

pytestmark = pytest.mark.usefixtures("scope")

ROOM = "/o/harbour-lights/volunteers/record/"
TODAY = date(2026, 3, 4)


def row_of(person, today=None):
    return rows([person], today or timezone.localdate())[0]


def taken_on(person, by, *, on=None, references=2):
    """As an application leaves somebody: decided, identity seen, references answered, and with a position."""
    on = on or timezone.localdate()
    found = application(person.name, at=Stage.ACTIVE, person=person)
    Placement.objects.get_or_create(person=person, position=found.position, defaults={"starts_on": on})
    Suitability.objects.create(person=person, application=found, outcome="suitable", decided_on=on, decided_by=by)
    ApplicationStep.objects.create(application=found, key="identity", on=on, by=by)
    for _number in range(references):
        AppliedReference.objects.create(application=found, answer=ReferenceAnswer.GOOD, answered_on=on)
    return found


def a_check(person, **fields):
    values = {"kind": "dbs_enhanced", "reference": "001234567890", "decision": VettingDecision.CLEAR}
    day = timezone.localdate()
    values |= {"issued_on": day, "decided_on": day, "decided_by": person, "logged_by": person, "seen_by": person}
    return CriminalCheck.objects.create(person=person, **values | fields)


def looked_up(person, found, by, **fields):
    """Somebody was looked up online."""
    values = {"status": CheckStatus.CLOSED, "result": Result.CONCERN, "done_at": timezone.now()} | fields
    return OnlineCheck.objects.create(
        code=f"CHECK-{person.pk}",
        application=found,
        person=person,
        permission_given=permitted(found),
        switch=checks_on(by),
        assigned_to=by,
        assigned_by=by,
        **values,
    )


def printed(person):
    """Every line about somebody on paper."""
    return [line.words for cell in entry(row_of(person)).cells for line in cell.printed]


def shown(client, query=""):
    return client.get(f"{ROOM}{query}").content.decode()


def test_somebody_of_whom_all_is_noted_has_no_gap(volunteer, coordinator):
    taken_on(volunteer, coordinator)

    assert row_of(volunteer).gaps == ()


def test_a_line_says_what_was_checked_when_and_by_whom(signed_in, volunteer, coordinator):
    taken_on(volunteer, coordinator, on=date(2026, 1, 5))
    Placement.objects.create(person=volunteer, position=position("Reading helper"), starts_on=date(2026, 1, 6))
    a_check(volunteer, issued_on=date(2025, 12, 1), renew_on=date(2028, 12, 1))

    page = shown(signed_in(coordinator))

    for words in (
        "Vera Lindqvist",
        "since 1 Sep 2024",
        "Reading helper",
        "5 Jan 2026, by Cory Bell",
        "Identity seen on 5 Jan 2026",
        "References: 2 of 2",
        "001234567890",
        "Issued on 1 Dec 2025",
        "Seen by Vera Lindqvist",
        "Renew by 1 Dec 2028",
    ):
        assert words in page


def test_what_is_missing_is_named(volunteer):
    assert row_of(volunteer).gaps == (Gap.SUITABILITY, Gap.IDENTITY, Gap.REFERENCES, Gap.POSITION)


def test_without_a_position_nobody_can_say_that_no_check_is_needed(signed_in, volunteer, coordinator):
    """A dash would read as “not needed”."""
    Recruitment.objects.create(needs={"decision": ["interview"]})
    words = "No position: it is not known whether one is needed"
    assert row_of(volunteer).gaps == (Gap.POSITION,)
    assert words in printed(volunteer)
    assert words in shown(signed_in(coordinator), "?gap=position&q=vera")

    Placement.objects.create(person=volunteer, position=position(), starts_on=TODAY)
    assert row_of(volunteer).gaps == ()
    assert words not in printed(volunteer)
    assert words not in shown(signed_in(coordinator), "?q=vera")


def test_a_position_that_begins_later_is_none_yet(volunteer):
    """The check for it is not asked for yet either."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    Recruitment.objects.create(needs={"decision": ["interview"]})
    Placement.objects.create(person=volunteer, position=position(), starts_on=tomorrow)

    assert row_of(volunteer).gaps == (Gap.POSITION,)
    assert row_of(volunteer, tomorrow).gaps == ()


def test_of_somebody_who_ended_no_position_is_missed(volunteer):
    VolunteerStanding.objects.create(person=volunteer, status=Standing.ENDED, since=TODAY)

    assert not any("No position" in line for line in printed(volunteer))


def test_whoever_is_not_suitable_has_a_gap(volunteer, coordinator):
    found = taken_on(volunteer, coordinator, on=TODAY)
    Suitability.objects.create(
        person=volunteer, application=found, outcome=SuitabilityOutcome.NOT, decided_by=coordinator
    )

    assert row_of(volunteer).gaps == (Gap.SUITABILITY,)


def test_a_reference_that_never_came_does_not_count(volunteer, coordinator):
    found = taken_on(volunteer, coordinator, references=1)
    AppliedReference.objects.create(application=found, answer=ReferenceAnswer.NONE, answered_on=TODAY)

    row = row_of(volunteer)

    assert (row.references.answered, row.gaps) == (1, (Gap.REFERENCES,))


def test_what_the_charity_does_not_ask_for_is_no_gap(volunteer):
    Recruitment.objects.create(needs={"decision": ["interview"]})
    Placement.objects.create(person=volunteer, position=position(), starts_on=TODAY)

    assert row_of(volunteer).gaps == ()


def test_an_exception_spares_somebody_until_it_ends(volunteer, coordinator):
    today = timezone.localdate()
    for what in ("identity", "references"):
        Exemption.objects.create(
            person=volunteer, what=what, reason="Known for years", ends_on=today, allowed_by=coordinator
        )

    Placement.objects.create(person=volunteer, position=position(), starts_on=TODAY)

    assert row_of(volunteer).gaps == (Gap.SUITABILITY,)
    assert row_of(volunteer, today + timedelta(days=1)).gaps == (Gap.SUITABILITY, Gap.IDENTITY, Gap.REFERENCES)


def test_a_step_that_was_left_out_with_a_note_is_no_gap(volunteer, coordinator):
    found = taken_on(volunteer, coordinator, references=0)
    ApplicationStep.objects.create(application=found, key="references", is_needed=False, by=coordinator)

    assert row_of(volunteer).gaps == ()


@pytest.mark.parametrize(
    ("fields", "gaps"),
    [
        ({}, ()),
        ({"decision": VettingDecision.REFUSED}, (Gap.CRIMINAL,)),
        ({"renew_on": date(2020, 1, 1)}, (Gap.CRIMINAL,)),
        (None, (Gap.CRIMINAL,)),
    ],
)
def test_the_check_that_a_position_asks_for(volunteer, coordinator, fields, gaps):
    taken_on(volunteer, coordinator)
    place = position("Minibus driver")
    RequiredCheck.objects.create(position=place, kind="dbs_enhanced", starts_on=date(2020, 1, 1))
    Placement.objects.create(person=volunteer, position=place, starts_on=date(2025, 1, 1))
    if fields is not None:
        a_check(volunteer, **fields)

    assert row_of(volunteer).gaps == gaps


def test_induction_and_training_are_two_gaps(volunteer, coordinator):
    taken_on(volunteer, coordinator)
    Topic.objects.create(title="Who to call", kind=TopicKind.INDUCTION, roles=["volunteer"])
    assert row_of(volunteer).gaps == (Gap.INDUCTION,)

    Topic.objects.create(title="Posting safely", kind=TopicKind.TRAINING, roles=["volunteer"])

    assert row_of(volunteer).gaps == (Gap.INDUCTION, Gap.TRAINING)


def test_one_thing_that_is_missing_is_named_and_several_are_counted(signed_in, volunteer, coordinator):
    taken_on(volunteer, coordinator)
    Topic.objects.create(title="Posting safely", kind=TopicKind.TRAINING, roles=["volunteer"])
    one = shown(signed_in(coordinator), "?q=Vera")
    Topic.objects.create(title="Lifting and carrying", kind=TopicKind.TRAINING, roles=["volunteer"])

    several = shown(signed_in(coordinator), "?q=Vera")

    assert '<span class="tag tag--soon" dir="auto">Posting safely</span>' in one
    assert "missing</span></summary>" not in one
    assert '<summary><span class="tag tag--soon">2 missing</span></summary>' in several
    assert '<li dir="auto">Lifting and carrying</li><li dir="auto">Posting safely</li>' in several


def test_on_paper_a_few_things_are_named_and_many_are_counted(volunteer, coordinator):
    taken_on(volunteer, coordinator)
    for title in ("Lifting and carrying", "Posting safely", "First aid"):
        Topic.objects.create(title=title, kind=TopicKind.TRAINING, roles=["volunteer"])
    assert "First aid" in printed(volunteer)

    Topic.objects.create(title="Fire drill", kind=TopicKind.TRAINING, roles=["volunteer"])

    assert "4 missing" in printed(volunteer)
    assert "First aid" not in printed(volunteer)


def test_an_online_check_stands_there_as_a_day_and_nothing_else(signed_in, volunteer, coordinator):
    """IL-31: the result is for those who were let in, and never for a list."""
    found = taken_on(volunteer, coordinator)
    looked_up(volunteer, found, coordinator)

    page = shown(signed_in(coordinator))

    assert row_of(volunteer).online_on == timezone.localdate()
    assert "Done on" in page
    assert str(Result.CONCERN.label) not in page


def test_a_check_that_was_called_off_was_not_done(volunteer, coordinator):
    looked_up(volunteer, taken_on(volunteer, coordinator), coordinator, status=CheckStatus.CALLED_OFF)

    assert row_of(volunteer).online_on is None


def test_who_comes_back_starts_anew(volunteer, coordinator):
    """E-21."""
    taken_on(volunteer, coordinator, on=date(2025, 1, 5))
    leave(volunteer, on=date(2025, 12, 31), by=coordinator)
    back = rejoin(volunteer, on=date(2026, 2, 1), by=coordinator)

    row = row_of(back)

    assert row.suitability is None
    assert row.gaps == (Gap.SUITABILITY, Gap.IDENTITY, Gap.REFERENCES)

    taken_on(back, coordinator, on=date(2026, 1, 20))
    assert row_of(back).gaps == ()


def test_nothing_is_missing_of_somebody_who_ended(volunteer):
    VolunteerStanding.objects.create(person=volunteer, status=Standing.ENDED, since=TODAY)

    assert row_of(volunteer).gaps == ()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Cory", "Vera", "Wanda"]),
        ("?q=lindq", ["Vera"]),
        ("?role=coordinator", ["Cory"]),
        ("?who=active", ["Cory", "Vera"]),
        ("?who=suspended", ["Wanda"]),
        ("?who=ended", ["Gwen"]),
        ("?who=all", ["Cory", "Gwen", "Vera", "Wanda"]),
        ("?gap=any", ["Cory", "Wanda"]),
        ("?gap=identity", ["Cory", "Wanda"]),
        ("?gap=training", []),
        ("?role=nonsense&who=nonsense&gap=nonsense", ["Cory", "Vera", "Wanda"]),
    ],
)
def test_the_record_is_searched_and_narrowed(signed_in, coordinator, volunteer, new_person, query, names):
    """The chair, who neither volunteers nor is staff, has no line."""
    taken_on(volunteer, coordinator)
    new_person("Margaret Hale", Role.CHAIR)
    suspended = new_person("Wanda Ash", Role.STAFF)
    VolunteerStanding.objects.create(person=suspended, status=Standing.SUSPENDED, since=TODAY)
    gone = new_person("Gwen Moor", Role.VOLUNTEER)
    leave(gone, on=date(2026, 1, 31), by=coordinator)

    entries = signed_in(coordinator).get(f"{ROOM}{query}").context["entries"]

    assert [entry.name.split()[0] for entry in entries] == names


def test_a_project_has_those_who_work_in_it(signed_in, coordinator, volunteer, new_person):
    place = Project.objects.create(name="Quay club")
    RoleHolding.objects.filter(person=volunteer).update(project=place)

    entries = signed_in(coordinator).get(f"{ROOM}?project={place.pk}").context["entries"]

    assert [entry.name for entry in entries] == ["Vera Lindqvist"]


def test_somebody_who_is_kept_back_shows_to_those_who_see_them(signed_in, coordinator, lead, new_person):
    """A helper whom the charity also cares for, and whose entry is restricted."""
    new_person("Ruby Frost", Role.VOLUNTEER, Role.BENEFICIARY, restricted=True)

    assert "Ruby Frost" not in shown(signed_in(coordinator))
    assert "Ruby Frost" in shown(signed_in(lead))


@pytest.mark.parametrize("who", ["chair", "trustee", "safeguarding_trustee", "lead", "coordinator"])
def test_the_board_the_lead_and_the_coordinator_see_it(request, signed_in, volunteer, who):
    page = signed_in(request.getfixturevalue(who)).get(ROOM)

    assert page.status_code == 200


@pytest.mark.parametrize(("who", "status"), [("volunteer", 403), ("administrator", 403), ("stranger", 404)])
def test_nobody_else_does(request, signed_in, who, status):
    client = signed_in(request.getfixturevalue(who))

    assert client.get(ROOM).status_code == status
    assert client.post(f"{ROOM}print/pdf/").status_code == status


def test_sixty_people_cost_what_one_costs_and_stand_on_two_pages(signed_in, coordinator, new_person):
    client = signed_in(coordinator)
    Topic.objects.create(title="Posting safely", roles=["volunteer"])
    place = position("Minibus driver")
    RequiredCheck.objects.create(position=place, kind="dbs_enhanced", starts_on=date(2020, 1, 1))

    def join(number):
        person = new_person(f"Helper {number:02}", Role.VOLUNTEER, signs_in=False)
        taken_on(person, coordinator)
        Placement.objects.get_or_create(person=person, position=place)
        a_check(person)

    def queries(query):
        client.get(f"{ROOM}{query}")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{ROOM}{query}")
        return len(asked)

    join(0)
    before = [queries(""), queries("?gap=any")]
    for number in range(1, 60):
        join(number)

    assert [queries(""), queries("?gap=any")] == before
    first = client.get(ROOM)
    assert len(first.context["entries"]) == 50
    assert len(client.get(first.context["next"]).context["entries"]) == 11


def test_among_many_a_gap_is_found_by_the_worker(signed_in, coordinator, new_person, charity, monkeypatch):
    """The worker says where rare gaps are; the page looks at those few once more."""
    monkeypatch.setattr("volunteers.services.record_count.AT_ONCE", 2)
    monkeypatch.setattr("volunteers.views.record.PAGE", 1)
    client = signed_in(coordinator)

    def join(*numbers):
        for number in numbers:
            taken_on(new_person(f"Helper {number:02}", Role.VOLUNTEER, signs_in=False), coordinator)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"{ROOM}?gap=identity&role=volunteer")
        return [str(entry.row.person) for entry in page.context["entries"]], len(queries)

    last = taken_on(new_person("Zoë Zander", Role.VOLUNTEER, signs_in=False), coordinator)
    ApplicationStep.objects.filter(application=last).delete()
    join(*range(6))
    keep_up(charity.pk)
    assert "It last looked at" in shown(client, "?gap=identity")
    names, queries = asked()
    join(*range(6, 16))

    assert names == ["Zoë Zander"]
    assert asked() == (names, queries)
    ApplicationStep.objects.create(application=last, key="identity", on=timezone.localdate(), by=coordinator)
    assert asked()[0] == []


def test_the_next_page_is_the_next_one_when_a_gap_was_filled_meanwhile(
    signed_in, coordinator, new_person, charity, monkeypatch
):
    monkeypatch.setattr("volunteers.services.record_count.AT_ONCE", 2)
    monkeypatch.setattr("volunteers.services.record_count.FRESH", timedelta(0))
    monkeypatch.setattr("volunteers.views.record.PAGE", 1)
    applied = [taken_on(new_person(f"Helper {n}", Role.VOLUNTEER, signs_in=False), coordinator) for n in range(3)]
    ApplicationStep.objects.all().delete()
    keep_up(charity.pk)
    client = signed_in(coordinator)
    second = client.get(f"{ROOM}?gap=identity&role=volunteer").context["next"]
    third = client.get(second).context["next"]
    ApplicationStep.objects.create(application=applied[1], key="identity", on=timezone.localdate(), by=coordinator)
    keep_up(charity.pk)

    assert [str(entry.row.person) for entry in client.get(third).context["entries"]] == ["Helper 2"]


def test_many_people_are_read_as_few_are(volunteer, coordinator, monkeypatch):
    """For more than some hundred people everybody's rows are read instead of naming each."""
    taken_on(volunteer, coordinator)
    few = rows([volunteer, coordinator], TODAY)
    monkeypatch.setattr("volunteers.services.record.AT_ONCE", 1)
    monkeypatch.setattr("agreements.signatures.AT_ONCE", 1)

    assert rows([volunteer, coordinator], TODAY) == few


class TestPromise:
    def kept(self):
        [found] = promises.commitments(today=timezone.localdate())
        return found.state.value, found.number, found.of

    def test_it_is_kept_when_nobody_has_a_gap(self, volunteer, lead):
        taken_on(volunteer, lead)

        assert self.kept() == ("kept", 1, 1)

    def test_it_is_at_risk_while_somebody_has(self, volunteer, coordinator):
        taken_on(volunteer, coordinator)

        assert self.kept() == ("at_risk", 1, 2)

    def test_it_is_broken_where_the_law_wants_a_check_that_is_not_there(self, volunteer, lead):
        taken_on(volunteer, lead)
        place = position("Trainer", is_regulated=True)
        Placement.objects.create(person=volunteer, position=place)

        assert self.kept() == ("broken", 0, 1)

    def test_it_has_not_begun_while_nothing_is_noted_of_anybody(self, volunteer):
        assert self.kept() == ("new", 0, 1)

    def test_it_is_new_while_nobody_works_here(self, chair):
        assert self.kept() == ("new", None, None)

    def test_many_people_are_counted_by_the_worker(self, volunteer, coordinator, charity, monkeypatch):
        monkeypatch.setattr("volunteers.services.record_count.AT_ONCE", 1)
        taken_on(volunteer, coordinator)

        assert self.kept() == ("new", None, None)
        keep_up(charity.pk)
        assert self.kept() == ("at_risk", 1, 2)

    def test_it_costs_the_same_for_many(self, new_person, lead):
        def queries():
            with CaptureQueriesContext(connection) as asked:
                list(promises.commitments(today=timezone.localdate()))
            return len(asked)

        taken_on(new_person("Helper 0", Role.VOLUNTEER), lead)
        before = queries()
        for number in range(1, 12):
            taken_on(new_person(f"Helper {number}", Role.VOLUNTEER, signs_in=False), lead)

        assert queries() == before


def test_what_is_signed_and_what_is_not_stands_by_title(coordinator, volunteer, new_person):
    """Whoever is too young for an agreement, or holds no role that it binds, need not sign it."""
    young = new_person("Ruby Frost", Role.VOLUNTEER, date_of_birth=date(2012, 1, 1), signs_in=False)
    version = a_policy()
    both = an_agreement(version, by=coordinator, title="House rules")
    an_agreement(version, by=coordinator, title="Driving", age_group="adults")
    signed(both, volunteer)

    of_volunteer, of_young, of_coordinator = (row_of(person).agreements for person in (volunteer, young, coordinator))

    assert (of_volunteer.signed, of_volunteer.outstanding) == (("House rules",), ("Driving",))
    assert (of_young.signed, of_young.outstanding) == ((), ("House rules",))
    assert of_coordinator.of == 0
