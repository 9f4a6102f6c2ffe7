"""The forms of a draft of the strategy: its name, a section, a principle, a row of the table, a whole file."""

import tomllib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .authority.words import condition
from .editing import EditForm
from .models import Decider, Power, Principle
from .texts import TextField, lines

GREATEST_FILE = 500_000
LONG_TEXT = 20_000
BODIES = [choice for choice in Decider.choices if choice[0] != Decider.NOBODY]


def long_text(label: Any, rows: int = 4, **options: Any) -> TextField:
    widget = forms.Textarea(attrs={"rows": rows})
    return TextField(label=label, max_length=LONG_TEXT, widget=widget, **options)


def chosen(choices: Sequence[tuple[Any, Any]], nothing: Any = "") -> Callable[[], list[tuple[Any, str]]]:
    """Choices with a capital, in the language of the page; first what stands for none, where there is one."""
    first = [("", nothing)] if nothing else []
    return lambda: [
        *((value, str(label)) for value, label in first),
        *((value, capfirst(str(label))) for value, label in choices),
    ]


def body_field(label: Any, nothing: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=chosen(BODIES, nothing), **options)


class NamesForm(forms.Form):
    title_sv = TextField(label=_("Title in Swedish"), max_length=200)
    title_en = TextField(label=_("Title in English"), max_length=200)


class FrameForm(EditForm, NamesForm):
    """The name of the draft, and how often what it governs is reviewed."""

    review_interval_months = forms.IntegerField(
        label=_("Months between reviews"), min_value=2, max_value=240, help_text=_("Of a membership.")
    )
    review_lead_months = forms.IntegerField(
        label=_("Months a review opens ahead"), min_value=1, max_value=120
    )


class SectionForm(EditForm):
    """The words of a section. In a referral the Swedish ones are the referral's: they are not asked for."""

    title_sv = TextField(label=_("Heading in Swedish"), max_length=200)
    text_sv = long_text(_("Text in Swedish"), 8)
    title_en = TextField(label=_("Heading in English"), max_length=200)
    text_en = long_text(_("Text in English"), 8)

    def __init__(self, *args: Any, english_only: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if english_only:
            del self.fields["title_sv"], self.fields["text_sv"]


class NewSectionForm(SectionForm):
    number = TextField(
        label=_("Number"),
        max_length=20,
        help_text=_("For example 3.5. It is how decisions cite the section, and stays."),
    )
    after = forms.ChoiceField(label=_("Placed after"), required=False)

    def __init__(self, *args: Any, numbers: Iterable[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        after: Any = self.fields["after"]
        after.choices = [("", gettext("The last section")), *((n, n) for n in numbers)]

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if " " in number:
            raise forms.ValidationError(_("Give the number without blanks."))
        return number.rstrip(".")


class PrincipleForm(EditForm):
    """A principle: its words and its weight. What it is checked by stays."""

    name_sv = TextField(label=_("Name in Swedish"), max_length=100)
    text_sv = long_text(_("Text in Swedish"))
    name_en = TextField(label=_("Name in English"), max_length=100)
    text_en = long_text(_("Text in English"))
    if_it_fails = forms.ChoiceField(
        label=_("If it is not met"), choices=chosen(Principle.Failure.choices), widget=forms.RadioSelect
    )
    exception_by = body_field(_("Who may decide an exception"), _("Nobody: no exception is foreseen"))


class RuleForm(EditForm):
    """A row of the table: who decides in its cases, by what right, by which way and why."""

    decides = forms.ChoiceField(label=_("Decides"), choices=chosen(Decider.choices))
    power = forms.ChoiceField(
        label=_("By which right"),
        choices=chosen(Power.choices),
        help_text=_("A default cites no section: it is what holds where the strategy is silent."),
    )
    section = forms.ChoiceField(label=_("Section that says so"), required=False)
    see_also = forms.MultipleChoiceField(
        label=_("Compare also"), required=False, widget=forms.CheckboxSelectMultiple
    )
    prepared_by = body_field(_("Prepared by"), _("Nobody in particular"))
    handled_in = body_field(_("Handled in"), _("Nowhere first"))
    consult = forms.MultipleChoiceField(
        label=_("Consulted"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=chosen(BODIES),
    )
    report_to = body_field(_("Reported to"), _("Nobody"))
    sv = long_text(
        _("Explanation in Swedish"), help_text=_("One sentence that stands by itself in a decision.")
    )
    en = long_text(_("Explanation in English"))

    def __init__(self, *args: Any, sections: Iterable[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(number, number if number == title else f"{number} {title}") for number, title in sections]
        section: Any = self.fields["section"]
        see_also: Any = self.fields["see_also"]
        section.choices = [("", gettext("None: the strategy is silent")), *named]
        see_also.choices = named


class SplitForm(EditForm):
    """Which cases a row of their own is to answer."""

    condition = forms.ChoiceField(label=_("A row of its own for"), widget=forms.RadioSelect)
    bound = forms.IntegerField(
        label=_("Limit"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("The number, where the condition has a limit."),
    )

    def __init__(self, *args: Any, options: Iterable[tuple[str, Any]] = (), **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.options = {f"{name}={value}": (name, value) for name, value in options}
        chosen_by: Any = self.fields["condition"]
        chosen_by.choices = [(key, _in_words(name, value)) for key, (name, value) in self.options.items()]
        if not any(value in ("min", "below") for _name, value in self.options.values()):
            del self.fields["bound"]

    def clean(self) -> dict[str, Any]:
        """The fact and the value, in place of the option that was chosen."""
        cleaned = super().clean() or {}
        name, value = self.options.get(cleaned.pop("condition", ""), ("", None))
        bound = cleaned.get("bound")
        if value in ("min", "below") and not bound and "bound" not in self.errors:
            self.add_error("bound", _("Give the limit."))
        return cleaned | {"fact": name, "value": value}


def _in_words(name: str, value: Any) -> str:
    if value in ("min", "below"):
        return condition({name: {value: gettext("the limit")}})
    return condition({name: value})


class WithdrawForm(EditForm):
    reason = long_text(_("Why?"), 3)


class FileForm(EditForm):
    """An edited draft as a file; cleaned it is the policy as data."""

    file = forms.FileField(
        label=_("Policy file"),
        help_text=_("The draft as you downloaded it, with your changes: a text file in TOML."),
        widget=forms.ClearableFileInput(attrs={"accept": ".toml,text/plain"}),
    )

    def clean_file(self) -> dict[str, Any]:
        file = self.cleaned_data["file"]
        if file.size > GREATEST_FILE:
            raise forms.ValidationError(_("The file is larger than a policy file can be."))
        try:
            return _without_unseen(tomllib.loads(file.read().decode("utf-8-sig")))
        except UnicodeDecodeError:
            raise forms.ValidationError(_("The file is not text in UTF-8.")) from None
        except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
            raise forms.ValidationError(
                _("The file cannot be read as TOML: %(error)s") % {"error": error}
            ) from error


def _without_unseen(value: Any) -> Any:
    """As every text that somebody types: without what cannot be seen. Neither does the database keep NUL."""
    if isinstance(value, str):
        return lines(value).replace("\x00", "").strip()
    if isinstance(value, list):
        return [_without_unseen(each) for each in value]
    if isinstance(value, dict):
        return {_without_unseen(name): _without_unseen(each) for name, each in value.items()}
    return value
