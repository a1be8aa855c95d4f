from django.db import migrations

from safeguard import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        append_only.ProtectTable("audit_auditevent"),
        append_only.ProtectTable("audit_audithead", mutable_columns=("number", "hash")),
    ]
