"""What was answered, found, said, decided and completed is never changed; some of it goes at the end of its time."""

from django.db import migrations

from safeguard.append_only import ProtectRows, ProtectTable

DISPOSALS = ("rights_disposalitem", "rights_disposal")
POSTED = ("taken_at", "sent_at", "problem")
TAKEN_BACK = ("taken_back_at", "taken_back_by_id", "why_taken_back")
DONE = ("engines", "signed_out", "public_only", "done_at", "sealed", "assigned_to_id", "application_id")


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0001_initial"), ("rights", "0002_protect")]

    operations = [
        ProtectTable("volunteers_checkpermission", mutable_columns=("taken_back_at", "person_id"), disposals=DISPOSALS),
        ProtectTable("volunteers_checkswitch"),
        ProtectTable("volunteers_finding"),
        ProtectTable("volunteers_discussion"),
        ProtectTable("volunteers_checkdecision"),
        ProtectTable("volunteers_committeeshare"),
        ProtectTable("volunteers_completion", mutable_columns=TAKEN_BACK, disposals=DISPOSALS),
        ProtectTable("volunteers_standingchange", mutable_columns=("wrapped_key", "shredded_at")),
        ProtectTable("volunteers_selfcheck", disposals=DISPOSALS),
        ProtectTable("volunteers_familytalk", disposals=DISPOSALS),
        ProtectTable("volunteers_inductioncertificate", disposals=DISPOSALS),
        ProtectTable("volunteers_volunteerletter", mutable_columns=POSTED, disposals=DISPOSALS),
        ProtectRows("volunteers_onlinecheck", open_states=("assigned",), columns=DONE),
    ]
