"""A matter may ask several questions, one after another: of each of them one answer stands."""

from django.db import migrations, models

FORWARD = """
CREATE OR REPLACE FUNCTION governance_one_standing_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM governance_matter WHERE id = NEW.matter_id FOR UPDATE;
    IF NEW.supersedes_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM governance_decision wrong
        WHERE wrong.id = NEW.supersedes_id AND wrong.matter_id = NEW.matter_id AND wrong.round = NEW.round
            AND wrong.question = NEW.question
    ) THEN
        RAISE EXCEPTION 'a correction answers the question that the corrected decision answered'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT FROM governance_decision other
        WHERE other.matter_id = NEW.matter_id AND other.question = NEW.question
          AND (other.round < NEW.round AND other.outcome NOT IN ('referred_back', 'tabled')
               OR other.round > NEW.round AND NEW.outcome NOT IN ('referred_back', 'tabled'))
          AND NOT EXISTS (SELECT FROM governance_decision later WHERE later.supersedes_id = other.id)
    ) THEN
        RAISE EXCEPTION 'the question is answered by another decision that stands'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""
BACKWARD = """
CREATE OR REPLACE FUNCTION governance_one_standing_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM governance_matter WHERE id = NEW.matter_id FOR UPDATE;
    IF NEW.supersedes_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM governance_decision wrong
        WHERE wrong.id = NEW.supersedes_id AND wrong.matter_id = NEW.matter_id AND wrong.round = NEW.round
    ) THEN
        RAISE EXCEPTION 'a correction answers the question that the corrected decision answered'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT FROM governance_decision other
        WHERE other.matter_id = NEW.matter_id
          AND (other.round < NEW.round AND other.outcome NOT IN ('referred_back', 'tabled')
               OR other.round > NEW.round AND NEW.outcome NOT IN ('referred_back', 'tabled'))
          AND NOT EXISTS (SELECT FROM governance_decision later WHERE later.supersedes_id = other.id)
    ) THEN
        RAISE EXCEPTION 'the question is answered by another decision that stands'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0013_kinds_of_engagement")]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="question",
            field=models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name="question"),
        ),
        migrations.AddField(
            model_name="historicalmatter",
            name="question",
            field=models.PositiveSmallIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name="matter",
            name="question",
            field=models.PositiveSmallIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
