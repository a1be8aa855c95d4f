"""Positions, the checks that they ask for, the link and the poster; what each stage needs, and the words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from safeguard.refusals import Refused
from safeguard.scoping import acting_for
from tests.volunteers import factories
from volunteers import needs, wording
from volunteers.lacking import Is, needs_of
from volunteers.models import CriminalCheck, Position, Recruitment, RequiredCheck, Whom
from volunteers.services import positions as services
from volunteers.services import settings
from volunteers.states import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def position(scope):
    return factories.position("Boat club helper")


@pytest.fixture
def kind() -> str:
    from volunteers import vetting

    return vetting.kinds("england")[0][0]


def at(name: str, scope, *args) -> str:
    return reverse(f"volunteers:{name}", args=[scope.slug, *args])


def typed(**changes):
    return {"title": "Cook", "what": "Cooks on Fridays.", "works_with_children": "on", "minimum_age": "16"} | changes


# Positions -----------------------------------------------------------------------------------------------------------


def test_a_position_is_added_and_has_a_link_and_a_poster(signed_in, coordinator, scope):
    client = signed_in(coordinator)

    client.post(at("add_position", scope), typed())

    made = Position.objects.get()
    link = f"https://safeguard.example/apply/{made.token}/"
    assert link in client.get(made.get_absolute_url()).content.decode()
    poster = client.get(at("position_poster", scope, made.pk)).content.decode()
    assert link in poster
    assert 'src="data:image/svg+xml' in poster


def test_two_positions_cannot_have_one_name_and_nothing_typed_is_lost(signed_in, coordinator, scope, position):
    answer = signed_in(coordinator).post(at("add_position", scope), typed(title="Boat club  helper"))

    assert Position.objects.count() == 1
    assert "There is a position called “Boat club helper” already" in answer.content.decode()
    assert "Cooks on Fridays." in answer.content.decode()


@pytest.mark.parametrize("age", ["9", "100", "sixteen", "", "9" * 30])
def test_a_youngest_age_that_cannot_be_gets_a_sentence(signed_in, coordinator, scope, age):
    answer = signed_in(coordinator).post(at("add_position", scope), typed(minimum_age=age))

    assert (answer.status_code, Position.objects.count()) == (200, 0)


def test_a_position_is_changed(signed_in, coordinator, scope, position):
    signed_in(coordinator).post(at("change_position", scope, position.pk), typed(closes_on="1 2 2090"))

    position.refresh_from_db()
    assert (position.title, position.closes_on) == ("Cook", date(2090, 2, 1))


def test_a_last_day_that_is_over_gets_a_sentence(signed_in, coordinator, scope):
    answer = signed_in(coordinator).post(at("add_position", scope), typed(closes_on="1 2 2020"))

    assert "Enter a day that is still to come, or pause the position." in answer.content.decode()
    assert not Position.objects.exists()


def test_applications_are_paused_and_taken_again(signed_in, coordinator, scope, position):
    client, pause = signed_in(coordinator), at("pause_position", scope, position.pk)

    client.post(pause)
    assert client.get(f"/apply/{position.token}/").status_code == 410
    client.post(pause, {"open": "1"})
    assert client.get(f"/apply/{position.token}/").status_code == 200


def test_an_ended_position_stays_ended(signed_in, coordinator, chair, scope, position):
    client = signed_in(coordinator)
    client.post(at("end_position", scope, position.pk))
    client.post(at("end_position", scope, position.pk))

    position.refresh_from_db()
    assert position.ended_on == timezone.localdate()
    assert client.get(at("position_poster", scope, position.pk)).status_code == 404
    with pytest.raises(Refused):
        services.open_or_pause(position, is_open=True, by=chair)


@pytest.mark.parametrize("name", ["add_position", "way", "change_needs", "change_words"])
def test_a_volunteer_sets_nothing_up(signed_in, volunteer, scope, name):
    assert signed_in(volunteer).get(at(name, scope)).status_code == 403


def test_another_charitys_position_is_not_there(signed_in, coordinator, scope, other_charity):
    with acting_for(other_charity):
        theirs = factories.position("Farm hand")

    assert signed_in(coordinator).get(at("position", scope, theirs.pk)).status_code == 404


def test_many_positions_take_as_many_queries_as_one(signed_in, coordinator, scope, position, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(coordinator)
    client.get(at("positions", scope))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(at("positions", scope))
    for number in range(5):
        factories.application(position=factories.position(f"Helper {number}"))

    with django_assert_num_queries(len(one)):
        client.get(at("positions", scope))


# Checks that a position asks for -------------------------------------------------------------------------------------


def test_a_check_is_asked_for_from_a_day_on_and_ends_on_another(signed_in, coordinator, scope, position, kind):
    client = signed_in(coordinator)
    client.post(at("add_required_check", scope, position.pk), {"kind": kind, "starts_on": "1 2 2026", "reason": "Law"})
    required = RequiredCheck.objects.get()

    client.post(at("end_required_check", scope, position.pk, required.pk), {"on": "1 3 2026"})

    required.refresh_from_db()
    assert (required.kind, required.starts_on, required.ends_on) == (kind, date(2026, 2, 1), date(2026, 3, 1))


def test_a_check_of_another_position_and_a_number_that_is_none_are_not_there(
    signed_in, coordinator, chair, scope, position, kind
):
    required = services.require_check(factories.position("Cook"), kind=kind, starts_on=date(2026, 2, 1), by=chair)
    client = signed_in(coordinator)

    for place in (position.pk, 10**30):
        assert client.get(at("end_required_check", scope, place, required.pk)).status_code == 404


def test_a_check_does_not_end_before_it_begins(signed_in, coordinator, chair, scope, position, kind):
    required = services.require_check(position, kind=kind, starts_on=date(2026, 2, 1), by=chair)

    answer = signed_in(coordinator).post(at("end_required_check", scope, position.pk, required.pk), {"on": "31 1 2026"})

    assert "Enter 1 February 2026 or a later day." in answer.content.decode()


def test_the_same_check_is_not_asked_for_twice_in_the_same_time(chair, position, kind):
    first = services.require_check(position, kind=kind, starts_on=date(2026, 2, 1), by=chair)

    assert services.require_check(position, kind=kind, starts_on=date(2026, 2, 1), by=chair) == first
    with pytest.raises(Refused):
        services.require_check(position, kind=kind, starts_on=date(2026, 5, 1), by=chair)
    services.end_check(first, on=date(2026, 4, 30), by=chair)
    services.require_check(position, kind=kind, starts_on=date(2026, 5, 1), by=chair)


# What each stage needs, and the words --------------------------------------------------------------------------------


def test_the_way_of_taking_people_on_is_one_row_made_when_it_is_first_changed(scope, coordinator):
    assert (settings.current().references_wanted, Recruitment.objects.count()) == (2, 0)

    for wanted in (3, 4):
        settings.change_needs({}, references_wanted=wanted, by=coordinator)

    assert (settings.current().references_wanted, Recruitment.objects.count()) == (4, 1)


def test_every_need_that_a_charity_begins_with_is_in_the_catalogue(scope):
    begun = [key for keys in settings.current().needs.values() for key in keys]

    assert set(begun) <= set(needs.NEEDS)
    assert needs.of_stage({Stage.APPLIED: ["gone", "permission"]}, Stage.APPLIED) == [needs.NEEDS["permission"]]


@pytest.mark.clause("BC-17")
def test_the_charity_chooses_what_each_stage_needs_and_a_check_online_can_belong_to_stage_1(
    signed_in, coordinator, scope
):
    form = {"stage_stage_one": ["online_check", "age"], "stage_decision": ["decision"], "references_wanted": "3"}

    signed_in(coordinator).post(at("change_needs", scope), form)

    way = settings.current()
    assert way.needs[Stage.STAGE_ONE] == ["age", "online_check"]
    assert way.needs[Stage.INTERVIEW] == []
    assert way.references_wanted == 3


@pytest.mark.parametrize("number", ["6", "-1", "", "two", "9" * 30])
def test_a_number_of_references_that_cannot_be_gets_a_sentence(signed_in, coordinator, scope, number):
    answer = signed_in(coordinator).post(at("change_needs", scope), {"references_wanted": number})

    assert answer.status_code == 200
    assert settings.current().references_wanted == 2


@pytest.mark.clause("BC-9")
def test_other_words_of_the_permission_are_another_version_and_the_same_words_are_not(chair, scope):
    def say(words: str, days: int = 30) -> int:
        given = {"permission_text": words, "internet_text": "", "draft_days": days}
        return settings.change_words(**given, by=chair).permission_version

    assert [say("May we?"), say("May we?"), say("May we?", days=10), say("May we look?")] == [2, 2, 2, 3]


def test_our_own_words_left_as_they_are_make_no_new_version(signed_in, coordinator, scope):
    way = settings.current()
    form = {"permission_text": wording.permission(way).replace("\n", "\r\n"), "internet_text": "", "draft_days": "20"}

    signed_in(coordinator).post(at("change_words", scope), form)

    way = settings.current()
    assert (way.permission_text, way.permission_version, way.draft_days) == ("", 1, 20)


def test_our_words_of_the_permission_say_all_that_an_applicant_has_to_know(scope):
    """BC-9, facts 37 to 39, E-74."""
    words = wording.permission(settings.current())

    for said in (
        "search engine",
        "only at what everybody can see without signing in",
        "never ask me for a password",
        "tell me what it is at the first opportunity, and I can answer before anybody decides",
        "is deleted when its time is over",
        "I may say no. That does not count against me",
        "nothing of me is to be found",
    ):
        assert said in words


def test_the_pages_of_setting_up_open(signed_in, coordinator, scope, position):
    client = signed_in(coordinator)

    for name in ("positions", "add_position", "way", "change_needs", "change_words", "enter_application"):
        assert client.get(at(name, scope)).status_code == 200
    for name in ("position", "change_position", "end_position", "position_poster", "add_required_check"):
        assert client.get(at(name, scope, position.pk)).status_code == 200


def test_a_position_that_closed_yesterday_takes_no_applications(scope):
    today = timezone.localdate()
    factories.position("Yesterday", closes_on=today - timedelta(days=1))
    last = factories.position("Today", closes_on=today)

    assert list(Position.objects.taking_applications(today)) == [last]


# What may be asked only for regulated work ---------------------------------------------------------------------------


def test_checks_with_a_barred_list_are_offered_where_the_work_is_regulated_and_nowhere_else(
    signed_in, coordinator, scope, position
):
    """Police Act 1997, sections 113BA and 113BB; facts 33 and 34."""
    regulated = factories.position("Rowing coach", is_regulated=True)
    client = signed_in(coordinator)
    asked = {"kind": "dbs_enhanced_children", "starts_on": "1 2 2026"}

    here = client.get(at("add_required_check", scope, position.pk)).content.decode()
    there = client.get(at("add_required_check", scope, regulated.pk)).content.decode()
    refused = client.post(at("add_required_check", scope, position.pk), asked)
    taken = client.post(at("add_required_check", scope, regulated.pk), asked)

    assert ("dbs_enhanced_children" in here, 'value="dbs_enhanced"' in here) == (False, True)
    assert "once the position is marked as regulated work" in here
    assert "dbs_enhanced_children" in there
    assert (refused.status_code, taken.status_code) == (200, 302)
    assert list(RequiredCheck.objects.values_list("position", flat=True)) == [regulated.pk]


def test_nobody_asks_for_the_barred_list_behind_the_form(position, chair):
    with pytest.raises(Refused, match="Mark the position as regulated work first"):
        services.require_check(position, kind="pvg", starts_on=date(2026, 2, 1), by=chair)


@pytest.mark.parametrize("is_regulated", [True, False])
def test_for_an_applicant_the_barred_list_is_asked_where_the_work_is_regulated(
    signed_in, coordinator, scope, is_regulated
):
    found = factories.application(position=factories.position("Cook", is_regulated=is_regulated))
    url = at("vetting_apply", scope, f"application-{found.code}")
    sent = {"kind": "dbs_enhanced_children", "workforce": "children", "applied_on": timezone.localdate().isoformat()}

    page = signed_in(coordinator).get(url).content.decode()
    answer = signed_in(coordinator).post(url, sent)

    assert ("dbs_enhanced_children" in page) == is_regulated
    assert "dbs_enhanced" in page
    assert (answer.status_code == 302, CriminalCheck.objects.exists()) == (is_regulated, is_regulated)


@pytest.mark.parametrize(
    ("with_children", "whom", "is_asked"),
    [
        (True, Whom.CHOSEN, True),
        (False, Whom.CHOSEN, False),
        (False, Whom.EVERYBODY, True),
    ],
)
def test_only_those_are_asked_for_the_permission_who_may_be_looked_up(
    client, chair, scope, with_children, whom, is_asked
):
    """Fact 40: not routine for everybody."""
    position = factories.position("Cook", works_with_children=with_children)
    factories.checks_on(chair, whom=whom)
    applicant = factories.application(position=position)

    start = client.get(reverse("apply", args=[position.token])).content.decode()

    assert ("look up your name" in start) == is_asked
    needs_now = {one.key: one.state for one in needs_of(applicant, timezone.localdate())}
    assert (needs_now.get("permission", Is.NOT_ASKED) != Is.NOT_ASKED) == is_asked
