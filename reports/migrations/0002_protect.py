"""What was printed is closed in the database itself: only the way there, and the file, may change."""

from django.db import migrations

from safeguard.append_only import ProtectRows, ProtectTable

RESULT = ("made_at", "sha256", "pages", "size", "audit_number", "audit_hash", "expires_at", "unprintable")
WAY = ("status", "taken_at", "attempts", "done", "total", "words", "failure", "file")
UNFINISHED = ("waiting", "building", "failed")


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [
        ProtectTable("reports_pack", mutable_columns=(*WAY, *RESULT)),
        ProtectRows("reports_pack", open_states=UNFINISHED, columns=RESULT, name="close"),
        ProtectRows("reports_packdocument", open_states=UNFINISHED, parent=("pack_id", "reports_pack")),
    ]
