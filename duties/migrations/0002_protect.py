from django.db import migrations

from safeguard.append_only import ProtectTable


class Migration(migrations.Migration):
    """What was done is never changed."""

    dependencies = [("duties", "0001_initial")]

    operations = [ProtectTable("duties_round")]
