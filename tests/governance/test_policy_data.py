"""A policy as data: from rows and in a file it is the same, and nothing that is wrong with it gets through."""

import tomllib
from copy import deepcopy

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from governance import policy_data, policy_files
from governance.models import Strategy
from governance.policy_files import PolicyError, problems, prove

BUNDLED = {path.stem: path for path in policy_files.bundled()}
FILE = tomllib.loads(BUNDLED["strategy_2016"].read_text(encoding="utf-8"))


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["2003", "2008", "2016"])
def test_the_rows_of_a_version_say_what_its_file_says(city, key):
    rows = policy_data.data_of(Strategy.objects.get(key=key))
    file = tomllib.loads(BUNDLED[f"strategy_{key}"].read_text(encoding="utf-8"))
    assert rows == {part: [] for part in policy_files.PARTS} | file


@pytest.mark.parametrize("name", BUNDLED)
def test_a_policy_written_as_a_file_is_read_back_as_it_was(name):
    data = tomllib.loads(BUNDLED[name].read_text(encoding="utf-8"))
    assert tomllib.loads(policy_data.as_toml(data)) == data


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
values = st.recursive(
    texts | st.booleans() | st.integers(-(2**60), 2**60),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(texts.filter(bool), values, max_size=4))
def test_whatever_the_settings_hold_is_read_back(settings):
    data = {"strategy": {"key": "x"}, "principles": [{"key": "p", "settings": settings}], "rules": {}}
    read = tomllib.loads(policy_data.as_toml(data))
    assert read["principles"] == data["principles"]


@pytest.mark.parametrize("place", ["strategy", "sections", "goals", "principles", "grounds", "rules"])
@pytest.mark.parametrize("nonsense", [3, "x", [3], {"x": 3}, [{"key": 3}], [{"number": ["x"]}], None])
def test_nonsense_is_told_and_never_breaks_the_reading(place, nonsense):
    assert problems({**FILE, place: nonsense})


def changed(act: str, row: int, **values: object) -> dict:
    data = deepcopy(FILE)
    data["rules"][act][row - 1] |= values
    return data


@pytest.mark.parametrize(
    "when", [3, "x", [3], {"areas": {"min": True}}, {"areas": {"min": 10**9}}, {"scope": [["x"]]}]
)
def test_conditions_that_are_none_are_told(when):
    assert problems(changed("handle_visit", 1, when=when))


def test_a_bound_is_what_the_register_can_try():
    data = deepcopy(FILE)
    data["rules"]["handle_visit"] = [{**data["rules"]["handle_visit"][0]} for _n in range(200)]
    assert problems(data)


def test_all_that_is_wrong_is_told_at_once_each_with_its_place():
    data = deepcopy(FILE)
    data["sections"][0]["title_en"] = " "
    data["sections"][1]["title_sv"] = "x" * 300
    del data["goals"][0]["text_sv"]
    found = problems(data)
    assert [str(each.place) for each in found] == ["sections 1", "sections 2", "goals welfare"]
    assert [each.field for each in found[:2]] == ["title_en", "title_sv"]


def test_the_case_without_an_answer_is_told_in_the_words_of_the_reader():
    data = deepcopy(FILE)
    data["rules"]["take_position"].pop()
    (problem,) = problems(data)
    assert "'own_operation'" in str(problem)
    with override("sv"):
        assert "Omfattning: den egna verksamheten" in problem.words
        assert "own_operation" not in problem.words
    with pytest.raises(PolicyError, match="no row for"):
        prove(data)


def test_english_stays_where_the_swedish_did(city):
    content = policy_data.content_of(Strategy.objects.get(key="2016"))
    first, *others = content["sections"]

    class Written:
        def __init__(self, row, text=""):
            self.number, self.title, self.text = row["number"], row["title_sv"], text or row["text_sv"]

    found = policy_data.with_texts(content, [Written(first, "Ny text."), *map(Written, others)])
    assert found["sections"][1:] == others
    assert found["sections"][0]["title_en"] == first["title_en"]
    assert found["sections"][0]["text_en"] == "Ny text."
