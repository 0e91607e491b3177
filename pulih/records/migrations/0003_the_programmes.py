"""The two kinds of rehabilitation that run in prisons since 2020."""

from django.db import migrations


def add(apps, schema_editor):
    Programme = apps.get_model("records", "Programme")
    Programme.objects.bulk_create(
        [
            Programme(code="medical", name="Rehabilitasi medis", name_en="Medical rehabilitation", type="medical"),
            Programme(code="social", name="Rehabilitasi sosial", name_en="Social rehabilitation", type="social"),
        ]
    )


class Migration(migrations.Migration):
    dependencies = [("records", "0002_the_walls")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
