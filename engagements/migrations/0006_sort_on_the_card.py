"""The institution of an EU question stands on its card too: the register is narrowed by it without a second table."""

from django.db import migrations

FORWARD = """
UPDATE governance_matter SET sort = question.institution
  FROM engagements_euquestion question WHERE question.matter_id = governance_matter.id;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0007_sort'),
        ('engagements', '0005_reviews_and_guidelines'),
    ]

    operations = [
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
        migrations.RemoveIndex(
            model_name='euquestion',
            name='eu_question_institution',
        ),
    ]
