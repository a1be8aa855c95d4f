import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from safeguard.tables import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
        ("people", "0001_initial"),
        ("policies", "0002_protect"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("statement", models.TextField(verbose_name="what people agree to")),
                ("language", models.CharField(default="en-gb", max_length=20, verbose_name="language")),
                (
                    "age_group",
                    models.CharField(
                        choices=[
                            ("everyone", "People of every age"),
                            ("adults", "Adults, and people whose age is not known"),
                            ("young", "Young people under 18"),
                        ],
                        default="everyone",
                        max_length=10,
                        verbose_name="age",
                    ),
                ),
                (
                    "valid_for_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="months until it is signed again",
                    ),
                ),
                (
                    "asks_birth_date",
                    models.BooleanField(default=False, verbose_name="ask for the date of birth before the page opens"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("open", "Open"), ("closed", "Closed")],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="opened")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                (
                    "created_by",
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
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="agreements.agreement",
                    ),
                ),
            ],
            options={
                "verbose_name": "agreement",
                "verbose_name_plural": "agreements",
                "ordering": ["title", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "status", "title", "id"], name="agreement_by_title")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "open", "closed"])), name="agreement_status_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status", "draft"), ("opened_at__isnull", False), _connector="OR"),
                        name="agreement_says_when_it_opened",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "extent",
                    models.CharField(
                        choices=[("whole", "The whole document"), ("clauses", "Only the clauses that you choose")],
                        default="whole",
                        max_length=10,
                        verbose_name="how much of it",
                    ),
                ),
                ("anchors", models.JSONField(blank=True, default=list, verbose_name="clauses")),
                (
                    "required",
                    models.BooleanField(
                        default=True, verbose_name="nobody can sign while this document is not in force"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="agreements.agreement"
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.policy",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "document of an agreement",
                "ordering": ["position", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "agreement", "policy"), name="agreement_document_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementRole",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "Chair of trustees"),
                            ("trustee", "Trustee"),
                            ("safeguarding_trustee", "Safeguarding trustee"),
                            ("lead", "Designated safeguarding lead"),
                            ("coordinator", "Volunteer coordinator"),
                            ("assessor", "Assessor or interviewer"),
                            ("line_manager", "Line manager or team leader"),
                            ("web_manager", "Web manager"),
                            ("staff", "Staff member"),
                            ("volunteer", "Volunteer"),
                            ("administrator", "Technical administrator"),
                            ("beneficiary", "Beneficiary or member"),
                            ("carer", "Carer or parent"),
                            ("visitor", "Visitor or other provider"),
                            ("contractor", "Contractor or advisor"),
                            ("donor", "Donor"),
                            ("external", "External agency"),
                        ],
                        max_length=30,
                        verbose_name="role",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signing_roles",
                        to="agreements.agreement",
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
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "agreement", "role"), name="agreement_role_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Awareness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="when")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("read", "Read it"),
                            ("briefing", "Briefing or meeting"),
                            ("email", "E-mail"),
                            ("induction", "Induction"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                (
                    "understood",
                    models.CharField(
                        choices=[
                            ("yes", "Said that they understand it"),
                            ("questions", "Has questions"),
                            ("not_asked", "Was not asked"),
                        ],
                        max_length=10,
                        verbose_name="understood",
                    ),
                ),
                ("questions", models.TextField(blank=True, verbose_name="questions")),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="awareness",
                        to="people.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.policyversion",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "record of telling",
                "ordering": ["-on", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "version", "person"], name="awareness_by_version"),
                    models.Index(fields=["organisation", "person", "on"], name="awareness_by_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExactText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("statement", models.TextField()),
                ("language", models.CharField(max_length=20)),
                ("contents", models.JSONField()),
                ("fingerprint", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="texts", to="agreements.agreement"
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
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "agreement", "fingerprint"), name="exact_text_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ExactDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=300)),
                ("version_name", models.CharField(max_length=80)),
                ("language", models.CharField(max_length=20)),
                ("amendments", models.JSONField(default=list)),
                (
                    "extent",
                    models.CharField(
                        choices=[("whole", "The whole document"), ("clauses", "Only the clauses that you choose")],
                        max_length=10,
                    ),
                ),
                ("anchors", models.JSONField(default=list)),
                ("fingerprint", models.CharField(max_length=64)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agreements.agreementdocument"
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="policies.policy"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="policies.policyversion"
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="agreements.exacttext"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "version"], name="exact_document_by_version"),
                    models.Index(fields=["organisation", "policy"], name="exact_document_by_policy"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "text", "document"), name="exact_document_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("offered", "Asked"),
                            ("opened", "Opened"),
                            ("paper_asked", "Wants paper"),
                            ("declined", "Declined"),
                            ("reserved", "Signed with a reservation"),
                            ("signed", "Signed"),
                            ("expired", "Run out"),
                            ("replaced", "Replaced"),
                            ("ended", "Ended"),
                        ],
                        default="offered",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("offered_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked")),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="why now")),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="opened")),
                ("paper_asked_at", models.DateTimeField(blank=True, null=True, verbose_name="asked for paper")),
                ("declined_at", models.DateTimeField(blank=True, null=True, verbose_name="declined")),
                ("decline_reason", models.TextField(blank=True, verbose_name="reason")),
                ("misdirected_at", models.DateTimeField(blank=True, null=True, verbose_name="opened by somebody else")),
                ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="signed")),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed on")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="runs out on")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="reservation accepted")),
                ("settled_note", models.TextField(blank=True, verbose_name="what was agreed")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="agreements.agreement"
                    ),
                ),
                (
                    "offered_by",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreement_requests",
                        to="people.person",
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
                    "text",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="agreements.exacttext",
                    ),
                ),
            ],
            options={
                "verbose_name": "request to sign",
                "verbose_name_plural": "requests to sign",
                "ordering": ["-offered_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["organisation", "agreement", "status", "person"], name="agreement_request_by_agreement"
                    ),
                    models.Index(fields=["organisation", "person", "status"], name="agreement_request_by_person"),
                    models.Index(fields=["organisation", "status", "expires_on"], name="agreement_request_by_expiry"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("status__in", ("offered", "opened", "paper_asked", "declined", "reserved", "signed"))
                        ),
                        fields=("organisation", "agreement", "person"),
                        name="one_live_agreement_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "offered",
                                    "opened",
                                    "paper_asked",
                                    "declined",
                                    "reserved",
                                    "signed",
                                    "expired",
                                    "replaced",
                                    "ended",
                                ],
                            )
                        ),
                        name="agreement_request_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["signed", "reserved"]), _negated=True),
                            models.Q(
                                ("signed_at__isnull", False), ("signed_on__isnull", False), ("text__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="signed_agreement_says_what_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "declined"), _negated=True),
                            ("declined_at__isnull", False),
                            _connector="OR",
                        ),
                        name="declined_agreement_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("settled_by", None)),
                            models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="settled_agreement_says_who_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IssueRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="when")),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("email", "By e-mail"),
                            ("paper", "On paper"),
                            ("hand", "In person"),
                            ("post", "By post"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issued",
                        to="people.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.policyversion",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "record of issuing",
                "ordering": ["-on", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "version", "person"], name="issue_by_version"),
                    models.Index(fields=["organisation", "person", "on"], name="issue_by_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ask", "Request to sign"),
                            ("chase", "Reminder"),
                            ("new_link", "New link"),
                            ("receipt", "Receipt"),
                            ("parent_copy", "Copy for a parent or carer"),
                            ("answer", "Notice of an answer to look at"),
                        ],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
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
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="agreements.agreementrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "e-mail about an agreement",
                "ordering": ["-queued_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "request", "kind"], name="agreement_letter_by_request"),
                    models.Index(fields=["organisation", "sent_at", "queued_at"], name="agreement_letter_by_delivery"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=19)),
                ("printed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "printed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_forms",
                        to="agreements.agreementrequest",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agreements.exacttext"
                    ),
                ),
            ],
            options={
                "verbose_name": "paper form",
                "ordering": ["-printed_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("organisation", "code"), name="paper_code_once")],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_name", models.CharField(max_length=300, verbose_name="name at that time")),
                ("on_behalf_of", models.CharField(blank=True, max_length=300, verbose_name="on behalf of")),
                ("text_fingerprint", models.CharField(max_length=64)),
                ("statement", models.TextField(verbose_name="statement")),
                ("attested", models.TextField(blank=True, verbose_name="what was ticked")),
                ("typed_name", models.CharField(max_length=300, verbose_name="name as typed or written")),
                ("language", models.CharField(max_length=20, verbose_name="language of the text")),
                ("reservation", models.TextField(blank=True, verbose_name="reservation")),
                ("signed_at", models.DateTimeField(verbose_name="signed")),
                ("signed_on", models.DateField(verbose_name="signed on")),
                ("local_time", models.CharField(max_length=80, verbose_name="local time")),
                ("zone", models.CharField(max_length=60, verbose_name="time zone")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("link", "A personal link, sent to the person's own e-mail address"),
                            (
                                "link_birth",
                                "A personal link, sent to the person's own e-mail address, and the date of birth",
                            ),
                            ("account", "Signed in with the person's own account"),
                            ("device", "On a device of the charity, in front of a witness"),
                            ("paper", "On paper, in front of a witness"),
                            ("scan", "On paper; the signed page is kept as a scan"),
                        ],
                        max_length=10,
                        verbose_name="how we know who it was",
                    ),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="address to which the link was sent"),
                ),
                ("account", models.EmailField(blank=True, max_length=254, verbose_name="account")),
                ("ip", models.GenericIPAddressField(blank=True, null=True, verbose_name="internet address")),
                ("device", models.CharField(blank=True, max_length=300, verbose_name="device")),
                ("witness_name", models.CharField(blank=True, max_length=300, verbose_name="witness")),
                ("read_aloud", models.BooleanField(default=False, verbose_name="the text was read aloud")),
                ("scan", models.CharField(blank=True, max_length=200, verbose_name="scan")),
                ("scan_sha256", models.CharField(blank=True, max_length=64)),
                (
                    "parent_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="parent or carer who gets a copy"),
                ),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="runs out on")),
                ("code", models.CharField(max_length=19, verbose_name="code")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="fingerprint")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="agreements.agreement",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="people.person"
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
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signature",
                        to="agreements.agreementrequest",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="agreements.exacttext",
                    ),
                ),
            ],
            options={
                "verbose_name": "signature",
                "verbose_name_plural": "signatures",
                "ordering": ["-signed_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "person", "signed_at"], name="signature_by_person"),
                    models.Index(fields=["organisation", "text"], name="signature_by_text"),
                ],
                "constraints": [models.UniqueConstraint(fields=("organisation", "code"), name="signature_code_once")],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("pages", models.PositiveSmallIntegerField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "signature",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="receipt", to="agreements.signature"
                    ),
                ),
            ],
            options={
                "verbose_name": "receipt",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "sha256"], name="receipt_by_fingerprint")],
            },
        ),
        migrations.CreateModel(
            name="SignatureEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("left", "The person left"),
                            ("expired", "It ran out"),
                            ("replaced", "The rules changed, or it was signed anew"),
                        ],
                        max_length=10,
                        verbose_name="why",
                    ),
                ),
                ("ended_on", models.DateField(verbose_name="since")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "signature",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="end", to="agreements.signature"
                    ),
                ),
            ],
            options={
                "verbose_name": "end of a signature",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
    ]

    operations = at_once(operations)
