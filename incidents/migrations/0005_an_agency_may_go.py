"""An agency that is taken off the list leaves its name with what was sent to it."""

from django.db import migrations

from safeguard.append_only import ProtectTable


class Migration(migrations.Migration):
    dependencies = [("incidents", "0004_look_ups_are_authorised_later")]

    operations = [
        ProtectTable("incidents_referral", mutable_columns=("agency_id", "chase_on", "acknowledged_at", "ended_at")),
    ]
