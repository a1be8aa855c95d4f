import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from safeguard.tables import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
        ("people", "0001_initial"),
        ("policies", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pack", "Policy pack"),
                            ("policy", "Policy"),
                            ("plan", "Action plan"),
                            ("card", "Emergency contact card"),
                        ],
                        default="pack",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("recipient", models.CharField(blank=True, max_length=200, verbose_name="for")),
                ("with_register", models.BooleanField(default=False, verbose_name="with the signature register")),
                (
                    "redaction",
                    models.CharField(
                        choices=[
                            ("none", "Complete, with the names of people"),
                            ("names", "Without the names of people"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="names",
                    ),
                ),
                ("code", models.CharField(max_length=19, unique=True, verbose_name="verification code")),
                ("choices", models.CharField(max_length=64)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked for")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("building", "Being made"),
                            ("ready", "Ready"),
                            ("failed", "Could not be made"),
                            ("expired", "File removed"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("words", models.CharField(blank=True, max_length=200)),
                ("failure", models.TextField(blank=True, verbose_name="why it could not be made")),
                ("made_at", models.DateTimeField(blank=True, null=True, verbose_name="made")),
                ("file", models.CharField(blank=True, max_length=200)),
                ("sha256", models.CharField(blank=True, db_index=True, max_length=64)),
                ("pages", models.PositiveIntegerField(blank=True, null=True, verbose_name="pages")),
                ("size", models.PositiveBigIntegerField(blank=True, null=True)),
                ("audit_number", models.PositiveBigIntegerField(blank=True, null=True)),
                ("audit_hash", models.CharField(blank=True, max_length=64)),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="can be fetched until")),
                ("unprintable", models.CharField(blank=True, max_length=200)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="asked for by",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "pack",
                "verbose_name_plural": "packs",
                "ordering": ["-number"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "kind", "number"], name="pack_by_kind"),
                    models.Index(fields=["organisation", "status", "expires_at"], name="pack_by_status"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["waiting", "building", "ready", "failed", "expired"])),
                        name="pack_status_known",
                    ),
                    models.UniqueConstraint(fields=("organisation", "number"), name="pack_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["ready", "expired"]), _negated=True),
                            models.Q(
                                ("expires_at__isnull", False),
                                ("made_at__isnull", False),
                                ("pages__isnull", False),
                                models.Q(("sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="ready_pack_says_what_it_is",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PackDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("version_name", models.CharField(blank=True, max_length=80, verbose_name="version")),
                ("note", models.CharField(blank=True, max_length=600, verbose_name="why it is here, or is not")),
                ("amendments", models.JSONField(default=list)),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "pack",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="reports.pack"
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.policy",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.policyversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "document of a pack",
                "ordering": ["position", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "version"], name="pack_document_by_version")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "pack", "position"), name="pack_position_once")
                ],
            },
        ),
    ]

    operations = at_once(operations)
