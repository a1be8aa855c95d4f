"""A look-up is asked for first and authorised later, by somebody else."""

from django.db import migrations

from safeguard.append_only import ProtectTable

KEY = ("wrapped_key", "shredded_at")


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_position_of_a_step")]

    operations = [
        ProtectTable("incidents_lookup", mutable_columns=("authorised_by_id", "done_at", "sealed", *KEY)),
    ]
