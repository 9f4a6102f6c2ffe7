"""The strategy in versions: loaded once, whole, never changed silently; one in force a day."""

import shutil
import threading
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override

from governance import authority, matters, policy_files, strategies
from governance.models import AuthorityRule, Ground, Principle, Section, Strategy
from governance.policy_files import PolicyError

FILE_2016 = policy_files.FOLDER / "strategy_2016.toml"


@pytest.fixture
def changed(tmp_path):
    """The file of 2016 with a piece of its text replaced."""

    def change(old: str, new: str, name: str = "strategy_2016.toml") -> Path:
        text = FILE_2016.read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / name
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return change


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2002, 12, 31), None),
        (date(2003, 1, 1), "2003"),
        (date(2008, 11, 30), "2003"),
        (date(2008, 12, 1), "2008"),
        (date(2016, 11, 13), "2008"),
        (date(2016, 11, 14), "2016"),
        (date(2030, 1, 1), "2016"),
    ],
)
def test_one_version_is_in_force_a_day(city, day, key):
    found = Strategy.objects.in_force(day)
    assert [strategy.key for strategy in found] == ([key] if key else [])
    assert all(strategy.is_in_force(day) for strategy in found)


@pytest.mark.django_db
def test_the_strategy_of_a_day_is_found_or_its_absence_explained(city):
    assert authority.strategy_in_force(date(2026, 11, 20)).key == "2016"
    with pytest.raises(authority.BeforeFirstStrategy):
        authority.strategy_in_force(date(2000, 1, 1))


@pytest.mark.django_db
def test_the_database_refuses_two_versions_in_force_on_one_day(city):
    latest = Strategy.objects.get(key="2016")
    with pytest.raises(IntegrityError, match="one_strategy_in_force_a_day"), transaction.atomic():
        Strategy.objects.filter(key="2008").update(until=latest.since)


@pytest.mark.django_db
def test_the_four_directions_and_the_goals_of_2016_are_there_in_order(city):
    strategy = Strategy.objects.get(key="2016")
    with override("sv"):
        names = [direction.name for direction in strategy.directions.all()]
    assert names == ["Profilering", "Omvärldsbevakning", "Samverkan", "Påverkan"]
    assert strategy.goals.count() == 4
    assert (strategy.review_interval_months, strategy.review_lead_months) == (48, 6)


@pytest.mark.django_db
def test_the_grounds_for_visits_of_2016_cite_their_sections(city):
    grounds = Ground.objects.filter(strategy__key="2016").select_related("section")
    assert {ground.key: ground.section.number for ground in grounds} == {
        "mutual-learning": "3.3",
        "new-perspectives": "3.3",
        "development": "3.3",
        "competence": "3.3",
        "image": "3.3",
        "countries-of-origin": "3.3",
        "capitals": "4",
    }


@pytest.mark.django_db
def test_every_version_has_grounds_to_assess_a_visit_on(city):
    assert all(strategy.grounds.exists() for strategy in Strategy.objects.all())


@pytest.mark.django_db
def test_texts_follow_the_language(city):
    section = Section.objects.get(strategy__key="2016", number="5")
    with override("sv"):
        assert section.title == "Arbetssätt och ansvarsfördelning"
    with override("en"):
        assert section.title == "Ways of working and division of responsibility"


@pytest.mark.django_db
def test_an_exception_to_the_twin_town_principle_is_the_councils(city):
    principle = Principle.objects.get(strategy__key="2016", key="no-twin-towns")
    assert (principle.check_key, principle.if_it_fails, principle.exception_by) == (
        "twin_towns",
        "stop",
        "council",
    )


# --- Loading ----------------------------------------------------------------------------------------


def load(*words: str) -> str:
    out = StringIO()
    call_command("load_strategy", *words, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_loading_again_changes_nothing(city):
    before = list(AuthorityRule.objects.order_by("pk").values())
    assert "already loaded" in load()
    assert list(AuthorityRule.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_a_changed_file_of_a_loaded_version_is_refused(city, changed):
    path = changed('decides = "council"', 'decides = "executive_board"')
    with pytest.raises(CommandError, match="2016: the file has changed"):
        load(str(path))


@pytest.mark.django_db
def test_a_comment_or_a_blank_line_is_no_change(city, changed):
    assert "already loaded" in load(str(changed("[strategy]", "# A note.\n\n[strategy]")))


@pytest.mark.django_db
def test_an_unused_version_may_be_replaced_on_request(city, changed):
    path = changed("review_interval_months = 48", "review_interval_months = 36")
    load(str(path), "--replace-unused")
    strategy = Strategy.objects.get(key="2016")
    assert strategy.review_interval_months == 36
    assert strategy.rules.exists()
    assert Strategy.objects.get(key="2008").until == date(2016, 11, 13)


@pytest.mark.django_db
def test_a_version_that_a_matter_was_opened_under_stays(city, contact, changed):
    matters.open_matter(
        "visit", by=contact, body=city("trafiknamnden"), title="Besök från Oslo", status="received"
    )
    path = changed("review_interval_months = 48", "review_interval_months = 36")
    with pytest.raises(CommandError, match="it stays"):
        load(str(path), "--replace-unused")
    assert Strategy.objects.get(key="2016").rules.exists()


@pytest.mark.django_db
def test_a_new_version_ends_the_one_before_on_the_eve(city, changed):
    path = changed('key = "2016"\nsince = 2016-11-14', 'key = "2027"\nsince = 2027-03-01')
    load(str(path))
    assert Strategy.objects.get(key="2016").until == date(2027, 2, 28)
    ruling = authority.rule(authority.Question("report_year"), on=date(2027, 3, 1))
    assert ruling.strategy == "2027"


@pytest.mark.django_db
def test_a_version_found_later_fits_between_its_neighbours(city, changed):
    path = changed('key = "2016"\nsince = 2016-11-14', 'key = "2012"\nsince = 2012-01-01')
    load(str(path))
    periods = {s.key: (s.since, s.until) for s in Strategy.objects.all()}
    assert periods["2008"][1] == date(2011, 12, 31)
    assert periods["2012"] == (date(2012, 1, 1), date(2016, 11, 13))


@pytest.mark.django_db
def test_two_versions_cannot_begin_on_one_day(city, changed):
    with pytest.raises(CommandError, match="another version begins on 2016-11-14"):
        load(str(changed('key = "2016"', 'key = "2016b"')))


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_load_at_once_load_it_once(city, changed):
    policy = policy_files.read(
        changed('key = "2016"\nsince = 2016-11-14', 'key = "2027"\nsince = 2027-03-01')
    )
    results: list[bool] = []

    def work() -> None:
        try:
            results.append(strategies.load(policy))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False, True]


# --- Reading: a file that is not total, reachable and cited is refused -----------------------------


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('counterpart = ["network", "initiative"] }', 'counterpart = "organisation" }', "never reached"),
        ('when = { adds_resource_burden = false }\n', "", "never reached"),
        ('when = { scope = ["city_wide", "several_bodies"] }', 'when = { scope = ["city_wide"] }', "no row for"),
        ('when = { scope = ["city_wide", "several_bodies"] }', 'when = { areas = { min = 2 } }', "does not know areas"),
        ('{ areas = { min = 2 } }', "{ areas = 2 }", "bad condition on areas"),
        ('scope = "city_wide", counterpart', 'scope = "town_wide", counterpart', "bad condition on scope"),
        ('section = "3.4"\nsv =', 'section = "9"\nsv =', "no section 9"),
        ('see_also = ["3.4"]', 'see_also = ["7"]', "no section 7"),
        ('prepared_by = "executive_board"', 'prepared_by = "the_king"', "unknown body the_king"),
        ('power = "coordination"', 'power = "habit"', "unknown power habit"),
        ("[[rules.report_year]]", "[[rules.report_decade]]", "acts differ"),
        ('en = "The City Council adopts the city', 'fr = "x"\nen = "The City Council adopts the city', "unknown fr"),
        ('note_en = "', 'colour = "blue"\nnote_en = "', "unknown colour"),
        ('key = "advocacy"', 'key = "cooperation"', "given twice"),
        ('key = "welfare"\nsection = "2"', 'key = "welfare"\nsection = "12"', "no such section"),
        ('since = 2016-11-14', 'since = "snart"', "since is not a date"),
        ("[strategy]", "[strategy", "strategy_2016.toml"),
    ],
)  # fmt: skip
def test_a_policy_file_with_a_flaw_is_refused(changed, old, new, reason):
    with pytest.raises(PolicyError, match=reason):
        policy_files.read(changed(old, new))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(PolicyError, match=r"nowhere\.toml"):
        policy_files.read(tmp_path / "nowhere.toml")


def test_a_copy_of_a_file_has_the_same_checksum(tmp_path):
    copy = shutil.copy(FILE_2016, tmp_path / "copy.toml")
    assert policy_files.read(Path(copy)).checksum == policy_files.read(FILE_2016).checksum
