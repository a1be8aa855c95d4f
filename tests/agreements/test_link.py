"""A person's own page, opened from a mail: nobody signs in, nobody signs by accident, nobody signs for another."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.core import signing as core_signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.forms.signing import PINNED
from agreements.models import AgreementRequest, How, Signature
from agreements.services import asking
from agreements.states import RequestStatus
from audit.models import AuditEvent
from people import links
from people.models import PersonalLink, Purpose
from policies.models import ChangeKind
from safeguard.scoping import acting_for
from tests.agreements import factories


@pytest.fixture
def visit(charity, agreement, volunteer, coordinator):
    """The volunteer was asked and has a link; `visit("read")` is the address of a page of hers."""
    factories.asked(agreement, volunteer, by=coordinator)
    token = links.issue(volunteer, Purpose.SIGN, about=agreement.link_about)
    return lambda page="": reverse(f"sign-{page}" if page else "sign", args=[token])


@pytest.fixture
def confirmed(client, visit):
    """A browser in which she has said that it is her."""
    client.post(visit())
    return client


def hidden_text(answer) -> str:
    return re.search(r'name="text" value="([^"]+)"', answer.content.decode())[1]


def sign(client, visit, **changes):
    page = client.get(visit("read"))
    data = {"typed_name": "Vera Lindqvist", "understood": "on", "text": hidden_text(page)} | changes
    return client.post(visit("read"), {name: value for name, value in data.items() if value is not None})


def request_of(agreement) -> AgreementRequest:
    return AgreementRequest.objects.order_by("pk").get(agreement=agreement)


@pytest.mark.clause("IL-61")
def test_the_whole_way_from_the_mail_to_the_receipt(client, charity, agreement, volunteer, coordinator, worker):
    with worker():
        asking.send(agreement, [volunteer], by=coordinator)
    [letter] = mail.outbox
    path = re.search(r"https://safeguard\.example(/sign/\S+)", letter.body)[1]

    start = client.get(path)
    assert "Are you <bdi>Vera Lindqvist</bdi>?" in start.content.decode()
    read = client.post(path, follow=True)
    with worker():
        answer = client.post(
            f"{path}read/", {"typed_name": "Vera Lindqvist", "understood": "on", "text": hidden_text(read)}, follow=True
        )

    assert "You have signed" in answer.content.decode()
    signature = Signature.objects.get()
    assert (signature.how, signature.email) == (How.LINK, "vera@harbour-lights.example")
    assert signature.attested == "I have read the whole text and I understand it."
    assert signature.ip == "127.0.0.1"
    assert [m.subject for m in mail.outbox] == [
        "Please read and sign: Volunteer agreement",
        "Your receipt: Volunteer agreement",
    ]
    assert b"".join(client.get(f"{path}receipt.pdf").streaming_content).startswith(b"%PDF-")


def test_opening_the_page_signs_nothing_and_uses_nothing_up(client, visit, agreement):
    for _visit in range(3):
        client.get(visit())
        client.get(visit("read"))

    assert request_of(agreement).status == RequestStatus.OFFERED
    assert Signature.objects.count() == 0
    assert client.post(visit(), follow=True).status_code == 200


@pytest.mark.parametrize("page", ["read", "other", "receipt", "receipt-pdf"])
def test_nothing_is_shown_before_somebody_has_said_who_they_are(client, visit, page):
    answer = client.get(visit(page))

    assert (answer.status_code, answer.headers["Location"]) == (302, visit())


def test_a_post_without_the_confirmation_signs_nothing(client, visit, agreement, volunteer):
    pinned = core_signing.dumps([agreement.pk, volunteer.pk, "0" * 64], salt=PINNED)

    client.post(visit("read"), {"typed_name": "Vera Lindqvist", "understood": "on", "text": pinned})

    assert Signature.objects.count() == 0


def test_after_an_hour_the_page_asks_again_who_is_there(client, visit):
    now = timezone.now()
    with time_machine.travel(now):
        client.post(visit())
    with time_machine.travel(now + timedelta(minutes=61)):
        assert client.get(visit("read")).headers["Location"] == visit()


def test_the_page_shows_the_whole_text_with_its_contents(confirmed, visit, version):
    page = confirmed.get(visit("read")).content.decode()

    assert "When the lead asks for a chat, you export it and hand it over." in page
    assert 'href="#document-1-clause-3"' in page
    assert 'id="document-1-clause-3"' in page
    assert "I have read this, I understand it, and I will keep to it." in page


def test_the_name_of_the_person_is_in_no_title_and_in_no_meta(confirmed, visit):
    for path in (visit(), visit("read"), visit("not-me")):
        head = confirmed.get(path).content.decode().partition("</head>")[0]
        assert [word for word in ("Vera", "Lindqvist") if word in head] == []


def test_the_pages_are_kept_nowhere_and_found_by_nobody(confirmed, visit):
    answer = confirmed.get(visit("read"))

    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive, nosnippet"


def test_a_double_tap_shows_the_receipt_and_signs_once(confirmed, visit):
    page = confirmed.get(visit("read"))
    data = {"typed_name": "Vera Lindqvist", "understood": "on", "text": hidden_text(page)}

    answers = [confirmed.post(visit("read"), data) for _tap in range(2)]

    assert [answer.headers["Location"] for answer in answers] == [visit("receipt")] * 2
    assert Signature.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"typed_name": ""}, "Type your full name to sign."),
        ({"typed_name": " "}, "Type your full name to sign."),
        ({"typed_name": "V."}, "Type your full name, not initials"),
        ({"understood": None}, "Tick the box when you have read the text"),
        ({"text": ""}, "The page was not complete"),
        ({"text": "forged"}, "The page was not complete"),
        ({"typed_name": "V" * 301}, "Ensure this value has at most 300 characters"),
    ],
)
def test_what_is_missing_is_said_beside_the_field(confirmed, visit, changes, sentence):
    answer = sign(confirmed, visit, **changes)

    assert sentence in answer.content.decode()
    assert Signature.objects.count() == 0


@pytest.mark.parametrize("name", ["李小龙", "محمد", "Łukasz Ngũgĩ wa Thiong’o", "O'Neill", "Suharto", "Ada 🌊 Byron"])
def test_a_name_in_any_script_is_taken_as_it_is(confirmed, visit, name):
    sign(confirmed, visit, typed_name=name)

    assert Signature.objects.get().typed_name == name


def test_a_page_made_for_somebody_else_is_refused(confirmed, visit, agreement, new_person):
    other = new_person("Ada Byron", "volunteer")
    confirmed.get(visit("read"))
    text = request_of(agreement).text
    forged = core_signing.dumps([agreement.pk, other.pk, text.fingerprint], salt=PINNED)

    answer = sign(confirmed, visit, text=forged)

    assert "The page was not complete" in answer.content.decode()
    assert Signature.objects.count() == 0


def test_when_words_have_changed_meanwhile_what_was_read_is_signed_and_the_person_is_told(confirmed, visit, version):
    page = confirmed.get(visit("read"))
    factories.a_version(version.policy, 2, change_kind=ChangeKind.WORDING)

    answer = confirmed.post(
        visit("read"),
        {"typed_name": "Vera Lindqvist", "understood": "on", "text": hidden_text(page)},
        follow=True,
    )

    assert "Words have changed since" in answer.content.decode()
    assert [d.version for d in Signature.objects.get().text.documents.all()] == [version]


def test_when_the_rules_have_changed_meanwhile_the_new_text_is_read_first(confirmed, visit, version):
    page = confirmed.get(visit("read"))
    second = factories.a_version(
        version.policy, 2, html=factories.TEXT + "<h2>4. Pictures</h2><p>Ask before a picture.</p>"
    )
    data = {"typed_name": "Vera Lindqvist", "understood": "on", "text": hidden_text(page)}

    answer = confirmed.post(visit("read"), data)

    words = answer.content.decode()
    assert "The rules changed while you were reading. Nothing was signed." in words
    assert "Ask before a picture." in words
    assert 'value="Vera Lindqvist"' in words
    assert Signature.objects.count() == 0
    confirmed.post(visit("read"), data | {"text": hidden_text(answer)})
    assert [d.version for d in Signature.objects.get().text.documents.all()] == [second]


def test_a_form_with_a_mistake_comes_back_with_the_text_that_it_was_sent_with(confirmed, visit, version):
    """Were the new text shown above the old hidden field, the person would sign what they do not see."""
    page = confirmed.get(visit("read"))
    factories.a_version(version.policy, 2, html=factories.WHO, change_kind=ChangeKind.WORDING)

    answer = confirmed.post(visit("read"), {"typed_name": "", "text": hidden_text(page)})

    assert "Nobody writes to a young person in private." in answer.content.decode()
    assert core_signing.loads(hidden_text(answer), salt=PINNED) == core_signing.loads(hidden_text(page), salt=PINNED)


def test_a_reservation_needs_words_and_a_name(confirmed, visit, agreement):
    page = confirmed.get(visit("other"))

    answer = confirmed.post(visit("other"), {"answer": "reserve", "text": hidden_text(page)})

    words = answer.content.decode()
    assert "Say in a few words why" in words
    assert "Type your full name to sign." in words
    assert request_of(agreement).status == RequestStatus.OPENED


def test_with_a_reservation_it_is_kept_and_does_not_count(confirmed, visit, agreement):
    page = confirmed.get(visit("other"))

    answer = confirmed.post(
        visit("other"),
        {
            "answer": "reserve",
            "words": "Not on my own telephone.",
            "typed_name": "Vera Lindqvist",
            "text": hidden_text(page),
        },
        follow=True,
    )

    assert "Until then it does not count as signed." in answer.content.decode()
    assert request_of(agreement).status == RequestStatus.RESERVED


def test_saying_no_needs_a_reason_and_is_told(confirmed, visit, agreement, worker):
    page = confirmed.get(visit("other"))

    with worker():
        answer = confirmed.post(
            visit("other"), {"answer": "decline", "words": "I do not use a telephone.", "text": hidden_text(page)}
        )

    assert "Your answer has arrived" in answer.content.decode()
    asked = request_of(agreement)
    assert (asked.status, asked.decline_reason) == (RequestStatus.DECLINED, "I do not use a telephone.")
    assert [m.to for m in mail.outbox] == [["cory@harbour-lights.example"]]


def test_reading_again_after_saying_no_is_no_new_answer(confirmed, visit, agreement):
    page = confirmed.get(visit("other"))
    confirmed.post(visit("other"), {"answer": "decline", "words": "No telephone.", "text": hidden_text(page)})

    confirmed.get(visit("read"))

    assert request_of(agreement).status == RequestStatus.DECLINED


def test_asking_for_paper_is_one_click(confirmed, visit, agreement):
    page = confirmed.get(visit("other"))

    answer = confirmed.post(visit("other"), {"answer": "paper", "text": hidden_text(page)})

    assert "You get it on paper" in answer.content.decode()
    assert request_of(agreement).status == RequestStatus.PAPER_ASKED


def test_the_wrong_person_switches_the_link_off(client, visit, agreement, worker):
    asked_first = client.get(visit("not-me"))
    assert PersonalLink.objects.filter(revoked_at=None).count() == 1

    with worker():
        client.post(visit("not-me"))

    assert asked_first.status_code == 200
    assert client.get(visit()).status_code == 404
    assert request_of(agreement).misdirected_at is not None
    assert [m.subject for m in mail.outbox] == ["An answer to look at: Volunteer agreement"]


def test_two_people_with_one_address_have_a_link_each(client, agreement, volunteer, coordinator, new_person, worker):
    husband = new_person("Lars Lindqvist", "volunteer", email="shared@example.org", signs_in=False)
    volunteer.email = "shared@example.org"
    volunteer.save()

    with worker():
        asking.send(agreement, [volunteer, husband], by=coordinator)

    paths = [re.search(r"https://safeguard\.example(/sign/\S+)", m.body)[1] for m in mail.outbox]
    names = [re.search(r"<bdi>(.+?)</bdi>\?", client.get(path).content.decode())[1] for path in paths]
    assert {m.to[0] for m in mail.outbox} == {"shared@example.org"}
    assert names == ["Vera Lindqvist", "Lars Lindqvist"]
    client.post(paths[0])
    assert client.get(f"{paths[1]}read/").headers["Location"] == paths[1]


def birth_date_is_asked(agreement, volunteer):
    type(agreement).objects.filter(pk=agreement.pk).update(asks_birth_date=True)
    volunteer.date_of_birth = date(1985, 6, 17)
    volunteer.save()


def test_where_the_charity_asks_for_it_the_date_of_birth_opens_the_page(client, visit, agreement, volunteer):
    birth_date_is_asked(agreement, volunteer)

    wrong = client.post(visit(), {"birth_date": "18 June 1985"})
    right = client.post(visit(), {"birth_date": "17.6.1985"})
    sign(client, visit)

    assert "This is not the date of birth that we have." in wrong.content.decode()
    assert right.headers["Location"] == visit("read")
    assert Signature.objects.get().how == How.LINK_AND_BIRTH_DATE


def test_a_date_of_birth_cannot_be_guessed(client, visit, agreement, volunteer):
    birth_date_is_asked(agreement, volunteer)
    for day in range(1, 6):
        client.post(visit(), {"birth_date": f"{day} June 1985"})

    answer = client.post(visit(), {"birth_date": "17 June 1985"})

    assert answer.status_code == 200
    assert client.get(visit("read")).status_code == 302


def test_a_form_that_is_sent_again_and_again_is_slowed_down(client, visit):
    answers = [client.post(visit()).status_code for _try in range(31)]

    assert answers == [302] * 30 + [429]


def test_strange_tokens_are_slowed_down(client, db):
    answers = [client.get(reverse("sign", args=[f"guess-{number}"])).status_code for number in range(31)]

    assert answers == [404] * 30 + [429]


def run_out(volunteer) -> None:
    PersonalLink.objects.filter(person=volunteer).update(expires_at=timezone.now() - timedelta(minutes=1))


def test_a_link_that_has_run_out_offers_a_new_one_to_the_persons_own_address(client, visit, volunteer, worker):
    run_out(volunteer)

    page = client.get(visit())
    with worker():
        answer = client.post(visit("new-link"))

    assert (page.status_code, "Send me a new link" in page.content.decode()) == (410, True)
    assert "a new link is on its way" in answer.content.decode()
    [letter] = mail.outbox
    assert letter.to == ["vera@harbour-lights.example"]
    assert client.get(re.search(r"https://safeguard\.example(/sign/\S+)", letter.body)[1]).status_code == 200


def test_a_new_link_is_sent_once_an_hour(client, visit, volunteer, worker):
    run_out(volunteer)

    with worker():
        answers = [client.post(visit("new-link")).content for _try in range(3)]

    assert len(mail.outbox) == 1
    assert len(set(answers)) == 1


def test_asking_for_a_new_link_changes_no_answer(client, visit, volunteer, agreement, worker):
    AgreementRequest.objects.filter(agreement=agreement).update(status="declined", declined_at=timezone.now())
    run_out(volunteer)

    with worker():
        client.post(visit("new-link"))

    assert request_of(agreement).status == RequestStatus.DECLINED
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("page", ["", "read", "other", "receipt", "receipt-pdf", "not-me"])
def test_a_link_that_was_taken_back_opens_nothing(client, visit, volunteer, page):
    links.revoke(volunteer)

    answer = client.get(visit(page))

    assert answer.status_code == 404
    assert "Vera" not in answer.content.decode()


def test_a_new_link_is_not_sent_for_a_link_that_was_taken_back(client, visit, volunteer, worker):
    run_out(volunteer)
    links.revoke(volunteer)

    with worker():
        answer = client.post(visit("new-link"))

    assert answer.status_code == 404
    assert mail.outbox == []


def test_a_link_of_somebody_who_left_opens_nothing(client, visit, volunteer):
    volunteer.left_on = date(2026, 1, 31)
    volunteer.save()

    assert client.get(visit()).status_code == 404


def test_a_link_for_something_else_opens_nothing(client, volunteer, scope):
    token = links.issue(volunteer, Purpose.INVITATION)

    assert client.get(reverse("sign", args=[token])).status_code == 404


@pytest.mark.parametrize("about", ["", "agreement:", "agreement:x", "agreement:99999", "17"])
def test_a_link_about_nothing_opens_nothing(client, volunteer, scope, about):
    token = links.issue(volunteer, Purpose.SIGN, about=about)

    assert client.get(reverse("sign", args=[token])).status_code == 404


def test_a_link_opens_no_agreement_of_another_charity(client, agreement, stranger, other_charity):
    with acting_for(other_charity):
        token = links.issue(stranger, Purpose.SIGN, about=agreement.link_about)

    assert client.get(reverse("sign", args=[token])).status_code == 404


def test_the_form_is_refused_without_its_token(visit, agreement):
    client = Client(enforce_csrf_checks=True)

    answer = client.post(visit())

    assert answer.status_code == 403
    assert request_of(agreement).status == RequestStatus.OFFERED


def test_an_agreement_that_was_closed_says_so(confirmed, visit, agreement, coordinator):
    from agreements.services import designing

    designing.close(agreement, by=coordinator)

    assert "This agreement is closed." in confirmed.get(visit("read")).content.decode()


def test_a_policy_that_is_not_in_force_any_more_says_so(confirmed, visit, version):
    type(version).objects.filter(pk=version.pk).update(status="withdrawn")

    assert "is not in force" in confirmed.get(visit("read")).content.decode()


def test_the_receipt_can_be_read_again_with_the_same_link(confirmed, visit):
    sign(confirmed, visit)

    first, again = (confirmed.get(visit("receipt")).content.decode() for _look in range(2))

    assert "When the lead asks for a chat, you export it and hand it over." in again
    assert Signature.objects.get().code in first
    assert confirmed.get(visit("read")).headers["Location"] == visit("receipt")
    assert confirmed.get(visit("other")).headers["Location"] == visit("receipt")


def test_the_receipt_is_made_by_the_worker_and_says_so_until_then(confirmed, visit):
    sign(confirmed, visit)

    assert confirmed.get(visit("receipt-pdf")).status_code == 202


def test_a_signature_that_runs_out_soon_can_be_given_again_from_the_receipt(
    client, version, volunteer, coordinator, charity
):
    agreement = factories.an_agreement(version, by=coordinator, valid_for_months=12)
    with time_machine.travel(timezone.now() - timedelta(days=330)):
        factories.signed(agreement, volunteer)
    token = links.issue(volunteer, Purpose.SIGN, about=agreement.link_about)
    client.post(reverse("sign", args=[token]))

    receipt = client.get(reverse("sign-receipt", args=[token])).content.decode()
    read = client.get(f"{reverse('sign-read', args=[token])}?again=1")
    data = {"typed_name": "Vera Lindqvist", "understood": "on", "text": hidden_text(read)}
    client.post(f"{reverse('sign-read', args=[token])}?again=1", data)
    client.post(f"{reverse('sign-read', args=[token])}?again=1", data)

    assert "Your signature runs out soon" in receipt
    assert list(AgreementRequest.objects.order_by("pk").values_list("status", flat=True)) == ["replaced", "signed"]


def test_a_young_person_names_a_parent_who_gets_a_copy(client, version, coordinator, new_person, charity, worker):
    agreement = factories.an_agreement(version, by=coordinator, age_group="young")
    young = new_person("Kit Marlow", "volunteer", date_of_birth=timezone.localdate() - timedelta(days=16 * 365))
    token = links.issue(young, Purpose.SIGN, about=agreement.link_about)
    client.post(reverse("sign", args=[token]))
    read = client.get(reverse("sign-read", args=[token]))

    with worker():
        client.post(
            reverse("sign-read", args=[token]),
            {
                "typed_name": "Kit Marlow",
                "understood": "on",
                "text": hidden_text(read),
                "parent_email": "parent@example.org",
            },
        )

    assert "It is not a contract." in read.content.decode()
    assert sorted((m.to[0], m.subject) for m in mail.outbox) == [
        ("kit@harbour-lights.example", "Your receipt: Volunteer agreement"),
        ("parent@example.org", "A copy for you: Volunteer agreement"),
    ]


@pytest.mark.clause("IL-63")
def test_a_carer_signs_and_says_for_whom(client, version, coordinator, new_person, charity):
    agreement = factories.an_agreement(version, by=coordinator, roles=["carer"])
    carer = new_person("Rosa Diaz", "carer", signs_in=False)
    token = links.issue(carer, Purpose.SIGN, about=agreement.link_about)
    client.post(reverse("sign", args=[token]))
    read = client.get(reverse("sign-read", args=[token]))

    client.post(
        reverse("sign-read", args=[token]),
        {"typed_name": "Rosa Diaz", "understood": "on", "text": hidden_text(read), "on_behalf_of": "Ben Diaz"},
    )

    assert (Signature.objects.get().person, Signature.objects.get().on_behalf_of) == (carer, "Ben Diaz")


def test_every_answer_is_on_the_audit_without_a_word_of_it(confirmed, visit, charity):
    page = confirmed.get(visit("other"))
    confirmed.post(visit("other"), {"answer": "decline", "words": "No telephone.", "text": hidden_text(page)})

    events = AuditEvent.objects.filter(object_type="agreements.agreementrequest").order_by("number")
    assert [event.verb for event in events] == ["sent", "opened to read", "declined"]
    assert [e.number for e in events if "telephone" in str(e.content())] == []


def test_a_web_server_that_names_no_address_of_the_visitor_stops_no_signature(confirmed, visit):
    page = confirmed.get(visit("read"))
    data = {"typed_name": "Vera Lindqvist", "understood": "on", "text": hidden_text(page)}

    confirmed.post(visit("read"), data, REMOTE_ADDR="")

    assert Signature.objects.get().ip is None
