import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from safeguard.tables import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0002_picture_store_and_refresh"),
        ("people", "0002_families"),
    ]

    operations = [
        migrations.CreateModel(
            name="DataRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("access", "A copy of the data"),
                            ("correction", "Put something right"),
                            ("erasure", "Erase the data"),
                            ("objection", "Stop using the data for something"),
                            ("restriction", "Keep the data and do nothing with it"),
                            ("portability", "The data as a file for another organisation"),
                            ("complaint", "Complaint about data protection"),
                        ],
                        max_length=12,
                        verbose_name="what is asked for",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "In work"),
                            ("paused", "Clock stopped"),
                            ("answered", "Answered"),
                            ("refused", "Refused"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("asker_name", models.CharField(max_length=300, verbose_name="who asks")),
                ("reach", models.CharField(blank=True, max_length=300, verbose_name="how to answer them")),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("themself", "The person themself"),
                            ("parent", "A parent or carer, for a child"),
                            ("attorney", "An attorney or deputy, for an adult"),
                            ("agent", "Somebody else, in the person's name"),
                        ],
                        default="themself",
                        max_length=10,
                        verbose_name="in whose name",
                    ),
                ),
                ("about_name", models.CharField(max_length=300, verbose_name="about whom")),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("letter", "By letter"),
                            ("email", "By e-mail"),
                            ("telephone", "By telephone"),
                            ("in_person", "In person"),
                            ("social_media", "Through social media"),
                            ("here", "Signed in, on “My data”"),
                        ],
                        max_length=12,
                        verbose_name="how it came",
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="what they said or wrote")),
                ("received_on", models.DateField(verbose_name="received on")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "identity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("known", "We know them"),
                            ("papers", "We looked at their papers (no copy kept)"),
                            ("address", "They answered from the address or number that we have"),
                            ("signed_in", "They were signed in"),
                            ("authority", "We saw what lets them act for the person"),
                        ],
                        max_length=10,
                        verbose_name="how we know who they are",
                    ),
                ),
                ("identity_on", models.DateField(blank=True, null=True, verbose_name="checked on")),
                ("due_on", models.DateField(verbose_name="answer due")),
                ("extra_months", models.PositiveSmallIntegerField(default=0, verbose_name="months more")),
                ("extension_reason", models.CharField(blank=True, max_length=500, verbose_name="why it takes longer")),
                ("extension_told_on", models.DateField(blank=True, null=True, verbose_name="told on")),
                ("acknowledge_by", models.DateField(blank=True, null=True, verbose_name="to be acknowledged by")),
                ("acknowledged_on", models.DateField(blank=True, null=True, verbose_name="acknowledged on")),
                ("acknowledged_how", models.CharField(blank=True, max_length=200, verbose_name="how")),
                ("outcome", models.TextField(blank=True, verbose_name="what was done, and why")),
                (
                    "refusal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unfounded", "Manifestly unfounded"),
                            ("excessive", "Manifestly excessive, for example the same again and again"),
                            ("identity", "We could not be sure who they are, or that they may act for the person"),
                            ("nothing_held", "We hold nothing about this person"),
                            ("must_keep", "We must keep the data, or need it for legal claims"),
                            ("others", "It would tell about other people what must not be told"),
                            ("harm", "It would not be in the best interests of a child or adult at risk"),
                            ("other", "Another ground in the law, named in the reasons"),
                        ],
                        max_length=12,
                        verbose_name="ground of the refusal",
                    ),
                ),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="answered on")),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "asker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
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
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "request about data",
                "verbose_name_plural": "requests about data",
                "ordering": ["-number"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "status", "due_on"], name="data_request_due"),
                    models.Index(fields=["organisation", "about"], name="data_request_by_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "paused", "answered", "refused", "withdrawn"])),
                        name="rights_datarequest_status",
                    ),
                    models.UniqueConstraint(fields=("organisation", "number"), name="data_request_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("extra_months__lte", 2)), name="at_most_three_months_in_all"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("extra_months", 0),
                            models.Q(
                                models.Q(("extension_reason", ""), _negated=True), ("extension_told_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="extension_is_told_with_reasons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ("open", "paused")),
                            models.Q(("answered_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="finished_request_says_what_was_done",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "refused"), _negated=True),
                            models.Q(("refusal", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="refusal_has_a_ground",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Disposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "kind",
                    models.CharField(
                        choices=[("periods", "Whose time has run out"), ("erasure", "Erasure of one person")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "To be decided"),
                            ("approved", "Approved by two people"),
                            ("rejected", "Not approved"),
                            ("done", "Disposed of"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="why")),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("first_at", models.DateTimeField(blank=True, null=True)),
                ("second_at", models.DateTimeField(blank=True, null=True)),
                ("rejected_at", models.DateTimeField(blank=True, null=True)),
                ("rejected_reason", models.CharField(blank=True, max_length=500, verbose_name="why not")),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("counts", models.JSONField(default=list)),
                ("code", models.CharField(max_length=20, unique=True)),
                (
                    "first_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
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
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "rejected_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disposals",
                        to="rights.datarequest",
                    ),
                ),
                (
                    "second_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "disposal list",
                "verbose_name_plural": "disposal lists",
                "ordering": ["-number"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "status"], name="disposal_by_status")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["proposed", "approved", "rejected", "done"])),
                        name="rights_disposal_status",
                    ),
                    models.UniqueConstraint(fields=("organisation", "number"), name="disposal_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "periods"), ("status__in", ["proposed", "approved"])),
                        fields=("organisation", "kind"),
                        name="one_list_of_periods_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second_by", None),
                            models.Q(
                                ("first_by__isnull", False),
                                models.Q(("first_by", models.F("second_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="disposal_is_approved_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["approved", "done"]), _negated=True),
                            models.Q(
                                ("first_at__isnull", False),
                                ("first_by__isnull", False),
                                ("second_at__isnull", False),
                                ("second_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="no_disposal_without_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "periods"), ("person__isnull", False), _connector="OR"),
                        name="erasure_is_about_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DisposalItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.CharField(max_length=80)),
                ("table_name", models.CharField(max_length=63)),
                ("row_id", models.BigIntegerField()),
                ("then", models.CharField(max_length=10)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("disposed", "Deleted"),
                            ("anonymised", "Made anonymous"),
                            ("held", "Not touched: a legal hold"),
                            ("kept", "Not touched: something that stays still needs it"),
                            ("gone", "Was gone already"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("left_out_at", models.DateTimeField(blank=True, null=True)),
                ("left_out_reason", models.CharField(blank=True, max_length=300, verbose_name="why it stays")),
                (
                    "disposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="rights.disposal"
                    ),
                ),
                (
                    "left_out_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
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
            ],
            options={
                "verbose_name": "row in a disposal list",
                "ordering": ["rule", "row_id"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "table_name", "row_id"], name="disposal_item_by_row")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "disposal", "table_name", "row_id"), name="disposal_item_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.CharField(blank=True, max_length=80, verbose_name="kind of record")),
                ("reason", models.CharField(max_length=500, verbose_name="why")),
                ("starts_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("placed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                ("lifted_reason", models.CharField(blank=True, max_length=500, verbose_name="why it was lifted")),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="about whom",
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "legal hold",
                "ordering": ["-starts_on", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "person"], name="hold_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="hold_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at", None), ("lifted_by", None)),
                            models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="hold_is_lifted_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("copy", "Copy of one person's data"),
                            ("schedule", "Retention schedule"),
                            ("certificate", "Certificate of disposal"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Being made"),
                            ("ready", "Ready"),
                            ("failed", "Could not be made"),
                            ("expired", "File removed"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("redacted", models.BooleanField(default=True, verbose_name="names of others are blacked out")),
                ("for_parent", models.BooleanField(default=False, verbose_name="for a parent or carer")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("failure", models.CharField(blank=True, max_length=300)),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("pdf", models.CharField(blank=True, max_length=200)),
                ("json", models.CharField(blank=True, max_length=200)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("json_sha256", models.CharField(blank=True, max_length=64)),
                ("pages", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "disposal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="rights.disposal",
                    ),
                ),
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
                    "receiver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="rights.datarequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "copy of data",
                "verbose_name_plural": "copies of data",
                "ordering": ["-asked_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "status", "expires_at"], name="paper_by_status")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["waiting", "ready", "failed", "expired"])),
                        name="rights_paper_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "copy"), _negated=True), ("person__isnull", False), _connector="OR"
                        ),
                        name="copy_is_about_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("identity", "We asked who they are, or for whom they may act"),
                            ("clarification", "We asked what exactly they want"),
                        ],
                        max_length=15,
                        verbose_name="why",
                    ),
                ),
                ("asked", models.CharField(max_length=500, verbose_name="what you asked")),
                ("from_on", models.DateField(verbose_name="asked on")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="answered on")),
                (
                    "by",
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
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pauses", to="rights.datarequest"
                    ),
                ),
            ],
            options={
                "verbose_name": "pause of the clock",
                "ordering": ["from_on", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_on", None)),
                        fields=("organisation", "request"),
                        name="one_open_pause_per_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_on", None), ("until_on__gte", models.F("from_on")), _connector="OR"),
                        name="pause_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="note")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
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
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="rights.datarequest"
                    ),
                ),
            ],
            options={
                "verbose_name": "note on a request about data",
                "ordering": ["at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "request"], name="request_note_by_request")],
            },
        ),
        migrations.CreateModel(
            name="RetentionPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.CharField(max_length=80, verbose_name="kind of record")),
                ("months", models.PositiveSmallIntegerField(verbose_name="months")),
                ("reason", models.CharField(max_length=500, verbose_name="why")),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "changed_by",
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
            ],
            options={
                "verbose_name": "period of retention",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "rule"), name="one_period_per_rule"),
                    models.CheckConstraint(
                        condition=models.Q(("months__gte", 1)), name="retention_period_at_least_a_month"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="retention_period_has_a_reason"
                    ),
                ],
            },
        ),
    ]

    operations = at_once(operations)
