import django.db.models.deletion
from django.db import migrations, models

from safeguard.tables import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(default=0)),
                (
                    "hash",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000", max_length=64
                    ),
                ),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "audit head",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(verbose_name="number")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_label", models.CharField(blank=True, max_length=200, verbose_name="who")),
                ("verb", models.CharField(max_length=40, verbose_name="what happened")),
                ("object_type", models.CharField(max_length=100)),
                ("object_id", models.CharField(max_length=64)),
                ("object_label", models.CharField(max_length=200, verbose_name="to what")),
                ("changed", models.JSONField(default=list)),
                ("states", models.JSONField(null=True)),
                ("detail", models.JSONField(default=dict)),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "audit event",
                "verbose_name_plural": "audit events",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["organisation", "object_type", "object_id", "number"], name="audit_event_object"
                    ),
                    models.Index(fields=["organisation", "actor_id", "number"], name="audit_event_actor"),
                    models.Index(fields=["organisation", "verb", "number"], name="audit_event_verb"),
                    models.Index(fields=["organisation", "at"], name="audit_event_at"),
                ],
                "constraints": [models.UniqueConstraint(fields=("organisation", "number"), name="audit_event_number")],
            },
        ),
    ]

    operations = at_once(operations)
