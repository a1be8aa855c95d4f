"""What was told, written, decided, sent and kept is never changed; at the end of its time its key is destroyed."""

from django.db import migrations

from safeguard.append_only import ProtectTable

DISPOSALS = ("rights_disposalitem", "rights_disposal")
POSTED = ("taken_at", "sent_at", "problem")
STRUCK = ("struck_at", "struck_by_id", "replaced_by_id")
KEY = ("wrapped_key", "shredded_at")


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial"), ("rights", "0002_protect")]

    operations = [
        ProtectTable("incidents_report", mutable_columns=("case_id", *KEY)),
        ProtectTable("incidents_reportmessage", mutable_columns=("read_at",)),
        ProtectTable("incidents_entry"),
        ProtectTable("incidents_party", mutable_columns=STRUCK),
        ProtectTable("incidents_referral", mutable_columns=("chase_on", "acknowledged_at", "ended_at")),
        ProtectTable("incidents_referralupdate"),
        ProtectTable("incidents_sharingdecision"),
        ProtectTable("incidents_record", mutable_columns=("ended_at", "due_on")),
        ProtectTable("incidents_lookup", mutable_columns=("done_at", "sealed", *KEY)),
        ProtectTable("incidents_custodyitem"),
        ProtectTable("incidents_custodymove"),
        ProtectTable("incidents_attachment", mutable_columns=("status", "status_at", "status_by_id")),
        ProtectTable("incidents_closing", mutable_columns=("reopened_at",)),
        ProtectTable("incidents_lesson"),
        ProtectTable("incidents_incidentletter", mutable_columns=POSTED, disposals=DISPOSALS),
    ]
