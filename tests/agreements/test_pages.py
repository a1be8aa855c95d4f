"""The pages of those who look after agreements, and everybody's own."""

import csv
import io

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.models import Awareness, IssueRecord, Signature
from agreements.services import receipts, signing, telling
from people.roles import Role
from policies.models import PolicyVersion
from safeguard.addresses import address
from safeguard.scoping import acting_for
from tests.agreements import factories

SEERS = ["chair", "trustee", "safeguarding_trustee", "lead", "coordinator"]
KEEPERS = ["chair", "lead", "coordinator"]
OTHERS = ["volunteer", "administrator"]
CAST = [*SEERS, *OTHERS]


@pytest.fixture
def cast(chair, trustee, safeguarding_trustee, lead, coordinator, volunteer, administrator):
    return dict(
        zip(CAST, [chair, trustee, safeguarding_trustee, lead, coordinator, volunteer, administrator], strict=True)
    )


@pytest.fixture
def somebody(agreement, new_person, coordinator):
    """A volunteer who has signed; not one of the cast."""
    person = new_person("Ada Byron", Role.VOLUNTEER)
    factories.signed(agreement, person)
    return person


def pages(agreement, somebody) -> dict[str, tuple[str, list[str]]]:
    """Every page by its name: its address, and who of the cast may open it."""
    code, pk, who = Signature.objects.get().code, agreement.pk, somebody.pk
    return {
        "agreement": (address("agreements:agreement", pk), SEERS),
        "export": (address("agreements:export", pk), KEEPERS),
        "new": (address("agreements:new"), KEEPERS),
        "edit": (address("agreements:edit", pk), KEEPERS),
        "choose": (address("agreements:choose", pk), KEEPERS),
        "document": (address("agreements:document", pk, agreement.documents.get().pk), KEEPERS),
        "open": (address("agreements:open", pk), KEEPERS),
        "close": (address("agreements:close", pk), KEEPERS),
        "send": (address("agreements:send", pk), KEEPERS),
        "chase": (address("agreements:chase", pk), KEEPERS),
        "paper": (address("agreements:paper", pk), KEEPERS),
        "print": (address("agreements:print", pk, who), KEEPERS),
        "record_paper": (address("agreements:record_paper", pk, who), KEEPERS),
        "take_in": (address("agreements:take_in"), KEEPERS),
        "device": (address("agreements:device", pk, who), KEEPERS),
        "device_read": (address("agreements:device_read", pk, who), KEEPERS),
        "person": (address("agreements:person", who), SEERS),
        "signature": (address("agreements:signature", code), SEERS),
        "documents": (address("agreements:documents"), SEERS),
        "document_people": (address("agreements:document_people", "staying-safe-online"), SEERS),
        "told": (address("agreements:told"), KEEPERS),
        "issued": (address("agreements:issued"), KEEPERS),
        "answers": (address("agreements:answers"), CAST),
        "mine": (address("agreements:mine"), CAST),
    }


PAGES = [
    *("agreement", "export", "new", "edit", "choose", "document", "open", "close", "send", "chase", "paper", "print"),
    *("record_paper", "take_in", "device", "device_read", "person", "signature", "documents", "document_people"),
    *("told", "issued", "answers", "mine"),
]


@pytest.mark.parametrize("page", PAGES)
def test_each_page_opens_for_those_who_may_and_names_whom_to_ask_to_the_others(client, cast, agreement, somebody, page):
    url, may = pages(agreement, somebody)[page]
    opened = []
    for name, person in cast.items():
        client.force_login(person.user)
        answer = client.get(url)
        if answer.status_code != 403:
            opened.append(name)
        else:
            assert "Ask" in answer.content.decode()

    assert opened == [name for name in CAST if name in may]


POSTS = [
    "new",
    "edit",
    "choose",
    "open",
    "close",
    "send",
    "chase",
    "print",
    "record_paper",
    "take_in",
    "told",
    "issued",
]


@pytest.mark.parametrize("page", [*POSTS, "follow", "take_out", "device_back"])
def test_nobody_else_changes_anything(client, cast, agreement, somebody, page):
    url = (
        {
            "follow": address("agreements:follow", agreement.pk),
            "take_out": address("agreements:take_out", agreement.pk, agreement.documents.get().pk),
            "device_back": address("agreements:device_back", agreement.pk, somebody.pk),
        }
        | {name: url for name, (url, _may) in pages(agreement, somebody).items()}
    )[page]

    statuses = []
    for name in ("trustee", "safeguarding_trustee", *OTHERS):
        client.force_login(cast[name].user)
        statuses.append(client.post(url).status_code)

    assert statuses == [403] * 4


def test_what_belongs_to_another_charity_is_not_there(client, agreement, somebody, other_charity, stranger):
    client.force_login(stranger.user)
    with acting_for(other_charity):
        urls = [
            address("agreements:agreement", agreement.pk),
            address("agreements:person", somebody.pk),
            address("agreements:signature", Signature.objects.across_organisations().get().code),
            address("agreements:read", agreement.pk),
            address("agreements:export", agreement.pk),
            address("agreements:device", agreement.pk, somebody.pk),
            address("agreements:document_people", "staying-safe-online"),
        ]

    assert [client.get(url).status_code for url in urls] == [404] * len(urls)


def test_whoever_does_not_look_after_agreements_is_led_to_their_own(signed_in, volunteer, agreement):
    answer = signed_in(volunteer).get(address("agreements:front"))

    assert answer.headers["Location"] == address("agreements:mine")


def test_a_volunteer_reads_their_own_signature_and_nobody_elses(signed_in, agreement, volunteer, somebody):
    own = factories.signed(agreement, volunteer)
    foreign = Signature.objects.get(person=somebody)
    client = signed_in(volunteer)

    assert "you export it and hand it over" in client.get(address("agreements:signature", own.code)).content.decode()
    assert client.get(address("agreements:signature", foreign.code)).status_code == 403
    assert client.get(address("agreements:signature_pdf", foreign.code)).status_code == 403
    assert client.get(address("agreements:person", somebody.pk)).status_code == 403
    assert client.get(address("agreements:person", volunteer.pk)).status_code == 200


def test_evidence_is_for_those_who_record_signatures(signed_in, agreement, volunteer, trustee, coordinator):
    url = address("agreements:signature", factories.signed(agreement, volunteer).code)

    assert "203.0.113.7" in signed_in(coordinator).get(url).content.decode()
    assert "203.0.113.7" not in signed_in(trustee).get(url).content.decode()


# The lists -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_of_agreements_costs_the_same_however_long(
    signed_in, coordinator, version, volunteer, how_many, django_assert_num_queries
):
    for number in range(how_many):
        factories.signed(factories.an_agreement(version, by=coordinator, title=f"Agreement {number}"), volunteer)
    client = signed_in(coordinator)
    client.get(address("agreements:front"))

    with django_assert_num_queries(14):
        page = client.get(address("agreements:front"))

    assert [(a.signed, a.bound) for a in page.context["agreements"]] == [(1, 1)] * how_many


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_page_of_an_agreement_costs_the_same_however_many_people(
    signed_in, coordinator, agreement, new_person, how_many, django_assert_num_queries
):
    for number in range(how_many):
        person = new_person(f"Person {number}", Role.VOLUNTEER, email=f"p{number}@example.org", signs_in=False)
        factories.signed(agreement, person)
    client = signed_in(coordinator)
    client.get(agreement.get_absolute_url())

    with django_assert_num_queries(22):
        page = client.get(agreement.get_absolute_url())

    assert len(page.context["lines"]) == how_many


@pytest.mark.parametrize("how_many", [1, 3])
def test_documents_answers_and_a_persons_record_cost_the_same_however_long(
    signed_in, coordinator, agreement, new_person, how_many
):
    for number in range(how_many):
        policy = factories.a_policy(f"Policy {number}", audience=["volunteer"]).policy
        person = new_person(f"Person {number}", Role.VOLUNTEER, email=f"p{number}@example.org", signs_in=False)
        signing.decline(signing.opened(agreement, person), reason="No.", by=person)
        other = factories.an_agreement(policy.current, by=coordinator, title=f"Other {number}")
        factories.signed(other, coordinator)
    client = signed_in(coordinator)
    urls = [
        address("agreements:documents"),
        address("agreements:answers"),
        address("agreements:person", coordinator.pk),
        address("agreements:mine"),
    ]
    counts = []
    for url in urls:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))

    assert counts == [19, 7, 15, 14]


def test_people_are_shown_page_by_page_in_the_order_of_names(signed_in, coordinator, agreement, new_person):
    for number in range(60):
        new_person(f"Person {number:02}", Role.VOLUNTEER, email=f"p{number}@example.org", signs_in=False)
    client = signed_in(coordinator)

    first = client.get(agreement.get_absolute_url())
    second = client.get(first.context["next"])
    back = client.get(second.context["previous"])

    assert [line.person.name for line in first.context["lines"]][-1] == "Person 49"
    assert [line.person.name for line in second.context["lines"]] == [f"Person {n}" for n in range(50, 60)]
    assert [line.person.name for line in back.context["lines"]] == [f"Person {n:02}" for n in range(50)]


def test_agreements_are_shown_page_by_page(signed_in, coordinator, version):
    for number in range(26):
        factories.a_draft(version, by=coordinator, title=f"Agreement {number:02}")
    client = signed_in(coordinator)

    first = client.get(address("agreements:front"))
    second = client.get(first.context["older"])

    assert len(first.context["agreements"]) == 25
    assert [a.title for a in second.context["agreements"]] == ["Agreement 25"]


@pytest.mark.parametrize("query", ["after=x", "after=999999999999999999999", "stage=nonsense", "before=1&after=2"])
def test_an_address_typed_badly_is_no_error(signed_in, coordinator, agreement, query):
    client = signed_in(coordinator)

    assert client.get(f"{agreement.get_absolute_url()}?{query}").status_code == 200
    assert client.get(f"{address('agreements:front')}?{query}").status_code == 200


@pytest.mark.parametrize(
    ("stage", "names"),
    [
        ("", ["Asked One", "Declined One", "Opened One", "Paper One", "Reserved One", "Signed One", "Unasked One"]),
        ("outstanding", ["Asked One", "Declined One", "Opened One", "Paper One", "Reserved One", "Unasked One"]),
        ("not_asked", ["Unasked One"]),
        ("offered", ["Asked One"]),
        ("opened", ["Opened One"]),
        ("paper_asked", ["Paper One"]),
        ("declined", ["Declined One"]),
        ("reserved", ["Reserved One"]),
        ("signed", ["Signed One"]),
        ("again", []),
    ],
)
def test_the_filter_shows_who_has_come_just_as_far(signed_in, coordinator, agreement, new_person, stage, names):
    people = {
        word: new_person(f"{word} One", Role.VOLUNTEER, signs_in=False)
        for word in ("Asked", "Opened", "Declined", "Paper", "Reserved", "Signed", "Unasked")
    }
    factories.asked(agreement, people["Asked"], by=coordinator)
    factories.opened(agreement, people["Opened"])
    signing.decline(factories.opened(agreement, people["Declined"]), reason="No.", by=people["Declined"])
    signing.ask_for_paper(factories.opened(agreement, people["Paper"]), by=people["Paper"])
    factories.signed(agreement, people["Reserved"], reservation="Not at weekends.")
    factories.signed(agreement, people["Signed"])

    page = signed_in(coordinator).get(agreement.get_absolute_url(), {"stage": stage})

    assert [line.person.name for line in page.context["lines"]] == names


def test_a_name_is_found_without_its_accents(signed_in, coordinator, agreement, new_person):
    new_person("Łukasz Wójcik", Role.VOLUNTEER)
    new_person("Ada Byron", Role.VOLUNTEER)

    page = signed_in(coordinator).get(agreement.get_absolute_url(), {"q": "lukasz"})

    assert [line.person.name for line in page.context["lines"]] == ["Łukasz Wójcik"]


# Asking --------------------------------------------------------------------------------------------------------------


def test_asking_shows_the_names_first_and_sends_after_the_button(
    signed_in, coordinator, agreement, volunteer, new_person, worker
):
    new_person("Stan Parkin", Role.VOLUNTEER, email="", signs_in=False)
    client = signed_in(coordinator)
    url = address("agreements:send", agreement.pk)

    page = client.get(url).content.decode()
    assert mail.outbox == []
    with worker():
        answer = client.post(url, follow=True)

    assert "Vera Lindqvist" in page
    assert "One person has no e-mail address and signs on paper" in page
    assert "One person gets an e-mail." in answer.content.decode()
    assert [m.to for m in mail.outbox] == [["vera@harbour-lights.example"]]


def test_only_those_who_were_ticked_are_asked(
    signed_in, coordinator, agreement, volunteer, new_person, stranger, worker
):
    other = new_person("Ada Byron", Role.VOLUNTEER)
    client = signed_in(coordinator)
    url = address("agreements:send", agreement.pk)

    page = client.get(url, {"person": [other.pk, stranger.pk, coordinator.pk, "x"]})
    with worker():
        client.post(url, {"person": page.context["chosen"]})

    assert [m.to for m in mail.outbox] == [["ada@harbour-lights.example"]]


def test_no_page_shows_a_link_to_a_signing_page(signed_in, coordinator, agreement, volunteer, worker):
    client = signed_in(coordinator)
    with worker():
        client.post(address("agreements:send", agreement.pk))

    urls = [agreement.get_absolute_url(), address("agreements:person", volunteer.pk), address("agreements:front")]

    assert [url for url in urls if "/sign/" in client.get(url).content.decode()] == []


def test_reminding_from_the_page_says_when_nobody_is_left(signed_in, coordinator, agreement, volunteer, worker):
    client = signed_in(coordinator)
    with worker():
        client.post(address("agreements:send", agreement.pk))
        answer = client.post(address("agreements:chase", agreement.pk), follow=True)

    assert "Nobody was left to write to." in answer.content.decode()
    assert len(mail.outbox) == 1


def test_asking_for_a_withdrawn_policy_says_why_not(signed_in, coordinator, agreement, version, volunteer):
    PolicyVersion.objects.filter(pk=version.pk).update(status="withdrawn")
    client = signed_in(coordinator)

    answer = client.post(address("agreements:send", agreement.pk), follow=True)

    assert "“Staying safe online” is not in force." in answer.content.decode()


# Everybody's own -----------------------------------------------------------------------------------------------------


def test_a_signed_in_person_reads_signs_and_keeps_the_receipt(signed_in, volunteer, agreement, worker):
    client = signed_in(volunteer)
    to_do = client.get(address("agreements:mine")).content.decode()
    text = client.get(address("agreements:read", agreement.pk)).context["form"].initial["text"]
    with worker():
        answer = client.post(
            address("agreements:read", agreement.pk),
            {"typed_name": "Vera Lindqvist", "understood": "on", "text": text},
            follow=True,
        )

    signature = Signature.objects.get()
    assert "Volunteer agreement" in to_do
    assert "You have signed" in answer.content.decode()
    assert (signature.how, signature.account) == ("account", "vera@harbour-lights.example")
    pdf = client.get(address("agreements:signature_pdf", signature.code))
    assert pdf.headers["Content-Disposition"] == f'attachment; filename="receipt-{signature.code}.pdf"'
    assert b"".join(pdf.streaming_content).startswith(b"%PDF-")
    assert address("agreements:signature", signature.code) in client.get(address("agreements:mine")).content.decode()


def test_what_was_signed_years_ago_can_be_read_again_word_for_word(signed_in, volunteer, agreement, version):
    signature = factories.signed(agreement, volunteer)
    factories.a_version(version.policy, 2, html=factories.WHO)

    page = signed_in(volunteer).get(address("agreements:signature", signature.code)).content.decode()

    assert "you export it and hand it over" in page
    assert "The rules have changed since" in page


# Answers -------------------------------------------------------------------------------------------------------------


def test_an_answer_with_its_words_is_for_the_keepers_and_the_owner(
    signed_in, agreement, version, volunteer, coordinator, new_person, worker
):
    owner = new_person("Olga Owner", Role.STAFF)
    version.policy.owner = owner
    version.policy.save()
    bystander = new_person("Bea Cole", Role.STAFF)
    signing.decline(signing.opened(agreement, volunteer), reason="No telephone.", by=volunteer)
    url = address("agreements:answers")

    shown = [
        "No telephone." in signed_in(person).get(url).content.decode() for person in (coordinator, owner, bystander)
    ]

    assert shown == [True, True, False]


def test_the_coordinator_decides_on_a_reservation(signed_in, agreement, volunteer, coordinator):
    asked = factories.signed(agreement, volunteer, reservation="Not at weekends.").request
    client = signed_in(coordinator)
    url = address("agreements:settle", asked.pk)

    page = client.get(url).content.decode()
    client.post(url, {"accepted": "True", "note": "Weekdays are enough."})

    asked.refresh_from_db()
    assert "Not at weekends." in page
    assert (asked.status, asked.settled_note) == ("signed", "Weekdays are enough.")
    assert client.get(url).status_code == 404


def test_a_bystander_does_not_learn_of_a_reservation(signed_in, agreement, volunteer, new_person):
    asked = factories.signed(agreement, volunteer, reservation="Not at weekends.").request
    bystander = new_person("Bea Cole", Role.STAFF)

    assert signed_in(bystander).get(address("agreements:settle", asked.pk)).status_code == 404


def test_a_trustee_sees_a_reservation_and_does_not_decide_on_it(signed_in, agreement, volunteer, trustee):
    asked = factories.signed(agreement, volunteer, reservation="Not at weekends.").request

    assert signed_in(trustee).get(address("agreements:settle", asked.pk)).status_code == 403


# Export --------------------------------------------------------------------------------------------------------------


def test_the_export_has_everybody_and_runs_no_formula(signed_in, coordinator, agreement, new_person):
    bad = new_person('=HYPERLINK("http://example.org")', Role.VOLUNTEER, signs_in=False, email="")
    signature = factories.signed(agreement, new_person("Ada Byron", Role.VOLUNTEER))

    answer = signed_in(coordinator).get(address("agreements:export", agreement.pk))

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    today = f"{timezone.localdate():%Y-%m-%d}"
    assert rows == [
        ["Name", "Stands", "Asked", "Signed on", "Runs out on", "How", "Code"],
        [f"'{bad.name}", "Not asked yet", "", "", "", "", ""],
        ["Ada Byron", "Signed", today, today, "", str(signature.get_how_display()), signature.code],
    ]


# Told, and given out -------------------------------------------------------------------------------------------------


@pytest.mark.clause("RW-13")
def test_who_was_told_is_noted_for_everybody_of_a_role_and_for_people_by_name(
    signed_in, coordinator, volunteer, new_person, version
):
    other = new_person("Ada Byron", Role.STAFF)

    signed_in(coordinator).post(
        address("agreements:told"),
        {
            "version": version.pk,
            "on": "1.11.2026",
            "roles": ["volunteer"],
            "people": [other.pk, volunteer.pk],
            "method": "briefing",
            "understood": "questions",
            "questions": "Whom do I ring?",
        },
    )

    rows = Awareness.objects.order_by("person__name").values_list("person__name", "method", "understood", "questions")
    assert list(rows) == [
        ("Ada Byron", "briefing", "questions", "Whom do I ring?"),
        ("Vera Lindqvist", "briefing", "questions", "Whom do I ring?"),
    ]


def test_a_record_that_is_kept_back_is_in_no_list_of_names(signed_in, coordinator, lead, new_person, version):
    new_person("Mia Turner", Role.BENEFICIARY, signs_in=False)
    hidden = new_person("Noor Said", Role.BENEFICIARY, signs_in=False, restricted=True)
    version.policy.audience = [Role.BENEFICIARY]
    version.policy.save()

    pages = [
        address("agreements:told"),
        address("agreements:issued"),
        address("agreements:document_people", version.policy.slug),
    ]
    shown = [
        [name in signed_in(person).get(page).content.decode() for name in ("Mia Turner", "Noor Said")]
        for person in (coordinator, lead)
        for page in pages
    ]
    data = {"version": version.pk, "on": "1.11.2026", "people": [hidden.pk], "method": "briefing", "understood": "yes"}
    answer = signed_in(coordinator).post(address("agreements:told"), data)

    assert shown == [[True, False]] * 3 + [[True, True]] * 3
    assert "Choose people from the list." in answer.content.decode()


@pytest.mark.clause("IL-3", "BC-5", "RW-8")
def test_who_was_given_a_document_is_noted_with_its_version(signed_in, coordinator, volunteer, new_person, version):
    family = new_person("Rosa Diaz", Role.CARER, signs_in=False)

    signed_in(coordinator).post(
        address("agreements:issued"),
        {"version": version.pk, "on": "1.11.2026", "roles": ["volunteer", "carer"], "means": "paper", "note": "Pack"},
    )

    rows = IssueRecord.objects.order_by("person__name").values_list("person", "version", "means")
    assert list(rows) == [(family.pk, version.pk, "paper"), (volunteer.pk, version.pk, "paper")]


def test_the_same_telling_is_noted_once(scope, coordinator, volunteer, version):
    words = {"by": coordinator, "on": timezone.localdate(), "method": "briefing", "understood": "yes"}

    counts = [telling.tell(version, [volunteer], **words) for _time in range(2)]

    assert counts == [1, 0]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"on": "1.1.2099"}, "This day lies in the future."),
        ({"roles": []}, "Choose a role, or people by name."),
        ({"version": ""}, "Choose a document."),
        ({"people": ["999999"]}, "Choose people from the list."),
    ],
)
def test_what_is_missing_in_a_note_is_said(signed_in, coordinator, version, changes, sentence):
    data = {
        "version": version.pk,
        "on": "1.11.2026",
        "roles": ["volunteer"],
        "method": "briefing",
        "understood": "yes",
    } | changes

    answer = signed_in(coordinator).post(address("agreements:told"), data)

    assert sentence in answer.content.decode()
    assert Awareness.objects.count() == 0


@pytest.mark.clause("RW-3")
def test_each_document_shows_who_has_none(signed_in, coordinator, volunteer, new_person, scope):
    version = factories.a_policy(audience=["volunteer"])
    missing = new_person("Ada Byron", Role.VOLUNTEER)
    factories.signed(factories.an_agreement(version, by=coordinator), volunteer)
    client = signed_in(coordinator)

    page = client.get(address("agreements:documents"))
    people = client.get(address("agreements:document_people", version.policy.slug), {"show": "missing"})

    [line] = page.context["lines"]
    assert (line.bound, line.signed, line.not_signed) == ({volunteer.pk, missing.pk}, {volunteer.pk}, {missing.pk})
    assert [person.name for person in people.context["people"]] == ["Ada Byron"]


def test_signing_some_clauses_is_not_signing_the_document(coordinator, volunteer, scope):
    from agreements import acknowledged

    version = factories.a_policy(audience=["volunteer"])
    agreement = factories.an_agreement(version, by=coordinator, extent="clauses", anchors=["3"])
    factories.signed(agreement, volunteer)

    [line] = acknowledged.standing(timezone.localdate())

    assert line.signed == set()


@pytest.mark.clause("WY-15", "WY-43")
def test_several_documents_are_acknowledged_with_one_signature_by_two_groups(coordinator, volunteer, new_person, scope):
    from agreements import acknowledged
    from agreements.services import designing

    young = new_person("Kit Marlow", Role.BENEFICIARY, signs_in=False)
    first = factories.a_policy("Acceptable use", audience=["volunteer", "beneficiary"])
    second = factories.a_policy("Data protection", audience=["volunteer"])
    draft = factories.a_draft(first, by=coordinator, roles=["volunteer", "beneficiary"])
    designing.put_document(draft, second.policy, by=coordinator)
    agreement = designing.open_(draft, by=coordinator)

    for person in (volunteer, young):
        factories.signed(agreement, person)

    signed = {line.policy.title: line.not_signed for line in acknowledged.standing(timezone.localdate())}
    assert signed == {"Acceptable use": frozenset(), "Data protection": frozenset()}


def test_the_receipt_says_that_it_is_being_made_until_it_is(signed_in, agreement, volunteer):
    signature = factories.signed(agreement, volunteer)
    client = signed_in(volunteer)
    url = address("agreements:signature_pdf", signature.code)

    before = client.get(url)
    receipts.make(signature)
    after = b"".join(client.get(url).streaming_content)

    assert (before.status_code, after[:5]) == (202, b"%PDF-")
