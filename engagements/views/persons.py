"""The pages of persons at partners: the list, one person, those of one partner, and what is kept on somebody."""

import json
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Prefetch, QuerySet, Value
from django.db.models.functions import Concat, Upper
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from engagements import actions
from engagements.actions import persons
from engagements.forms.persons import (
    EditPersonForm,
    EndPostForm,
    EraseForm,
    FurtherPostForm,
    NewPersonForm,
)
from engagements.models import Organisation, PartnerPerson, PartnerPost
from engagements.models.persons import KEPT_MONTHS, kept_since
from governance import editing
from governance.choices import Choice
from governance.errors import StaleVersion
from governance.lists import Filters, or_all, page_of
from governance.prepared import Asked, Asker
from governance.texts import TextField
from governance.views.casework import GET_POST, posted, small_form, small_id
from governance.views.pages import stands_under

from .organisations import of_organisation, organisation_context

MOST_FOUND = 50
FORM = "engagements/partner_small_form.html"


class PersonFilters(Filters):
    """What the list of persons can be narrowed by."""

    STATES = (
        ("in_post", _("in post")),
        ("without_post", _("without a post")),
        ("to_erase", _("to be erased")),
    )

    q = TextField(label=_("Name"), max_length=120, required=False)
    state = Choice(label=_("State"), choices=lambda: or_all(PersonFilters.STATES))


@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    """Persons at partners by name, or those whose name has what is searched for."""
    persons.require_reader(request.user)
    filters = PersonFilters(request)
    chosen, today = filters.chosen, timezone.localdate()
    state = chosen.get("state", "")
    asked = {"day": today, "before": kept_since(today)} if state == "to_erase" else {"day": today}
    by_name = None
    if "q" in chosen:
        found = _by_name(request.user, asked, state).filter(name__icontains=chosen["q"])
        shown = list(found.order_by("by_name", "pk")[: MOST_FOUND + 1])
    else:
        by_name = page_of(request, _by_name, asked, state, key="by_name", keyed_by=str, ascending=True)
        shown = list(by_name.rows)
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": by_name,
        "rows": shown[:MOST_FOUND],
        "more": len(shown) > MOST_FOUND,
        "list_url": request.path,
        "months": KEPT_MONTHS,
        "crumbs": _crumbs(),
    }
    return render(request, "engagements/persons.html", context)


def _by_name(_asker: Asker, asked: Asked, state: str) -> QuerySet[PartnerPerson]:
    rows = PartnerPerson.objects.all()
    if state:
        rows = getattr(rows, state)(**asked)
    posts = PartnerPost.objects.of_row().order_by(F("until").desc(nulls_first=True), "id")
    named = posts.annotate(words=Concat("title", Value(", "), "organisation__name"))
    return rows.annotate(by_name=Upper("name"), posts_held=ArraySubquery(named.values("words")[:3]))


@require_safe
@of_organisation
def organisation_persons(request: HttpRequest, found: Organisation) -> HttpResponse:
    """Who is at the partner now, and who was."""
    persons.require_reader(request.user)
    today = timezone.localdate()
    posts = list(
        found.posts.select_related("person").order_by(F("until").desc(nulls_first=True), "person__name")
    )
    context = organisation_context(request, found, "persons") | {
        "current": [post for post in posts if post.is_open(today)],
        "former": [post for post in posts if not post.is_open(today)],
    }
    return render(request, "engagements/organisation_persons.html", context)


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: why we keep the details, and the posts over time."""
    persons.require_reader(request.user)
    found = _person_or_404(pk)
    today = timezone.localdate()
    context = {
        "person": found,
        "posts": [(post, post.is_open(today)) for post in found.posts.all()],
        "may_write": actions.may_write(request.user),
        "may_erase": persons.may_erase(request.user),
        "is_to_be_erased": PartnerPerson.objects.to_erase(today, kept_since(today)).filter(pk=pk).exists(),
        "months": KEPT_MONTHS,
        "crumbs": _crumbs(to_list=True),
    }
    stands_under(request, reverse("engagements:organisations"))
    return render(request, "engagements/person.html", context)


@require_http_methods(GET_POST)
@of_organisation
def new_person(request: HttpRequest, found: Organisation) -> HttpResponse:
    """Write down somebody at the partner."""
    actions.require_writer(request.user)
    return small_form(
        request,
        {"crumbs": [*_crumbs(), (found.name, found.get_absolute_url())]},
        NewPersonForm,
        partial(persons.add_person, by=request.user, organisation=found),
        when=None,
        title=gettext("New person at %(name)s") % {"name": found.name},
        button=gettext("Save"),
        lead=gettext(
            "Only what work needs: no private addresses, nothing about health, faith or family. The person has a"
            " right to know what is written here."
        ),
        done=gettext("The person is in the register."),
        back=reverse("engagements:organisation_persons", args=[found.slug]),
        template=FORM,
    )


@require_http_methods(GET_POST)
def edit_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the name, or why it is kept. Two who write at once see both texts."""
    actions.require_writer(request.user)
    found = _person_or_404(pk)
    form = EditPersonForm(posted(request), initial=_as_initial(found), version=found.version)
    if form.is_bound and form.is_valid():
        name, why, version = (form.cleaned_data[each] for each in ("name", "why", "version"))
        try:
            persons.edit_person(found, version, by=request.user, name=name, why=why)
        except StaleVersion as stale:
            current = _person_or_404(pk)
            theirs = EditPersonForm(initial=_as_initial(current), version=current.version)
            return editing.conflict(request, form, theirs, stale, found.get_absolute_url())
        messages.success(request, gettext("The changes are saved."))
        return redirect(found)
    context = {
        "form": form,
        "title": found.name,
        "button": gettext("Save"),
        "back": found.get_absolute_url(),
        "crumbs": _crumbs(to_list=True),
    }
    return render(request, FORM, context, status=422 if form.is_bound else 200)


def _as_initial(found: PartnerPerson) -> dict[str, Any]:
    return {"name": found.name, "why": found.why}


@require_http_methods(GET_POST)
def new_post(request: HttpRequest, pk: int) -> HttpResponse:
    """A further post, at whichever partner."""
    actions.require_writer(request.user)
    found = _person_or_404(pk)
    return small_form(
        request,
        {"crumbs": _crumbs(to_list=True)},
        FurtherPostForm,
        partial(persons.add_post, found, by=request.user),
        when=None,
        title=gettext("New post for %(name)s") % {"name": found.name},
        button=gettext("Save"),
        done=gettext("The post is noted."),
        back=found.get_absolute_url(),
        template=FORM,
    )


@require_http_methods(GET_POST)
def end_post(request: HttpRequest, pk: int, post: int) -> HttpResponse:
    """The person has left the post."""
    actions.require_writer(request.user)
    found = _person_or_404(pk)
    held = get_object_or_404(
        PartnerPost.objects.select_related("organisation"), person=found, pk=small_id(post)
    )
    return small_form(
        request,
        {"crumbs": _crumbs(to_list=True)},
        EndPostForm,
        partial(persons.end_post, held, by=request.user),
        when=None,
        title=gettext("%(name)s leaves the post %(post)s") % {"name": found.name, "post": held},
        button=gettext("End the post"),
        lead=gettext("E-mail and telephone of the post are removed, also from the history."),
        done=gettext("The post has ended."),
        initial={"until": timezone.localdate()},
        back=found.get_absolute_url(),
        template=FORM,
    )


@require_http_methods(GET_POST)
def erase_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody out of the register, after it has been said what that means."""
    persons.require_eraser(request.user)
    found = _person_or_404(pk)

    def erase(is_sure: bool, **entered: Any) -> None:
        persons.erase(found, by=request.user, **entered)

    return small_form(
        request,
        {"crumbs": _crumbs(to_list=True)},
        EraseForm,
        erase,
        when=None,
        title=gettext("Erase %(name)s") % {"name": found.name},
        button=gettext("Erase"),
        lead=gettext(
            "The name, why it was kept, all posts with their contact details and the whole history of these are"
            " erased. What stays is the day, the reason, the decision and how many posts there were. Names in letters,"
            " minutes and other documents of the matters stay: they are official documents."
        ),
        done=gettext("The person is erased."),
        danger=True,
        back=reverse("engagements:persons"),
        template=FORM,
    )


@require_safe
def kept_on_person(request: HttpRequest, pk: int) -> HttpResponse:
    """What is kept on somebody, as a file to hand out."""
    found = _person_or_404(pk)
    kept = persons.kept_on(found, by=request.user)
    response = HttpResponse(
        json.dumps(kept, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2), content_type="application/json"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="registerutdrag-{found.pk}.json"'
    return response


def _person_or_404(pk: int) -> PartnerPerson:
    posts = Prefetch("posts", PartnerPost.objects.select_related("organisation"))
    return get_object_or_404(PartnerPerson.objects.prefetch_related(posts), pk=small_id(pk))


def _crumbs(to_list: bool = False) -> list[tuple[str, str]]:
    crumbs = [(gettext("Organisations"), reverse("engagements:organisations"))]
    return [*crumbs, (gettext("Persons"), reverse("engagements:persons"))] if to_list else crumbs
