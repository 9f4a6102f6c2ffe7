"""What a form needs to be kept as a draft while it is written."""

from uuid import uuid4

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from governance.drafts import TOKEN

register = template.Library()


@register.simple_tag(takes_context=True)
def draft_token(context: Context) -> SafeString:
    """`{% draft_token %}` names this showing of the form; every form of one page names the same."""
    request = context["request"]
    if not hasattr(request, TOKEN):
        setattr(request, TOKEN, uuid4())
    return format_html('<input type="hidden" name="{}" value="{}">', TOKEN, getattr(request, TOKEN))
