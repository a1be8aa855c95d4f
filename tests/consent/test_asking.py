"""Whom the charity asks: those who decide, once, in a letter of their own; never what is answered."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import TestCase
from django.utils import timezone

from consent import whom
from consent.models import (
    Ability,
    AbilityDecision,
    Attendance,
    Channel,
    ConsentRequest,
    Decision,
    Event,
    LetterKind,
    RequestItem,
)
from consent.services import asking, letters
from consent.states import RequestStatus
from people import links
from people.models import Authority, ContactPreference, Person, Purpose, RoleHolding
from people.roles import Role
from safeguard.addresses import address
from safeguard.refusals import Refused
from safeguard.verification import ALPHABET
from tests.consent.factories import ADULT, a_carer, a_child, a_question, an_answer, look_after, words_of

pytestmark = pytest.mark.usefixtures("scope")

TODAY = timezone.localdate


@pytest.fixture
def worker():
    return lambda: TestCase.captureOnCommitCallbacks(execute=True)


def whole_plan(people, questions) -> dict[str, list[tuple[str, str]]]:
    """Who would be asked, about whom and what."""
    plan = whom.plan(people, questions, TODAY())
    return {letter.asked.name: [(s.name, q.title) for s, q, _w in letter.pairs] for letter in plan.letters}


def years_ago(years: int) -> date:
    return TODAY() - timedelta(days=365 * years + 100)


def judged(person, ability, by, **more):
    return AbilityDecision.objects.create(subject=person, ability=ability, reasons="We talked.", decided_by=by, **more)


# Whom ----------------------------------------------------------------------------------------------------------------


def test_a_carer_with_three_children_gets_one_letter():
    mia, leo, zoe = a_child(), a_child("Leo Turner"), a_child("Zoe Turner")
    anna = a_carer(mia)
    look_after(leo, anna)
    look_after(zoe, anna)
    question = a_question()

    [request] = asking.send([mia, leo, zoe], [question], by=None).by_mail

    assert request.asked == anna
    assert {item.subject for item in request.items.all()} == {mia, leo, zoe}


def test_everybody_who_may_decide_for_a_child_is_asked_and_who_may_not_is_not():
    mia, question = a_child(), a_question()
    a_carer(mia)
    a_carer(mia, "Ben Turner", authority=Authority.ORDER)
    a_carer(mia, "Edith Marsh", authority=Authority.UNKNOWN, confirmed=False)
    a_carer(mia, "Sam Social", authority=Authority.NONE)
    a_carer(mia, "Tom Gone", ends_on=date(2025, 1, 1))

    assert list(whole_plan([mia], [question])) == ["Anna Turner", "Ben Turner", "Edith Marsh"]


@pytest.mark.parametrize(
    ("years", "ability", "asked"),
    [
        (9, "", ["Anna Turner"]),
        (14, "", ["Anna Turner", "Mia Turner"]),
        (9, Ability.ABLE, ["Anna Turner", "Mia Turner"]),
        (14, Ability.NOT_YET, ["Anna Turner"]),
    ],
)
def test_a_child_is_asked_too_from_the_set_age_or_as_somebody_judged(years, ability, asked, lead):
    """BC-40, fact 53."""
    mia, question = a_child(born=years_ago(years)), a_question(own_answer_from=13)
    a_carer(mia)
    if ability:
        judged(mia, ability, lead)

    assert list(whole_plan([mia], [question])) == asked


@pytest.mark.parametrize(
    ("ability", "authority", "asked"),
    [
        ("", Authority.PARENTAL, ["Peter Langley"]),
        ("", Authority.DEPUTY, ["Peter Langley"]),
        (Ability.ABLE_WITH_SUPPORT, Authority.DEPUTY, ["Peter Langley"]),
        (Ability.LACKS_CAPACITY, Authority.DEPUTY, ["Sheila Langley"]),
        (Ability.LACKS_CAPACITY, Authority.PARENTAL, []),
    ],
)
def test_an_adult_is_asked_and_never_the_carer_in_their_place(ability, authority, asked, lead):
    """E-38, fact 54."""
    peter, question = a_child("Peter Langley", ADULT, email="peter@families.example"), a_question()
    a_carer(peter, "Sheila Langley", authority=authority)
    if ability:
        judged(peter, ability, lead)

    assert list(whole_plan([peter], [question])) == asked


def test_an_adult_of_unknown_age_who_cannot_decide_is_not_asked_for_as_if_they_were_a_child(lead):
    """E-12, E-38: whoever found that they lack capacity said by it that they are an adult."""
    peter, question = a_child("Peter Langley", None, email="peter@families.example"), a_question()
    a_carer(peter, "Sheila Langley", authority=Authority.PARENTAL)
    a_carer(peter, "Deborah Judd", authority=Authority.DEPUTY)
    judged(peter, Ability.LACKS_CAPACITY, lead)

    assert list(whole_plan([peter], [question])) == ["Deborah Judd"]


def test_for_whom_nobody_is_on_record_is_said():
    mia, question = a_child(), a_question()

    assert whom.plan([mia], [question], TODAY()).nobody == [mia]


def test_carers_are_asked_about_a_child_whose_age_nobody_knows():
    finlay, question = a_child("Finlay Drummond", None), a_question()
    a_carer(finlay)

    assert list(whole_plan([finlay], [question])) == ["Anna Turner"]


# Not again -----------------------------------------------------------------------------------------------------------


def test_what_is_answered_is_not_asked_again_and_a_no_stays_a_no():
    mia = a_child()
    anna = a_carer(mia)
    yes, no, withdrawn, missing = (a_question(title) for title in ("Yes", "No", "Withdrawn", "Missing"))
    an_answer(mia, yes, anna)
    an_answer(mia, no, anna, Decision.NO)
    an_answer(mia, withdrawn, anna)
    an_answer(mia, withdrawn, anna, Decision.WITHDRAWN)

    assert whole_plan([mia], [yes, no, withdrawn, missing]) == {"Anna Turner": [("Mia Turner", "Missing")]}


def test_a_yes_that_runs_out_within_a_month_is_asked_again():
    mia, question = a_child(), a_question(refresh_months=12)
    an_answer(mia, question, a_carer(mia))

    with time_machine.travel(timezone.now() + timedelta(days=320)):
        before = whole_plan([mia], [question])
    with time_machine.travel(timezone.now() + timedelta(days=340)):
        after = whole_plan([mia], [question])

    assert (before, list(after)) == ({}, ["Anna Turner"])


def test_new_words_ask_again_only_where_they_ask_for_more():
    """E-35."""
    mia, question = a_child(), a_question()
    an_answer(mia, question, a_carer(mia))

    words_of(question, 2)
    corrected = whole_plan([mia], [question])
    words_of(question, 3, widened=True)

    assert (corrected, list(whole_plan([mia], [question]))) == ({}, ["Anna Turner"])


def test_two_presses_of_the_button_are_one_letter():
    mia, question = a_child(), a_question()
    a_carer(mia)

    first, second = (asking.send([mia], [question], by=None) for _press in range(2))

    assert (len(first.by_mail), second.by_mail + second.on_paper) == (1, [])
    assert RequestItem.objects.count() == 1


def test_what_is_a_draft_or_over_is_not_asked():
    mia = a_child()
    a_carer(mia)
    draft, over = a_question("Draft"), a_question("Over", ends_on=date(2020, 1, 1))
    type(draft).objects.filter(pk=draft.pk).update(status="draft")

    assert asking.send([mia], [draft, over], by=None).by_mail == []


# How -----------------------------------------------------------------------------------------------------------------


def test_who_has_no_address_gets_paper_with_a_code_that_can_be_read_aloud():
    mia, question = a_child(), a_question()
    anna = a_carer(mia)
    Person.objects.filter(pk=anna.pk).update(email="")

    [request] = asking.send([mia], [question], by=None).on_paper

    assert request.on_paper
    assert set(request.code) <= {*ALPHABET, "-"}
    assert set("01IO").isdisjoint(request.code)


def test_a_child_who_is_reached_by_the_carers_only_gets_it_on_paper():
    mia = a_child(born=years_ago(15), email="mia@families.example", contact_preference=ContactPreference.CARER_ONLY)
    a_carer(mia)

    sent = asking.send([mia], [a_question(own_answer_from=13)], by=None)

    assert [r.asked.name for r in sent.by_mail] == ["Anna Turner"]
    assert [r.asked.name for r in sent.on_paper] == ["Mia Turner"]


def test_each_is_asked_in_their_language_where_the_words_are_there():
    """E-37."""
    mia, question = a_child(), a_question()
    anna = a_carer(mia)
    Person.objects.filter(pk=anna.pk).update(language="Polish")

    before = whom.plan([mia], [question], TODAY()).letters[0].language
    words_of(question, 1, language="pl", text="Czy możemy?")

    assert (before, whom.plan([mia], [question], TODAY()).letters[0].language) == ("en", "pl")


def test_no_mail_names_a_child_or_a_question_and_no_link_shows_whom_it_is_about(worker):
    """E-37: a preview of the mail or of the link tells nobody anything."""
    mia, question = a_child(), a_question("Pictures on Facebook")
    a_carer(mia)

    with worker():
        [request] = asking.send([mia], [question], by=None).by_mail

    [sent] = mail.outbox
    everything = sent.subject + sent.body + sent.alternatives[0][0]
    for secret in ("Mia", "Facebook", f"/{mia.pk}/", request.code):
        assert secret not in everything
    assert sent.body.count("/respond/") == 1


def test_as_many_queries_for_thirty_children_as_for_one(django_assert_num_queries):
    question = a_question()
    children = [a_child(f"Child{number} Turner") for number in range(30)]
    for child in children:
        a_carer(child, f"Carer{child.pk} Turner")
    # settings and the law's age are asked once for each plan
    with django_assert_num_queries(11):
        whom.plan(children[:1], [question], TODAY())
    with django_assert_num_queries(11):
        plan = whom.plan(children, [question], TODAY())

    assert len(plan.letters) == 30


# Afterwards ----------------------------------------------------------------------------------------------------------


def test_nobody_is_reminded_who_answered_meanwhile(worker, coordinator):
    mia, question = a_child(), a_question()
    anna = a_carer(mia)
    [request] = asking.send([mia], [question], by=None).by_mail
    letter = letters.queue(LetterKind.CHASE, request, to=anna)
    ConsentRequest.objects.filter(pk=request.pk).update(status=RequestStatus.ANSWERED)

    letters.send(letter.pk)

    letter.refresh_from_db()
    assert (letter.problem, mail.outbox) == ("It was no longer needed.", [])
    request.refresh_from_db()
    with pytest.raises(Refused):
        asking.chase(request, by=coordinator)


def test_nobody_is_reminded_twice_in_a_day(coordinator):
    mia, question = a_child(), a_question()
    a_carer(mia)
    [request] = asking.send([mia], [question], by=None).by_mail

    with pytest.raises(Refused, match="less than a day ago"):
        asking.chase(request, by=coordinator)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert asking.chase(request, by=coordinator).kind == LetterKind.CHASE


def test_a_new_link_ends_the_old_ones(coordinator):
    mia, question = a_child(), a_question()
    anna = a_carer(mia)
    [request] = asking.send([mia], [question], by=None).by_mail
    token = links.issue(anna, Purpose.RESPOND, about=request.link_about)

    asking.new_link(request, by=coordinator)

    with pytest.raises(links.LinkUnusable):
        links.open_link(token, Purpose.RESPOND)


def test_what_was_left_behind_is_sent_by_the_next_round_and_given_up_after_three_days():
    mia, question = a_child(), a_question()
    anna = a_carer(mia)
    [request] = asking.send([mia], [question], by=None).by_mail
    again = letters.queue(LetterKind.NEW_LINK, request, to=anna)
    type(again).objects.filter(pk=again.pk).update(taken_at=timezone.now())

    assert letters.send_waiting() == 1
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert letters.send_waiting() == 0
    again.refresh_from_db()
    assert again.problem == "It could not be sent in three days."


# Pages ---------------------------------------------------------------------------------------------------------------


def test_asking_shows_who_gets_what_before_anything_is_sent(signed_in, coordinator):
    mia, leo = a_child(), a_child("Leo Stone")
    a_carer(mia)
    a_carer(leo, "Beth Stone")
    question, other = a_question("Website", channel=Channel.WEBSITE), a_question("Facebook")
    event = Event.objects.create(title="Summer fair", on=TODAY(), made_by=coordinator)
    Attendance.objects.create(event=event, person=mia, added_by=coordinator)
    browser = signed_in(coordinator)
    chosen = {"event": event.pk, "question": [question.pk, other.pk], "note": "Thank you!"}

    page = browser.get(address("consent:ask_check"), chosen).content.decode()
    before = ConsentRequest.objects.count()
    sent = browser.post(address("consent:ask_check"), chosen, follow=True)

    assert "Anna Turner" in page
    assert "Beth Stone" not in page
    assert before == 0
    assert "One person gets an e-mail." in sent.content.decode()
    request = ConsentRequest.objects.get()
    assert (request.asked.name, request.event, request.note) == ("Anna Turner", event, "Thank you!")


def test_the_choice_of_people_is_by_name_by_ticking_or_everybody(signed_in, coordinator):
    mia, leo = a_child(), a_child("Leo Stone")
    a_carer(mia)
    a_carer(leo, "Beth Stone")
    question = a_question()
    browser = signed_in(coordinator)

    def named(**chosen):
        page = browser.get(address("consent:ask_check"), {"question": question.pk, **chosen}).content.decode()
        return [name for name in ("Anna Turner", "Beth Stone") if name in page]

    assert named() == ["Anna Turner", "Beth Stone"]
    assert named(q="stone") == ["Beth Stone"]
    assert named(person=mia.pk) == ["Anna Turner"]


def test_what_is_left_out_is_said_beside_its_field(signed_in, coordinator):
    a_carer(a_child())
    a_question()
    browser = signed_in(coordinator)

    page = browser.get(address("consent:ask_check"), {"note": "A note that is kept", "person": "x\x00"})

    assert page.status_code == 200
    assert "Tick at least one question." in page.content.decode()
    assert "A note that is kept" in page.content.decode()


def test_whoever_keeps_no_consent_asks_nobody(signed_in, volunteer):
    browser = signed_in(volunteer)

    pages = [browser.get(address(f"consent:{name}")) for name in ("requests", "ask", "ask_check")]

    assert [page.status_code for page in pages] == [403] * 3


def test_the_list_of_requests_asks_as_much_for_many_as_for_one(signed_in, coordinator, django_assert_num_queries):
    question = a_question()
    browser = signed_in(coordinator)
    mia = a_child()
    a_carer(mia)
    asking.send([mia], [question], by=coordinator)
    browser.get(address("consent:requests"))

    with django_assert_num_queries(6):
        browser.get(address("consent:requests"))
    for number in range(5):
        child = a_child(f"Child{number} Turner")
        a_carer(child, f"Carer{number} Turner")
        asking.send([child], [question], by=coordinator)
    with django_assert_num_queries(6):
        page = browser.get(address("consent:requests"))

    assert page.content.decode().count("Carer") == 5


def test_the_list_can_be_narrowed_to_what_is_late(signed_in, coordinator):
    mia, leo, question = a_child(), a_child("Leo Stone"), a_question()
    a_carer(mia)
    a_carer(leo, "Beth Stone")
    first, _second = asking.send([mia, leo], [question], by=coordinator).by_mail
    ConsentRequest.objects.filter(pk=first.pk).update(due_on=TODAY() - timedelta(days=1))

    page = signed_in(coordinator).get(address("consent:requests"), {"show": "late"}).content.decode()

    assert [name for name in ("Anna Turner", "Beth Stone") if name in page] == ["Anna Turner"]


def test_a_request_can_be_reminded_of_renewed_and_taken_back(signed_in, coordinator, worker):
    mia, question = a_child(), a_question()
    a_carer(mia)
    [request] = asking.send([mia], [question], by=coordinator).by_mail
    browser = signed_in(coordinator)

    with worker():
        link = browser.post(address("consent:send_link", request.pk), follow=True)
        chase = browser.post(address("consent:chase", request.pk), follow=True)
    cancelled = browser.post(address("consent:cancel_request", request.pk), follow=True)
    again = browser.post(address("consent:cancel_request", request.pk), follow=True)

    assert "A new link is on its way." in link.content.decode()
    assert "less than a day ago" in chase.content.decode()
    assert "Nobody waits for these answers any more." in cancelled.content.decode()
    assert "already" in again.content.decode()
    assert [m.subject for m in mail.outbox] == ["Your new link"]


def test_records_that_are_kept_back_stay_so_on_the_page_of_a_request(signed_in, coordinator, lead):
    arash, question = a_child("Arash Ahmadi", restricted=True), a_question()
    a_carer(arash)
    [request] = asking.send([arash], [question], by=lead).by_mail

    page = signed_in(coordinator).get(request.get_absolute_url()).content.decode()
    for_the_lead = signed_in(lead).get(request.get_absolute_url()).content.decode()

    assert "Arash" not in page
    assert "One more question is about somebody whose record is kept back." in page
    assert "Arash Ahmadi" in for_the_lead


def test_a_young_person_whose_record_is_kept_back_stands_on_no_list(signed_in, coordinator, lead):
    """E-37: somebody who was asked themself may be somebody whose name is kept back."""
    arash = a_child("Arash Ahmadi", years_ago(15), restricted=True, email="arash@families.example")
    [request] = asking.send([arash], [a_question(own_answer_from=13)], by=lead).by_mail
    browser = signed_in(coordinator)

    page = browser.get(address("consent:requests")).content.decode()
    own = [browser.get(request.get_absolute_url()), browser.post(address("consent:chase", request.pk))]
    for_the_lead = signed_in(lead).get(request.get_absolute_url())

    assert "Arash" not in page
    assert [answer.status_code for answer in own] == [404, 404]
    assert for_the_lead.status_code == 200


def test_among_very_many_one_searches_before_one_ticks(signed_in, coordinator):
    leo = a_child("Leo Stone")
    many = [Person(name=f"Child{number} Turner", search_text=f"child{number} turner") for number in range(200)]
    held = [RoleHolding(person=person, role=Role.BENEFICIARY) for person in Person.objects.bulk_create(many)]
    RoleHolding.objects.bulk_create(held)
    a_question()
    browser = signed_in(coordinator)

    everybody = browser.get(address("consent:ask")).content.decode()
    found = browser.get(address("consent:ask"), {"q": leo.name}).content.decode()

    assert "search for a name or a project first" in everybody
    assert "Leo Stone" not in everybody
    assert "Leo Stone" in found


def test_court_orders_are_shown_to_those_who_ask(signed_in, coordinator):
    """E-29: a court order is noted, and stands where somebody asks."""
    mia, question = a_child(), a_question()
    a_carer(mia, court_order="Lives with his father from Friday to Sunday")
    chosen = {"question": question.pk}

    check = signed_in(coordinator).get(address("consent:ask_check"), chosen).content.decode()
    [request] = asking.send([mia], [question], by=coordinator).by_mail
    page = signed_in(coordinator).get(request.get_absolute_url()).content.decode()

    assert "A court order is on record" in check
    assert "Lives with his father from Friday to Sunday" in page
