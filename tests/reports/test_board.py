"""The board page: in one minute, what is kept and what is not."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from people.roles import Role
from reports import board
from reports.models import Kind, Pack
from reports.permissions import EXPORT, MAKE_PACKS, SEE_BOARD, SEE_SIGNATURES
from safeguard.commitments import Commitment, State
from safeguard.scoping import acting_for
from tests.reports import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def url(name: str = "reports") -> str:
    return reverse(f"reports:{name}", args=["harbour-lights"])


def promise(title: str, state: State) -> Commitment:
    return Commitment(title, title, state, "Because.", "/", frozenset())


def test_promises_stand_in_groups_what_is_wrong_first():
    mixed = [
        promise("a", State.KEPT),
        promise("b", State.BROKEN),
        promise("c", State.AT_RISK),
        promise("d", State.BROKEN),
    ]

    found = [(group.title, [p.title for p in group.promises]) for group in board.groups(mixed)]

    assert found == [("Act now", ["b", "d"]), ("Look soon", ["c"]), ("In order", ["a"])]


def test_what_has_never_been_started_is_shown_as_new_and_not_as_a_failure():
    group = board.groups([promise("a", State.NEW)])[0]

    assert (group.title, group.kind) == ("Not started", "quiet")


def test_the_numbers_of_policies_are_counted_in_one_query(scope, social_media, online_safety, count_queries):
    factories.policy_of("Soon", next_review=factories.PartialDate(2026, 12))
    factories.policy_of("Some day", next_review=None)
    factories.policy_of("A draft", status="draft")

    counted = board.numbers(TODAY)

    assert (counted.in_use, counted.in_date, counted.soon, counted.overdue, counted.undated) == (4, 2, 1, 1, 1)
    assert count_queries(lambda: board.numbers(TODAY)) == 1


def test_the_chart_says_the_same_in_bars_words_and_numbers(scope, social_media, online_safety):
    chart = board.policies_chart(board.numbers(TODAY))

    assert chart.description == "Of 2 policies in use, 1 are in date and 1 are overdue."
    assert [(bar.label, bar.value) for bar in chart.bars] == [
        ("Up to date", 1),
        ("Due within 60 days", 0),
        ("Overdue", 1),
        ("No review date", 0),
    ]


def test_an_agreement_counts_those_who_must_sign_and_those_who_have(scope, social_media, volunteer, new_person):
    new_person("Ada Byron", Role.VOLUNTEER)
    factories.signature_of(volunteer, social_media)

    assert [(s.title, s.signed, s.bound) for s in board.signings(TODAY)] == [("Code of conduct", 1, 2)]


def test_the_page_shows_groups_reasons_links_and_the_chart(signed_in, chair, social_media, online_safety):
    page = signed_in(chair).get(url()).content.decode()

    assert '<h2 id="bad">Act now</h2>' in page
    assert "Overdue for review: “Online safety”." in page
    assert 'role="img"' in page
    assert "Print as an action plan" in page


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.CHAIR, 200),
        (Role.TRUSTEE, 200),
        (Role.SAFEGUARDING_TRUSTEE, 200),
        (Role.LEAD, 200),
        (Role.COORDINATOR, 302),
        (Role.ADMINISTRATOR, 302),
        (Role.VOLUNTEER, 403),
        (Role.STAFF, 403),
        (Role.WEB_MANAGER, 403),
        (Role.CARER, 403),
    ],
)
def test_who_sees_the_board_page(signed_in, new_person, role, status):
    assert signed_in(new_person("Una Page", role)).get(url()).status_code == status


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.CHAIR, (True, True, True, True)),
        (Role.TRUSTEE, (True, True, True, False)),
        (Role.SAFEGUARDING_TRUSTEE, (True, True, True, True)),
        (Role.LEAD, (True, True, True, True)),
        (Role.COORDINATOR, (False, True, True, True)),
        (Role.ADMINISTRATOR, (False, True, False, False)),
        (Role.LINE_MANAGER, (False, False, False, False)),
        (Role.VOLUNTEER, (False, False, False, False)),
        (Role.CARER, (False, False, False, False)),
        (Role.EXTERNAL, (False, False, False, False)),
    ],
)
def test_what_a_role_may_do_with_reports(charity, new_person, role, may):
    person = new_person("Una Page", role)

    with acting_for(charity):
        rules = (SEE_BOARD, MAKE_PACKS, SEE_SIGNATURES, EXPORT)
        assert tuple(rule.allows(person) for rule in rules) == may


def test_one_press_makes_the_action_plan(signed_in, charity, chair, django_capture_on_commit_callbacks):
    client = signed_in(chair)

    with django_capture_on_commit_callbacks(execute=True):
        made = client.post(url("print_plan"))

    with acting_for(charity):
        pack = Pack.objects.get()
        assert (pack.kind, pack.status, made.url) == (Kind.PLAN, "ready", pack.get_absolute_url())


def test_a_volunteer_prints_no_action_plan(signed_in, volunteer):
    assert signed_in(volunteer).post(url("print_plan")).status_code == 403


def test_the_page_costs_the_same_with_one_and_with_three_of_everything(
    signed_in, charity, chair, social_media, new_person, count_queries
):
    client = signed_in(chair)
    with acting_for(charity):
        factories.signature_of(new_person("Ada Byron", Role.VOLUNTEER), social_media)
    client.get(url())
    one = count_queries(lambda: client.get(url()))
    with acting_for(charity):
        for title in ("Photographs", "Messages"):
            version = factories.policy_of(title, signed=False, next_review=factories.PartialDate(2024))
            factories.signature_of(new_person(f"{title} Byron", Role.VOLUNTEER), version)
    client.get(url())

    assert count_queries(lambda: client.get(url())) == one
    assert one <= 12


def test_what_was_put_right_shows_at_once(signed_in, charity, chair, online_safety):
    """The answers are remembered only until somebody changes something."""
    from audit.services import record

    client = signed_in(chair)
    assert "Overdue for review: “Online safety”." in client.get(url()).content.decode()

    with acting_for(charity):
        policy = online_safety.policy
        policy.next_review = factories.PartialDate(2099)
        policy.save()
        record("reviewed", policy, by=chair)

    assert "Overdue for review" not in client.get(url()).content.decode()
