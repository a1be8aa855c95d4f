"""Answering by personal link: one thing at a time, nothing ticked, nothing lost, nothing told to the other parent."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from consent.effective import Reason
from consent.models import (
    Answer,
    Channel,
    ConsentDraft,
    ConsentReceipt,
    ConsentRequest,
    Decision,
    Means,
    OptOut,
    Takedown,
    Use,
    UseSubject,
)
from consent.services import asking
from consent.standing import standing_of
from consent.states import RequestStatus
from people import links
from people.models import Authority, CareLink, Purpose, Relationship
from people.services import merging
from tests.consent.factories import a_carer, a_child, a_question, an_answer, look_after, words_of

pytestmark = pytest.mark.usefixtures("scope")

TODAY = timezone.localdate


@pytest.fixture
def worker():
    """`with worker():` runs what the worker would do once the block has been committed."""
    return lambda: TestCase.captureOnCommitCallbacks(execute=True)


class Guest:
    """Somebody at their own page, in a browser."""

    def __init__(self, client, request):
        self.client, self.request = client, request
        self.token = links.issue(request.asked, Purpose.RESPOND, about=request.link_about)

    def url(self, page="", *args):
        return reverse(f"respond-{page}" if page else "respond", args=[self.token, *args])

    def get(self, page, *args, **query):
        return self.client.get(self.url(page, *args), query)

    def post(self, page, *args, **data):
        return self.client.post(self.url(page, *args), data, follow=True)

    def answer(self, child, answers, **more):
        """`answers` are yes or no by question; what stands on the page is sent with it."""
        data = dict(more)
        for question, answer in answers.items():
            item = self.request.items.get(subject=child, question=question)
            data |= {f"answer-{item.pk}": answer, f"words-{item.pk}": str(newest(question))}
        return self.client.post(self.url("about", child.pk), data)

    def send(self, name="Anna Turner", **more):
        shown = re.search(r'name="shown" value="(\w+)"', self.get("check").content.decode())
        data = {"giver_name": name, "shown": shown[1] if shown else "", **more}
        return self.client.post(self.url("check"), data, follow=True)


def newest(question):
    return question.wordings.order_by("-number").first().number


@pytest.fixture
def at_the_door(client):
    def arrive(request):
        guest = Guest(client, request)
        client.post(guest.url())
        return guest

    return arrive


def asked(people, questions, **details) -> list[ConsentRequest]:
    sent = asking.send(people, questions, by=None, **details)
    return sorted([*sent.by_mail, *sent.on_paper], key=lambda request: request.asked.name)


def words(answer) -> str:
    return answer.content.decode()


@pytest.mark.clause("RW-33", "WY-31", "BC-39")
def test_the_whole_way_from_the_mail_to_the_receipt(client, worker):
    mia, leo = a_child(), a_child("Leo Turner")
    anna = a_carer(mia)
    look_after(leo, anna)
    website, facebook = a_question("Website", channel=Channel.WEBSITE), a_question("Facebook")

    with worker():
        [request] = asked([mia, leo], [website, facebook])
    path = re.search(r"https://safeguard\.example(/respond/\S+)", mail.outbox[0].body)[1]
    start = client.get(path)
    assert "Are you <bdi>Anna Turner</bdi>?" in words(start)
    assert "Mia" not in words(start)
    client.post(path)
    guest = Guest(client, request)
    client.post(guest.url())
    guest.answer(mia, {website: "yes", facebook: "no"})
    guest.answer(leo, {website: "yes", facebook: "yes"})
    with worker():
        done = guest.send()

    assert "Your answers have arrived" in words(done)
    said = {(a.subject.name, a.question.title): a.decision for a in Answer.objects.all()}
    assert said == {
        ("Mia Turner", "Website"): "yes",
        ("Mia Turner", "Facebook"): "no",
        ("Leo Turner", "Website"): "yes",
        ("Leo Turner", "Facebook"): "yes",
    }
    answer = Answer.objects.first()
    assert (answer.giver, answer.giver_name, answer.sent_to) == (anna, "Anna Turner", "anna@families.example")
    assert standing_of(mia, website, TODAY()).reason == Reason.AGREED
    assert standing_of(mia, facebook, TODAY()).reason == Reason.REFUSED
    assert [m.subject for m in mail.outbox] == ["Some questions for you", "Your answers have arrived"]
    request.refresh_from_db()
    assert request.status == RequestStatus.ANSWERED
    made = ConsentReceipt.objects.get()
    pdf = guest.get("pdf", made.code)
    assert b"".join(pdf.streaming_content).startswith(b"%PDF-")


def test_nothing_is_ticked_already_and_the_warning_stands_beside_what_is_public(at_the_door):
    """Article 4(11) UK GDPR: silence and ticked boxes are no consent."""
    mia = a_child()
    a_carer(mia)
    question = a_question()
    [request] = asked([mia], [question])

    page = words(at_the_door(request).get("about", mia.pk))

    assert re.findall(r"<input[^>]*checked", page) == []
    assert question.wordings.get().fixed["warning"] in page


@pytest.mark.clause("BC-41")
def test_that_copies_cannot_be_called_back_is_said_before_the_answer(at_the_door):
    mia = a_child()
    a_carer(mia)
    facebook, wall = a_question(), a_question("Walls", channel=Channel.INTERNAL)
    [request] = asked([mia], [facebook, wall])

    page = words(at_the_door(request).get("about", mia.pk))

    assert page.count("copies cannot be called back") == 1


@pytest.mark.clause("RW-35", "IL-41", "IL-42")
def test_each_purpose_and_each_way_of_contact_has_an_answer_of_its_own(at_the_door):
    mia = a_child()
    a_carer(mia)
    video = a_question("Video calls", means=Means.VIDEO_CALL, channel=Channel.CONVERSATION)
    social = a_question("Social media", means=Means.SOCIAL_MEDIA, channel=Channel.CONVERSATION)
    funds = a_question("Fund-raising on Facebook", what_for="Fund-raising")
    news = a_question("News on Facebook", what_for="News")
    [request] = asked([mia], [video, social, funds, news])
    guest = at_the_door(request)

    guest.answer(mia, {video: "yes", social: "no", funds: "no", news: "yes"})
    guest.send()

    reasons = [standing_of(mia, question, TODAY()).reason for question in (video, social, funds, news)]
    assert reasons == [Reason.AGREED, Reason.REFUSED, Reason.REFUSED, Reason.AGREED]


def test_some_answers_may_wait(at_the_door):
    mia = a_child()
    a_carer(mia)
    one, two = a_question("One"), a_question("Two", channel=Channel.WEBSITE)
    [request] = asked([mia], [one, two])
    guest = at_the_door(request)

    guest.answer(mia, {one: "yes", two: "later"})
    guest.send()

    request.refresh_from_db()
    assert request.status == RequestStatus.PARTLY
    assert Answer.objects.count() == 1


def test_what_was_chosen_is_there_again_with_a_new_link_on_another_telephone(at_the_door, client):
    mia = a_child()
    a_carer(mia)
    question = a_question()
    [request] = asked([mia], [question])
    at_the_door(request).answer(mia, {question: "no"})

    client.cookies.clear()
    page = words(at_the_door(request).get("about", mia.pk))

    assert re.search(r'value="no"[^>]*checked', page)
    assert Answer.objects.count() == 0


def test_the_page_saves_itself(at_the_door):
    mia = a_child()
    a_carer(mia)
    question = a_question()
    [request] = asked([mia], [question])
    guest = at_the_door(request)
    item = request.items.get()

    saved = guest.client.post(guest.url("save", mia.pk), {f"answer-{item.pk}": "yes", f"words-{item.pk}": "1"})
    wrong = guest.client.post(guest.url("save", mia.pk), {f"answer-{item.pk}": "perhaps"})

    assert (list(saved.json()), wrong.status_code) == (["saved_at"], 422)
    assert ConsentDraft.objects.get().choices == {str(item.pk): {"number": 1, "answer": "yes", "own": ""}}


def test_sent_twice_is_sent_once(at_the_door):
    mia = a_child()
    a_carer(mia)
    question = a_question()
    [request] = asked([mia], [question])
    guest = at_the_door(request)
    guest.answer(mia, {question: "yes"})
    shown = re.search(r'name="shown" value="(\w+)"', words(guest.get("check")))[1]

    first = guest.post("check", giver_name="Anna Turner", shown=shown)
    second = guest.post("check", giver_name="Anna Turner", shown=shown)

    assert first.redirect_chain == second.redirect_chain
    assert Answer.objects.count() == 1


def test_what_changed_in_another_tab_is_not_sent_unseen(at_the_door):
    mia = a_child()
    a_carer(mia)
    question = a_question()
    [request] = asked([mia], [question])
    guest = at_the_door(request)
    guest.answer(mia, {question: "no"})
    shown = re.search(r'name="shown" value="(\w+)"', words(guest.get("check")))[1]
    guest.answer(mia, {question: "yes"})

    page = guest.post("check", giver_name="Anna Turner", shown=shown)

    assert "Something has changed since this page was opened" in words(page)
    assert 'value="Anna Turner"' in words(page)
    assert Answer.objects.count() == 0


def test_nobody_answers_words_that_they_have_not_read(at_the_door):
    """E-35: the words changed between opening the page and sending it, or between choosing and sending."""
    mia = a_child()
    a_carer(mia)
    question = a_question()
    [request] = asked([mia], [question])
    guest = at_the_door(request)
    item = request.items.get()
    guest.answer(mia, {question: "yes"})
    words_of(question, 2, widened=True)

    page = guest.client.post(guest.url("about", mia.pk), {f"answer-{item.pk}": "yes", f"words-{item.pk}": "1"})
    check = guest.send()

    assert "The words of this question have changed" in words(page)
    assert re.findall(r"<input[^>]*checked", words(page)) == []
    assert "Nothing is chosen yet" in words(check)
    assert Answer.objects.count() == 0


def test_an_answer_goes_over_to_a_second_child_only_where_somebody_presses_for_it(at_the_door):
    mia, leo = a_child(), a_child("Leo Turner")
    look_after(leo, a_carer(mia))
    one, two = a_question("One"), a_question("Two", channel=Channel.WEBSITE)
    [request] = asked([mia, leo], [one, two])
    guest = at_the_door(request)
    guest.answer(mia, {one: "yes", two: "no"})

    before = words(guest.get("about", leo.pk))
    item = request.items.get(subject=leo, question=two)
    after = guest.post("about", leo.pk, same=str(item.pk))

    assert re.findall(r"<input[^>]*checked", before) == []
    assert "The same as for <bdi>Mia Turner</bdi>: Yes" in before
    assert [re.search(r'name="([^"]+)" value="([^"]+)"', tag).groups() for tag in re.findall(
        r"<input[^>]*checked[^>]*>", words(after))] == [(f"answer-{item.pk}", "no")]  # fmt: skip
    assert Answer.objects.count() == 0


@pytest.mark.clause("BC-40")
def test_the_childs_own_view_is_the_childs_own_answer(at_the_door):
    """E-31: what a younger child would rather not is never passed over."""
    mia = a_child()
    a_carer(mia)
    question = a_question(own_answer_from=13)
    [request] = asked([mia], [question])
    guest = at_the_door(request)
    item = request.items.get()

    guest.answer(mia, {question: "yes"}, **{f"own-{item.pk}": "no"})
    guest.send()

    own = Answer.objects.get(giver=mia)
    assert (own.decision, own.note) == ("no", "Said beside a carer, who sent it by their link.")
    assert standing_of(mia, question, TODAY()).reason == Reason.OWN_VIEW
    request.refresh_from_db()
    assert request.status == RequestStatus.ANSWERED


def test_a_child_who_answers_for_themself_is_not_answered_for(at_the_door):
    zoe = a_child("Zoe Turner", TODAY() - timedelta(days=365 * 15))
    a_carer(zoe)
    question = a_question(own_answer_from=13)
    carers, own = asked([zoe], [question])
    guest = at_the_door(carers)
    item = carers.items.get()

    guest.answer(zoe, {question: "yes"}, **{f"own-{item.pk}": "yes"})
    guest.send()

    assert own.asked == zoe
    assert Answer.objects.filter(giver=zoe).count() == 0
    assert standing_of(zoe, question, TODAY()).reason == Reason.CHILD_NOT_ASKED


def test_who_one_is_is_asked_where_nobody_knows_and_waits_for_confirmation(at_the_door):
    """E-30: an answer of somebody whose right is not confirmed is kept, and opens nothing."""
    mia = a_child()
    gran = a_carer(mia, "Edith Turner", confirmed=False, authority=Authority.UNKNOWN)
    question = a_question()
    [request] = asked([mia], [question])
    guest = at_the_door(request)

    first = guest.client.get(guest.url("about", mia.pk))
    page = guest.post("who", mia.pk, relationship=Relationship.GRANDPARENT, authority=Authority.ORDER)
    again = guest.post("who", mia.pk, relationship=Relationship.MOTHER, authority=Authority.PARENTAL)
    guest.answer(mia, {question: "yes"})
    guest.send("Edith Turner")

    link = CareLink.objects.get(carer=gran)
    assert first.headers["Location"] == guest.url("who", mia.pk)
    assert "still has to confirm" in words(page)
    assert again.redirect_chain[-1][0] == guest.url("about", mia.pk)
    assert (link.relationship, link.authority, link.is_confirmed) == ("grandparent", "order", False)
    assert standing_of(mia, question, TODAY()).reason == Reason.UNCONFIRMED


def test_whoever_is_not_sure_may_answer_and_is_not_asked_again(at_the_door):
    mia = a_child()
    a_carer(mia, "Edith Turner", confirmed=False, authority=Authority.UNKNOWN)
    question = a_question()
    [request] = asked([mia], [question])
    guest = at_the_door(request)

    guest.post("who", mia.pk, relationship=Relationship.OTHER, authority=Authority.UNKNOWN)
    guest.answer(mia, {question: "no"})
    guest.send("Edith Turner")

    assert standing_of(mia, question, TODAY()).reason == Reason.REFUSED


def test_taking_a_yes_back_is_one_press_and_takes_down_what_is_shown(at_the_door, worker, lead):
    """Fact 49: as easy as giving it. E-32: a takedown for today."""
    mia = a_child()
    anna = a_carer(mia)
    question = a_question()
    [request] = asked([mia], [question])
    given = an_answer(mia, question, anna, request=request)
    use = Use.objects.create(
        what="Summer fair", means=Means.PICTURE, channel=Channel.FACEBOOK, what_for="News", recorded_by=lead
    )
    UseSubject.objects.create(use=use, person=mia)
    guest = at_the_door(request)

    page = words(guest.get("all"))
    with worker():
        done = guest.post("withdraw", given.pk)
        again = guest.post("withdraw", given.pk)

    assert guest.url("withdraw", given.pk) in page
    assert "Your yes is taken back" in words(done)
    assert again.redirect_chain[-1] == done.redirect_chain[-1]
    assert [a.decision for a in Answer.objects.in_order()] == ["yes", "withdrawn"]
    assert [t.due_on for t in Takedown.objects.all()] == [TODAY()]
    assert [m.subject for m in mail.outbox if m.to == [anna.email]] == ["Your change has arrived"]
    assert standing_of(mia, question, TODAY()).reason == Reason.WITHDRAWN


def test_a_no_stays_and_a_cancelled_request_still_lets_a_yes_be_taken_back(at_the_door, coordinator):
    mia = a_child()
    anna = a_carer(mia)
    one, two = a_question("One"), a_question("Two", channel=Channel.WEBSITE)
    [request] = asked([mia], [one, two])
    given, refused = an_answer(mia, one, anna), an_answer(mia, two, anna, Decision.NO)
    asking.cancel(request, by=coordinator)
    guest = at_the_door(request)

    page = words(guest.get("all"))
    guest.post("withdraw", refused.pk)
    guest.post("withdraw", given.pk)

    assert "Nothing is asked at the moment" in page
    assert [a.decision for a in Answer.objects.in_order()] == ["yes", "no", "withdrawn"]


def test_a_wish_not_to_be_contacted_by_social_media_is_recorded(at_the_door):
    mia = a_child()
    anna = a_carer(mia)
    question = a_question()
    [request] = asked([mia], [question])
    guest = at_the_door(request)

    guest.answer(mia, {question: "no"}, wish="on")
    guest.send()

    wish = OptOut.objects.get()
    assert (wish.subject, wish.asked_by, wish.means) == (mia, anna, [Means.SOCIAL_MEDIA])


def test_the_words_can_be_read_in_another_language(at_the_door):
    """E-37: the answer is bound to the words that were read."""
    mia = a_child()
    a_carer(mia)
    question = a_question()
    polish = words_of(question, 1, language="pl", text="Czy możemy?", explanation="Tak.", withdrawal="Powiedz nam.")
    [request] = asked([mia], [question])
    guest = at_the_door(request)

    guest.get("all", language="pl")
    page = words(guest.get("about", mia.pk))
    guest.answer(mia, {question: "yes"})
    guest.send(interpreter="Ewa Nowak")

    answer = Answer.objects.get()
    assert "Czy możemy?" in page
    assert (answer.wording, answer.interpreter) == (polish, "Ewa Nowak")


def test_that_is_not_me_switches_the_link_off(at_the_door, client):
    mia = a_child()
    a_carer(mia)
    [request] = asked([mia], [a_question()])
    guest = at_the_door(request)

    guest.post("not-me")

    assert client.get(guest.url()).status_code == 404
    request.refresh_from_db()
    assert request.misdirected_at is not None


def test_a_link_that_has_run_out_is_renewed_to_the_address_on_record(client, worker):
    mia = a_child()
    a_carer(mia)
    [request] = asked([mia], [a_question()])
    guest = Guest(client, request)

    with time_machine.travel(timezone.now() + timedelta(days=31)):
        page = client.get(guest.url())
        with worker():
            client.post(guest.url("new-link"))

    assert page.status_code == 410
    assert [(m.to, m.subject) for m in mail.outbox] == [(["anna@families.example"], "Your new link")]


def test_nothing_is_shown_before_somebody_says_who_they_are(client):
    mia = a_child()
    a_carer(mia)
    [request] = asked([mia], [a_question()])
    guest = Guest(client, request)

    pages = [guest.get("all"), guest.get("about", mia.pk), guest.get("check"), guest.get("receipt", request.code)]

    assert [page.headers["Location"] for page in pages] == [guest.url()] * 4
    assert {page.headers["Cache-Control"] for page in pages} == {"no-store, private"}
    assert {page.headers["X-Robots-Tag"] for page in pages} == {"noindex, nofollow, noarchive, nosnippet"}


def test_a_carer_opens_nothing_about_a_child_of_others(at_the_door):
    mia, other = a_child(), a_child("Noah Stone")
    a_carer(mia)
    a_carer(other, "Beth Stone")
    question = a_question()
    mine, _theirs = asked([mia, other], [question])
    theirs = an_answer(other, question, _theirs.asked, request=_theirs, code="AAAA-BBBB-CCCC-DDDD")
    guest = at_the_door(mine)

    pages = [
        guest.get("about", other.pk),
        guest.get("who", other.pk),
        guest.get("withdraw", theirs.pk),
        guest.get("withdraw", int("9" * 30)),
        guest.get("receipt", theirs.code),
        guest.get("pdf", theirs.code),
    ]

    assert [page.status_code for page in pages] == [404] * 6


def test_a_young_person_of_eighteen_is_no_longer_answered_for(at_the_door):
    """E-26: on the birthday the parent's page shows the questions no more, and the yes there is no longer theirs."""
    eighteen = TODAY().replace(year=TODAY().year - 18)
    jo = a_child("Jo Turner", eighteen + timedelta(days=3))
    anna = a_carer(jo)
    question = a_question()
    request = next(r for r in asked([jo], [question]) if r.asked == anna)
    guest = at_the_door(request)
    guest.answer(jo, {question: "yes"})

    with time_machine.travel(timezone.now() + timedelta(days=4)):
        guest.client.post(guest.url())
        page = guest.get("all")
        about = guest.get("about", jo.pk)

    assert "Jo Turner" not in words(page)
    assert about.status_code == 404


# Entered twice, and no longer a carer ---------------------------------------------------------------------------------


def test_what_was_answered_under_an_entry_that_was_joined_can_be_taken_back(guest_of, lead, worker):
    """E-17, fact 49: the child and the mother stood in the list twice; her yes hangs under the entries of then."""
    child, twin, question = a_child(), a_child(), a_question()
    mother = a_carer(twin)
    an_answer(twin, question, mother)
    other = a_carer(child)
    guest = guest_of(child, question, asked=other)
    merging.merge(child, twin, told_apart_by="The same school", by=lead)
    merging.merge(other, mother, told_apart_by="She told me", by=lead)
    guest.client.post(guest.url())
    answer = Answer.objects.get()

    page = guest.get("all").content.decode()
    with worker():
        receipt = guest.post("withdraw", answer.pk)

    assert guest.url("withdraw", answer.pk) in page
    assert receipt.status_code == 200
    assert standing_of(child, question, TODAY()).reason == Reason.WITHDRAWN


def test_the_right_to_decide_is_what_the_entry_that_stays_says(lead):
    """E-17: the tie of the entry that goes stays behind, and says nothing any more."""
    child, twin, question = a_child(), a_child(), a_question()
    mother = a_carer(child)
    look_after(twin, mother, authority=Authority.NONE, confirmed=False)
    an_answer(child, question, mother)

    merging.merge(child, twin, told_apart_by="The same school", by=lead)

    assert standing_of(child, question, TODAY()).reason == Reason.AGREED


def test_whoever_is_no_longer_a_carer_takes_back_on_the_familys_behalf(guest_of, worker):
    """E-33: the page was still open when the tie ended; nothing is lost, and nothing breaks."""
    child, question = a_child(), a_question()
    mother = a_carer(child)
    guest = guest_of(child, question, asked=mother)
    answer = an_answer(child, question, mother)
    guest.client.post(guest.url())
    CareLink.objects.update(ends_on=TODAY() - timedelta(days=1))

    with worker():
        first, second = guest.post("withdraw", answer.pk), guest.post("withdraw", answer.pk)

    assert (first.status_code, second.status_code) == (200, 200)
    said = Answer.objects.in_order().last()
    assert (said.decision, said.giver, said.giver_name) == (Decision.WITHDRAWN, None, "Anna Turner")
    assert Answer.objects.count() == 2
    assert standing_of(child, question, TODAY()).reason == Reason.WITHDRAWN


@pytest.fixture
def guest_of(client):
    """Somebody who was asked one question about one person, at their own page."""

    def make(child, question, *, asked):
        request = ConsentRequest.objects.create(asked=asked, code="GGGG-2M4P-XW3H-9RTC", due_on=TODAY())
        request.items.create(subject=child, question=question, wording=question.wordings.get())
        return Guest(client, request)

    return make
