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
            name="Duty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="What is to be done")),
                ("what", models.TextField(blank=True, verbose_name="What to look at or to say")),
                ("roles", models.JSONField(default=list, verbose_name="Who does it")),
                (
                    "by_everybody",
                    models.BooleanField(default=False, verbose_name="Everybody of these roles does it for themselves"),
                ),
                (
                    "every_months",
                    models.PositiveSmallIntegerField(
                        default=12,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="Every how many months",
                    ),
                ),
                ("first_due_on", models.DateField(verbose_name="First due on")),
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
                "verbose_name": "regular task",
                "ordering": ["title", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("organisation", "title"), name="duty_title_once")],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField()),
                (
                    "manner",
                    models.CharField(
                        choices=[
                            ("self", "Done by the person"),
                            ("meeting", "Told at a meeting"),
                            ("briefing", "Told in person"),
                            ("letter", "Told by letter or e-mail"),
                        ],
                        default="self",
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("done_on", models.DateField(verbose_name="done on")),
                ("findings", models.TextField(blank=True, verbose_name="What did you find?")),
                ("put_right", models.TextField(blank=True, verbose_name="What is to be put right, and by whom?")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="duties.duty"
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
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "round of a regular task",
                "ordering": ["-due_on", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "duty", "due_on", "person"), name="one_round_per_person"
                    )
                ],
            },
        ),
    ]

    operations = at_once(operations)
