"""The newest sentence and category of a person are the first of an index, with nothing left to sort."""

from django.db import migrations, models


def newest(model, name):
    return (
        migrations.RemoveIndex(model_name=model, name=name),
        migrations.AddIndex(
            model_name=model, index=models.Index(fields=["person", "-recorded_at", "-id"], name=name)
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("records", "0021_counting_a_register")]

    operations = [
        *newest("sentence", "sentence_newest"),
        *newest("participantcategory", "category_newest"),
    ]
