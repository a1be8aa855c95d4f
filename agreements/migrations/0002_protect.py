"""Signatures and what was signed are closed in the database itself."""

from django.db import migrations

from safeguard.append_only import ProtectRows, ProtectTable

UNSIGNED = ("offered", "opened", "paper_asked", "declined")
WORDS = ("organisation_id", "title", "statement", "language", "replaces_id", "created_at", "created_by_id", "opened_at")
SIGNED = (
    *("organisation_id", "agreement_id", "person_id", "offered_at", "offered_by_id", "text_id"),
    *("signed_at", "signed_on", "expires_on"),
)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]

    operations = [
        ProtectRows("agreements_agreement", open_states=("draft",), columns=WORDS),
        ProtectRows(
            "agreements_agreementdocument", open_states=("draft",), parent=("agreement_id", "agreements_agreement")
        ),
        ProtectRows("agreements_agreementrequest", open_states=UNSIGNED, columns=SIGNED),
        ProtectTable("agreements_exacttext"),
        ProtectTable("agreements_exactdocument"),
        ProtectTable("agreements_paperform"),
        ProtectTable("agreements_signature"),
        ProtectTable("agreements_signatureend"),
        ProtectTable("agreements_receipt"),
        ProtectTable("agreements_letter", mutable_columns=("taken_at", "sent_at", "problem")),
        ProtectTable("agreements_awareness"),
        ProtectTable("agreements_issuerecord"),
    ]
