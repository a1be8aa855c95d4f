"""Home: what I have to do, first; then the lights that my roles answer for."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents.models import BreakGlass
from people.roles import Role
from reports import home
from safeguard.commitments import Commitment, State
from safeguard.scoping import acting_for
from tests.incidents.factories import make_case
from tests.reports import factories

pytestmark = pytest.mark.django_db
URL = "/o/harbour-lights/"


def test_tasks_come_first_then_the_set_up_list_then_the_lights(signed_in, chair, online_safety):
    page = signed_in(chair).get(URL).content.decode()

    headings = re.findall(r"<h2[^>]*>([^<]+)</h2>", page)
    assert headings == [
        "What you have to do",
        "Setting up your charity",
        "In an emergency",
        "Does something worry you?",
        "A picture or a story?",
        "Is our charity in order?",
    ]


def test_an_overdue_review_is_a_task_of_whoever_owns_the_policy(signed_in, charity, lead, online_safety):
    with acting_for(charity):
        policy = online_safety.policy
        policy.owner = lead
        policy.save()

    page = signed_in(lead).get(URL).content.decode()

    assert re.search(r"Review of “Online safety”.*?\d+ years late", page, re.DOTALL) is not None


def test_somebody_with_nothing_to_do_is_told_so(signed_in, volunteer):
    page = signed_in(volunteer).get(URL).content.decode()

    assert "Nothing waits for you" in page
    assert "Is our charity in order?" not in page


def test_a_light_says_in_words_what_its_colour_says(signed_in, chair, online_safety):
    page = signed_in(chair).get(URL).content.decode()

    light = re.search(r'<li class="light light--bad">(?:(?!</li>).)*Policies are in date.*?</li>', page, re.DOTALL)[0]
    assert ("Act now" in light, "Overdue for review: “Online safety”." in light) == (True, True)


def test_only_the_lights_of_my_roles_are_on():
    promises = [
        Commitment("a", "Accounts", State.KEPT, "", "/", frozenset({Role.WEB_MANAGER})),
        Commitment("b", "Board", State.BROKEN, "", "/", frozenset({Role.CHAIR, Role.TRUSTEE})),
    ]

    class Trustee:
        def holds(self, *roles: str) -> bool:
            return Role.TRUSTEE in roles

    assert [light.title for light in home.lights_for(Trustee(), promises)] == ["Board"]


def test_the_set_up_list_counts_what_is_done_and_names_what_was_never_started():
    promises = [
        Commitment(str(state), f"Promise {state.value}", state, "", "/", frozenset())
        for state in (State.BROKEN, State.NEW, State.KEPT, State.KEPT)
    ]

    found = home.beginning(promises)

    assert (found.done, found.total, [step.title for step in found.next_steps]) == (2, 4, ["Promise new"])


@pytest.mark.parametrize(("new", "others", "shown"), [(1, 3, True), (1, 4, False), (0, 1, False), (5, 0, True)])
def test_the_set_up_list_goes_when_most_has_been_started(new, others, shown):
    states = [State.NEW] * new + [State.BROKEN] * others
    promises = [Commitment(str(n), "A", state, "", "/", frozenset()) for n, state in enumerate(states)]

    assert (home.beginning(promises) is not None) == shown


def test_what_is_in_order_stands_folded_below_what_is_not(signed_in, chair, social_media):
    page = signed_in(chair).get(URL).content.decode()

    lights, _gap, folded = page.split("Is our charity in order?")[1].partition("<details")
    assert ("Policies are in date" in lights, "Policies are in date" in folded) == (False, True)


def test_everybody_finds_the_way_to_help(signed_in, volunteer):
    page = signed_in(volunteer).get(URL).content.decode()

    assert ('href="tel:999"' in page, "Print the numbers for the wall" in page) == (True, True)


def test_the_set_up_list_is_for_those_who_can_do_something_about_it(signed_in, trustee):
    assert "Setting up your charity" not in signed_in(trustee).get(URL).content.decode()


def test_the_home_page_says_when_the_worker_last_looked(signed_in, volunteer):
    from reminders.models import Job, JobRun

    at = factories.datetime(2026, 11, 20, 9, 15, tzinfo=factories.UTC)
    JobRun.objects.create(job=Job.SEND, started_at=at, finished_at=at)

    assert "Last looked: 20 November 2026, 09:15" in signed_in(volunteer).get(URL).content.decode()


def test_a_long_list_of_tasks_is_cut_and_counted(charity, lead, monkeypatch):
    with acting_for(charity):
        for number in range(14):
            version = factories.policy_of(f"Policy {number:02}", next_review=factories.PartialDate(2024, 5))
            type(version.policy).objects.filter(pk=version.policy_id).update(owner=lead)

        tasks, more = home.tasks_for(lead, today=date(2026, 11, 20))

    assert (len(tasks), len(tasks) + more >= 14) == (12, True)


@pytest.fixture
def many_old_policies(charity, lead):
    with acting_for(charity):
        for number in range(14):
            version = factories.policy_of(f"Policy {number:02}", next_review=factories.PartialDate(2023))
            type(version.policy).objects.filter(pk=version.policy_id).update(owner=lead)


def test_what_nobody_has_opened_stands_above_what_is_years_late(charity, lead, many_old_policies):
    with acting_for(charity):
        make_case("A new worry")

        tasks, _more = home.asked_of(lead, timezone.localdate())

    assert tasks[0].title == "Something in the concerns log has not been opened yet"


def test_many_of_the_concerns_log_are_one_line_that_reveals_nothing(charity, lead, many_old_policies):
    with acting_for(charity):
        alone, more_alone = home.asked_of(lead, timezone.localdate())
        cases = [make_case(f"Worry {number:02}") for number in range(13)]
        type(cases[0]).objects.filter(pk=cases[0].pk).update(opened_at=timezone.now() - timedelta(days=1))
        make_case("On Ruby", seen_at=timezone.now(), about_worker="yes", learnt_at=timezone.now() - timedelta(days=9))

        tasks, more = home.asked_of(lead, timezone.localdate())

    words = [task.title for task in tasks if "oncerns log" in task.title]
    assert words == [tasks[0].title]
    assert re.fullmatch(r"Concerns log: \d+ wait for you, \d+ are overdue, the next by 23:59", words[0]) is not None
    assert tasks[0].url == "/o/harbour-lights/incidents/due/"
    assert (len(alone), len(tasks), more) == (12, 12, more_alone + 1)


def test_an_opening_for_an_emergency_stands_before_everything(charity, lead, chair, volunteer, many_old_policies):
    with acting_for(charity):
        for number in range(3):
            make_case(f"Worry {number}")
        BreakGlass.objects.create(for_whom=volunteer, words={"reason": "The lead is in hospital."})

        tasks, _more = home.asked_of(chair, timezone.localdate())

    assert tasks[0].title == "Somebody asks for a way in for an emergency"


def test_those_above_who_are_told_late_see_why_and_not_what(charity, lead, chair):
    with acting_for(charity):
        for number in range(2):
            make_case(f"Worry {number}", danger_now="yes", opened_at=timezone.now() - timedelta(hours=3))

        tasks, _more = home.asked_of(chair, timezone.localdate())

    [line] = [task for task in tasks if "oncerns log" in task.title]
    assert line.title.startswith("Concerns log: 2 wait for you")
    assert "ring the lead or a deputy" in line.hint


def test_the_page_costs_the_same_with_one_and_with_three_of_everything(
    signed_in, charity, chair, online_safety, count_queries
):
    client = signed_in(chair)
    client.get(URL)
    one = count_queries(lambda: client.get(URL))
    with acting_for(charity):
        for title in ("Photographs", "Messages"):
            factories.policy_of(title, signed=False, next_review=factories.PartialDate(2024))
    client.get(URL)

    assert count_queries(lambda: client.get(URL)) == one
    assert one <= 12


def test_reports_are_in_the_navigation_of_those_who_have_something_there(signed_in, chair, volunteer):
    entry = f'href="{reverse("reports:reports", args=["harbour-lights"])}"'

    assert entry in signed_in(chair).get(URL).content.decode()
    assert entry not in signed_in(volunteer).get(URL).content.decode()
