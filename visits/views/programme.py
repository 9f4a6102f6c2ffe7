"""The programme of a visit: what stands in it, what clashes, what is lacking, and each thing one does with it."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, partial
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance import icalendar
from governance.errors import WrongState
from governance.forms import add_errors
from governance.models import Kind, Matter, OutboxEntry, Person
from governance.moves import require_status
from governance.prepared import Given, Statement
from governance.views import casework as casework_views
from governance.views.casework import GET_POST, say_all, small_id
from governance.views.pages import matter_context
from visits import (
    clashes,
    hosts,
    programme_calendar,
    programme_changes,
    programme_lacks,
    programme_mail,
    rules,
)
from visits.actions import programme as actions
from visits.forms.programme import (
    AcceptForm,
    ConfirmForm,
    DelegationForm,
    GuestForm,
    NewSlotForm,
    ProposeForm,
    SlotForm,
    ToldForm,
)
from visits.letters import default_language
from visits.lifecycle import COMING, WELCOMED
from visits.models import Delegate, Edition, Programme, ProgrammePrint, ProgrammeVersion, Slot, Visit
from visits.programme_paper import Paper, language_of, paper_of
from visits.programmes import at_minute, in_minutes, in_order

CARDS = Matter.objects.filter(kind=Kind.VISIT).select_related("visit__programme", "responsible")
# A host looks so far back, and reads so many at most.
DAYS_BACK, MOST_HOSTED = 7, 100
HALF_AN_HOUR = 30
# A visit of many weeks is not shown day by day where nothing is planned.
MOST_DAYS = 30
LAST_MINUTE = 24 * 60 - 1


@require_safe
def programme(request: HttpRequest, number: str) -> HttpResponse:
    """Day by day what is planned, with what clashes at each slot, and what comes next."""
    context = programme_context(request, number)
    matter, visit = context["matter"], context["visit"]
    slots = list(visit.slots.select_related("host"))
    found = clashes.of_programme(slots, matter, request.user) if matter.status in COMING else {}
    versions = list(visit.programme_versions.select_related("confirmed_by"))
    lacking = programme_lacks.of(matter, context["programme"], slots, found)
    clash_count = len(clashes.unreasoned(found))
    prints = list(_prints().run(request.user, {"visit": visit.pk}))
    context |= {
        "days": [(day, _shown(of_day, found)) for day, of_day in _every_day(matter, slots)],
        "slots": slots,
        "clash_count": clash_count,
        "lacking": lacking if context["may_write"] else [],
        "versions": versions,
        "latest": versions[0] if versions else None,
        "pending": _pending(context["programme"], slots, versions),
        "hosts": programme_calendar.hosts_of(versions[0]) if versions else [],
        "steps": _steps(context["programme"], slots, lacking, clash_count, versions),
        "proposals": (proposals := list(visit.programme_proposals.all())),
        "to_propose": _to_propose(context, slots, lacking) if not proposals else False,
        "drafts": [each for each in prints if each.version_id is None],
        "prints": [each for each in prints if versions and each.version_id == versions[0].pk],
        "cost_sum": sum(slot.cost for slot in slots if slot.cost is not None),
    }
    return render(request, "visits/programme.html", context)


@require_safe
def prints(request: HttpRequest, number: str) -> HttpResponse:
    """Every print there is; htmx asks again until those on their way are there."""
    context = programme_context(request, number)
    found = list(_prints().run(request.user, {"visit": context["visit"].pk}))
    numbers = dict(context["visit"].programme_versions.values_list("pk", "number"))
    groups: dict[int, list[ProgrammePrint]] = {}
    for each in found:
        groups.setdefault(numbers.get(each.version_id, 0), []).append(each)
    waiting = [each for each in found if each.waits]
    context |= {
        "groups": sorted(groups.items(), reverse=True),
        "waiting": waiting,
        "failed": bool(waiting)
        and OutboxEntry.objects.filter(
            key__in=[each.outbox_key for each in waiting], dead_at__isnull=False
        ).exists(),
    }
    page = "visits/programme_prints_list.html" if request.htmx else "visits/programme_prints.html"
    return render(request, page, context)


@require_safe
def version(request: HttpRequest, number: str, version: int) -> HttpResponse:
    """One version as it was confirmed, whom it was told, and what was new in it."""
    context = programme_context(request, number)
    if version >= 2**15:
        raise Http404
    rows = context["visit"].programme_versions.select_related("confirmed_by")
    nearby = {each.number: each for each in rows.filter(number__in=(version - 1, version, version + 1))}
    if version not in nearby:
        raise Http404
    shown, before = nearby[version], nearby.get(version - 1)
    context |= {
        "version": shown,
        "before": before,
        "after": nearby.get(version + 1),
        "differences": programme_changes.between(before.content, shown.content) if before else [],
        "delegation_differs": bool(before)
        and programme_changes.delegation_differs(before.content, shown.content),
        "days": _kept_days(shown),
    }
    return render(request, "visits/programme_version.html", context)


@require_http_methods(GET_POST)
def add_slot(request: HttpRequest, number: str) -> HttpResponse:
    """A new slot; it begins where the last one ended, or as the one it is a copy of."""
    context = _writing(request, number)
    visit = context["visit"]
    form = NewSlotForm.of(visit)(casework_views.posted(request), initial=_proposed(request, context))
    if form.is_bound and form.is_valid():
        entered = {
            name: value for name, value in form.cleaned_data.items() if name not in ("version", "base")
        }
        try:
            slot = actions.add_slot(visit, by=request.user, **entered)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The slot is in the programme."))
            if "another" in request.POST:
                _tell_clashes(request, context["matter"], slot)
                return redirect(f"{reverse('visits:add_slot', args=[number])}?efter={slot.pk}")
            # At the top stands what is still missing.
            return redirect(_at(number))
    return _new_slot(request, context, form)


@require_http_methods(GET_POST)
def edit_slot(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Change a slot; two who change it at once see both sides."""
    context = _writing(request, number)
    slot = Slot.objects.filter(visit=context["visit"], pk=small_id(pk)).select_related("host").first()
    if slot is None and request.method == "POST":
        form = NewSlotForm.of(context["visit"])(request.POST)
        form.full_clean()
        form.add_error(
            None,
            _("Somebody has taken this slot away meanwhile. What you wrote is here: save it as a new one."),
        )
        return _new_slot(request, context, form)
    slot = _slot(context["visit"], pk)
    return casework_views.edit_part(
        request,
        context,
        slot,
        SlotForm.of(context["visit"]),
        actions.edit_slot,
        when=COMING,
        title=_("Change the slot"),
        done=_("The slot is changed."),
        back=_at(number, slot.pk),
        template="visits/programme_slot.html",
    )


def _new_slot(request: HttpRequest, context: dict[str, Any], form: SlotForm) -> HttpResponse:
    back = _at(context["matter"].number)
    context |= {
        "form": form,
        "title": _("A new slot"),
        "button": _("Save"),
        "back": back,
        "action": reverse("visits:add_slot", args=[context["matter"].number]),
        "so_far": list(context["visit"].slots.all()),
    }
    return render(request, "visits/programme_slot.html", context, status=422 if form.is_bound else 200)


@require_http_methods(GET_POST)
def remove_slot(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask first, naming the slot; then take it away."""
    context = _writing(request, number)
    slot = _slot(context["visit"], pk)
    return _small(
        request,
        context,
        forms.Form,
        partial(actions.remove_slot, slot, by=request.user),
        title=_("Take away the slot?"),
        lead=str(slot),
        button=_("Take away"),
        done=_("The slot is taken away. What it said stands in the history."),
        danger=True,
    )


@require_POST
def move_slot(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Up or down on its day: it changes places with its neighbour."""
    context = _writing(request, number)
    slot = _slot(context["visit"], pk)
    seen = request.POST.get("version", "")
    actions.move_slot(
        slot,
        by=request.user,
        up=request.POST.get("way") != "down",
        version=int(seen) if seen.isdecimal() and len(seen) < 10 else None,
    )
    messages.success(request, _("The slot is moved."))
    return redirect(_at(number, slot.pk))


@require_http_methods(GET_POST)
def accept_clashes(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let what clashes at a slot stand, with the reason."""
    context = _writing(request, number)
    slot = _slot(context["visit"], pk)
    slots = list(context["visit"].slots.select_related("host"))
    found = clashes.of_programme(slots, context["matter"], request.user).get(slot.pk, [])
    context |= {
        "warnings": [(str(slot), [clash.words for clash in found])] if found else [],
    }
    return _small(
        request,
        context,
        partial(AcceptForm, version=context["matter"].version),
        lambda **entered: actions.accept_clashes(
            slot, by=request.user, because=entered["because"], version=entered["version"]
        ),
        title=_("Let the clash stand"),
        button=_("Save"),
        lead=_(
            "It then no longer stops the programme from being confirmed. If it grows, it is asked about anew."
        ),
        done=_("The clash may stand."),
        initial={"because": slot.accepted_because},
        back=_at(number, slot.pk),
    )


@require_http_methods(GET_POST)
def describe_delegation(request: HttpRequest, number: str) -> HttpResponse:
    """Who comes."""
    context = _writing(request, number)
    visit = context["visit"]
    part = context["programme"]
    if part is None:
        raise WrongState(_("There is no slot yet. Begin with the first."))
    noted = "" if part.delegation or request.method == "POST" else _delegates(visit)
    part.delegation = part.delegation or noted
    return casework_views.edit_part(
        request,
        context,
        part,
        DelegationForm,
        lambda _part, **entered: actions.describe_delegation(visit, **entered),
        when=COMING,
        title=_("Those who come"),
        done=_("Saved."),
        lead=_("These are the delegates the guest has noted. Add a few words on each, and save.")
        if noted
        else "",
        back=_at(number),
        template="visits/small_form.html",
    )


def _delegates(visit: Visit) -> str:
    """Those the guest has noted on the open pages, one on each line, as the form asks for it."""
    return "\n".join(
        ", ".join(part for part in (str(each), each.title, each.organisation) if part)
        for each in Delegate.objects.filter(visit=visit.pk, filled_at__isnull=False)
    )


@require_http_methods(GET_POST)
def note_guest(request: HttpRequest, number: str) -> HttpResponse:
    """The guest has confirmed in writing."""
    context = _writing(request, number)
    return _small(
        request,
        context,
        GuestForm,
        partial(actions.note_guest, context["visit"], by=request.user),
        title=_("The guest has confirmed"),
        button=_("Save"),
        lead=_("The programme can be confirmed when the guest has said yes to it in writing."),
        done=_("Noted: the guest has confirmed."),
    )


@require_http_methods(GET_POST)
def propose(request: HttpRequest, number: str) -> HttpResponse:
    """Mail the programme to the guest to say yes to, once one has read the mail."""
    context = _writing(request, number)
    visit, matter = context["visit"], context["matter"]
    if request.method == "POST" or actions.may_mail_guest(visit, matter):
        subject, text = programme_mail.words(visit, 0)
        context |= {
            "mail_subject": subject,
            "mail_text": text,
            "mail_lang": default_language(visit),
            "attached": _("the programme as PDF"),
        }
    slots = list(visit.slots.select_related("host"))
    context |= {
        "is_own_address": _is_own(request, visit),
        "swedish": _swedish(visit, slots),
        "empty_days": _empty_days(matter, slots),
        "paper": _as_guest_reads(visit, programme_changes.content_of(context["programme"], slots)),
    }
    return casework_views.small_form(
        request,
        context,
        partial(ProposeForm, version=matter.version),
        lambda **entered: actions.propose_to_guest(visit, by=request.user, version=entered["version"]),
        when=COMING,
        title=_("Send the programme to the guest as a proposal"),
        button=_("Send the proposal"),
        done=_("The proposal is on its way by e-mail."),
        back=_at(number),
        template="visits/programme_propose.html",
    )


@require_http_methods(GET_POST)
def note_told(request: HttpRequest, number: str, version: int) -> HttpResponse:
    """Note that one of those whom the case officer tells has been told."""
    context = _writing(request, number)
    if version >= 2**15:
        raise Http404
    shown = get_object_or_404(ProgrammeVersion, visit=context["visit"], number=version)
    return _small(
        request,
        context,
        partial(ToldForm, names=shown.still_to_tell),
        partial(actions.note_told, shown, by=request.user),
        title=_("Told of the programme"),
        button=_("Save"),
        lead=_("The register does not reach them: note whom you have told, and the day."),
        done=_("Noted."),
        initial={"who": request.GET.get("vem", "")},
    )


@require_POST
def draw_drafts(request: HttpRequest, number: str) -> HttpResponse:
    """Have the four editions drawn as drafts."""
    context = _writing(request, number)
    actions.ask_for_drafts(context["visit"], by=request.user)
    messages.success(request, _("The drafts are being made."))
    return redirect("visits:programme_prints", number)


@require_http_methods(GET_POST)
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """Confirm the programme, once one has read what will be told to whom."""
    context = _writing(request, number)
    visit, matter = context["visit"], context["matter"]
    form = ConfirmForm(casework_views.posted(request), version=matter.version)
    may_mail = actions.may_mail_guest(visit, matter)
    if not may_mail:
        del form.fields["tell_guest"]
    if form.is_bound and form.is_valid():
        entered = {name: value for name, value in form.cleaned_data.items() if name != "base"}
        try:
            kept = actions.confirm(visit, by=request.user, **entered)
        except ValidationError as error:
            say_all(request, error)
        else:
            messages.success(
                request, _("The programme is confirmed: version %(number)d.") % {"number": kept.number}
            )
            return redirect("visits:programme_version", number, kept.number)
        return redirect(_at(number))
    slots = list(visit.slots.select_related("host"))
    found = clashes.of_programme(slots, matter, request.user)
    latest = visit.programme_versions.first()
    content = programme_changes.content_of(context["programme"], slots)
    differences = programme_changes.between(latest.content if latest else None, content)
    told = Person.objects.filter(pk__in={pk for each in differences for pk in each.hosts})
    context |= {
        "form": form,
        "may_mail": may_mail,
        "lacking": programme_lacks.of(matter, context["programme"], slots, found),
        "is_same": latest is not None and latest.content == content,
        "since_the_yes": [] if latest else _since_the_yes(visit, context["programme"], content),
        "next_number": latest.number + 1 if latest else 1,
        "differences": differences if latest else [],
        "guest_is_told": any(each.is_for_guests for each in differences),
        # Nobody is notified of what they do themselves.
        "hosts": list(told.exclude(pk=request.user.pk).order_by("name")),
        "is_host": any(request.user.pk in each.hosts for each in differences),
        "named": sorted({name for each in differences for name in each.named}),
        "is_own_address": _is_own(request, visit),
        "empty_days": _empty_days(matter, slots),
        "swedish": _swedish(visit, slots),
    }
    subject, text = programme_mail.words(visit, context["next_number"])
    context |= {
        "paper": _as_guest_reads(visit, content, context["next_number"]),
        "mail_subject": subject,
        "mail_text": text,
        "mail_lang": default_language(visit),
        "attached": _("the guest version as PDF, and program.ics"),
    }
    return render(request, "visits/programme_confirm.html", context, status=422 if form.is_bound else 200)


@require_safe
def calendar(request: HttpRequest, number: str) -> HttpResponse:
    """The whole programme as a calendar file; with `gast` as the guest was sent it with that version."""
    context = programme_context(request, number)
    versions = _confirmed(context["visit"])
    sent = request.GET.get("gast", "")
    if sent.isdecimal() and len(sent) < 6:
        known = [each for each in versions if each.number <= int(sent)]
        return icalendar.answer(programme_calendar.whole(known or versions, path=""), "program.ics")
    return icalendar.answer(programme_calendar.whole(versions, _at(number)), f"program-{number}.ics")


@require_safe
def host_calendar(request: HttpRequest, number: str, host: str) -> HttpResponse:
    """One host's slots."""
    context = programme_context(request, number)
    content = programme_calendar.of_host(_confirmed(context["visit"]), host, _at(number))
    if content is None:
        raise Http404
    return icalendar.answer(content, f"program-{number}-{host}.ics")


@require_safe
def hosted(request: HttpRequest) -> HttpResponse:
    """The slots I host, whether or not I may read the visits they are part of."""
    slots = _hosted(request.user)
    readable = set(
        Matter.objects.filter(pk__in={slot.visit_id for slot in slots})
        .readable_by(request.user)
        .values_list("pk", flat=True)
    )
    latest = _latest_of({slot.visit_id for slot in slots})
    rows = [
        {
            "slot": slot,
            "may_read": slot.visit_id in readable,
            "number": latest[slot.visit_id].number if slot.visit_id in latest else 0,
            "is_confirmed": _stands_in(latest.get(slot.visit_id), slot),
        }
        for slot in slots
    ]
    context = {"rows": rows, "crumbs": [(_("Visits"), reverse("visits:list"))], "has_file": bool(latest)}
    return render(request, "visits/programme_hosted.html", context)


@require_safe
def hosted_calendar(request: HttpRequest) -> HttpResponse:
    """The confirmed slots I host, for my own calendar."""
    visits = {slot.visit_id for slot in _hosted(request.user)}
    rows = ProgrammeVersion.objects.filter(visit__in=visits).order_by("visit", "-number")
    by_visit: dict[int, list[ProgrammeVersion]] = {}
    for each in rows:
        by_visit.setdefault(each.visit_id, []).append(each)
    key = f"person-{request.user.pk}"
    entries = [
        entry
        for versions in by_visit.values()
        for entry in programme_calendar.entries(versions, reverse("visits:hosted"), key)
    ]
    return icalendar.answer(
        icalendar.calendar_file(entries, timezone.now(), method="PUBLISH"), "mina-programpunkter.ics"
    )


def programme_context(request: HttpRequest, number: str) -> dict[str, Any]:
    """The frame of the pages of a programme, for whoever may read the visit."""
    context = matter_context(request, number, "overview", CARDS)
    matter: Matter = context["matter"]
    visit: Visit = matter.visit
    visit.matter = matter
    return {
        **context,
        "crumbs": [
            (_("Visits"), reverse("visits:list")),
            (matter.number, matter.get_absolute_url()),
            *([] if request.path == _at(number) else [(_("Programme"), _at(number))]),
        ],
        "visit": visit,
        "programme": getattr(visit, "programme", None),
        "may_write": context["may_edit"] and matter.status in COMING,
    }


def state_of(matter: Matter, visit: Visit, person: Person) -> dict[str, Any] | None:
    """What the visit's own page says of its programme; None where there is none and will be none. One query."""
    if matter.status not in WELCOMED:
        return None
    found = next(iter(_states().run(person, {"visit": visit.pk})), None)
    slots, confirmed, is_changed, guest = found or (0, 0, False, None)
    if not slots and matter.status not in COMING:
        return None
    return {"slots": slots, "version": confirmed or 0, "is_changed": is_changed, "guest": guest}


@cache
def _states() -> Statement[Any]:
    rows = Visit.objects.filter(pk=Given("visit")).annotate(slot_count=Count("slots"))
    return Statement(
        rows.values_list(
            "slot_count",
            "programme__confirmed_version",
            "programme__is_changed",
            "programme__guest_confirmed_on",
        )
    )


@cache
def _prints() -> Statement[ProgrammePrint]:
    rows = ProgrammePrint.objects.filter(visit=Given("visit")).select_related("document")
    shown = ("visit", "version", "edition", "asked_at", "drawn_at", "document__name", "document__created_at")
    return Statement(rows.only(*shown).order_by("-version", "pk"))


def _writing(request: HttpRequest, number: str) -> dict[str, Any]:
    """The same for whoever changes the programme, while the visit is to come."""
    context = programme_context(request, number)
    if not context["may_edit"]:
        raise rules.not_an_editor(context["matter"])
    require_status(context["matter"], *COMING)
    return context


def _small(
    request: HttpRequest,
    context: dict[str, Any],
    form: Callable[..., forms.Form],
    act: Callable[..., Any],
    back: str = "",
    **words: Any,
) -> HttpResponse:
    back = back or _at(context["matter"].number)
    return casework_views.small_form(
        request, context, form, act, when=COMING, back=back, template="visits/small_form.html", **words
    )


def _is_own(request: HttpRequest, visit: Visit) -> bool:
    """Whether what is sent to the guest goes to the one who sends it."""
    return visit.contact_email.casefold() == (request.user.email or "").casefold()


def _swedish(visit: Visit, slots: list[Slot] | None = None) -> list[str]:
    """The slots whose words for a guest who reads English look Swedish."""
    if default_language(visit) == "sv":
        return []
    return programme_lacks.swedish(list(visit.slots.all()) if slots is None else slots)


def _every_day(matter: Matter, slots: list[Slot]) -> list[tuple[date, list[Slot]]]:
    """The slots by their days; of a programme that is begun also the days of the visit without any."""
    days = dict(in_order(slots))
    if slots and matter.starts_on and matter.ends_on:
        length = min((matter.ends_on - matter.starts_on).days, MOST_DAYS)
        days |= {day: [] for n in range(length + 1) if (day := matter.starts_on + timedelta(n)) not in days}
    return sorted(days.items())


def _to_propose(context: dict[str, Any], slots: list[Slot], lacking: list[programme_lacks.Lack]) -> bool:
    """Whether all is there but the guest's yes, and the register can ask for it."""
    waits = [lack for lack in lacking if "gastens-svar" not in lack.url]
    may_mail = actions.may_mail_guest(context["visit"], context["matter"])
    return bool(slots and lacking and not waits and may_mail and context["may_write"])


def _empty_days(matter: Matter, slots: list[Slot]) -> list[date]:
    return [day for day, of_day in _every_day(matter, slots) if not of_day]


def _as_guest_reads(visit: Visit, content: programme_changes.Content, number: int = 0) -> Paper:
    """What stands in the PDF that goes to the guest, before it is drawn."""
    lang = language_of(visit, Edition.GUEST)
    return paper_of(visit, content, Edition.GUEST, number, timezone.now(), lang)


def _at(number: str, slot: int | None = None) -> str:
    url = reverse("visits:programme", args=[number])
    return f"{url}#punkt-{slot}" if slot else url


def _slot(visit: Visit, pk: int) -> Slot:
    found: Slot = get_object_or_404(Slot.objects.select_related("host"), visit=visit, pk=small_id(pk))
    found.visit = visit
    return found


def _shown(of_day: list[Slot], found: clashes.Found) -> list[dict[str, Any]]:
    """Each slot with its clashes, and whether it can be moved."""
    last = len(of_day) - 1
    return [
        {
            "slot": slot,
            "clashes": [clash for clash in found.get(slot.pk, []) if not clash.is_accepted],
            "accepted": [clash for clash in found.get(slot.pk, []) if clash.is_accepted],
            "may_go_up": place > 0,
            "may_go_down": place < last,
        }
        for place, slot in enumerate(of_day)
    ]


def _steps(
    programme: Programme | None,
    slots: list[Slot],
    lacking: list[programme_lacks.Lack],
    clash_count: int,
    versions: list[ProgrammeVersion],
) -> list[tuple[str, str, str]]:
    """Built, seen by the guest, confirmed and told to everybody: each done, current or ahead, and called so."""
    guest = programme.guest_confirmed_on if programme else None
    is_built = bool(slots) and not [lack for lack in lacking if "gastens-svar" not in lack.url]
    is_confirmed = bool(programme and programme.is_confirmed)
    untold = len(versions[0].still_to_tell) if versions and is_confirmed else 0
    done = [
        (is_built or is_confirmed) and not clash_count,
        guest is not None,
        is_confirmed and not untold,
    ]
    current = next((place for place, is_done in enumerate(done) if not is_done), None)
    if clash_count:
        built = ngettext("Built with %(n)d clash", "Built with %(n)d clashes", clash_count)
        built = built % {"n": clash_count}
    else:
        built = _("Built, without clashes") if done[0] else _("Build")
    if untold:
        told = ngettext("Confirmed, %(n)d still to tell", "Confirmed, %(n)d still to tell", untold)
        told = told % {"n": untold}
    else:
        told = _("Confirmed and told") if is_confirmed else _("Confirm and tell")
    labels = [built, _("The guest has confirmed") if guest else _("The guest’s yes"), told]
    notes = ["", guest.isoformat() if guest else "", _version_note(programme)]
    return [
        (label, "done" if is_done else "current" if place == current else "ahead", note)
        for place, (label, is_done, note) in enumerate(zip(labels, done, notes, strict=True))
    ]


def _version_note(programme: Programme | None) -> str:
    if programme is None or not programme.confirmed_version:
        return ""
    return _("version %(number)d") % {"number": programme.confirmed_version}


def _pending(
    programme: Programme | None, slots: list[Slot], versions: list[ProgrammeVersion]
) -> list[programme_changes.Difference]:
    """What the slots say otherwise than the latest version."""
    if not versions:
        return []
    return programme_changes.between(versions[0].content, programme_changes.content_of(programme, slots))


def _kept_days(version: ProgrammeVersion) -> list[tuple[date, list[dict[str, Any]]]]:
    days: dict[str, list[dict[str, Any]]] = {}
    for slot in version.content["slots"]:
        days.setdefault(slot["day"], []).append(slot | {"hours": programme_changes.hours_of(slot)})
    return [(date.fromisoformat(day), of_day) for day, of_day in days.items()]


def _tell_clashes(request: HttpRequest, matter: Matter, slot: Slot) -> None:
    """To somebody who goes on to the next slot without meeting the programme."""
    slots = list(Slot.objects.filter(visit=slot.visit_id).select_related("host"))
    for clash in clashes.of_programme(slots, matter, request.user).get(slot.pk, []):
        messages.warning(request, f"{slot.topic}: {clash.words}")


def _since_the_yes(
    visit: Visit, programme: Programme | None, content: Any
) -> list[programme_changes.Difference]:
    """What guests read otherwise in the programme than in the proposal that they said yes to."""
    if programme is None or programme.guest_confirmed_on is None:
        return []
    answered = [
        each
        for each in visit.programme_proposals.all()
        if timezone.localdate(each.asked_at) <= programme.guest_confirmed_on
    ]
    if not answered:
        return []
    latest = max(answered, key=lambda each: each.pk)
    return [each for each in programme_changes.between(latest.content, content) if each.is_for_guests]


def _proposed(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """A copy of another slot, right after it; else the hours after the last, on the visit's first day."""
    visit, matter = context["visit"], context["matter"]
    copied, after = request.GET.get("kopia", ""), request.GET.get("efter", "")
    asked = copied or after
    slot = None
    if asked.isdecimal() and len(asked) < 19:
        slot = Slot.objects.filter(visit=visit, pk=int(asked)).select_related("host").first()
    if slot is None:
        slot = Slot.objects.filter(visit=visit).select_related("host").order_by("day", "ends_at").last()
        copied = ""
    known = {} if copied else _planned(visit)
    if slot is None:
        at_nine = {"starts_at": at_minute(9 * 60), "ends_at": at_minute(10 * 60)}
        return known | at_nine | {"day": matter.starts_on}
    # The next slot may be somewhere else: a proposal leaves the time that it takes to get there.
    begins = in_minutes(slot.ends_at) + (0 if copied else settings.PROGRAMME_LEAST_TRAVEL_MINUTES)
    length = slot.minutes if copied else 2 * HALF_AN_HOUR
    # Most go on where they are.
    here = {name: getattr(slot, name) for name in ("place", "address")} if slot.place or slot.address else {}
    initial: dict[str, Any] = (
        known
        | here
        | {
            "day": slot.day,
            "starts_at": at_minute(min(begins, LAST_MINUTE - 1)),
            "ends_at": at_minute(min(begins + length, LAST_MINUTE)),
        }
    )
    if copied:
        names = [name for name in SlotForm.base_fields if name not in ("version", "base", *initial)]
        initial |= {name: getattr(slot, name) for name in names}
    return initial


def _planned(visit: Visit) -> dict[str, Any]:
    """Place and first host of the visit, as a slot has them: of a host in the register the person. The title of the
    host is written in Swedish, and is left to the officer where the guest reads another language."""
    first, _comma, office = (visit.hosts.splitlines() or [""])[0].partition(",")
    name, proposed = first.strip(), {"place": visit.place[:120]}
    if default_language(visit) == "sv":
        proposed["host_office"] = office.strip()[:160]
    found = [each for each in hosts.named(name) if each.name.casefold() == name.casefold()] if name else []
    return proposed | ({"host": found[0].pk} if len(found) == 1 else {"host_name": name[:120]})


def _confirmed(visit: Visit) -> list[ProgrammeVersion]:
    """The versions, the latest first; 404 before there is one."""
    versions = list(visit.programme_versions.all())
    if not versions:
        raise Http404
    return versions


def _hosted(person: Person) -> list[Slot]:
    since = timezone.localdate() - timedelta(days=DAYS_BACK)
    known = Matter.objects.filter(status__in=WELCOMED).unmarked_for(person)
    rows = Slot.objects.filter(host=person, day__gte=since, visit__matter__in=known.order_by().values("pk"))
    return list(rows.select_related("visit__matter__body").order_by("day", "starts_at")[:MOST_HOSTED])


def _latest_of(visits: set[int]) -> dict[int, ProgrammeVersion]:
    rows = ProgrammeVersion.objects.filter(visit__in=visits).order_by("visit", "-number").distinct("visit")
    return {each.visit_id: each for each in rows}


def _stands_in(version: ProgrammeVersion | None, slot: Slot) -> bool:
    """Whether the slot says what was confirmed."""
    if version is None:
        return False
    now = programme_changes.content_of(None, [slot])["slots"][0]
    return now in version.content["slots"]
