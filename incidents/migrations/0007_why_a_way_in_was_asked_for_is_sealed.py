"""Why somebody asked for a way in for an emergency is sealed, as all that is told in the log."""

import json
import uuid

from django.db import migrations, models

from safeguard import vault


def seal(apps, _editor):
    for row in apps.get_model("incidents", "BreakGlass").objects.all():
        row.uid = uuid.uuid4()
        place, key = f"incidents.breakglass:{row.uid}", vault.new_data_key()
        row.wrapped_key = vault.wrap(key, place=place)
        row.sealed = vault.seal(json.dumps({"reason": row.reason}, ensure_ascii=False).encode(), key, place=place)
        row.save(update_fields=["uid", "wrapped_key", "sealed"])


class Migration(migrations.Migration):
    dependencies = [("incidents", "0006_what_nobody_has_opened_is_told_to_others")]

    operations = [
        migrations.AddField("breakglass", "uid", models.UUIDField(null=True, editable=False)),
        migrations.AddField("breakglass", "wrapped_key", models.BinaryField(default=b"")),
        migrations.AddField("breakglass", "shredded_at", models.DateTimeField(null=True, blank=True, editable=False)),
        migrations.AddField("breakglass", "sealed", models.BinaryField(default=b""), preserve_default=False),
        migrations.RunPython(seal),
        migrations.AlterField("breakglass", "uid", models.UUIDField(default=uuid.uuid4, unique=True, editable=False)),
        migrations.RemoveField("breakglass", "reason"),
    ]
