from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consent", "0005_paper")]

    operations = [
        migrations.AddField(
            model_name="consentrequest",
            name="misdirected_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
