"""The start of the room, the board, and the list of what is closed: who sees what, and no query more for many."""

from datetime import timedelta

import pytest
from django.utils import timezone

from people.roles import Role
from tests.volunteers import factories
from volunteers.models import Position
from volunteers.seeing import applications_for
from volunteers.states import OPEN_STAGES, Stage

pytestmark = pytest.mark.usefixtures("scope")


@pytest.fixture
def assessor(new_person):
    return new_person("Lukas Wojcik", Role.ASSESSOR)


@pytest.fixture
def everywhere(scope):
    """One applicant at every stage, named after it."""
    return {stage: factories.application(f"At {stage.label}", at=stage) for stage in Stage}


def url(charity, rest="board/"):
    return f"/o/{charity.slug}/volunteers/{rest}"


def text_of(answer):
    return answer.content.decode()


def test_the_board_has_a_column_for_every_open_stage(everywhere, coordinator, signed_in, charity):
    shown = text_of(signed_in(coordinator).get(url(charity)))

    assert [stage for stage in OPEN_STAGES if f'id="stage-{stage}"' in shown] == list(OPEN_STAGES)
    assert [stage for stage in Stage if f"At {stage.label}" in shown] == list(OPEN_STAGES)


@pytest.mark.parametrize(
    ("role", "stages"),
    [
        (Role.CHAIR, set(Stage)),
        (Role.LEAD, set(Stage)),
        (Role.COORDINATOR, set(Stage)),
        (Role.ASSESSOR, {Stage.INTERVIEW, Stage.CHECKS, Stage.DECISION}),
        (Role.SAFEGUARDING_TRUSTEE, {Stage.DECISION}),
        (Role.TRUSTEE, set()),
        (Role.LINE_MANAGER, set()),
        (Role.ADMINISTRATOR, set()),
        (Role.VOLUNTEER, set()),
    ],
)
def test_who_sees_applications_at_which_stage(role, stages, everywhere, new_person):
    who = new_person("Somebody Else", role)

    assert {one.status for one in applications_for(who)} == stages


@pytest.mark.clause("BC-24")
def test_an_assessor_judges_those_who_have_come_to_the_interview_and_sees_no_others(
    everywhere, assessor, signed_in, charity
):
    client = signed_in(assessor)

    board = text_of(client.get(url(charity)))
    early = client.get(url(charity, f"applications/{everywhere[Stage.APPLIED].code}/"))
    ready = client.get(url(charity, f"applications/{everywhere[Stage.DECISION].code}/"))
    sent = {"outcome": "suitable", "reason": "A calm and open interview."}
    decided = client.post(url(charity, f"applications/{everywhere[Stage.DECISION].code}/decide/"), sent, follow=True)

    assert "At Interview" in board
    assert "At Stage 1" not in board
    assert early.status_code == 404
    assert f'href="{url(charity, f"applications/{everywhere[Stage.DECISION].code}/decide/")}"' in text_of(ready)
    assert "A calm and open interview." in text_of(decided)
    assert "decision@" not in text_of(decided)


def test_nobody_sees_their_own_application(coordinator, lead, signed_in, charity):
    own = factories.application("Cory Bell", email=coordinator.email)

    assert signed_in(coordinator).get(url(charity, f"applications/{own.code}/")).status_code == 404
    assert signed_in(lead).get(url(charity, f"applications/{own.code}/")).status_code == 200


def test_a_stranger_finds_nothing(everywhere, stranger, signed_in, charity):
    client = signed_in(stranger)

    for rest in ("", "board/", "board/closed/", f"applications/{everywhere[Stage.APPLIED].code}/"):
        assert client.get(url(charity, rest)).status_code == 404


def test_a_colleague_without_the_role_is_told_whom_to_ask(everywhere, administrator, coordinator, signed_in, charity):
    answer = signed_in(administrator).get(url(charity))

    assert answer.status_code == 403
    assert "Cory Bell" in text_of(answer)


def test_the_board_shows_one_position_alone(coordinator, signed_in, charity):
    club, driver = factories.position("Club helper"), factories.position("Driver")
    factories.application("Ada Byron", position=club)
    factories.application("Zoe Fen", position=driver)

    shown = text_of(signed_in(coordinator).get(url(charity), {"position": driver.pk}))

    assert ("Zoe Fen" in shown, "Ada Byron" in shown) == (True, False)


@pytest.mark.parametrize("query", ["position=x", "position=99999999999999999999", "stage=nowhere", "stage=%00"])
def test_a_wrong_address_shows_the_whole_board(query, everywhere, coordinator, signed_in, charity):
    answer = signed_in(coordinator).get(f"{url(charity)}?{query}")

    assert answer.status_code == 200
    assert "At Applied" in text_of(answer)


def test_a_card_says_how_long_and_what_is_missing(coordinator, signed_in, charity):
    factories.application("Ada Byron", stage_since=timezone.localdate() - timedelta(days=9))

    shown = text_of(signed_in(coordinator).get(url(charity)))

    assert "9 days at this stage" in shown
    assert "One thing is missing" in shown
    assert "Told what internet use means in this position" in shown


def test_a_long_stage_goes_on_page_by_page(coordinator, signed_in, charity):
    place = factories.position()
    today = timezone.localdate()
    for number in range(27):
        factories.application(f"Applicant No {number:02}", position=place, stage_since=today - timedelta(days=number))
    client = signed_in(coordinator)

    board = text_of(client.get(url(charity)))
    first = client.get(url(charity), {"stage": "applied"})
    second = text_of(client.get(first.context["next"]))

    assert board.count("Applicant No") == 12
    assert "All 27 at" in board
    assert text_of(first).count("Applicant No") == 25
    assert second.count("Applicant No") == 2
    assert "Applicant No 00" in second


def test_the_board_asks_as_often_for_many_as_for_one(coordinator, signed_in, charity, django_assert_max_num_queries):
    client = signed_in(coordinator)
    factories.application("Ada Byron", at=Stage.CHECKS)
    client.get(url(charity))
    with django_assert_max_num_queries(200) as few:
        client.get(url(charity))
    for stage in OPEN_STAGES:
        for number in range(3):
            applicant = factories.application(f"{stage} {number}", at=stage)
            factories.permitted(applicant)
    with django_assert_max_num_queries(200) as many:
        client.get(url(charity))

    assert len(many) == len(few)


def test_what_is_closed_stands_on_a_page_of_its_own(everywhere, coordinator, assessor, signed_in, charity):
    shown = text_of(signed_in(coordinator).get(url(charity, "board/closed/")))

    closed = (Stage.ACTIVE, Stage.UNSUCCESSFUL, Stage.WITHDRAWN)
    assert [stage for stage in Stage if f"At {stage.label}" in shown] == list(closed)
    assert signed_in(assessor).get(url(charity, "board/closed/")).status_code == 403


PAGES = {
    Role.COORDINATOR: {"board", "positions", "checks", "vetting", "training", "standings", "record", "mine"},
    Role.ASSESSOR: {"board", "checks", "mine"},
    Role.TRUSTEE: {"checks", "training", "standings", "record", "mine"},
    Role.LINE_MANAGER: {"training", "standings", "mine"},
}


@pytest.mark.parametrize("role", PAGES)
def test_the_start_leads_where_a_role_may_go(role, new_person, signed_in, charity):
    client = signed_in(new_person("Somebody Else", role))
    answer = client.get(url(charity, ""))

    urls = [page["url"] for page in answer.context["pages"]]

    assert {one.rstrip("/").rsplit("/", 1)[-1] for one in urls} == PAGES[role]
    refused = [one for one in urls if client.get(one).status_code not in (200, 302)]  # 302: prove who you are first
    assert refused == []


def test_the_start_counts_what_somebody_sees(everywhere, coordinator, assessor, administrator, signed_in, charity):
    own = signed_in(coordinator).get(url(charity, "")).context["stats"]
    theirs = signed_in(assessor).get(url(charity, "")).context["stats"]

    assert [stat["figure"] for stat in own] == [1] * 6
    assert [stat["label"] for stat in theirs] == ["Interview", "Checks", "Decision"]
    assert signed_in(administrator).get(url(charity, "")).status_code == 403


def test_the_board_of_a_charity_that_begins_says_what_comes(coordinator, signed_in, charity):
    assert Position.objects.count() == 0
    assert "Nobody waits" in text_of(signed_in(coordinator).get(url(charity)))
