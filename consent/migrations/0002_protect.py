"""What was asked, answered, judged, told and passed on is never changed.

What the rules of retention delete can be deleted, row by row, while a list that two people approved names it.
"""

from django.db import migrations

from safeguard.append_only import ProtectTable

DISPOSALS = ("rights_disposalitem", "rights_disposal")
POSTED = ("taken_at", "sent_at", "problem")
REVIEWED = ("reviewed_at", "reviewed_by_id", "review")


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_initial"), ("rights", "0002_protect")]

    operations = [
        ProtectTable("consent_wording"),
        ProtectTable("consent_noticetext"),
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
        ProtectTable("consent_override", mutable_columns=REVIEWED, disposals=DISPOSALS),
    ]
