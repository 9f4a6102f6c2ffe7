"""What a guest told on the open pages beside the request, and the delegation with what a machine sees in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.models import Kind, Matter
from governance.views.pages import matter_context
from visits.models import Delegate, GuestErasure, OpenRequest
from visits.open.checks import checked

ROWS = Matter.objects.filter(kind=Kind.VISIT).select_related("visit")


@require_safe
def delegation(request: HttpRequest, number: str) -> HttpResponse:
    """A page of its own, and a part that the visit's page fetches. Passports are seen by those who handle the visit."""
    context = matter_context(request, number, "overview", ROWS)
    matter: Matter = context["matter"]
    rows = checked(
        list(Delegate.objects.filter(visit=matter.pk).select_related("passport")), matter, context["may_edit"]
    )
    context |= {
        "visit": matter.visit,
        "told": OpenRequest.objects.filter(visit=matter.pk).first(),
        "rows": rows,
        "letters_needed": sum(each.delegate.needs_letter for each in rows),
        "marked": sum(bool(each.marks) for each in rows),
        "erasures": GuestErasure.objects.filter(visit=matter.pk),
    }
    page = "visits/delegation_part.html" if request.htmx else "visits/delegation.html"
    return render(request, page, context)
