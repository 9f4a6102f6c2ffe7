"""The tables of the long lists: words from outside are escaped, each cell tells its heading, late rows are marked."""

from django.utils.safestring import mark_safe

from stockholm_intl.templatetags.tables import Column, table

COLUMNS = (
    Column("<Namn>", lambda row: row["name"]),
    Column('Slag "x"', lambda row: row["kind"]),
    Column("Antal", lambda row: row["count"], "num"),
)
ROW = {"name": "<script>", "kind": mark_safe("<b>fet</b>"), "count": 3, "late": True}


def test_text_is_escaped_and_safe_html_is_not():
    html = table(COLUMNS, [ROW], "<c>", '"id')
    assert "<script>" not in html
    assert "<b>fet</b>" in html
    assert "&lt;Namn&gt;" in html
    assert "&lt;c&gt;" in html
    assert 'id="&quot;id"' in html


def test_the_first_column_heads_the_row_and_every_other_cell_tells_its_heading():
    html = table(COLUMNS, [ROW], "Tabell", "t")
    assert '<th scope="row">&lt;script&gt;</th>' in html
    assert '<td data-label="Slag &quot;x&quot;"><b>fet</b></td>' in html
    assert '<td class="num" data-label="Antal">3</td>' in html


def test_only_late_rows_are_marked():
    rows = [ROW, ROW | {"late": False}]
    assert table(COLUMNS, rows, "Tabell", "t", lambda row: row["late"]).count("is-late") == 1


def test_the_region_is_named_by_the_caption_and_reached_by_keyboard():
    html = table(COLUMNS, [], "Tabell", "t")
    assert 'tabindex="0" aria-labelledby="t-caption"' in html
    assert '<caption id="t-caption" class="sr">Tabell</caption>' in html
