import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import consent.models.contact
import consent.models.pictures
from safeguard.tables import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0002_picture_store_and_refresh"),
        ("people", "0002_families"),
        ("policies", "0002_protect"),
    ]

    operations = [
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("picture", "Photographs"),
                            ("film", "Film or sound"),
                            ("story", "Their story or words"),
                            ("messaging", "Contact by text or messaging app"),
                            ("social_media", "Contact by social media"),
                            ("video_call", "Contact by video call"),
                            ("disclosure", "Data passed to somebody else"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("taken", "Taken with the charity's own device, shown to nobody"),
                            ("taken_phone", "Taken with somebody's own phone, shown to nobody"),
                            ("internal", "Inside the charity: walls, reports to members"),
                            ("private_group", "In a private group of families or members"),
                            ("website", "On the charity's website"),
                            ("facebook", "On Facebook"),
                            ("instagram", "On Instagram"),
                            ("x", "On X"),
                            ("tiktok", "On TikTok"),
                            ("youtube", "On YouTube"),
                            ("other_platform", "On another platform"),
                            ("print", "In print: leaflets, posters, the annual report"),
                            ("press", "In newspapers, radio or television"),
                            ("third_party", "To a named person or organisation"),
                            ("conversation", "Between the charity and the person"),
                        ],
                        max_length=20,
                        verbose_name="where",
                    ),
                ),
                ("channel_name", models.CharField(blank=True, max_length=120)),
                ("what_for", models.CharField(max_length=200, verbose_name="what for")),
                (
                    "identifying",
                    models.BooleanField(default=True, verbose_name="people can be recognised or are named"),
                ),
                ("unsure", models.BooleanField(default=False, verbose_name="not sure who is in it")),
                (
                    "verdict",
                    models.CharField(choices=[("yes", "Yes"), ("ask", "Ask first"), ("no", "No")], max_length=5),
                ),
                ("needs_trustee", models.BooleanField(default=False)),
                ("choice", models.CharField(blank=True, max_length=300, verbose_name="what you decided to do")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "asked_by",
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
                "verbose_name": "question “May I post this?”",
                "ordering": ["-asked_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "asked_at"], name="check_by_time")],
            },
        ),
        migrations.CreateModel(
            name="CheckApproval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("approved", models.BooleanField(verbose_name="approved")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "check_made",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="approval", to="consent.check"
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
                "verbose_name": "trustee's word on a use",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ConsentRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("opened", "Opened"),
                            ("partly", "Partly answered"),
                            ("answered", "Answered"),
                            ("cancelled", "Taken back"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("on_paper", models.BooleanField(default=False, verbose_name="on paper")),
                ("language", models.CharField(default="en", max_length=10, verbose_name="language")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="a word to go with it")),
                ("code", models.CharField(max_length=20, unique=True)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("due_on", models.DateField(verbose_name="answer wanted by")),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("misdirected_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consent_requests", to="people.person"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
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
                "verbose_name": "consent request",
                "ordering": ["-asked_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "status", "due_on"], name="consent_request_due"),
                    models.Index(fields=["organisation", "asked"], name="consent_request_by_asked"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["asked", "opened", "partly", "answered", "cancelled"])),
                        name="consent_consentrequest_status",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("choices", models.JSONField(default=dict)),
                ("wishes", models.JSONField(default=list)),
                ("told", models.JSONField(default=list)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="draft", to="consent.consentrequest"
                    ),
                ),
            ],
            options={
                "verbose_name": "draft of answers",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="what it is called")),
                ("on", models.DateField(verbose_name="day")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "made_by",
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
                "verbose_name": "event",
                "ordering": ["-on", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "on"], name="event_by_day")],
            },
        ),
        migrations.AddField(
            model_name="consentrequest",
            name="event",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="consent.event"
            ),
        ),
        migrations.AddField(
            model_name="check",
            name="event",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="consent.event"
            ),
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "added_by",
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
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attendances", to="consent.event"
                    ),
                ),
            ],
            options={
                "verbose_name": "name in an event's register",
                "ordering": ["pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "event", "person"), name="attends_an_event_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("social_media", "How we use social media in our work"),
                            ("practice", "Our policy and practice"),
                            ("monitoring", "Use of our network is watched"),
                            ("appendix", "An appendix or leaflet of the policy"),
                        ],
                        max_length=15,
                        verbose_name="what it is",
                    ),
                ),
                ("to_carers", models.BooleanField(default=True, verbose_name="parents and carers are told")),
                ("to_beneficiaries", models.BooleanField(default=False, verbose_name="the people themselves are told")),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    ),
                ),
            ],
            options={
                "verbose_name": "notice to families",
                "ordering": ["title"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("organisation", "title"), name="notice_title_once")],
            },
        ),
        migrations.CreateModel(
            name="NoticeText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("language", models.CharField(default="en", max_length=10, verbose_name="language")),
                ("text", models.TextField(verbose_name="the words")),
                (
                    "widened",
                    models.BooleanField(
                        default=False, verbose_name="there is something new in it: families are told again"
                    ),
                ),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="texts", to="consent.notice"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "words of a notice",
                "ordering": ["-number", "language"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "notice", "number", "language"), name="notice_number_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeGiven",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("told_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="told on")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("letter", "By letter"),
                            ("email", "By e-mail"),
                            ("meeting", "At a meeting"),
                            ("conversation", "In a conversation"),
                            ("handed", "Handed over on paper"),
                            ("poster", "On a poster or screen"),
                        ],
                        max_length=15,
                        verbose_name="how",
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="form: large print, easy read, read aloud"
                    ),
                ),
                (
                    "interpreter",
                    models.CharField(blank=True, max_length=200, verbose_name="interpreter, and the language"),
                ),
                ("understood", models.BooleanField(blank=True, null=True, verbose_name="it was understood")),
                ("questions", models.CharField(blank=True, max_length=500, verbose_name="questions that were asked")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="people.person"
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="given", to="consent.noticetext"
                    ),
                ),
            ],
            options={
                "verbose_name": "record that somebody was told",
                "ordering": ["-told_on", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "person"], name="notice_by_person")],
            },
        ),
        migrations.CreateModel(
            name="OptOut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_by_name", models.CharField(max_length=300, verbose_name="whose wish it is")),
                ("means", models.JSONField(default=consent.models.contact.every_contact, verbose_name="no contact by")),
                ("starts_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "end_note",
                    models.CharField(blank=True, max_length=300, verbose_name="who said that it ends, and when"),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "ended_by",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="opt_outs", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "wish not to be contacted",
                "ordering": ["-starts_on", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "subject"], name="opt_out_by_subject")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="opt_out_ends_after_it_starts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Override",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("risk", "The child is at risk"),
                            ("extenuating", "Other circumstances that leave no other way"),
                        ],
                        max_length=12,
                        verbose_name="ground",
                    ),
                ),
                ("reason", models.TextField(verbose_name="what happened")),
                ("contacted_at", models.DateTimeField(verbose_name="contacted at")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("review_on", models.DateField(verbose_name="looked at on")),
                ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                ("review", models.TextField(blank=True, verbose_name="what the lead found")),
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
                    "opt_out",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="overrides", to="consent.optout"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "contact in spite of a wish",
                "ordering": ["-contacted_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "reviewed_at", "review_on"], name="override_by_review")
                ],
            },
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=300, verbose_name="what the pictures show")),
                ("how_many", models.PositiveSmallIntegerField(default=1, verbose_name="how many")),
                ("is_film", models.BooleanField(default=False, verbose_name="film")),
                ("taken_at", models.DateTimeField(verbose_name="taken")),
                (
                    "device",
                    models.CharField(
                        choices=[
                            ("charity_camera", "A camera or tablet of the charity"),
                            ("charity_phone", "A phone of the charity"),
                            ("own_camera", "Their own camera"),
                            ("own_phone", "Their own phone"),
                        ],
                        max_length=15,
                        verbose_name="taken with",
                    ),
                ),
                ("others_unknown", models.BooleanField(default=False, verbose_name="somebody in it is not known")),
                (
                    "youngest_age",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="age of the youngest"),
                ),
                (
                    "exception",
                    models.CharField(blank=True, max_length=500, verbose_name="why it was taken all the same"),
                ),
                ("logged_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("upload_due_at", models.DateTimeField(verbose_name="upload due")),
                ("uploaded_at", models.DateTimeField(blank=True, null=True)),
                ("uploaded_to", models.CharField(blank=True, max_length=300, verbose_name="uploaded to")),
                ("discarded_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pictures",
                        to="consent.event",
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
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pictures_taken", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "line of the picture log",
                "ordering": ["-taken_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "taken_at"], name="picture_by_time"),
                    models.Index(fields=["organisation", "uploaded_at", "upload_due_at"], name="picture_by_upload"),
                    models.Index(fields=["organisation", "taker"], name="picture_by_taker"),
                ],
            },
        ),
        migrations.AddField(
            model_name="check",
            name="picture",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="checks",
                to="consent.picture",
            ),
        ),
        migrations.CreateModel(
            name="PictureSubject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="subjects", to="consent.picture"
                    ),
                ),
            ],
            options={
                "verbose_name": "person in a picture",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "person"], name="picture_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "picture", "person"), name="once_in_a_picture")
                ],
            },
        ),
        migrations.CreateModel(
            name="PrintedForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                ("file", models.CharField(blank=True, max_length=200)),
                ("failure", models.CharField(blank=True, max_length=300)),
                (
                    "asked_by",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="printed_forms",
                        to="consent.consentrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "paper form about consent",
                "ordering": ["-asked_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "request", "asked_at"], name="consent_form_by_request")
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="in a few words")),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("picture", "Photographs"),
                            ("film", "Film or sound"),
                            ("story", "Their story or words"),
                            ("messaging", "Contact by text or messaging app"),
                            ("social_media", "Contact by social media"),
                            ("video_call", "Contact by video call"),
                            ("disclosure", "Data passed to somebody else"),
                        ],
                        max_length=20,
                        verbose_name="what is done",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("taken", "Taken with the charity's own device, shown to nobody"),
                            ("taken_phone", "Taken with somebody's own phone, shown to nobody"),
                            ("internal", "Inside the charity: walls, reports to members"),
                            ("private_group", "In a private group of families or members"),
                            ("website", "On the charity's website"),
                            ("facebook", "On Facebook"),
                            ("instagram", "On Instagram"),
                            ("x", "On X"),
                            ("tiktok", "On TikTok"),
                            ("youtube", "On YouTube"),
                            ("other_platform", "On another platform"),
                            ("print", "In print: leaflets, posters, the annual report"),
                            ("press", "In newspapers, radio or television"),
                            ("third_party", "To a named person or organisation"),
                            ("conversation", "Between the charity and the person"),
                        ],
                        max_length=20,
                        verbose_name="where",
                    ),
                ),
                (
                    "channel_name",
                    models.CharField(blank=True, max_length=120, verbose_name="which platform, or who receives it"),
                ),
                ("what_for", models.CharField(max_length=200, verbose_name="what for")),
                (
                    "identifying",
                    models.BooleanField(default=True, verbose_name="the person can be recognised or is named"),
                ),
                ("needs_trustee", models.BooleanField(default=False, verbose_name="a trustee approves each use")),
                (
                    "own_answer_from",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(18)],
                        verbose_name="age from which the child answers too",
                    ),
                ),
                (
                    "refresh_months",
                    models.PositiveSmallIntegerField(
                        default=12,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="months until it is asked again",
                    ),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="only until")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("open", "Asked"), ("closed", "No longer asked")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="consent.event",
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
                "verbose_name": "consent question",
                "ordering": ["place", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "means", "channel"], name="question_by_channel")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "open", "closed"])), name="consent_question_status"
                    ),
                    models.UniqueConstraint(fields=("organisation", "title"), name="question_title_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "decision",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("withdrawn", "Withdrawn")],
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                ("giver_name", models.CharField(max_length=300, verbose_name="who said so")),
                (
                    "authority",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unknown", "Not asked yet"),
                            ("parental", "Parental responsibility or parental rights"),
                            ("order", "A court order, such as special guardianship"),
                            (
                                "delegated",
                                "Delegated in writing by the council or by whoever holds parental responsibility",
                            ),
                            ("attorney", "Attorney for health and welfare, or welfare attorney"),
                            ("deputy", "Deputy or guardian appointed by a court"),
                            ("none", "None: may be told, does not decide"),
                        ],
                        max_length=12,
                        verbose_name="right to decide, at that time",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("link", "By their personal link"),
                            ("paper", "On paper"),
                            ("phone", "By telephone"),
                            ("in_person", "In person"),
                            ("account", "Signed in"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("said_on", models.DateField(verbose_name="said on")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("witness", models.CharField(blank=True, max_length=300, verbose_name="who heard it too")),
                ("support", models.CharField(blank=True, max_length=500, verbose_name="help that was given to decide")),
                ("interpreter", models.CharField(blank=True, max_length=300, verbose_name="interpreter")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "sent_to",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail address to which the link went"),
                ),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="asked again on")),
                ("code", models.CharField(blank=True, max_length=20)),
                (
                    "care_link",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.carelink",
                    ),
                ),
                (
                    "giver",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consent_answers", to="people.person"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="consent.consentrequest",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="consent.question"
                    ),
                ),
            ],
            options={
                "verbose_name": "answer about consent",
                "ordering": ["-recorded_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["organisation", "subject", "question", "recorded_at"], name="answer_by_subject"
                    ),
                    models.Index(fields=["organisation", "question", "expires_on"], name="answer_by_question"),
                    models.Index(fields=["organisation", "code"], name="answer_by_code"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("giver__isnull", False), ("decision", "withdrawn"), _connector="OR"),
                        name="only_withdrawal_without_giver",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScanBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("files", models.JSONField(default=list)),
                ("pages", models.PositiveIntegerField(default=0)),
                ("read", models.PositiveIntegerField(default=0)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "scans of paper forms",
                "verbose_name_plural": "scans of paper forms",
                "ordering": ["-uploaded_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "finished_at"], name="scan_batch_by_finish")],
            },
        ),
        migrations.CreateModel(
            name="ConsentScan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(default=1)),
                ("file", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "added_by",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="consent.consentrequest",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="consent.scanbatch",
                    ),
                ),
            ],
            options={
                "verbose_name": "scan of a paper form",
                "verbose_name_plural": "scans of a paper form",
                "ordering": ["number", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "request"], name="consent_scan_by_request"),
                    models.Index(fields=["organisation", "sha256"], name="consent_scan_by_content"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "batch", "number"), name="scan_number_once_in_a_batch"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "decision",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("withdrawn", "Withdrawn")],
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("agreed", "Those concerned agreed"),
                            ("court", "A court decided"),
                            ("not_entitled", "One of them has no right to decide"),
                        ],
                        max_length=15,
                        verbose_name="how it was settled",
                    ),
                ),
                ("reasons", models.TextField(verbose_name="what was said or shown")),
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
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="consent.question"
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "settled disagreement",
                "ordering": ["-decided_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "subject", "question"], name="settlement_by_subject")],
            },
        ),
        migrations.CreateModel(
            name="StoredPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.FileField(max_length=200, upload_to=consent.models.pictures.stored_as)),
                ("sha256", models.CharField(max_length=64)),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
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
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stored", to="consent.picture"
                    ),
                ),
            ],
            options={
                "verbose_name": "stored picture",
                "ordering": ["pk"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="UnplacedWithdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=300, verbose_name="about whom")),
                ("what", models.CharField(max_length=500, verbose_name="what is not wanted any more")),
                ("said_by", models.CharField(max_length=300, verbose_name="who said so")),
                ("reach", models.CharField(blank=True, max_length=300, verbose_name="how to reach them")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("outcome", models.CharField(blank=True, max_length=500, verbose_name="what was done")),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
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
            ],
            options={
                "verbose_name": "withdrawal for somebody who was not found",
                "ordering": ["recorded_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "settled_at"], name="unplaced_by_settled")],
            },
        ),
        migrations.CreateModel(
            name="Use",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=300, verbose_name="what is shown")),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("picture", "Photographs"),
                            ("film", "Film or sound"),
                            ("story", "Their story or words"),
                            ("messaging", "Contact by text or messaging app"),
                            ("social_media", "Contact by social media"),
                            ("video_call", "Contact by video call"),
                            ("disclosure", "Data passed to somebody else"),
                        ],
                        max_length=20,
                        verbose_name="what it is",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("taken", "Taken with the charity's own device, shown to nobody"),
                            ("taken_phone", "Taken with somebody's own phone, shown to nobody"),
                            ("internal", "Inside the charity: walls, reports to members"),
                            ("private_group", "In a private group of families or members"),
                            ("website", "On the charity's website"),
                            ("facebook", "On Facebook"),
                            ("instagram", "On Instagram"),
                            ("x", "On X"),
                            ("tiktok", "On TikTok"),
                            ("youtube", "On YouTube"),
                            ("other_platform", "On another platform"),
                            ("print", "In print: leaflets, posters, the annual report"),
                            ("press", "In newspapers, radio or television"),
                            ("third_party", "To a named person or organisation"),
                            ("conversation", "Between the charity and the person"),
                        ],
                        max_length=20,
                        verbose_name="where",
                    ),
                ),
                ("channel_name", models.CharField(blank=True, max_length=120, verbose_name="which platform")),
                ("place", models.CharField(blank=True, max_length=300, verbose_name="where exactly")),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="web address")),
                ("what_for", models.CharField(max_length=200, verbose_name="what for")),
                (
                    "identifying",
                    models.BooleanField(default=True, verbose_name="people can be recognised or are named"),
                ),
                ("used_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="shown since")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("taken_down_on", models.DateField(blank=True, null=True, verbose_name="taken down on")),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "check_made",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="consent.check",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="consent.picture",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "taken_down_by",
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
                "verbose_name": "use of a picture or story",
                "verbose_name_plural": "uses of pictures and stories",
                "ordering": ["-used_on", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "used_on"], name="use_by_day")],
            },
        ),
        migrations.CreateModel(
            name="Takedown",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "To be taken down"),
                            ("done", "Taken down"),
                            ("stays", "Could not be taken back"),
                            ("agreed", "There is a yes again"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("due_on", models.DateField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.CharField(blank=True, max_length=500, verbose_name="what was done")),
                (
                    "stock",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "There are none left"),
                            ("destroy", "They are destroyed"),
                            ("use_up", "They are used up; the family agreed to that"),
                        ],
                        max_length=10,
                        verbose_name="printed copies",
                    ),
                ),
                ("told_on", models.DateField(blank=True, null=True, verbose_name="family told on")),
                ("told_how", models.CharField(blank=True, max_length=200, verbose_name="how")),
                (
                    "answer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takedowns",
                        to="consent.answer",
                    ),
                ),
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "use",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="takedowns", to="consent.use"
                    ),
                ),
            ],
            options={
                "verbose_name": "takedown",
                "ordering": ["due_on", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "status", "due_on"], name="takedown_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "done", "stays", "agreed"])),
                        name="consent_takedown_status",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "open")),
                        fields=("organisation", "use", "subject"),
                        name="one_open_takedown_per_use",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UseSubject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="consent.answer",
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
                    "use",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="subjects", to="consent.use"
                    ),
                ),
            ],
            options={
                "verbose_name": "person in a use",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "person"], name="use_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "use", "person"), name="once_in_a_use")
                ],
            },
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(default=1)),
                ("language", models.CharField(default="en", max_length=10, verbose_name="language")),
                ("text", models.CharField(max_length=300, verbose_name="the question")),
                ("explanation", models.TextField(verbose_name="what happens with a yes")),
                ("withdrawal", models.TextField(verbose_name="how to change the answer")),
                ("widened", models.BooleanField(default=False, verbose_name="more is asked for than before")),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="wordings", to="consent.question"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "words of a consent question",
                "ordering": ["question", "-number", "language"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "question", "number", "language"), name="wording_number_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="consent.question"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="consent.consentrequest"
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "wording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="consent.wording"
                    ),
                ),
            ],
            options={
                "verbose_name": "question in a request",
                "ordering": ["pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "request", "subject", "question"), name="asked_once_in_a_request"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="answer",
            name="wording",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="consent.wording"
            ),
        ),
        migrations.CreateModel(
            name="AbilityDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "means",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("picture", "Photographs"),
                            ("film", "Film or sound"),
                            ("story", "Their story or words"),
                            ("messaging", "Contact by text or messaging app"),
                            ("social_media", "Contact by social media"),
                            ("video_call", "Contact by video call"),
                            ("disclosure", "Data passed to somebody else"),
                        ],
                        max_length=20,
                        verbose_name="about",
                    ),
                ),
                (
                    "ability",
                    models.CharField(
                        choices=[
                            ("able", "Understands it and decides"),
                            ("supported", "Decides with support"),
                            ("not_yet", "A child who does not understand it well enough yet"),
                            ("lacks", "An adult who cannot make this decision"),
                        ],
                        max_length=10,
                        verbose_name="what you found",
                    ),
                ),
                ("reasons", models.TextField(verbose_name="how you know")),
                ("support", models.TextField(blank=True, verbose_name="help that was given to decide")),
                (
                    "best_interests",
                    models.TextField(blank=True, verbose_name="what is best for the person, and who was asked"),
                ),
                ("decided_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="day")),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="look at it again on")),
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
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ability_decisions",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision about who decides",
                "ordering": ["-decided_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "subject"], name="ability_by_subject")],
            },
        ),
        migrations.CreateModel(
            name="CheckedPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(choices=[("yes", "Yes"), ("ask", "Ask first"), ("no", "No")], max_length=5),
                ),
                ("reason", models.CharField(max_length=30)),
                (
                    "check_made",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="people", to="consent.check"
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
                "verbose_name": "person in a question “May I post this?”",
                "ordering": ["pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "check_made", "person"), name="checked_once_in_a_check"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20)),
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
            ],
            options={
                "verbose_name": "receipt of answers",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "sha256"], name="consent_receipt_by_print")],
                "constraints": [models.UniqueConstraint(fields=("organisation", "code"), name="consent_receipt_once")],
            },
        ),
        migrations.CreateModel(
            name="ConsentLetter",
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
                            ("ask", "Request"),
                            ("chase", "Reminder"),
                            ("new_link", "New link"),
                            ("receipt", "Receipt"),
                            ("withdrawn", "Confirmation that an answer was withdrawn"),
                            ("taken_down", "Confirmation that pictures were taken down"),
                        ],
                        max_length=12,
                        verbose_name="what",
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
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="consent.consentrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "e-mail about consent",
                "ordering": ["-queued_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "request", "kind"], name="consent_letter_by_request"),
                    models.Index(fields=["organisation", "sent_at", "queued_at"], name="consent_letter_by_delivery"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("request__isnull", False),
                            models.Q(("kind__in", ["ask", "chase", "new_link"]), _negated=True),
                            _connector="OR",
                        ),
                        name="asking_letters_have_a_request",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recipient", models.CharField(max_length=300, verbose_name="to whom")),
                ("what", models.CharField(max_length=500, verbose_name="what was passed on")),
                ("purpose", models.CharField(max_length=300, verbose_name="what for")),
                ("passed_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="day")),
                ("how", models.CharField(max_length=200, verbose_name="how")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("consent", "The person's consent is on record"),
                            ("protection", "To protect a child or an adult at risk"),
                            ("life", "To save somebody's life"),
                            ("legal", "The law or a court requires it"),
                            ("protocol", "A local information-sharing protocol"),
                        ],
                        max_length=12,
                        verbose_name="on which ground",
                    ),
                ),
                ("reasons", models.CharField(blank=True, max_length=500, verbose_name="why without consent")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "answer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disclosures",
                        to="consent.answer",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "passed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "protocol",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.localprotocol",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="disclosures", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "disclosure to a third party",
                "verbose_name_plural": "disclosures to third parties",
                "ordering": ["-passed_on", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "subject"], name="disclosure_by_subject")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("basis", "consent"), ("answer__isnull", False)),
                            models.Q(("basis", "protocol"), ("protocol__isnull", False)),
                            models.Q(
                                ("basis__in", ["protection", "life", "legal"]), models.Q(("reasons", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="disclosure_has_its_ground",
                    )
                ],
            },
        ),
    ]

    operations = at_once(operations)
