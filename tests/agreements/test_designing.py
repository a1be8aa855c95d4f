"""Writing an agreement, closing its words when it opens, and following it with another."""

import pytest

from agreements.models import Agreement, AgreementRequest, Extent
from agreements.services import designing
from agreements.states import AGREEMENT_STEPS, REQUEST_STEPS, RequestStatus, Status
from audit.models import AuditEvent
from people.roles import Role
from safeguard.addresses import address
from safeguard.refusals import Refused
from tests.agreements import factories


@pytest.fixture
def draft(version, coordinator) -> Agreement:
    return factories.a_draft(version, by=coordinator)


def test_a_draft_has_words_roles_and_documents(draft, version):
    assert (draft.status, draft.roles) == (Status.DRAFT, [Role.VOLUNTEER])
    assert [document.policy for document in draft.documents.all()] == [version.policy]


def test_opening_twice_changes_nothing(draft, coordinator):
    first = designing.open_(draft, by=coordinator)

    assert designing.open_(draft, by=coordinator).opened_at == first.opened_at


@pytest.mark.parametrize(
    ("take", "sentence"),
    [
        (lambda draft: draft.documents.all().delete(), "Choose at least one document."),
        (lambda draft: draft.signing_roles.all().delete(), "Choose the roles that must sign."),
        (lambda draft: Agreement.objects.filter(pk=draft.pk).update(statement=" "), "Write what people agree to."),
    ],
)
def test_what_stands_in_the_way_of_opening_is_said(draft, coordinator, take, sentence):
    take(draft)

    with pytest.raises(Refused, match=sentence):
        designing.open_(draft, by=coordinator)


def test_an_agreement_to_a_policy_that_is_not_in_force_does_not_open(draft, version, coordinator):
    type(version).objects.filter(pk=version.pk).update(status="withdrawn")

    with pytest.raises(Refused, match="“Staying safe online” is not in force"):
        designing.open_(draft, by=coordinator)


def test_a_clause_that_has_gone_is_said(version, coordinator):
    draft = factories.a_draft(version, by=coordinator, title="Chats", extent=Extent.CLAUSES, anchors=["3"])
    factories.a_version(version.policy, 2, html=factories.WHO)

    with pytest.raises(Refused, match="None of the clauses that you chose is left"):
        designing.open_(draft, by=coordinator)


def test_the_words_of_an_open_agreement_are_closed_and_its_terms_are_not(agreement, coordinator):
    with pytest.raises(Refused, match="People are signing these words"):
        designing.change(agreement, by=coordinator, statement="Other words.")
    designing.change(Agreement.objects.get(), by=coordinator, roles=[Role.STAFF], valid_for_months=6)

    changed = Agreement.objects.get()
    assert (changed.roles, changed.valid_for_months) == ([Role.STAFF], 6)


def test_the_documents_of_an_open_agreement_are_closed(agreement, coordinator):
    other = factories.a_policy("Trips")

    with pytest.raises(Refused, match="Its documents are closed"):
        designing.put_document(agreement, other.policy, by=coordinator)
    with pytest.raises(Refused, match="Its documents are closed"):
        designing.take_document_out(agreement.documents.get(), by=coordinator)


def test_clauses_without_a_choice_are_refused(draft, version, coordinator):
    with pytest.raises(Refused, match="Choose the clauses that people sign"):
        designing.put_document(draft, version.policy, by=coordinator, extent=Extent.CLAUSES)


def test_closing_ends_what_is_open_and_keeps_what_is_signed(agreement, volunteer, coordinator, new_person):
    waiting = new_person("Ada Byron", Role.VOLUNTEER)
    factories.signed(agreement, volunteer)
    factories.asked(agreement, waiting, by=coordinator)

    designing.close(agreement, by=coordinator)

    stands = dict(AgreementRequest.objects.values_list("person__name", "status"))
    assert stands == {"Vera Lindqvist": RequestStatus.SIGNED, "Ada Byron": RequestStatus.ENDED}


def test_one_draft_follows_an_agreement_at_a_time(agreement, coordinator):
    first = designing.follow(agreement, by=coordinator)

    assert designing.follow(agreement, by=coordinator) == first
    assert (first.replaces, first.statement, first.roles) == (agreement, agreement.statement, agreement.roles)
    assert [d.policy for d in first.documents.all()] == [d.policy for d in agreement.documents.all()]


def test_every_status_can_be_left_or_is_an_end():
    ends = {status for table in (AGREEMENT_STEPS, REQUEST_STEPS) for status, to in table.steps.items() if not to}

    assert ends == {RequestStatus.EXPIRED, RequestStatus.REPLACED, RequestStatus.ENDED}


def test_every_change_is_on_the_audit_by_its_names_only(draft, coordinator):
    designing.change(draft, by=coordinator, statement="Other words.", roles=[Role.STAFF])

    event = AuditEvent.objects.order_by("number").last()
    assert (event.verb, event.changed) == ("changed", ["roles", "statement"])
    assert "Other words" not in str(event.content())


# The pages -----------------------------------------------------------------------------------------------------------


def words(**changes) -> dict:
    return {
        "title": "Volunteer agreement",
        "statement": "I understand it.",
        "language": "cy",
        "roles": ["volunteer", "staff"],
        "age_group": "everyone",
        "valid_for_months": "12",
        "asks_birth_date": "False",
    } | changes


def test_the_way_from_a_new_agreement_to_an_open_one(signed_in, coordinator, version):
    client = signed_in(coordinator)
    choose = client.post(address("agreements:new"), words()).headers["Location"]
    document = client.post(choose, {"policy": version.policy.pk}).headers["Location"]
    page = client.get(document).content.decode()
    client.post(document, {"extent": "whole", "anchors": ["3"], "required": "True"})
    agreement = Agreement.objects.get()

    client.post(address("agreements:open", agreement.pk))

    agreement.refresh_from_db()
    assert "3. Handing over chats" in page
    assert (agreement.status, agreement.roles, agreement.valid_for_months) == ("open", ["staff", "volunteer"], 12)
    assert agreement.language == "cy"
    assert agreement.documents.get().anchors == ["3"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Give the agreement a name."),
        ({"title": "A" * 201}, "at most 200 characters"),
        ({"statement": ""}, "Write what people agree to."),
        ({"roles": []}, "Choose at least one role."),
        ({"roles": ["emperor"]}, "emperor is not one of the available choices"),
        ({"valid_for_months": "0"}, "Enter a number of months from 1 to 120."),
        ({"valid_for_months": "1000"}, "Enter a number of months from 1 to 120."),
        ({"valid_for_months": "a year"}, "Enter a number of months, such as 12."),
        ({"age_group": ""}, "Answer this question."),
        ({"language": "tlh"}, "tlh is not one of the available choices"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(signed_in, coordinator, scope, changes, sentence):
    answer = signed_in(coordinator).post(address("agreements:new"), words(**changes))

    assert sentence in answer.content.decode()
    assert Agreement.objects.count() == 0


def test_a_document_of_another_charity_cannot_be_chosen(signed_in, coordinator, draft, other_charity):
    from safeguard.scoping import acting_for

    with acting_for(other_charity):
        foreign = factories.a_policy("Foreign")

    answer = signed_in(coordinator).post(address("agreements:choose", draft.pk), {"policy": foreign.policy_id})

    assert "Choose a document from the list." in answer.content.decode()
    assert draft.documents.count() == 1


def test_a_clause_that_is_not_in_the_text_cannot_be_chosen(signed_in, coordinator, draft):
    url = address("agreements:document", draft.pk, draft.documents.get().pk)

    answer = signed_in(coordinator).post(url, {"extent": "clauses", "anchors": ["99"], "required": "True"})

    assert "99 is not one of the available choices" in answer.content.decode()


def test_a_document_of_another_agreement_is_not_found(signed_in, coordinator, draft, version):
    other = factories.a_draft(version, by=coordinator, title="Other")

    answer = signed_in(coordinator).get(address("agreements:document", other.pk, draft.documents.get().pk))

    assert answer.status_code == 404


def test_an_open_agreement_offers_only_its_terms(signed_in, coordinator, agreement):
    client = signed_in(coordinator)
    url = address("agreements:edit", agreement.pk)

    page = client.get(url)
    client.post(url, words(title="Other", statement="Other", roles=["staff"], valid_for_months=""))

    agreement.refresh_from_db()
    assert "title" not in page.context["form"].fields
    assert (agreement.title, agreement.roles, agreement.valid_for_months) == ("Volunteer agreement", ["staff"], None)


def test_opening_from_the_page_says_what_stands_in_the_way(signed_in, coordinator, draft, version):
    type(version).objects.filter(pk=version.pk).update(status="withdrawn")
    client = signed_in(coordinator)

    page = client.get(address("agreements:open", draft.pk))
    answer = client.post(address("agreements:open", draft.pk), follow=True)

    assert "“Staying safe online” is not in force." in page.content.decode()
    assert "“Staying safe online” is not in force." in answer.content.decode()
    assert Agreement.objects.get().status == Status.DRAFT


def test_following_from_the_page_leads_to_the_new_draft(signed_in, coordinator, agreement):
    answer = signed_in(coordinator).post(address("agreements:follow", agreement.pk))

    draft = Agreement.objects.get(replaces=agreement)
    assert answer.headers["Location"] == address("agreements:edit", draft.pk)


@pytest.mark.clause("WY-11")
def test_a_document_that_must_be_read_together_with_one_that_is_signed_is_named(signed_in, coordinator, draft, version):
    from policies.services import companions

    other = factories.a_policy("Keeping children safe").policy
    companions.add(version.policy, by=coordinator, title="Keeping children safe", document=other, mandatory=True)
    client = signed_in(coordinator)
    url = address("agreements:choose", draft.pk)
    sentence = "“Keeping children safe” must be read together with “Staying safe online”."

    before = client.get(url).content.decode()
    client.post(url, {"policy": other.pk})

    assert (sentence in before, sentence in client.get(url).content.decode()) == (True, False)
