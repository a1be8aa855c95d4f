"""A training that is offered says when and where, and a mail tells of it."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from safeguard.append_only import ProtectTable

DISPOSALS = ("rights_disposalitem", "rights_disposal")
POSTED = ("taken_at", "sent_at", "problem")


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_picture_store_and_refresh"),
        ("people", "0003_check_outs"),
        ("volunteers", "0002_protect"),
    ]

    operations = [
        migrations.AddField(
            model_name="trainingoffer",
            name="happens",
            field=models.CharField(blank=True, max_length=200, verbose_name="when it takes place"),
        ),
        migrations.AddField(
            model_name="trainingoffer",
            name="place",
            field=models.CharField(blank=True, max_length=200, verbose_name="where"),
        ),
        migrations.CreateModel(
            name="TrainingLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("to", models.EmailField(max_length=254, verbose_name="to")),
                ("queued_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="queued")),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="what went wrong")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "queued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="volunteers.topic"
                    ),
                ),
            ],
            options={
                "verbose_name": "letter about a training",
                "ordering": ["-queued_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        ProtectTable("volunteers_trainingletter", mutable_columns=POSTED, disposals=DISPOSALS),
    ]
