"""What was asked, answered, judged, told and passed on is never changed."""

from django.db import migrations

from safeguard.append_only import ProtectTable

POSTED = ("taken_at", "sent_at", "problem")


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_initial")]

    operations = [
        ProtectTable("consent_wording"),
        ProtectTable("consent_answer"),
        ProtectTable("consent_abilitydecision"),
        ProtectTable("consent_settlement"),
        ProtectTable("consent_check"),
        ProtectTable("consent_checkedperson"),
        ProtectTable("consent_checkapproval"),
        ProtectTable("consent_noticetext"),
        ProtectTable("consent_noticegiven"),
        ProtectTable("consent_disclosure"),
        ProtectTable("consent_consentletter", mutable_columns=POSTED),
        ProtectTable("consent_override", mutable_columns=("reviewed_at", "reviewed_by_id", "review")),
    ]
