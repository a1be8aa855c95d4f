""" "May I post this?": the answer for everybody in it, and what would make it possible."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from consent.effective import Reason
from consent.models import Channel, Check, CheckApproval, CheckedPerson, Decision, Event, Means, Verdict
from consent.models.checks import Choice
from consent.services import answer_for, answers
from consent.services.finding import approve, as_of_today, decide
from consent.services.remedies import choices_of
from people.models import Person
from safeguard.refusals import Refused
from tests.consent.factories import a_carer, a_child, a_question, an_answer

pytestmark = pytest.mark.usefixtures("scope")

FACEBOOK = {"means": Means.PICTURE, "channel": Channel.FACEBOOK}
WEBSITE = {"means": Means.PICTURE, "channel": Channel.WEBSITE}


def a_group(question, *, yes, no=0):
    """So many children with a yes and with a no, in this order."""
    children = [a_child(f"Child{number} Turner") for number in range(yes + no)]
    for number, child in enumerate(children):
        an_answer(child, question, a_carer(child, f"Mother{number} Turner"), Decision.YES if number < yes else "no")
    return children


@pytest.mark.clause("WY-42")
@pytest.mark.clause("RW-33")
@pytest.mark.clause("BC-39")
def test_without_a_yes_of_the_family_the_answer_is_never_yes():
    question = a_question()
    (agreed,) = a_group(question, yes=1)
    silent = a_child("Ada Turner")

    assert answer_for([agreed], **FACEBOOK).verdict == Verdict.YES
    assert answer_for([silent], **FACEBOOK).verdict == Verdict.ASK
    assert answer_for([agreed, silent], **FACEBOOK).verdict == Verdict.ASK


@pytest.mark.clause("IL-42")
def test_a_yes_to_one_place_is_none_to_another():
    question = a_question("On the website", channel=Channel.WEBSITE)
    group = a_group(question, yes=1)
    a_question("On Facebook")

    assert answer_for(group, **WEBSITE).verdict == Verdict.YES
    assert answer_for(group, **FACEBOOK).verdict == Verdict.ASK


@pytest.mark.clause("IL-5")
def test_a_picture_with_the_charitys_own_camera_needs_a_yes_beforehand():
    taken = {"means": Means.PICTURE, "channel": Channel.TAKEN}
    a_question("On Facebook")
    child = a_child()
    before = answer_for([child], **taken)

    an_answer(child, a_question("Taken", channel=Channel.TAKEN), a_carer(child))

    assert (before.verdict, before.was_asked) == (Verdict.ASK, False)
    assert before.people[0].reason == Reason.NOT_ASKED
    assert answer_for([child], **taken).verdict == Verdict.YES


def test_one_no_among_eleven_is_a_no_and_names_who_it_is():
    """E-34."""
    group = a_group(a_question(), yes=11, no=1)

    found = answer_for(group, **FACEBOOK)

    assert found.verdict == Verdict.NO
    assert [one.person for one in found.blocking] == [group[-1]]
    assert len(found.agreed) == 11
    assert found.without_blocking == Verdict.YES


def test_where_everybody_said_no_nobody_is_left_to_show():
    assert answer_for(a_group(a_question(), yes=0, no=1), **FACEBOOK).without_blocking is None


def test_who_is_not_known_was_not_asked():
    group = a_group(a_question(), yes=1)

    assert answer_for(group, **FACEBOOK, unsure=True).verdict == Verdict.ASK
    assert answer_for([], **FACEBOOK, unsure=True).verdict == Verdict.ASK
    assert answer_for([], **FACEBOOK).verdict == Verdict.ASK


def test_it_says_to_which_other_places_everybody_said_yes():
    facebook, website = a_question(), a_question("On the website", channel=Channel.WEBSITE)
    wall = a_question("On our walls", channel=Channel.INTERNAL)
    a_question("Taken", channel=Channel.TAKEN)
    group = a_group(facebook, yes=1, no=1)
    for child in group:
        an_answer(child, wall, child.carer_links.get().carer)
    an_answer(group[0], website, group[0].carer_links.get().carer)

    assert answer_for(group, **FACEBOOK).elsewhere == (wall,)
    assert answer_for(group, **FACEBOOK, unsure=True).elsewhere == ()


def test_of_several_purposes_the_strictest_counts_until_one_is_chosen():
    show, raise_money = a_question(), a_question("For an appeal", what_for="To ask for donations")
    (child,) = a_group(show, yes=1)
    an_answer(child, raise_money, child.carer_links.get().carer, Decision.NO)

    assert answer_for([child], **FACEBOOK).verdict == Verdict.NO
    assert answer_for([child], **FACEBOOK, what_for="To show what we do").verdict == Verdict.YES
    assert answer_for([child], **FACEBOOK, what_for="Something else").was_asked is False


def test_a_question_for_one_event_counts_for_that_event_only(volunteer):
    today = timezone.localdate()
    fair, outing = (Event.objects.create(title=title, on=today, made_by=volunteer) for title in ("Fair", "Outing"))
    group = a_group(a_question("At the fair", event=fair), yes=1)

    assert answer_for(group, **FACEBOOK, event=fair).verdict == Verdict.YES
    assert answer_for(group, **FACEBOOK, event=outing).was_asked is False
    assert answer_for(group, **FACEBOOK).was_asked is False


def test_a_yes_to_pictures_of_backs_is_none_to_pictures_of_faces():
    backs = a_question("From behind", identifying=False)
    group = a_group(backs, yes=1)

    assert answer_for(group, **FACEBOOK, identifying=False).verdict == Verdict.YES
    assert answer_for(group, **FACEBOOK).verdict == Verdict.ASK


def test_another_platform_is_the_one_that_was_named():
    question = a_question(channel=Channel.OTHER_PLATFORM, channel_name="Bluesky")
    group = a_group(question, yes=1)
    other = {"means": Means.PICTURE, "channel": Channel.OTHER_PLATFORM}

    assert answer_for(group, **other, channel_name=" bluesky ").verdict == Verdict.YES
    assert answer_for(group, **other, channel_name="Mastodon").verdict == Verdict.ASK


def test_sixty_people_ask_no_more_queries_than_one(django_assert_num_queries):
    question = a_question()
    a_question("On the website", channel=Channel.WEBSITE)
    group = a_group(question, yes=1) + [a_child(f"Other{number} Turner") for number in range(59)]

    with django_assert_num_queries(9):
        answer_for(group[:1], **FACEBOOK)
    with django_assert_num_queries(9):
        found = answer_for(group, **FACEBOOK)

    assert (len(found.agreed), len(found.to_ask)) == (1, 59)


def test_a_decision_keeps_the_answer_for_everybody_once(volunteer):
    group = a_group(a_question(), yes=2, no=1)

    first = decide(answer_for(group, **FACEBOOK), choice=Choice.CROP, by=volunteer)
    again = decide(answer_for(group, **FACEBOOK), choice=Choice.CROP, by=volunteer)

    assert (first, Check.objects.count(), CheckedPerson.objects.count()) == (again, 1, 3)
    assert first.what_for == "To show what we do"
    kept = [(row.person, row.verdict, row.reason) for row in first.people.all()]
    assert kept == [(group[0], "yes", "agreed"), (group[1], "yes", "agreed"), (group[2], "no", "refused")]
    event = AuditEvent.objects.get(verb="consent_checked")
    assert event.detail == {"people": 3, "verdict": "no", "choice": "crop"}


def test_another_answer_the_same_day_is_another_decision(volunteer):
    question = a_question()
    group = a_group(question, yes=2)
    decide(answer_for(group, **FACEBOOK), choice=Choice.NOT_POST, by=volunteer)

    an_answer(group[0], question, group[0].carer_links.get().carer, Decision.WITHDRAWN)
    decide(answer_for(group, **FACEBOOK), choice=Choice.NOT_POST, by=volunteer)

    assert sorted(Check.objects.values_list("verdict", flat=True)) == ["no", "yes"]


@pytest.mark.clause("WY-42")
def test_whoever_is_not_known_cannot_be_asked():
    group = a_group(a_question(), yes=3)

    assert Choice.ASK not in choices_of(answer_for(group, **FACEBOOK, unsure=True))
    assert Choice.ASK in choices_of(answer_for([*group, a_child("Newcomer Byron")], **FACEBOOK, unsure=True))


@pytest.mark.parametrize("unsure", [True, False])
def test_nobody_decides_to_post_without_everybodys_yes(volunteer, unsure):
    """E-34."""
    group = a_group(a_question(), yes=3, no=0 if unsure else 1)

    with pytest.raises(Refused):
        decide(answer_for(group, **FACEBOOK, unsure=unsure), choice=Choice.POST, by=volunteer)

    assert Check.objects.count() == 0


def test_a_choice_that_there_is_not_is_refused(volunteer):
    with pytest.raises(Refused):
        decide(answer_for(a_group(a_question(), yes=1), **FACEBOOK), choice="burn", by=volunteer)


@pytest.mark.clause("RW-34")
def test_a_use_that_needs_a_trustee_is_cleared_by_one(volunteer, trustee):
    group = a_group(a_question(needs_trustee=True), yes=1)
    check = decide(answer_for(group, **FACEBOOK), choice=Choice.POST, by=volunteer)
    waiting = (check.is_cleared, list(Check.objects.to_approve()))

    approve(check, approved=True, note="Fine", by=trustee)

    assert waiting == (False, [check])
    assert (Check.objects.get().is_cleared, Check.objects.to_approve().exists()) == (True, False)


@pytest.mark.clause("RW-34")
def test_a_trustees_no_is_a_no(volunteer, trustee):
    check = decide(answer_for(a_group(a_question(needs_trustee=True), yes=1), **FACEBOOK), choice="post", by=volunteer)

    approve(check, approved=False, note="Not in that uniform", by=trustee)

    assert Check.objects.get().is_cleared is False


def test_what_nobody_can_be_recognised_in_needs_no_trustee(volunteer):
    group = a_group(a_question(identifying=False, needs_trustee=True), yes=1)

    assert answer_for(group, **FACEBOOK, identifying=False).needs_trustee is False


def test_who_chooses_not_to_post_sends_nothing_to_a_trustee(volunteer):
    group = a_group(a_question(needs_trustee=True), yes=1)

    check = decide(answer_for(group, **FACEBOOK), choice=Choice.NOT_POST, by=volunteer)

    assert (check.needs_trustee, check.is_cleared) == (False, False)


@pytest.mark.clause("RW-34")
def test_nobody_approves_their_own(trustee):
    group = a_group(a_question(needs_trustee=True), yes=1)
    check = decide(answer_for(group, **FACEBOOK), choice=Choice.POST, by=trustee)

    with pytest.raises(Refused):
        approve(check, approved=True, note="", by=trustee)


def test_two_clicks_approve_once_and_a_second_word_is_refused(volunteer, trustee, second_trustee):
    group = a_group(a_question(needs_trustee=True), yes=1)
    check = decide(answer_for(group, **FACEBOOK), choice=Choice.POST, by=volunteer)

    first = approve(check, approved=True, note="", by=trustee)
    again = approve(check, approved=True, note="", by=trustee)
    for by, approved in ((trustee, False), (second_trustee, True)):
        with pytest.raises(Refused):
            approve(check, approved=approved, note="", by=by)

    assert (first, CheckApproval.objects.count()) == (again, 1)


def test_what_waits_for_nobody_is_not_approved(volunteer, trustee):
    check = decide(answer_for(a_group(a_question(), yes=1), **FACEBOOK), choice=Choice.POST, by=volunteer)

    with pytest.raises(Refused):
        approve(check, approved=True, note="", by=trustee)

    assert check.is_cleared


def test_a_withdrawal_in_between_stops_the_approval(volunteer, trustee):
    question = a_question(needs_trustee=True)
    (child,) = a_group(question, yes=1)
    check = decide(answer_for([child], **FACEBOOK), choice=Choice.POST, by=volunteer)

    answers.give(
        subject=child,
        wording=question.wordings.get(),
        decision=Decision.WITHDRAWN,
        giver=None,
        giver_name="An aunt",
        method="phone",
        by=volunteer,
    )

    assert as_of_today(check, [child]).verdict == Verdict.NO
    with pytest.raises(Refused):
        approve(check, approved=True, note="", by=trustee)
    assert approve(check, approved=False, note="Withdrawn", by=trustee).approved is False


def test_a_yes_runs_out(volunteer):
    group = a_group(a_question(), yes=1)
    later = timezone.localdate() + timedelta(days=370)

    found = answer_for(group, **FACEBOOK, today=later)

    assert (found.verdict, found.people[0].reason) == (Verdict.ASK, Reason.OUT_OF_DATE)


def test_the_same_person_twice_is_one_person():
    (child,) = a_group(a_question(), yes=1)

    assert len(answer_for([child, Person.objects.get(pk=child.pk)], **FACEBOOK).people) == 1
