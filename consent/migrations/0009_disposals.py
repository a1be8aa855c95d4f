"""What the rules of retention delete can be deleted, row by row, while a list that two people approved names it."""

from django.db import migrations

from safeguard.append_only import ProtectTable

DISPOSALS = ("rights_disposalitem", "rights_disposal")
POSTED = ("taken_at", "sent_at", "problem")


class Migration(migrations.Migration):
    dependencies = [("consent", "0008_takedowns_without_answers"), ("rights", "0002_protect")]

    operations = [
        ProtectTable("consent_answer", disposals=DISPOSALS),
        ProtectTable("consent_abilitydecision", disposals=DISPOSALS),
        ProtectTable("consent_settlement", disposals=DISPOSALS),
        ProtectTable("consent_check", disposals=DISPOSALS),
        ProtectTable("consent_checkedperson", disposals=DISPOSALS),
        ProtectTable("consent_checkapproval", disposals=DISPOSALS),
        ProtectTable("consent_noticegiven", disposals=DISPOSALS),
        ProtectTable("consent_disclosure", disposals=DISPOSALS),
        ProtectTable("consent_consentreceipt", disposals=DISPOSALS),
        ProtectTable("consent_consentletter", mutable_columns=POSTED, disposals=DISPOSALS),
        ProtectTable(
            "consent_override", mutable_columns=("reviewed_at", "reviewed_by_id", "review"), disposals=DISPOSALS
        ),
    ]
