import datetime

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import organisations.models
from safeguard.tables import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=300, verbose_name="name")),
                ("former_names", models.CharField(blank=True, max_length=600, verbose_name="former names")),
                ("slug", models.SlugField(max_length=60, unique=True)),
                (
                    "nation",
                    models.CharField(
                        choices=[
                            ("england", "England"),
                            ("wales", "Wales"),
                            ("scotland", "Scotland"),
                            ("northern-ireland", "Northern Ireland"),
                        ],
                        max_length=20,
                        verbose_name="nation",
                    ),
                ),
                ("address", models.TextField(blank=True, verbose_name="postal address")),
                ("charity_number", models.CharField(blank=True, max_length=40, verbose_name="charity number")),
                ("regulator", models.CharField(blank=True, max_length=200, verbose_name="charity regulator")),
                (
                    "local_partnership",
                    models.CharField(blank=True, max_length=200, verbose_name="local safeguarding partnership"),
                ),
                ("police_force", models.CharField(blank=True, max_length=200, verbose_name="police force")),
                (
                    "languages",
                    models.JSONField(
                        blank=True, default=organisations.models.default_languages, verbose_name="languages"
                    ),
                ),
                ("logo", models.FileField(blank=True, upload_to="logos/", verbose_name="logo")),
                (
                    "brand_colour",
                    models.CharField(
                        blank=True,
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^#[0-9a-fA-F]{6}$", "Enter a colour such as #114b5f."
                            )
                        ],
                        verbose_name="brand colour",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="LocalProtocol",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=300, verbose_name="name")),
                ("area", models.CharField(blank=True, max_length=200, verbose_name="area")),
                ("link", models.URLField(blank=True, max_length=300, verbose_name="web address")),
                ("version", models.CharField(blank=True, max_length=60, verbose_name="version")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "local protocol",
                "verbose_name_plural": "local protocols",
                "ordering": ["name"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="AgencyContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="agency")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("emergency", "Emergency"),
                            ("police", "Police, not an emergency"),
                            ("children", "Children's social work"),
                            ("adults", "Adult social work"),
                            ("worker_concern", "Concern about somebody who works with children or adults at risk"),
                            ("radicalisation", "Worry about extremism"),
                            ("online_harm", "Harm online"),
                            ("helpline", "Advice and helplines"),
                            ("barring", "Barring and vetting"),
                            ("regulator", "Charity regulator"),
                            ("data_protection", "Data protection"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("purpose", models.CharField(max_length=200, verbose_name="what for")),
                ("phone", models.CharField(blank=True, max_length=60, verbose_name="telephone")),
                ("out_of_hours", models.CharField(blank=True, max_length=120, verbose_name="out of hours")),
                ("link", models.URLField(blank=True, max_length=300, verbose_name="web address")),
                ("area", models.CharField(blank=True, max_length=200, verbose_name="area")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="where this was found")),
                ("last_verified_on", models.DateField(blank=True, null=True, verbose_name="last checked")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "agency to call",
                "verbose_name_plural": "agencies to call",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "name", "purpose"), name="agency_contact_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="active from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="active until")),
                (
                    "contact_name",
                    models.CharField(blank=True, max_length=300, verbose_name="contact during activities"),
                ),
                ("contact_phone", models.CharField(blank=True, max_length=60, verbose_name="contact's telephone")),
                ("online_page", models.CharField(blank=True, max_length=300, verbose_name="its page online")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.project",
                        verbose_name="part of",
                    ),
                ),
            ],
            options={
                "verbose_name": "project",
                "verbose_name_plural": "projects",
                "ordering": ["name"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "name"), name="project_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on", None),
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="project_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Settings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "children_as_contacts",
                    models.CharField(
                        choices=[
                            ("forbidden", "Never"),
                            ("careful", "Only after talking to the parents"),
                            ("decided", "Recorded, and the safeguarding lead decides"),
                        ],
                        default="forbidden",
                        max_length=10,
                        verbose_name="Children as contacts on personal accounts",
                    ),
                ),
                (
                    "former_young_people",
                    models.CharField(
                        choices=[
                            ("forbidden", "Never"),
                            ("careful", "Only after talking to the parents"),
                            ("decided", "Recorded, and the safeguarding lead decides"),
                        ],
                        default="decided",
                        max_length=10,
                        verbose_name="Former young people, now adults",
                    ),
                ),
                (
                    "direct_messages_by_register",
                    models.BooleanField(
                        default=True, verbose_name="Direct messages with children only through the contact register"
                    ),
                ),
                ("quiet_from", models.TimeField(default=datetime.time(21, 0), verbose_name="No contact from")),
                ("quiet_until", models.TimeField(default=datetime.time(8, 0), verbose_name="No contact until")),
                (
                    "quiet_hours_by_weekday",
                    models.JSONField(blank=True, default=dict, verbose_name="Other hours on some weekdays"),
                ),
                (
                    "account_approver",
                    models.CharField(
                        choices=[
                            ("trustee", "A trustee"),
                            ("board", "The whole board"),
                            ("lead", "The safeguarding lead"),
                        ],
                        default="trustee",
                        max_length=10,
                        verbose_name="Who approves a social-media account",
                    ),
                ),
                (
                    "minimum_admins",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[django.core.validators.MinValueValidator(1, "Enter 1 or more.")],
                        verbose_name="People who can get into each account, at least",
                    ),
                ),
                (
                    "minimum_monitors",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[django.core.validators.MinValueValidator(1, "Enter 1 or more.")],
                        verbose_name="People who watch each account, at least",
                    ),
                ),
                (
                    "child_agreement_age",
                    models.PositiveSmallIntegerField(
                        default=12,
                        validators=[django.core.validators.MaxValueValidator(18, "Enter an age of 18 at most.")],
                        verbose_name="Age from which a child's own agreement is asked for pictures",
                    ),
                ),
                (
                    "personal_phone_photos",
                    models.BooleanField(default=False, verbose_name="Photos on personal phones are allowed"),
                ),
                (
                    "phone_photo_minimum_age",
                    models.PositiveSmallIntegerField(
                        default=7,
                        validators=[django.core.validators.MaxValueValidator(18, "Enter an age of 18 at most.")],
                        verbose_name="Nobody under this age is photographed with a phone",
                    ),
                ),
                (
                    "photo_storage",
                    models.CharField(blank=True, max_length=300, verbose_name="Where photos are uploaded to"),
                ),
                (
                    "photo_upload_hours",
                    models.PositiveSmallIntegerField(default=48, verbose_name="Hours until photos are uploaded"),
                ),
                (
                    "platforms_need_assessment",
                    models.BooleanField(
                        default=True, verbose_name="Platforms are used only after they were assessed and approved"
                    ),
                ),
                (
                    "carer_agreement",
                    models.CharField(
                        choices=[
                            ("told", "They are told; signing is a choice"),
                            ("sign", "They sign"),
                            ("no", "They are not asked"),
                        ],
                        default="told",
                        max_length=10,
                        verbose_name="Carers and the policy",
                    ),
                ),
                ("online_checks", models.BooleanField(default=False, verbose_name="Online checks of volunteers")),
                (
                    "contact_register_keeper",
                    models.CharField(
                        default="safeguarding_trustee", max_length=30, verbose_name="Who keeps the contact register"
                    ),
                ),
                (
                    "review_interval_months",
                    models.PositiveSmallIntegerField(
                        default=12,
                        validators=[
                            django.core.validators.MinValueValidator(1, "Enter 1 or more."),
                            django.core.validators.MaxValueValidator(60, "Enter 60 months at most."),
                        ],
                        verbose_name="Months between policy reviews",
                    ),
                ),
                (
                    "comment_answer_days",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[django.core.validators.MinValueValidator(1, "Enter 1 or more.")],
                        verbose_name="Working days to answer a public comment",
                    ),
                ),
                (
                    "prompt_suspension",
                    models.BooleanField(
                        default=True,
                        verbose_name="A complaint asks the lead and a trustee about suspension (a neutral act)",
                    ),
                ),
                (
                    "age_bands",
                    models.JSONField(
                        blank=True,
                        default=organisations.models.default_age_bands,
                        verbose_name="How closely children are supervised, by age",
                    ),
                ),
                (
                    "staff_means",
                    models.JSONField(
                        blank=True, default=organisations.models.default_staff_means, verbose_name="Who counts as staff"
                    ),
                ),
                (
                    "house_rules",
                    models.TextField(
                        blank=True,
                        default=organisations.models.default_house_rules,
                        verbose_name="Rules for everybody who posts",
                    ),
                ),
                (
                    "approval_quorum",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[django.core.validators.MinValueValidator(1, "Enter 1 or more.")],
                        verbose_name="Trustees who must approve a policy, at least",
                    ),
                ),
                (
                    "reminders_every_day",
                    models.BooleanField(
                        default=False, verbose_name="Send reminders at weekends and on bank holidays too"
                    ),
                ),
                (
                    "second_factor_roles",
                    models.JSONField(
                        blank=True,
                        default=organisations.models.default_second_factor_roles,
                        verbose_name="Roles that need a second step when signing in",
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
                "verbose_name": "settings",
                "verbose_name_plural": "settings",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("approval_quorum__gte", 1)), name="quorum_at_least_one")
                ],
            },
        ),
    ]

    operations = at_once(operations)
