import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import safeguard.verification
import volunteers.models.recruiting
from safeguard.tables import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agreements", "0003_disposals"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("incidents", "0005_an_agency_may_go"),
        ("organisations", "0002_picture_store_and_refresh"),
        ("people", "0003_check_outs"),
        ("policies", "0003_suggestions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("wrapped_key", models.BinaryField(default=b"")),
                ("shredded_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("sealed", models.BinaryField()),
                ("code", models.CharField(max_length=20, verbose_name="application")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("enquiry", "Enquiry"),
                            ("applied", "Applied"),
                            ("stage_one", "Stage 1"),
                            ("interview", "Interview"),
                            ("checks", "Checks"),
                            ("decision", "Decision"),
                            ("active", "Taken on"),
                            ("unsuccessful", "Not taken on"),
                            ("withdrawn", "Withdrawn by the applicant"),
                        ],
                        default="enquiry",
                        max_length=15,
                        verbose_name="stage",
                    ),
                ),
                ("name", models.CharField(max_length=300, verbose_name="full name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                ("phone", models.CharField(blank=True, max_length=60, verbose_name="telephone")),
                ("date_of_birth", models.DateField(blank=True, null=True, verbose_name="date of birth")),
                (
                    "parent_name",
                    models.CharField(blank=True, max_length=300, verbose_name="parent or carer, for somebody under 18"),
                ),
                ("parent_email", models.EmailField(blank=True, max_length=254, verbose_name="their e-mail address")),
                ("parent_phone", models.CharField(blank=True, max_length=60, verbose_name="their telephone")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("form", "By the charity's form"),
                            ("paper", "On paper"),
                            ("phone", "By telephone"),
                            ("person", "In person"),
                            ("return", "Comes back"),
                        ],
                        default="form",
                        max_length=10,
                        verbose_name="how it came",
                    ),
                ),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="received")),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="applied")),
                (
                    "stage_since",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="at this stage since"),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed")),
                (
                    "entered_by",
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
            ],
            options={
                "verbose_name": "application",
                "verbose_name_plural": "applications",
                "ordering": ["-received_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "status", "stage_since"], name="application_by_stage"),
                    models.Index(fields=["organisation", "person"], name="application_by_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "enquiry",
                                    "applied",
                                    "stage_one",
                                    "interview",
                                    "checks",
                                    "decision",
                                    "active",
                                    "unsuccessful",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="volunteers_application_status",
                    ),
                    models.UniqueConstraint(fields=("organisation", "code"), name="application_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["unsuccessful", "withdrawn"]), _negated=True),
                            ("closed_on__isnull", False),
                            _connector="OR",
                        ),
                        name="closed_application_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AppliedReference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("sealed", models.BinaryField()),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("waiting", "Not answered yet"),
                            ("good", "Suitable"),
                            ("reserved", "With a reservation"),
                            ("bad", "Not suitable"),
                            ("none", "Did not answer, or would not"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                ("asked_on", models.DateField(blank=True, null=True, verbose_name="asked on")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="answered on")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="references",
                        to="volunteers.application",
                    ),
                ),
                (
                    "noted_by",
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
                "verbose_name": "reference for an applicant",
                "verbose_name_plural": "references for applicants",
                "ordering": ["pk"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="CheckPermission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wording", models.TextField(verbose_name="the words that were shown")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version of the form")),
                ("is_given", models.BooleanField(verbose_name="permission given")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("form", "In the application form"),
                            ("paper", "On paper"),
                            ("later", "Asked later, in writing"),
                        ],
                        default="form",
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("answered_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="answered")),
                ("taken_back_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back")),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="permissions",
                        to="volunteers.application",
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
                    "recorded_by",
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
                "verbose_name": "answer about checks online",
                "ordering": ["-answered_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "application"], name="permission_by_application"),
                    models.Index(fields=["organisation", "person"], name="permission_by_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("application__isnull", False), ("person__isnull", False), _connector="OR"),
                        name="permission_of_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckSwitch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_on", models.BooleanField(verbose_name="Checks online are done here")),
                (
                    "reason",
                    models.TextField(max_length=3000, verbose_name="Why is it needed, and why is it not too much?"),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("enquiry", "Enquiry"),
                            ("applied", "Applied"),
                            ("stage_one", "Stage 1"),
                            ("interview", "Interview"),
                            ("checks", "Checks"),
                            ("decision", "Decision"),
                            ("active", "Taken on"),
                            ("unsuccessful", "Not taken on"),
                            ("withdrawn", "Withdrawn by the applicant"),
                        ],
                        default="checks",
                        max_length=15,
                        verbose_name="At which stage?",
                    ),
                ),
                (
                    "whom",
                    models.CharField(
                        choices=[
                            ("chosen", "Only somebody who is about to be taken on"),
                            ("everybody", "Every applicant at that stage"),
                        ],
                        default="chosen",
                        max_length=10,
                        verbose_name="Who is looked up?",
                    ),
                ),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "clause",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.clause",
                    ),
                ),
                (
                    "decided_by",
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
                "verbose_name": "decision about checks online",
                "ordering": ["-decided_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("is_on", False), ("version__isnull", False), _connector="OR"),
                        name="checks_on_by_a_policy",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CriminalCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="check")),
                ("workforce", models.CharField(blank=True, max_length=60, verbose_name="workforce")),
                (
                    "reference",
                    models.CharField(blank=True, max_length=60, verbose_name="number of the certificate or membership"),
                ),
                ("applied_on", models.DateField(blank=True, null=True, verbose_name="applied for on")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="issued on")),
                ("seen_on", models.DateField(blank=True, null=True, verbose_name="seen on")),
                (
                    "is_own_certificate",
                    models.BooleanField(
                        default=False, verbose_name="the person's own certificate, not asked for by us"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("waiting", "Applied for, not back yet"),
                            ("clear", "Nothing that matters for the position"),
                            ("accepted", "Taken on after the risk was assessed"),
                            ("refused", "Not suitable for the position"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="decision",
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                ("update_service", models.BooleanField(default=False, verbose_name="in the update service")),
                ("status_checked_on", models.DateField(blank=True, null=True, verbose_name="status last looked up on")),
                ("renew_on", models.DateField(blank=True, null=True, verbose_name="to be renewed by")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="runs out on")),
                ("copy_destroy_by", models.DateField(blank=True, null=True, verbose_name="copy to be destroyed by")),
                ("copy_destroyed_on", models.DateField(blank=True, null=True, verbose_name="copy destroyed on")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="replaced or ended on")),
                ("logged_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="volunteers.application",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "logged_by",
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
                    "seen_by",
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
                "verbose_name": "criminal-record check",
                "verbose_name_plural": "criminal-record checks",
                "ordering": ["-logged_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "person"], name="criminal_check_by_person"),
                    models.Index(fields=["organisation", "application"], name="criminal_by_application"),
                    models.Index(fields=["organisation", "renew_on"], name="criminal_check_by_renewal"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("application__isnull", False), ("person__isnull", False), _connector="OR"),
                        name="criminal_check_of_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision", "waiting"),
                            models.Q(("decided_by__isnull", False), ("decided_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="criminal_check_decided_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CertificateViewer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=300, verbose_name="name")),
                ("seen_on", models.DateField(verbose_name="seen on")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "check_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="viewers",
                        to="volunteers.criminalcheck",
                    ),
                ),
            ],
            options={
                "verbose_name": "somebody who saw a certificate",
                "ordering": ["seen_on", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Exemption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=60, verbose_name="from what")),
                ("reason", models.TextField(max_length=2000, verbose_name="reason")),
                ("starts_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="from")),
                ("ends_on", models.DateField(verbose_name="until")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                ("allowed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "allowed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="volunteers.application",
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
            ],
            options={
                "verbose_name": "exception",
                "ordering": ["-starts_on", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "person"], name="exemption_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("application__isnull", False), ("person__isnull", False), _connector="OR"),
                        name="exemption_of_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="exemption_ends_later"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FamilyTalk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("held_on", models.DateField(verbose_name="on")),
                ("points", models.JSONField(default=list, verbose_name="what was talked about")),
                ("again_on", models.DateField(blank=True, null=True, verbose_name="to be talked about again on")),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="what they wish to do")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "about",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
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
            ],
            options={
                "verbose_name": "talk with a family",
                "ordering": ["-held_on", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "about", "held_on"], name="family_talk_by_person")],
            },
        ),
        migrations.CreateModel(
            name="InductionCertificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_name", models.CharField(max_length=300, verbose_name="name at that time")),
                ("completed_on", models.DateField(verbose_name="completed on")),
                ("parts", models.JSONField(default=list, verbose_name="parts")),
                ("code", models.CharField(default=safeguard.verification.new_code, max_length=40, verbose_name="code")),
                ("issued_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="made")),
                (
                    "issued_by",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "certificate of induction",
                "ordering": ["-issued_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "person"], name="induction_by_person")],
                "constraints": [models.UniqueConstraint(fields=("organisation", "code"), name="induction_code_once")],
            },
        ),
        migrations.CreateModel(
            name="Issued",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("device", "Telephone, tablet or computer"),
                            ("key", "Key or door card"),
                            ("document", "Documents"),
                            ("badge", "Badge or clothing"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("what", models.CharField(max_length=200, verbose_name="what")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="number or mark")),
                ("issued_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="handed out on")),
                ("returned_on", models.DateField(blank=True, null=True, verbose_name="came back on")),
                (
                    "issued_by",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "returned_to",
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
                "verbose_name": "thing handed out",
                "verbose_name_plural": "things handed out",
                "ordering": ["issued_on", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "person", "returned_on"], name="issued_by_person")],
            },
        ),
        migrations.CreateModel(
            name="OnlineCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("wrapped_key", models.BinaryField(default=b"")),
                ("shredded_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("sealed", models.BinaryField()),
                ("code", models.CharField(max_length=20, verbose_name="check")),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("enquiry", "Enquiry"),
                            ("applied", "Applied"),
                            ("stage_one", "Stage 1"),
                            ("interview", "Interview"),
                            ("checks", "Checks"),
                            ("decision", "Decision"),
                            ("active", "Taken on"),
                            ("unsuccessful", "Not taken on"),
                            ("withdrawn", "Withdrawn by the applicant"),
                        ],
                        max_length=15,
                        verbose_name="stage",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("assigned", "To be done"),
                            ("concern", "To be talked about"),
                            ("discussed", "To be decided"),
                            ("decided", "To be shared with the committee"),
                            ("shared", "To be closed"),
                            ("closed", "Closed"),
                            ("called_off", "Called off"),
                        ],
                        default="assigned",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("assigned_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="assigned")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="by when")),
                ("no_conflict", models.BooleanField(null=True, verbose_name="does not know the person privately")),
                ("engines", models.JSONField(blank=True, default=list, verbose_name="search engines and sites")),
                ("signed_out", models.BooleanField(null=True, verbose_name="searched signed out")),
                ("public_only", models.BooleanField(null=True, verbose_name="looked only at what everybody can see")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nothing", "Nothing to talk about"),
                            ("not_online", "No presence online was found"),
                            ("concern", "Something to talk about"),
                            ("not_them", "It turned out to be somebody else"),
                        ],
                        max_length=12,
                        verbose_name="result",
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                ("purge_on", models.DateField(blank=True, null=True, verbose_name="findings are destroyed on")),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="volunteers.application",
                    ),
                ),
                (
                    "assigned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "assigned_to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="checker",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "permission_given",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="volunteers.checkpermission"
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
                    "switch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="volunteers.checkswitch"
                    ),
                ),
            ],
            options={
                "verbose_name": "online check",
                "verbose_name_plural": "online checks",
                "ordering": ["-assigned_at", "-pk"],
                "permissions": [
                    ("work_onlinecheck", "Do the check"),
                    ("decide_onlinecheck", "Decide on what was found"),
                ],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "status", "due_on"], name="check_by_status"),
                    models.Index(fields=["organisation", "person"], name="check_by_person"),
                    models.Index(fields=["organisation", "purge_on"], name="check_by_purge"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["assigned", "concern", "discussed", "decided", "shared", "closed", "called_off"],
                            )
                        ),
                        name="volunteers_onlinecheck_status",
                    ),
                    models.UniqueConstraint(fields=("organisation", "code"), name="check_code_once"),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["closed", "called_off"]), _negated=True),
                            ("application__isnull", False),
                        ),
                        fields=("organisation", "application"),
                        name="one_open_check_per_application",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("application__isnull", False), ("person__isnull", False), _connector="OR"),
                        name="check_of_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["assigned", "called_off"]), ("done_at__isnull", False), _connector="OR"
                        ),
                        name="done_check_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("sealed", models.BinaryField()),
                ("found_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "check_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="volunteers.onlinecheck",
                    ),
                ),
            ],
            options={
                "verbose_name": "finding",
                "ordering": ["pk"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Discussion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("sealed", models.BinaryField()),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="on")),
                ("noted_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "check_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="discussions",
                        to="volunteers.onlinecheck",
                    ),
                ),
            ],
            options={
                "verbose_name": "talk about a check",
                "ordering": ["pk"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="CommitteeShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("sealed", models.BinaryField()),
                ("shared_on", models.DateField(verbose_name="on")),
                ("told", models.JSONField(default=list, verbose_name="who was told")),
                ("minute", models.CharField(blank=True, max_length=120, verbose_name="minute")),
                ("noted_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "check_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shares", to="volunteers.onlinecheck"
                    ),
                ),
            ],
            options={
                "verbose_name": "sharing of a check with the committee",
                "ordering": ["pk"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="CheckGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="grants", to="volunteers.onlinecheck"
                    ),
                ),
            ],
            options={
                "verbose_name": "right to an online check",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "content_object", "user"], name="check_grant_by_check")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "user", "permission", "content_object"), name="check_grant_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("sealed", models.BinaryField()),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "decided_by",
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
                    "check_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="volunteers.onlinecheck",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision on a check",
                "ordering": ["pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "check_of"), name="one_decision_per_check")
                ],
            },
        ),
        migrations.CreateModel(
            name="Position",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="What is the position called?")),
                ("what", models.TextField(blank=True, max_length=5000, verbose_name="What does it involve?")),
                (
                    "internet_use",
                    models.TextField(
                        blank=True, max_length=5000, verbose_name="What does internet use mean in this position?"
                    ),
                ),
                (
                    "works_with_children",
                    models.BooleanField(default=True, verbose_name="Works with children or adults at risk"),
                ),
                (
                    "is_regulated",
                    models.BooleanField(default=False, verbose_name="Regulated work: nobody starts without the check"),
                ),
                (
                    "minimum_age",
                    models.PositiveSmallIntegerField(
                        default=16,
                        validators=[
                            django.core.validators.MinValueValidator(10),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="Youngest age",
                    ),
                ),
                ("token", models.CharField(editable=False, max_length=32, unique=True)),
                ("is_open", models.BooleanField(default=True, verbose_name="People can apply now")),
                ("closes_on", models.DateField(blank=True, null=True, verbose_name="Last day for applying")),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
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
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "position",
                "verbose_name_plural": "positions",
                "ordering": ["title", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("organisation", "title"), name="position_title_once")],
            },
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
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
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="placements", to="volunteers.position"
                    ),
                ),
            ],
            options={
                "verbose_name": "placement",
                "ordering": ["starts_on", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "person"], name="placement_by_person")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on", None)),
                        fields=("organisation", "person", "position"),
                        name="placed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="placement_ends_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("wrapped_key", models.BinaryField(default=b"")),
                ("shredded_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("sealed", models.BinaryField()),
                ("code_hash", models.CharField(max_length=64, unique=True)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_on", models.DateField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="volunteers.position"
                    ),
                ),
            ],
            options={
                "verbose_name": "unfinished application",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "expires_on"], name="application_draft_by_end")],
            },
        ),
        migrations.AddField(
            model_name="application",
            name="position",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="applications", to="volunteers.position"
            ),
        ),
        migrations.CreateModel(
            name="Recruitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "needs",
                    models.JSONField(
                        default=volunteers.models.recruiting.default_needs, verbose_name="What each stage needs"
                    ),
                ),
                (
                    "references_wanted",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[django.core.validators.MaxValueValidator(5)],
                        verbose_name="References, at least",
                    ),
                ),
                (
                    "permission_text",
                    models.TextField(
                        blank=True, max_length=5000, verbose_name="Words of the permission for a check online"
                    ),
                ),
                ("permission_version", models.PositiveSmallIntegerField(default=1)),
                (
                    "internet_text",
                    models.TextField(
                        blank=True, max_length=5000, verbose_name="What internet use means for everybody here"
                    ),
                ),
                (
                    "draft_days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="Days until an unfinished application is deleted",
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
                "verbose_name": "way of taking people on",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("organisation",), name="one_way_of_recruiting")],
            },
        ),
        migrations.CreateModel(
            name="RequiredCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="check")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="why")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="required_checks",
                        to="volunteers.position",
                    ),
                ),
            ],
            options={
                "verbose_name": "check that a position asks for",
                "ordering": ["starts_on", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "position"], name="required_check_by_position")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="required_check_ends_later",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("wrapped_key", models.BinaryField(default=b"")),
                ("shredded_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("sealed", models.BinaryField()),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("waiting", "A check is awaited"),
                            ("content", "What a check said"),
                            ("other", "Another reason"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="why",
                    ),
                ),
                ("starts_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="from")),
                ("review_on", models.DateField(verbose_name="to be looked at again on")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="volunteers.application",
                    ),
                ),
                (
                    "decided_by",
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
                    "person",
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
                "verbose_name": "risk assessment",
                "verbose_name_plural": "risk assessments",
                "ordering": ["-starts_on", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "person"], name="risk_assessment_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("application__isnull", False), ("person__isnull", False), _connector="OR"),
                        name="risk_assessment_of_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SelfCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("done_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="done on")),
                ("items", models.JSONField(default=list, verbose_name="what was looked at")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
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
            ],
            options={
                "verbose_name": "check of own privacy settings",
                "ordering": ["-done_on", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "person", "done_on"], name="self_check_by_person")],
            },
        ),
        migrations.CreateModel(
            name="StandingChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("wrapped_key", models.BinaryField(default=b"")),
                ("shredded_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("sealed", models.BinaryField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("activated", "Active"),
                            ("suspended", "Suspended"),
                            ("reviewed", "Suspension goes on"),
                            ("reinstated", "Reinstated"),
                            ("ended", "Ended"),
                        ],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                ("on", models.DateField(verbose_name="from")),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="to be looked at again on")),
                (
                    "is_safeguarding",
                    models.BooleanField(
                        default=False, verbose_name="because somebody may have been harmed or put at risk"
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incidents.case",
                    ),
                ),
                (
                    "decided_by",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "change of standing",
                "ordering": ["on", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "person", "on"], name="standing_change_by_person")],
            },
        ),
        migrations.CreateModel(
            name="BarringQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("wrapped_key", models.BinaryField(default=b"")),
                ("shredded_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("sealed", models.BinaryField()),
                ("asked_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="asked on")),
                (
                    "answer",
                    models.CharField(
                        choices=[("open", "Not decided yet"), ("refer", "Referred"), ("not_now", "Not referred now")],
                        default="open",
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incidents.case",
                    ),
                ),
                (
                    "decided_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="volunteers.standingchange",
                    ),
                ),
            ],
            options={
                "verbose_name": "question of a barring referral",
                "ordering": ["-asked_on", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "answer", "asked_on"], name="barring_by_answer")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer", "open"),
                            models.Q(("decided_by__isnull", False), ("decided_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="barring_decided_by_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Suitability",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("wrapped_key", models.BinaryField(default=b"")),
                ("shredded_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("sealed", models.BinaryField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("suitable", "Suitable"),
                            ("conditions", "Suitable, with conditions"),
                            ("not", "Not suitable"),
                        ],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("decided_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="decided on")),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="to be looked at again on")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="volunteers.application",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incidents.case",
                    ),
                ),
                (
                    "decided_by",
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
                    "person",
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
                "verbose_name": "decision on suitability",
                "ordering": ["-decided_on", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "person", "decided_on"], name="suitability_by_person")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("application__isnull", False), ("person__isnull", False), _connector="OR"),
                        name="suitability_of_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("training", "Training"), ("induction", "Part of the induction")],
                        default="training",
                        max_length=10,
                        verbose_name="Training or induction?",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="What is it about?")),
                ("what", models.TextField(blank=True, max_length=5000, verbose_name="What does it cover?")),
                ("roles", models.JSONField(default=list, verbose_name="Who needs it?")),
                (
                    "every_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="Counts for how many months?",
                    ),
                ),
                (
                    "within_days",
                    models.PositiveSmallIntegerField(
                        default=90,
                        validators=[django.core.validators.MaxValueValidator(3650)],
                        verbose_name="To be done within how many days?",
                    ),
                ),
                (
                    "is_required",
                    models.BooleanField(default=True, verbose_name="Everybody of these roles must complete it"),
                ),
                ("suggestion", models.CharField(blank=True, max_length=40)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.agreement",
                        verbose_name="Agreement whose signature completes it",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="policies.policy",
                        verbose_name="Policy that it is about",
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
                        verbose_name="Only in this project",
                    ),
                ),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "ordering": ["kind", "title", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("organisation", "title"), name="topic_title_once")],
            },
        ),
        migrations.CreateModel(
            name="TrainingOffer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("offered_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="offered on")),
                ("due_on", models.DateField(verbose_name="to be completed by")),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "offered_by",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="volunteers.topic"
                    ),
                ),
            ],
            options={
                "verbose_name": "training offered",
                "ordering": ["due_on", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "person", "closed_on"], name="offer_by_person")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on", None)),
                        fields=("organisation", "topic", "person"),
                        name="offered_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("held_on", models.DateField(verbose_name="on")),
                ("trainer", models.CharField(blank=True, max_length=200, verbose_name="who taught it")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="where")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="volunteers.topic"
                    ),
                ),
            ],
            options={
                "verbose_name": "training session",
                "ordering": ["-held_on", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Completion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("done_on", models.DateField(verbose_name="completed on")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="counts until")),
                ("evidence", models.CharField(blank=True, max_length=300, verbose_name="what shows it")),
                ("code", models.CharField(default=safeguard.verification.new_code, max_length=40, unique=True)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                ("why_taken_back", models.CharField(blank=True, max_length=300)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "taken_back_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="completions", to="volunteers.topic"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="completions",
                        to="volunteers.trainingsession",
                    ),
                ),
            ],
            options={
                "verbose_name": "training completed",
                "ordering": ["-done_on", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "person", "topic", "done_on"], name="completion_by_person"),
                    models.Index(fields=["organisation", "topic", "expires_on"], name="completion_by_topic"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at", None)),
                        fields=("organisation", "topic", "person", "done_on"),
                        name="completed_once_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VolunteerLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("to", models.EmailField(max_length=254, verbose_name="to")),
                ("queued_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="queued")),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="what went wrong")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("received", "Application received"),
                            ("parent_copy", "Copy for a parent or carer"),
                            ("reference", "A reference is asked for"),
                            ("not_taken_on", "Not taken on"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="volunteers.application"
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
                    "reference",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="volunteers.appliedreference",
                    ),
                ),
            ],
            options={
                "verbose_name": "letter about an application",
                "ordering": ["-queued_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="VolunteerStanding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "Active"), ("suspended", "Suspended"), ("ended", "Ended")],
                        default="active",
                        max_length=10,
                        verbose_name="standing",
                    ),
                ),
                ("since", models.DateField(verbose_name="since")),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="to be looked at again on")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="standing", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "standing",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "status", "review_on"], name="standing_by_status")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["active", "suspended", "ended"])),
                        name="volunteers_standing_status",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("sealed", models.BinaryField()),
                ("key", models.CharField(max_length=30)),
                ("is_needed", models.BooleanField(default=True)),
                ("on", models.DateField(default=django.utils.timezone.localdate, verbose_name="on")),
                ("noted_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="volunteers.application"
                    ),
                ),
                (
                    "by",
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
                "verbose_name": "step of an application",
                "ordering": ["on", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "application", "key"), name="application_step_once")
                ],
            },
        ),
    ]

    operations = at_once(operations)
