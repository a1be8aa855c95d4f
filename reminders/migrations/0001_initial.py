import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from safeguard.tables import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Digest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("retry", "Trying again"),
                            ("failed", "Could not be delivered"),
                            ("dropped", "Not needed any more"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("lease_until", models.DateTimeField(default=django.utils.timezone.now)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("address", models.EmailField(blank=True, max_length=254)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("problem", models.CharField(blank=True, max_length=300)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="digests", to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "day", "id"], name="digest_by_day"),
                    models.Index(
                        condition=models.Q(("status__in", ["waiting", "retry", "sending"])),
                        fields=["organisation", "lease_until"],
                        name="digest_to_send",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "person", "day"), name="one_digest_per_person_and_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["waiting", "sending", "sent", "retry", "failed", "dropped"])
                        ),
                        name="digest_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "sent"), _negated=True), ("sent_at__isnull", False), _connector="OR"
                        ),
                        name="sent_digest_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JobRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "job",
                    models.CharField(
                        choices=[("plan", "Planning"), ("send", "Sending"), ("tidy", "Tidying up")], max_length=10
                    ),
                ),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("organisations", models.PositiveIntegerField(default=0)),
            ],
            options={
                "indexes": [models.Index(fields=["job", "-started_at"], name="job_run_newest")],
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("obligation_key", models.CharField(max_length=200)),
                ("title", models.CharField(max_length=300)),
                ("until", models.DateField(verbose_name="in hand until")),
                ("reason", models.CharField(max_length=300, verbose_name="what is being done")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("organisation", "obligation_key"),
                        name="one_pause_per_obligation",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("obligation_key", models.CharField(max_length=200)),
                ("step", models.CharField(max_length=20)),
                ("due_on", models.DateField()),
                ("notice_on", models.DateField()),
                ("title", models.CharField(max_length=300)),
                ("reason", models.CharField(blank=True, max_length=600)),
                ("action", models.CharField(blank=True, max_length=100)),
                ("url", models.CharField(max_length=300)),
                ("link_purpose", models.CharField(blank=True, max_length=20)),
                ("link_about", models.CharField(blank=True, max_length=100)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("sent", "Sent"),
                            ("shown", "Shown in the list only"),
                            ("cancelled", "No longer needed"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("run", models.BigIntegerField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "digest",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="reminders.digest",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "planned")),
                        fields=["organisation", "recipient"],
                        name="reminder_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "obligation_key", "due_on", "step", "recipient"),
                        name="never_the_same_notice_twice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["planned", "sent", "shown", "cancelled"])),
                        name="reminder_status_known",
                    ),
                ],
            },
        ),
    ]

    operations = at_once(operations)
