"""A paper of a meeting as a Word file: its headings, lists and language are marked, so that it can be read aloud."""

from dataclasses import fields, is_dataclass, replace
from io import BytesIO
from typing import Any

from docx import Document as new_document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from .papers import Paper, Part

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Arial"
# No XML can hold them; what a word processor pastes for a line break of its own is a line break.
CONTROL = {code: None for code in range(32) if chr(code) not in "\t\n\r"} | {11: "\n", 12: "\n"}


def draw(paper: Paper) -> bytes:
    """The bytes of the .docx."""
    paper = _writable(paper)
    document = new_document()
    _set_up(document, paper)
    _add_foot(document, paper)
    document.add_paragraph(paper.sender)
    document.add_heading(paper.title, level=1)
    if paper.is_draft:
        document.add_paragraph("Utkast, inte justerat.").runs[0].bold = True
    for label, value in paper.facts:
        _labelled(document, label, value)
    if paper.people:
        document.add_heading("Närvarande", level=2)
        for name, role in paper.people:
            document.add_paragraph(f"{name}, {role}", style="List Bullet")
    if paper.absent:
        document.add_heading("Frånvarande", level=2)
        for name, role in paper.absent:
            document.add_paragraph(f"{name}, {role}", style="List Bullet")
    group = ""
    for part in paper.parts:
        if part.group and part.group != group:
            document.add_heading(part.group, level=2)
        group = part.group
        _add_part(document, part)
    for line in paper.signatures:
        document.add_paragraph(f"\n\n______________________________\n{line}")
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _writable(value: Any) -> Any:
    """The paper with every text in it as a file can hold it."""
    if isinstance(value, str):
        return value.translate(CONTROL)
    if isinstance(value, tuple):
        return tuple(_writable(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _writable(getattr(value, each.name)) for each in fields(value)})
    return value


def _set_up(document: Any, paper: Paper) -> None:
    """Title, language and type for the whole file; without the language a reader says Swedish as English."""
    document.core_properties.title = paper.title
    document.core_properties.subject = paper.subject
    document.core_properties.author = paper.sender
    document.core_properties.language = "sv-SE"
    document.core_properties.comments = ""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "sv-SE")
    normal.element.get_or_add_rPr().append(language)


def _add_foot(document: Any, paper: Paper) -> None:
    """Whose paper it is and which page, at the foot of every page."""
    foot = document.sections[0].footer.paragraphs[0]
    foot.add_run(f"{paper.foot} · Sida ")
    _add_field(foot, "PAGE")
    foot.add_run(" av ")
    _add_field(foot, "NUMPAGES")


def _add_field(paragraph: Any, what: str) -> None:
    """A number that the word processor counts."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), what)
    paragraph._p.append(field)


def _add_part(document: Any, part: Part) -> None:
    document.add_heading(f"{part.place} {part.title}", level=2)
    if part.facts:
        document.add_paragraph(part.facts)
    for heading, text in part.texts:
        if heading:
            document.add_heading(heading, level=3)
        for paragraph in text.split("\n\n"):
            document.add_paragraph(paragraph)


def _labelled(document: Any, label: str, value: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(f"{label}: ").bold = True
    paragraph.add_run(value)
