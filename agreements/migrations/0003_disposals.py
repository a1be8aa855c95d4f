"""Old e-mails about agreements can be deleted while a list that two people approved names them."""

from django.db import migrations

from safeguard.append_only import ProtectTable


class Migration(migrations.Migration):
    dependencies = [("agreements", "0002_protect"), ("rights", "0002_protect")]

    operations = [
        ProtectTable(
            "agreements_letter",
            mutable_columns=("taken_at", "sent_at", "problem"),
            disposals=("rights_disposalitem", "rights_disposal"),
        ),
    ]
