"""What trustees have approved and the chair has signed is closed in the database itself."""

from django.db import migrations

from safeguard.append_only import ProtectRows, ProtectTable

IN_WORK = ("draft", "in_review")

TEXT = (
    *("organisation_id", "policy_id", "number", "supersedes_id", "title", "label", "label_typed", "origin", "author"),
    *("stated_status", "body", "revision", "change_kind", "change_summary", "dated", "stated_next_review"),
    *("source_file", "source_name", "language", "created_at"),
)
SIGNATURE = (
    *("adopted", "signed_name", "signed_office", "signed_on", "signed_by_id", "signed_at", "body_hash"),
    *("asked_at", "approved_at", "in_force_at"),
)
AMENDMENT = (
    *("organisation_id", "version_id", "number", "dated", "heading", "body", "body_hash", "topic", "anchor"),
    *("change_kind", "trigger", "authorised_by_id", "minute_reference", "in_force_at"),
)
APPENDIX = ("organisation_id", "anchor", "title", "source", "dated", "audience", "applicability")


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial")]

    operations = [
        ProtectRows("policies_policyversion", name="text", open_states=IN_WORK, columns=TEXT),
        ProtectRows("policies_policyversion", name="signature", open_states=(*IN_WORK, "approved"), columns=SIGNATURE),
        ProtectRows(
            "policies_policyversion",
            name="end",
            open_states=(*IN_WORK, "approved", "in_force"),
            columns=("reviewed", "ended_at", "ended_reason"),
        ),
        ProtectRows("policies_clause", open_states=IN_WORK, parent=("version_id", "policies_policyversion")),
        ProtectRows(
            "policies_appendix",
            open_states=IN_WORK,
            parent=("version_id", "policies_policyversion"),
            columns=APPENDIX,
        ),
        ProtectRows("policies_amendment", open_states=("draft",), columns=AMENDMENT),
        ProtectRows(
            "policies_amendment",
            name="end",
            open_states=("draft", "in_force"),
            columns=("ends_on", "ended_at", "ended_reason"),
        ),
        ProtectTable("policies_approval"),
    ]
