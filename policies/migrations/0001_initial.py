import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import policies.models.import_draft
import safeguard.partial_dates
from safeguard.tables import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Policy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("slug", models.SlugField(max_length=80)),
                ("sort_title", models.CharField(editable=False, max_length=300)),
                ("search_text", models.TextField(editable=False)),
                ("document_classes", models.JSONField(default=list, verbose_name="kind of document")),
                ("scope", models.TextField(blank=True, verbose_name="what it covers")),
                ("protected_people", models.TextField(blank=True, verbose_name="whose data and safety it protects")),
                ("audience", models.JSONField(blank=True, default=list, verbose_name="whom it binds")),
                (
                    "interval_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="months between reviews",
                    ),
                ),
                ("review_anchor", safeguard.partial_dates.PartialDateField(editable=False)),
                ("last_reviewed", safeguard.partial_dates.PartialDateField(blank=True, verbose_name="last reviewed")),
                ("next_review", safeguard.partial_dates.PartialDateField(blank=True, verbose_name="next review")),
                ("next_review_on", models.DateField(editable=False, null=True)),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                ("withdrawn_reason", models.CharField(blank=True, max_length=600)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                        verbose_name="owner",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organisations.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "policy",
                "ordering": ["sort_title", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "next_review_on"], name="policy_by_review"),
                    models.Index(fields=["organisation", "sort_title", "id"], name="policy_by_title"),
                ],
                "constraints": [models.UniqueConstraint(fields=("organisation", "slug"), name="policy_slug_once")],
            },
        ),
        migrations.CreateModel(
            name="Companion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=300, verbose_name="title as named")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("document", "Document of the charity"),
                            ("agreement", "Agreement that people sign"),
                            ("external", "Rules of somebody else"),
                        ],
                        default="document",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("mandatory", models.BooleanField(default=False, verbose_name="must be read together with it")),
                ("note", models.CharField(blank=True, max_length=600, verbose_name="note")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="companion_of",
                        to="policies.policy",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="companions", to="policies.policy"
                    ),
                ),
            ],
            options={
                "verbose_name": "companion document",
                "ordering": ["position", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "policy", "title"), name="companion_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(blank=True, max_length=300, verbose_name="title")),
                ("label", models.CharField(blank=True, max_length=60, verbose_name="version label")),
                ("label_typed", models.CharField(blank=True, max_length=200, verbose_name="label as typed")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_review", "In review"),
                            ("approved", "Approved"),
                            ("in_force", "In force"),
                            ("superseded", "Superseded"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("written", "Written here"), ("imported", "Imported"), ("starter", "Starter text")],
                        default="written",
                        max_length=10,
                    ),
                ),
                ("author", models.CharField(blank=True, max_length=300, verbose_name="author")),
                (
                    "stated_status",
                    models.CharField(blank=True, max_length=60, verbose_name="status that the text states"),
                ),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "change_kind",
                    models.CharField(
                        choices=[
                            ("first", "First version"),
                            ("material", "The rules change: people sign again"),
                            ("wording", "Wording only: signatures stand"),
                        ],
                        default="first",
                        max_length=10,
                        verbose_name="what changes",
                    ),
                ),
                ("change_summary", models.TextField(blank=True, verbose_name="what changed")),
                ("dated", safeguard.partial_dates.PartialDateField(blank=True, verbose_name="policy dated")),
                ("adopted", safeguard.partial_dates.PartialDateField(blank=True, verbose_name="adopted on")),
                ("reviewed", safeguard.partial_dates.PartialDateField(blank=True, verbose_name="reviewed")),
                ("signed_name", models.CharField(blank=True, max_length=300, verbose_name="signed by")),
                ("signed_office", models.CharField(blank=True, max_length=200, verbose_name="office")),
                ("signed_on", safeguard.partial_dates.PartialDateField(blank=True, verbose_name="signed on")),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "stated_next_review",
                    safeguard.partial_dates.PartialDateField(
                        blank=True, verbose_name="next review date that the text states"
                    ),
                ),
                ("body_hash", models.CharField(blank=True, max_length=64)),
                ("source_file", models.FileField(blank=True, upload_to="policies/")),
                ("source_name", models.CharField(blank=True, max_length=300)),
                ("language", models.CharField(default="en-gb", max_length=20)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("edited_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("in_force_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_reason", models.CharField(blank=True, max_length=600)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="policies.policy"
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "supersedes",
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
                "verbose_name": "version",
                "ordering": ["policy", "-number"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "policy", "number"), name="version_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "in_force")),
                        fields=("organisation", "policy"),
                        name="one_version_in_force",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["draft", "in_review", "approved"])),
                        fields=("organisation", "policy"),
                        name="one_version_in_work",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "in_review", "approved", "in_force", "superseded", "withdrawn"])
                        ),
                        name="version_status_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Being read"),
                            ("ready", "Ready to check"),
                            ("failed", "Cannot be read"),
                            ("taken_in", "Taken in"),
                            ("discarded", "Thrown away"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("source_file", models.FileField(blank=True, upload_to="policies/imports/")),
                ("source_name", models.CharField(blank=True, max_length=300)),
                ("pasted", models.TextField(blank=True)),
                ("parsed", models.JSONField(blank=True, default=dict)),
                ("answers", models.JSONField(blank=True, default=dict)),
                ("failure", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField(default=policies.models.import_draft.in_a_month)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="policies.policy",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="policies.policyversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "import",
                "ordering": ["-created_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "expires_at"], name="import_by_end")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["waiting", "ready", "failed", "taken_in", "discarded"])),
                        name="import_status_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Extract",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("anchor", models.CharField(max_length=80, verbose_name="clause")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quoted_in",
                        to="policies.policyversion",
                        verbose_name="quoted from",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extracts",
                        to="policies.policyversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "extract",
                "ordering": ["pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "version", "anchor", "source"), name="extract_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ClauseComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("anchor", models.CharField(blank=True, max_length=80)),
                ("text", models.TextField(verbose_name="your comment")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, max_length=600, verbose_name="answer")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="policies.policyversion",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("settled_by", None)),
                            models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="settled_comment_says_who_and_when",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Clause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("anchor", models.CharField(max_length=80)),
                ("parent", models.CharField(blank=True, max_length=80)),
                ("number", models.CharField(blank=True, max_length=20)),
                ("heading", models.CharField(blank=True, max_length=600)),
                ("html", models.TextField(blank=True)),
                ("level", models.PositiveSmallIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("clause", "Clause"),
                            ("section", "Section"),
                            ("amendment", "Amendment in the text"),
                            ("appendix", "Appendix"),
                        ],
                        default="clause",
                        max_length=10,
                    ),
                ),
                ("dated", safeguard.partial_dates.PartialDateField(blank=True)),
                ("audience", models.CharField(blank=True, max_length=200)),
                ("is_definition", models.BooleanField(default=False)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="clauses", to="policies.policyversion"
                    ),
                ),
            ],
            options={
                "verbose_name": "clause",
                "ordering": ["position"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "version", "anchor"), name="clause_anchor_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AutosavedText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.TextField()),
                ("based_on", models.PositiveIntegerField()),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="autosaved",
                        to="policies.policyversion",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "version", "person"), name="one_autosave_per_person"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField()),
                ("role", models.CharField(max_length=30)),
                (
                    "decision",
                    models.CharField(
                        choices=[("approve", "Approve"), ("refuse", "Send back")],
                        max_length=10,
                        verbose_name="decision",
                    ),
                ),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("minute_reference", models.CharField(blank=True, max_length=200, verbose_name="minute reference")),
                ("meeting_on", models.DateField(blank=True, null=True, verbose_name="date of the meeting")),
                ("conditions", models.TextField(blank=True, verbose_name="conditions or reasons")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="policies.policyversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "approval",
                "ordering": ["decided_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "version", "revision", "person"),
                        name="one_decision_per_trustee_and_text",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Appendix",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("anchor", models.CharField(max_length=80)),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="produced by")),
                ("dated", safeguard.partial_dates.PartialDateField(blank=True, verbose_name="date")),
                ("audience", models.CharField(blank=True, max_length=200, verbose_name="for whom")),
                ("applicability", models.CharField(blank=True, max_length=300, verbose_name="applies to")),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="check again on")),
                ("still_applies", models.BooleanField(blank=True, null=True, verbose_name="still applies")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appendices",
                        to="policies.policyversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "appendix",
                "ordering": ["pk"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("in_force", "In force"), ("ended", "Ended")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("dated", safeguard.partial_dates.PartialDateField(verbose_name="date of the amendment")),
                ("heading", models.CharField(max_length=300, verbose_name="heading")),
                ("body", models.TextField(verbose_name="text")),
                ("body_hash", models.CharField(blank=True, max_length=64)),
                ("topic", models.CharField(blank=True, max_length=200, verbose_name="platform or topic")),
                ("anchor", models.CharField(blank=True, max_length=80, verbose_name="clause")),
                (
                    "change_kind",
                    models.CharField(
                        choices=[
                            ("first", "First version"),
                            ("material", "The rules change: people sign again"),
                            ("wording", "Wording only: signatures stand"),
                        ],
                        default="material",
                        max_length=10,
                        verbose_name="what changes",
                    ),
                ),
                ("trigger", models.CharField(blank=True, max_length=300, verbose_name="for as long as")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends or is looked at again on")),
                ("minute_reference", models.CharField(blank=True, max_length=200, verbose_name="minute reference")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("in_force_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_reason", models.CharField(blank=True, max_length=600, verbose_name="why it ended")),
                (
                    "authorised_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="policies.policyversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "amendment",
                "ordering": ["number"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "version", "number"), name="amendment_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "in_force", "ended"])),
                        name="amendment_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "draft"),
                            models.Q(("authorised_by__isnull", False), ("in_force_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="amendment_says_who_and_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("law", "Law"),
                            ("guidance", "Guidance"),
                            ("resource", "Resource for families or volunteers"),
                            ("rule", "Government or council policy"),
                        ],
                        default="resource",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("publisher", models.CharField(blank=True, max_length=200, verbose_name="publisher")),
                ("dated", safeguard.partial_dates.PartialDateField(blank=True, verbose_name="date or edition")),
                ("link", models.CharField(blank=True, max_length=600, verbose_name="web address")),
                ("purpose", models.CharField(blank=True, max_length=300, verbose_name="what it is for")),
                ("audience", models.CharField(blank=True, max_length=200, verbose_name="for whom")),
                ("age_group", models.CharField(blank=True, max_length=60, verbose_name="age group")),
                ("applicability", models.CharField(blank=True, max_length=200, verbose_name="applies")),
                ("last_checked_on", models.DateField(blank=True, null=True, verbose_name="last checked")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("works", "Works"), ("dead", "Does not work"), ("replaced", "Closed or replaced")],
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                ("replaced_by", models.CharField(blank=True, max_length=300, verbose_name="replaced by")),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="references", to="policies.policy"
                    ),
                ),
            ],
            options={
                "verbose_name": "reference",
                "ordering": ["kind", "title", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Under review"), ("done", "Done"), ("cancelled", "Cancelled")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("due", safeguard.partial_dates.PartialDateField(blank=True, verbose_name="due")),
                ("opened_on", models.DateField(default=django.utils.timezone.localdate)),
                ("done_on", models.DateField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_change", "Reviewed, no change"),
                            ("new_version", "New version"),
                            ("withdraw", "Withdraw the policy"),
                        ],
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                ("minute_reference", models.CharField(blank=True, max_length=200, verbose_name="minute reference")),
                ("answers", models.JSONField(blank=True, default=dict)),
                ("next_due", safeguard.partial_dates.PartialDateField(blank=True, verbose_name="next review")),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="policies.policy"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="policies.policyversion"
                    ),
                ),
            ],
            options={
                "verbose_name": "review",
                "ordering": ["-opened_on", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "open")),
                        fields=("organisation", "policy"),
                        name="one_open_review_per_policy",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_by__isnull", False), ("done_on__isnull", False), ("status", "done")),
                            models.Q(("status", "done"), _negated=True),
                            _connector="OR",
                        ),
                        name="done_review_says_who_and_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reviewer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reviewers", to="policies.review"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "review", "person"), name="reviewer_once")
                ],
            },
        ),
    ]

    operations = at_once(operations)
