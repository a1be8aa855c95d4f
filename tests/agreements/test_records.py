"""Signatures survive everything: they are never changed, they can be verified, and a forger is found out."""

import io
import sys
from datetime import UTC, datetime

import pytest
import time_machine
from django.core import mail
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pypdf import PdfReader

from agreements import verifying
from agreements.models import (
    Agreement,
    AgreementDocument,
    AgreementRequest,
    Awareness,
    ExactDocument,
    ExactText,
    IssueRecord,
    Letter,
    PaperForm,
    Receipt,
    Signature,
    SignatureEnd,
)
from agreements.models.agreement import AgeGroup
from agreements.services import ending, paper, receipts, signing, telling
from agreements.services.signing import Evidence
from agreements.states import RequestStatus
from policies.models import ChangeKind
from safeguard import verification
from safeguard.append_only import NeverChanges, missing
from safeguard.scoping import acting_for
from tests.agreements import factories
from tests.append_only_support import lifted


@pytest.fixture
def signature(agreement, volunteer) -> Signature:
    return factories.signed(agreement, volunteer)


@pytest.fixture
def one_of_each(agreement, signature, coordinator, new_person, version):
    """A row in every table that never changes."""
    other = new_person("Ada Byron", "volunteer")
    paper.print_form(agreement, other, by=coordinator)
    receipts.make(signature)
    ending.end_all_of(signature.person, by=coordinator)
    today = timezone.localdate()
    telling.tell(version, [other], by=coordinator, on=today, method="read", understood="yes")
    telling.issue(version, [other], by=coordinator, on=today, means="paper")


CLOSED = [ExactText, ExactDocument, PaperForm, Signature, SignatureEnd, Receipt, Letter, Awareness, IssueRecord]


def refused(sql: str, values: list) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except IntegrityError as refusal:
        return "never change" in str(refusal)
    return False


@pytest.mark.parametrize("model", CLOSED, ids=lambda model: model.__name__)
def test_the_database_itself_refuses_to_change_or_delete_a_row(one_of_each, model):
    table, row = model._meta.db_table, model.objects.first()
    before = model.objects.count()

    assert refused(f'UPDATE "{table}" SET id = %s WHERE id = %s', [row.pk + 1000, row.pk])  # noqa: S608
    assert refused(f'DELETE FROM "{table}" WHERE id = %s', [row.pk])  # noqa: S608
    assert model.objects.count() == before


@pytest.mark.parametrize("model", CLOSED, ids=lambda model: model.__name__)
def test_python_refuses_it_with_a_clearer_word(one_of_each, model):
    row = model.objects.first()

    for attempt in (row.delete, row.save, model.objects.all().delete, lambda: model.objects.update(organisation_id=1)):
        with pytest.raises(NeverChanges):
            attempt()


def test_the_words_and_documents_of_an_open_agreement_are_closed_in_the_database(agreement):
    update = "UPDATE agreements_agreement SET statement = 'Other' WHERE id = %s"
    document = "UPDATE agreements_agreementdocument SET anchors = '[]' WHERE agreement_id = %s"

    assert refused(update, [agreement.pk])
    assert refused(document, [agreement.pk])
    assert refused("DELETE FROM agreements_agreementdocument WHERE agreement_id = %s", [agreement.pk])


def test_what_a_request_says_of_its_signature_is_closed_in_the_database(signature):
    update = "UPDATE agreements_agreementrequest SET signed_on = '2020-01-01' WHERE id = %s"
    back = "UPDATE agreements_agreementrequest SET status = 'offered' WHERE id = %s"

    assert refused(update, [signature.request_id])
    assert refused(back, [signature.request_id])


def test_every_trigger_stands(db):
    assert [name for name in missing(connection) if name.startswith("agreements_")] == []


def test_one_live_request_per_person_is_a_rule_of_the_database(agreement, volunteer, coordinator):
    factories.asked(agreement, volunteer, by=coordinator)

    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementRequest.objects.create(agreement=agreement, person=volunteer)


def test_a_request_of_another_charity_cannot_be_written(agreement, stranger, other_charity):
    from safeguard.scoping import WrongOrganisation

    with pytest.raises(WrongOrganisation):
        AgreementRequest.objects.create(agreement=agreement, person=stranger)


def test_two_at_the_same_moment_make_one_signature(at_once, charity, coordinator, volunteer):
    with acting_for(charity):
        agreement = factories.an_agreement(factories.a_policy(), by=coordinator)
        request = signing.opened(agreement, volunteer)

    def sign():
        with acting_for(charity):
            evidence = Evidence(how="link", email=volunteer.email)
            return signing.sign(request, text=request.text, typed_name="Vera Lindqvist", evidence=evidence).code

    first, second = at_once(sign, sign)

    assert first == second


# The receipt ---------------------------------------------------------------------------------------------------------


def words_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def test_the_receipt_has_wording_version_fingerprint_time_with_zone_and_how(agreement, volunteer, version):
    with time_machine.travel(datetime(2026, 7, 1, 9, 30, 15, tzinfo=UTC), tick=False):
        signature = factories.signed(agreement, volunteer)

    words = words_of(receipts.render(signature))

    for said in (
        "Receipt of a signature",
        "I have read this, I understand it, and I will keep to it.",
        "Staying safe online, version 1",
        signature.text.documents.get().fingerprint,
        "1 July 2026, 10:30:15 BST (UTC+01:00)",
        "2026-07-01 09:30:15 UTC",
        "A personal link, sent to the person's own e-mail address",
        "Vera Lindqvist",
        "you export it and hand it over",
        signature.code,
        "https://safeguard.example/verify/",
    ):
        assert said.replace(" ", "") in words.replace(" ", "")


@pytest.mark.clause("IL-63", "IL-64")
def test_a_carers_agreement_prints_the_clause_on_sharing_with_care(coordinator, new_person, scope):
    version = factories.a_policy(
        html=factories.WHO + "<h2>2. Sharing</h2><p>Carers think of every family before they share.</p>"
    )
    agreement = factories.an_agreement(version, by=coordinator, roles=["carer"], anchors=["2-p1"])
    carer = new_person("Rosa Diaz", "carer", signs_in=False)

    signature = factories.signed(agreement, carer)

    printed = words_of(receipts.render(signature))
    assert printed.count("Carers think of every family before they share.") == 2  # named, and in the text


def test_the_same_signature_gives_the_same_bytes_on_another_day(signature):
    with time_machine.travel("2026-11-20 10:00Z"):
        first = receipts.render(Signature.objects.get(pk=signature.pk))
    with time_machine.travel("2031-03-30 01:30Z"):
        assert receipts.render(Signature.objects.get(pk=signature.pk)) == first


def test_the_receipt_stays_the_same_after_everything_around_it_has_changed(
    agreement, signature, version, volunteer, charity
):
    before = receipts.render(signature)

    factories.a_version(version.policy, 2, html=factories.WHO)
    volunteer.name = "Victor Lindqvist"
    volunteer.save()
    version.policy.title = "Renamed"
    version.policy.save()

    assert receipts.render(Signature.objects.get(pk=signature.pk)) == before


def test_the_receipt_is_made_once_and_kept(signature):
    first, again = receipts.make(signature), receipts.make(signature)

    assert first == again
    assert len(default_storage.listdir("receipts")[1]) == 1
    assert receipts.file_name(first) == f"receipt-{signature.code}.pdf"


def test_the_receipt_is_tagged_and_names_nobody_in_its_title(signature):
    reader = PdfReader(io.BytesIO(receipts.render(signature)))

    assert reader.metadata.title == "Receipt: Volunteer agreement"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
    assert [item for item in map(str, reader.metadata.values()) if "Vera" in item] == []


def test_the_receipt_goes_to_the_persons_own_address_with_the_pdf(agreement, volunteer, worker):
    with worker():
        signature = factories.signed(agreement, volunteer)

    [letter] = mail.outbox
    name, content, kind = letter.attachments[0]
    assert (letter.to, letter.subject) == (["vera@harbour-lights.example"], "Your receipt: Volunteer agreement")
    assert (name, kind) == (f"receipt-{signature.code}.pdf", "application/pdf")
    assert verification.sha256_of([content]) == Receipt.objects.get().sha256
    for said in (
        signature.statement,
        signature.local_time,
        signature.text_fingerprint,
        "Staying safe online, version 1",
    ):
        assert said in letter.body


def test_a_receipt_is_made_for_somebody_without_e_mail_too(agreement, volunteer, worker):
    volunteer.email = ""
    volunteer.save()

    with worker():
        factories.signed(agreement, volunteer)

    assert mail.outbox == []
    assert Receipt.objects.count() == 1


def test_on_a_computer_that_sets_no_type_the_receipt_is_a_mail_without_a_file(
    agreement, volunteer, worker, monkeypatch
):
    """As on a computer without Pango, where the library cannot be loaded."""
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [WithoutPango(), *sys.meta_path])

    with worker():
        signature = factories.signed(agreement, volunteer)

    [letter] = mail.outbox
    assert letter.attachments == []
    assert "attached" not in letter.body
    assert signature.code in letter.body


class WithoutPango:
    def find_spec(self, name, path=None, target=None):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")


def test_a_receipt_that_was_lost_with_a_worker_is_made_in_the_next_round(signature):
    from agreements.tasks import keep_up_all

    keep_up_all()

    assert Receipt.objects.get().signature == signature


@pytest.mark.parametrize("name", ["李小龙", "محمد الأحمد", "Łukasz Ngũgĩ", "<script>alert(1)</script>", "W" * 300])
def test_any_name_can_be_printed(agreement, volunteer, name):
    signature = factories.signed(agreement, volunteer, typed_name=name)

    assert receipts.render(signature).startswith(b"%PDF-")


# Verifying -----------------------------------------------------------------------------------------------------------


def test_a_code_and_a_file_are_genuine_and_the_answer_names_nobody(signature):
    content = receipts.content(receipts.make(signature))

    verdicts = [
        verification.verify(signature.code.lower().replace("-", "")),
        verification.verify_file(verification.sha256_of([content])),
    ]

    assert verdicts[0] == verdicts[1]
    assert (verdicts[0].genuine, verdicts[0].made_at, verdicts[0].title) == (
        True,
        signature.signed_at,
        "Volunteer agreement",
    )
    assert verdicts[0].superseded_since == ()
    assert [word for word in ("Vera", "Lindqvist", "vera@", "203.0.113.7") if word in str(verdicts[0])] == []


def test_a_file_with_one_byte_changed_is_nobodys(signature):
    content = receipts.content(receipts.make(signature))

    assert verifying.verify_file(verification.sha256_of([content + b" "])) is None
    assert verifying.verify("AAAA-BBBB-CCCC-DDDD") is None


def test_the_answer_says_what_has_happened_since(signature, version, coordinator):
    factories.a_version(version.policy, 2, change_kind=ChangeKind.MATERIAL)
    ending.keep_up(today=timezone.localdate())

    since = " ".join(verifying.verify(signature.code).superseded_since)

    assert "“Staying safe online” is now in force as version 2." in since
    assert "The rules have changed since" in since
    assert "This signature has not counted since" in since


def test_a_withdrawn_policy_is_named(signature, version):
    type(version).objects.filter(pk=version.pk).update(status="withdrawn")

    assert verifying.verify(signature.code).superseded_since == ("“Staying safe online” is no longer in force.",)


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        (
            "UPDATE agreements_signature SET typed_name = 'Ada Byron'",
            "The record of the signature is not as it was made.",
        ),
        (
            "UPDATE agreements_signature SET signed_on = '2020-01-01'",
            "The record of the signature is not as it was made.",
        ),
        ("UPDATE agreements_exacttext SET statement = 'I agree to all.'", "The wording of the agreement is not"),
        ("UPDATE policies_policyversion SET body = '<p>Other</p>'", "is not the text that was signed."),
        ("UPDATE policies_clause SET html = '<p>Other</p>'", "is not the text that was signed."),
    ],
)
def test_a_forger_with_the_database_in_hand_is_found_out(signature, sql, sentence):
    with lifted(), connection.cursor() as cursor:
        cursor.execute(sql)

    verdict = verifying.verify(signature.code)

    assert verdict.genuine is False
    assert [line for line in verdict.lines if sentence in line] != []


def test_an_amendment_that_was_forged_is_found_out(agreement, version, volunteer, chair):
    factories.an_amendment(version, by=chair)
    signature = factories.signed(agreement, volunteer)
    with lifted(), connection.cursor() as cursor:
        cursor.execute("UPDATE policies_amendment SET body = '<p>Other</p>'")

    assert verifying.verify(signature.code).genuine is False


def test_the_fingerprint_of_a_signature_covers_everything_that_the_receipt_says(signature):
    for field, value in {
        "person_name": "Other",
        "on_behalf_of": "Other",
        "statement": "Other",
        "attested": "Other",
        "typed_name": "Other",
        "language": "cy",
        "reservation": "Other",
        "local_time": "Other",
        "zone": "Other",
        "how": "paper",
        "email": "other@example.org",
        "account": "other@example.org",
        "witness_name": "Other",
        "read_aloud": True,
        "scan_sha256": "Other",
        "code": "Other",
        "text_fingerprint": "Other",
        "expires_on": timezone.localdate(),
    }.items():
        changed = Signature.objects.get(pk=signature.pk)
        setattr(changed, field, value)
        assert (field, signing.fingerprint(changed) == signature.fingerprint) == (field, False)


def test_the_example_shows_every_state(db, settings):
    from organisations.models import Organisation
    from people.management.commands.load_example import load

    load("a pass phrase")

    with acting_for(Organisation.objects.get()):
        assert set(AgreementRequest.objects.values_list("status", flat=True)) == set(RequestStatus.values)
        assert set(Agreement.objects.values_list("status", flat=True)) == {"draft", "open", "closed"}
        assert set(Agreement.objects.values_list("age_group", flat=True)) == set(AgeGroup.values)
        assert AgreementDocument.objects.filter(extent="clauses").exists()
        assert set(Signature.objects.values_list("how", flat=True)) >= {"link", "account", "device", "paper"}
        assert AgreementRequest.objects.exclude(misdirected_at=None).count() == 1
        assert [s.code for s in Signature.objects.all() if not verifying.verify(s.code).genuine] == []
