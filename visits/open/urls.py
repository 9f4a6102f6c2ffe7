"""The addresses of the open pages, under /oppet/: the language lies in them, and the guest's key where there is one."""

from django.urls import path, register_converter

from .forms import PARTS
from .frame import LANGUAGES
from .tokens import LENGTH
from .views import asking, delegation, invitations, own, pages


class Language:
    """One of the languages of the open pages."""

    regex = "|".join(LANGUAGES)

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


class Token(Language):
    """The key of a link."""

    regex = f"[A-Za-z0-9_-]{{{LENGTH}}}"


class Part(Language):
    """One part of the request."""

    regex = "|".join(PARTS)


register_converter(Language, "open_language")
register_converter(Token, "open_token")
register_converter(Part, "open_part")

app_name = "open"
HERE = "<open_language:language>/"
OWN = HERE + "besok/<open_token:token>/"

urlpatterns = [
    path("", pages.door, name="door"),
    path(HERE, pages.front, name="front"),
    path(HERE + "tillganglighet/", pages.accessibility, name="accessibility"),
    path(HERE + "personuppgifter/", pages.privacy, name="privacy"),
    path(HERE + "besok/", asking.start, name="start"),
    path(HERE + "lank/", asking.lost_link, name="lost_link"),
    path(HERE + "delegat/<open_token:token>/", delegation.own_place, name="own_place"),
    path(HERE + "brev/", invitations.check, name="check_letter"),
    path(HERE + "inbjudan/<open_token:token>/", invitations.letter, name="invitation"),
    path(HERE + "inbjudan/<open_token:token>/brev/", invitations.paper, name="invitation_paper"),
    path(OWN, own.own, name="own"),
    path(OWN + "del/<open_part:part>/", asking.part, name="part"),
    path(OWN + "del/<open_part:part>/spara/", asking.keep, name="keep"),
    path(OWN + "granska/", asking.review, name="review"),
    path(OWN + "bekrafta/<open_token:proof>/", asking.confirm, name="confirm"),
    path(OWN + "svara/", own.answer, name="answer"),
    path(OWN + "tillagg/", own.add, name="add"),
    path(OWN + "aterta/", own.withdraw, name="withdraw"),
    path(OWN + "ny-lank/", own.new_link, name="new_link"),
    path(OWN + "skicka-igen/", own.mail_again, name="mail_again"),
    path(OWN + "ta-bort/", own.forget, name="forget"),
    path(OWN + "glom-har/", own.forget_here, name="forget_here"),
    path(OWN + "brev/<int:pk>/", own.letter, name="letter"),
    path(OWN + "program/", own.programme, name="programme"),
    path(OWN + "program/kalender.ics", own.programme_calendar_file, name="programme_calendar"),
    path(OWN + "delegation/", delegation.delegation, name="delegation"),
    path(OWN + "delegation/ny/", delegation.add, name="add_delegate"),
    path(OWN + "delegation/lank/", delegation.invite, name="invite_delegate"),
    path(OWN + "delegation/<int:pk>/", delegation.change, name="delegate"),
    path(OWN + "delegation/<int:pk>/ta-bort/", delegation.remove, name="remove_delegate"),
    path(HERE + "besok/<path:rest>", pages.cut_link, name="cut_link"),
]
