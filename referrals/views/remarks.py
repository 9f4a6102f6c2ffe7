"""The remarks of a referral: each with what comes of it, and the reply to one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from engagements.forms import capitalised
from governance import casework
from governance.choices import Choice
from governance.lists import Filters, or_all
from governance.views import list_files
from governance.views.casework import GET_POST, edit_part, small_id
from governance.views.list_files import Column
from referrals import actions
from referrals.forms import ReplyForm
from referrals.lifecycle import MOVES
from referrals.models import Remark, RemarkQuerySet

from .referral import referral_context, remarks_of, require_the_work

COLUMNS = (
    Column(_("Body"), lambda remark: remark.body.name),
    Column(_("Section"), lambda remark: remark.place),
    Column(_("Stance"), lambda remark: remark.section_answer.get_stance_display()),
    Column(_("Opinion"), lambda remark: remark.section_answer.text),
    Column(_("Proposed wording"), lambda remark: remark.section_answer.proposal),
    Column(_("Question"), lambda remark: remark.section_answer.question),
    Column(_("Theme"), lambda remark: remark.theme),
    Column(_("What comes of it"), lambda remark: remark.handling_label),
    Column(_("Because"), lambda remark: remark.because),
    Column(_("Changed where"), lambda remark: remark.changed_where),
)


class RemarkFilters(Filters):
    """What the remarks can be narrowed by."""

    LEFT = "left"
    state = Choice(
        label=_("What comes of it"),
        choices=lambda: or_all([("left", _("Not yet answered")), *capitalised(Remark.Handling.choices)]),
    )

    def narrow(self, rows: RemarkQuerySet) -> RemarkQuerySet:
        state = self.chosen.get("state")
        return rows.filter(handling="" if state == self.LEFT else state) if state else rows


@require_safe
def remark_list(request: HttpRequest, number: str) -> HttpResponse:
    """Every remark section by section, with what the Office answers; as a file too."""
    context = referral_context(request, number)
    referral, person = context["referral"], request.user
    require_the_work(person, context["matter"])
    filters = RemarkFilters(request)
    rows = filters.narrow(remarks_of(referral, person))
    if list_files.is_asked(request):
        title = gettext("Remarks on %(title)s") % {"title": context["matter"].title}
        listing = list_files.Listing(title, list_files.said(filters), COLUMNS, rows, _complete)
        return list_files.as_file(request, listing)
    found = list(rows)
    _complete(found)
    context |= {
        "filters": filters,
        "chips": filters.chips(),
        "list_url": request.path,
        "remarks": found,
        "left": sum(not remark.handling for remark in found),
        "may_reply": context["may_edit"] and MOVES.allows("reply", context["matter"]),
    }
    return render(request, "referrals/remarks.html", context)


def _complete(remarks: list[Remark]) -> None:
    """Whose it is and on what."""
    for remark in remarks:
        section = remark.section_answer.section
        remark.body = remark.section_answer.answer.matter.body
        remark.place = str(section) if section else gettext("The document as a whole")


@require_http_methods(GET_POST)
def reply(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Say what comes of one remark, and go on to the next. Two who write at once see both texts."""
    context = referral_context(request, number)
    casework.require_edit(request.user, context["matter"])
    remark = get_object_or_404(remarks_of(context["referral"], request.user), pk=small_id(pk))
    remark.referral = context["referral"]
    _complete([remark])
    if not remark.handling and remark.section_answer.section:
        remark.changed_where = remark.section_answer.section.number
    order = list(remarks_of(context["referral"], request.user).values_list("pk", "handling"))
    place = [key for key, _handling in order].index(remark.pk)
    # Round the list from here on.
    left = [key for key, handling in (*order[place + 1 :], *order[:place]) if not handling]
    every = reverse("referrals:remarks", args=[number])
    context |= {"place": place + 1, "of": len(order), "left": len(left), "every": every, "part": remark}
    return edit_part(
        request,
        context,
        remark,
        ReplyForm,
        actions.reply,
        when=MOVES.sources("reply"),
        title=gettext("Answer to %(body)s on %(place)s")
        % {"body": remark.body.in_a_sentence, "place": remark.place},
        done=gettext("The answer to the remark is saved. Here is the next.")
        if left
        else gettext("The answer to the remark is saved. All remarks are answered."),
        back=every,
        to=lambda: reverse("referrals:reply_to_remark", args=[number, left[0]]) if left else every,
        template="referrals/reply.html",
    )
