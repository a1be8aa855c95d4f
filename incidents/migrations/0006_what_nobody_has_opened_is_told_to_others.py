"""What was raised and nobody has opened is told to others by a letter of its own kind."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0005_an_agency_may_go")]

    operations = [
        migrations.AlterField(
            model_name="incidentletter",
            name="kind",
            field=models.CharField(
                choices=[
                    ("raised", "A concern was raised"),
                    ("message", "Somebody wrote about a report"),
                    ("task", "A task"),
                    ("let_in", "Let in to a case"),
                    ("break_glass", "A way in for an emergency"),
                    ("unopened", "What was raised has not been opened"),
                ],
                max_length=12,
            ),
        ),
    ]
