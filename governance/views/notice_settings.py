"""How I want to be told: what at once, what in the morning, and what not at all."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ..choices import Choice
from ..models import NoticeSettings
from ..notice_kinds import KINDS
from .casework import GET_POST, posted

HOURS = [(str(hour), f"{hour:02}.00") for hour in range(5, 13)]
MOST_LEAD_DAYS = 60


class NoticeSettingsForm(forms.Form):
    """The summary, and for each kind of notice whether it is shown as unread and whether it is mailed at once."""

    digest = forms.BooleanField(
        label=gettext_lazy("Send me a summary by e-mail"),
        required=False,
        help_text=gettext_lazy("With what waits for you, what is late and what is new. Never when there is nothing."),
    )  # fmt: skip
    digest_days = Choice(label=gettext_lazy("Days"), choices=NoticeSettings.Days.choices)
    digest_hour = Choice(label=gettext_lazy("Hour"), choices=HOURS)
    lead_days = forms.IntegerField(
        label=gettext_lazy("Tell of last days so many days before"),
        min_value=0,
        max_value=MOST_LEAD_DAYS,
        help_text=gettext_lazy("Of your own matters and assignments, in the summary."),
    )

    while_away = forms.BooleanField(
        label=gettext_lazy("Tell me also while somebody stands in for me"),
        required=False,
        help_text=gettext_lazy(
            "Otherwise notices of your office are kept as read, and nothing is mailed. Your substitute is told."
        ),
    )

    def __init__(self, *args: Any, wishes: NoticeSettings, **kw: Any) -> None:
        super().__init__(*args, **kw)
        names = ("digest", "digest_days", "lead_days", "while_away")
        self.initial = {name: getattr(wishes, name) for name in names} | {
            "digest_hour": str(wishes.digest_hour)
        }
        for kind, _words, _beginnings in KINDS:
            for way, unwished, label in (
                ("notice", wishes.no_notice, gettext_lazy("In the register")),
                ("mail", wishes.no_mail, gettext_lazy("By e-mail at once")),
            ):
                self.fields[f"{way}_{kind}"] = forms.BooleanField(
                    label=label, required=False, initial=kind not in unwished
                )

    def kinds(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """The kinds with their two boxes."""
        for kind, words, _beginnings in KINDS:
            yield words, [self[f"notice_{kind}"], self[f"mail_{kind}"]]

    def chosen(self) -> dict[str, Any]:
        """As `NoticeSettings` keeps it."""
        given = self.cleaned_data
        return {
            "digest": given["digest"],
            "digest_days": given["digest_days"] or NoticeSettings.Days.WORKING,
            "digest_hour": int(given["digest_hour"] or NoticeSettings().digest_hour),
            "lead_days": given["lead_days"],
            "while_away": given["while_away"],
            "no_notice": [kind for kind, *_rest in KINDS if not given[f"notice_{kind}"]],
            "no_mail": [kind for kind, *_rest in KINDS if not given[f"mail_{kind}"]],
        }


@require_http_methods(GET_POST)
def notice_settings(request: HttpRequest) -> HttpResponse:
    """Show them and keep what is chosen; each has only their own."""
    wishes = NoticeSettings.objects.filter(person=request.user).first() or NoticeSettings(person=request.user)
    form = NoticeSettingsForm(posted(request), wishes=wishes)
    if form.is_bound and form.is_valid():
        NoticeSettings.objects.update_or_create(person=request.user, defaults=form.chosen())
        messages.success(request, _("Your choices are saved."))
        return redirect("notice_settings")
    context = {"form": form, "has_address": bool(request.user.email)}
    return render(request, "governance/notice_settings.html", context, status=422 if form.is_bound else 200)
