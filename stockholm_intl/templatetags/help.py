"""What opens help where one stands: a word, the mark beside a heading, the strip of a walk, the offer of one."""

from functools import lru_cache

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from stockholm_intl.help.tours import PARAMETER, beside, of_roles, step_of, tours
from stockholm_intl.help.words import words

register = template.Library()
TOLD = "words_told"


@register.simple_tag(takes_context=True)
def word(context: Context, key: str, shown: str = "") -> SafeString:
    """A word that opens what it means: `{% word "referral" %}`, or `{% word "referral" _("sent out") %}`.

    A button and what it opens, without a script. Not for inside a link, a label or {% once %}.
    """
    return _drawn(key, "".join(shown), False, _is_new(context, key), get_language())


@register.simple_tag(takes_context=True)
def what_is(context: Context, key: str) -> SafeString:
    """The mark beside a heading that opens what its word means."""
    return _drawn(key, "", True, _is_new(context, key), get_language())


def _is_new(context: Context, key: str) -> bool:
    """The card is written once a page, however often the word stands there: an id is one thing's."""
    request = context.get("request")
    told: set[str] = getattr(request, TOLD, set())
    if request is not None:
        setattr(request, TOLD, {*told, key})
    return key not in told


@lru_cache(maxsize=512)
def _drawn(key: str, shown: str, is_mark: bool, is_new: bool, _language: str | None) -> SafeString:
    """The same bytes for everybody who reads the language."""
    parts = {"word": words()[key], "shown": shown, "is_mark": is_mark, "is_new": is_new}
    return render_to_string("help/word.html", parts)


@register.simple_tag(takes_context=True)
def walk(context: Context) -> SafeString:
    """The strip above a page that is a step of a walk; nothing on any other."""
    request = context.get("request")
    # Who reads is asked last: an open page must not touch the session.
    if request is None or PARAMETER not in request.GET:
        return SafeString("")
    reader = getattr(request, "user", None)
    if reader is None or not reader.is_authenticated:
        return SafeString("")
    step = step_of(request.GET[PARAMETER], reader.roles)
    if step is None:
        return SafeString("")
    before, after = beside(step)
    count = len(tours()[step.role].steps)
    return render_to_string(
        "help/walk.html", {"step": step, "before": before, "after": after, "count": count}, request
    )


@register.simple_tag(takes_context=True)
def first_walk(context: Context) -> SafeString:
    """The offer of a walk on the start page, until it is taken or declined."""
    request = context["request"]
    offered = of_roles(request.user.roles) if request.user.shown_around_on is None else []
    if not offered or PARAMETER in request.GET:
        return SafeString("")
    return render_to_string("help/first_walk.html", {"tours": offered}, request)
