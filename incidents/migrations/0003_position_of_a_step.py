from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("incidents", "0002_protect")]

    operations = [
        migrations.AlterModelOptions(
            name="step",
            options={
                "base_manager_name": "objects",
                "ordering": ["position", "pk"],
                "verbose_name": "step in a case",
                "verbose_name_plural": "steps in a case",
            },
        ),
        migrations.RenameField(model_name="step", old_name="place", new_name="position"),
    ]
