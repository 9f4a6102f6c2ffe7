"""The living page of the design: every component with its states, on invented samples."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.texts import TextField

THEMES = [
    ("climate", gettext_lazy("Climate and environment")),
    ("mobility", gettext_lazy("Mobility")),
    ("care", gettext_lazy("Care and welfare")),
]


class SampleForm(forms.Form):
    """One field of each sort."""

    title = TextField(
        label=gettext_lazy("Title"),
        max_length=120,
        help_text=gettext_lazy("Shown in the public register: no names of private persons."),
    )
    partner = TextField(label=gettext_lazy("Organisation"), required=False)
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        choices=[("", "–"), ("FI", gettext_lazy("Finland")), ("EE", gettext_lazy("Estonia"))],
    )
    arrives_on = forms.DateField(
        label=gettext_lazy("Arrives"), widget=forms.DateInput(attrs={"type": "date"})
    )
    cost = forms.IntegerField(label=gettext_lazy("Cost"), min_value=0, required=False)
    purpose = TextField(label=gettext_lazy("Purpose"), widget=forms.Textarea(attrs={"rows": 4}))
    form_of_visit = forms.ChoiceField(
        label=gettext_lazy("Form"),
        choices=[("site", gettext_lazy("On site")), ("digital", gettext_lazy("Digital"))],
        widget=forms.RadioSelect,
    )
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("Themes"), choices=THEMES, widget=forms.CheckboxSelectMultiple, required=False
    )
    countries = forms.MultipleChoiceField(
        label=gettext_lazy("Countries"),
        choices=[("FI", gettext_lazy("Finland")), ("EE", gettext_lazy("Estonia"))],
        initial=["FI"],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Several can be chosen."),
    )
    letter = forms.BooleanField(label=gettext_lazy("The guest wishes an invitation letter"), required=False)
    programme = forms.FileField(label=gettext_lazy("Programme"), required=False)


def style_page(request: HttpRequest) -> HttpResponse:
    """Show every component. Nothing here is saved."""
    return render(request, "style_page.html", samples(timezone.localdate(), timezone.now()))


def samples(today: date, now: datetime) -> dict[str, Any]:
    """The invented things the page shows."""
    filled = {
        "title": _("Helsinki asks about district heating"),
        "purpose": "x" * 40,
        "arrives_on": "2026-13-40",
    }
    return {
        "form": SampleForm(initial={"title": filled["title"], "form_of_visit": "site"}),
        "wrong": SampleForm({f"wrong-{name}": value for name, value in filled.items()}, prefix="wrong"),
        "tones": ["neutral", "info", "positive", "waiting", "danger"],
        "today": today,
        "soon": today + timedelta(days=3),
        "later": today + timedelta(days=24),
        "past": today - timedelta(days=6),
        "now": now,
        "crumbs": [(_("Visits"), "#"), (_("Received"), "#")],
        "tabs": [
            (_("Overview"), "#", True, None),
            (_("Assessment"), "#", False, None),
            (_("Documents"), "#", False, 3),
            (_("History"), "#", False, 12),
        ],
        "steps": [
            (_("Received"), "done", "2026-11-02"),
            (_("Assessed"), "done", "2026-11-05"),
            (_("Planned"), "current", ""),
            (_("Carried out"), "ahead", ""),
            (_("Closed"), "ahead", ""),
        ],
        "chips": [(_("Late"), "#"), (_("Climate and environment"), "#")],
        "changes": [
            (_("Arrives"), "2026-12-01", "2026-12-03"),
            (_("Interpreter"), "", _("Finnish")),
            (_("Cost"), "12 000 kr", ""),
        ],
        "conflict": [(_("Arrives"), "2026-12-03", "2026-12-08"), (_("Persons"), "12", "14")],
        "facts": [
            (_("Organisation"), _("City of Helsinki")),
            (_("Country"), _("Finland")),
            (_("Persons"), "12"),
            (_("Language"), _("English")),
        ],
        "rulings": sample_rulings(),
        "rows": sample_rows(today),
        "day_lines": [
            {**sample_day("visits", "visit"), "title": _("Helsinki asks about district heating")},
            {**sample_day("deadlines", "waiting"), "title": _("Reviews of memberships"), "is_late": True},
        ],
        "shades": range(1, 6),
        "walk": sample_walk(),
        "seats": [{"name": "Anna Ek", "mark": "yes"}, {"name": "Bo Alm", "mark": "no"}, {"name": "Cia Lind"}],
        "open_steps": [
            (_("You"), "done", ""),
            (_("The visit"), "current", ""),
            (_("Days and delegation"), "ahead", ""),
            (_("Look through and send"), "ahead", ""),
        ],
    }


def sample_walk() -> dict[str, Any]:
    """Two steps of a walk: one in the middle, and the last."""
    before = {"name": _("My work"), "url": "#help"}
    step = {"place": 2, "name": _("Log a visit"), "text": _("A request begins here."), "url": "#help"}
    last = {
        "place": 3,
        "name": _("Done"),
        "text": _("What waits for you stands on the start page."),
        "url": "#help",
    }
    return {"before": before, "step": step, "after": last, "last": last}


def sample_day(group: str, icon: str) -> dict[str, Any]:
    """A line of the calendar."""
    return {"url": "#days", "icon": icon, "source": {"group": group, "sort": _("Visits")}, "is_late": False}


def sample_rulings() -> dict[str, dict[str, Any]]:
    """One ruling of each sort, in the form the command prints."""
    return {
        "own": {
            "decides": "council",
            "power": "own",
            "prepared_by": "executive_board",
            "consult": [],
            "regulated": True,
            "strategy": "2016",
            "section": "5",
            "explanation": _("Joining an organisation for the whole city is decided by the City Council."),
        },
        "delegated": {
            "decides": "mayor",
            "power": "delegated",
            "handled_in": "preparatory_committee",
            "report_to": "executive_board",
            "consult": [],
            "regulated": True,
            "strategy": "2016",
            "section": "5",
            "explanation": _(
                "The Mayor decides, by delegation, on events abroad on the Executive Board's behalf."
            ),
        },
        "silent": {
            "decides": "own_body",
            "power": "default",
            "consult": ["executive_office"],
            "regulated": False,
            "strategy": "2016",
            "section": None,
            "explanation": _("The body that would decide on joining also decides on renewing."),
        },
        "refused": {
            "decides": "nobody",
            "power": "refused",
            "consult": [],
            "regulated": True,
            "strategy": "2016",
            "section": "4",
            "explanation": _("The city does not sign twin-town agreements."),
        },
    }


def sample_rows(today: date) -> list[dict[str, Any]]:
    """A few matters for the table."""
    return [
        {
            "number": "2026-0142",
            "title": _("Helsinki asks about district heating"),
            "body": _("Environment and Health Committee"),
            "tone": "waiting",
            "status": _("being assessed"),
            "due": today - timedelta(days=4),
            "persons": 12,
        },
        {
            "number": "2026-0139",
            "title": _("Tallinn visits the city library"),
            "body": _("Culture Committee"),
            "tone": "positive",
            "status": _("accepted"),
            "due": today + timedelta(days=2),
            "persons": 8,
        },
        {
            "number": "2026-0131",
            "title": _("Oslo studies school meals"),
            "body": _("Education Committee"),
            "tone": "neutral",
            "status": _("declined"),
            "due": today + timedelta(days=30),
            "persons": 1240,
        },
    ]
