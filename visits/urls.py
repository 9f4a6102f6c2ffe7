"""The addresses of visits, under /besok/. Each step of a visit has its own, named by its verb."""

from django.urls import path

from .lifecycle import STEPS
from .views import board, delegation, detail, invitations, letters, lists, programme, request, steps, wordings

app_name = "visits"

PROGRAMME = "<str:number>/program/"
INVITATIONS = "<str:number>/inbjudan/"

urlpatterns = [
    path("", lists.visit_list, name="list"),
    path("tavla/", board.board, name="board"),
    path("ny/", request.new, name="new"),
    path("ny/e-post/", request.read_mail, name="read_mail"),
    path("ny/liknande/", request.duplicates, name="duplicates"),
    path("mallar/", wordings.templates, name="templates"),
    path("mallar/<slug:kind>/<slug:language>/", wordings.template, name="template"),
    path("vard/", programme.hosted, name="hosted"),
    path("vard/kalender.ics", programme.hosted_calendar, name="hosted_calendar"),
    path("<str:number>/", detail.detail, name="detail"),
    path("<str:number>/liknande/", detail.similar_visits, name="similar"),
    path("<str:number>/redigera/", request.edit, name="edit"),
    path("<str:number>/brev/", letters.write_letter, name="write_letter"),
    path("<str:number>/brev/<int:pk>/", letters.letter, name="letter"),
    path("<str:number>/brev/<int:pk>/skicka/", letters.send, name="send_letter"),
    path("<str:number>/skickat/", letters.sent, name="sent"),
    path("<str:number>/delegation/", delegation.delegation, name="delegation"),
    path("<str:number>/bedomning/", steps.assess, name="assess"),
    path(INVITATIONS, invitations.invitations, name="invitations"),
    path(INVITATIONS + "underlag/", invitations.basis, name="invitation_basis"),
    path(INVITATIONS + "delegat/", invitations.invite_delegate, name="invite_delegate"),
    path(INVITATIONS + "grupplista/", invitations.make_list, name="make_invitation_list"),
    path(INVITATIONS + "grupplista/<int:pk>/", invitations.list_paper, name="invitation_list"),
    path(INVITATIONS + "<int:pk>/", invitations.letter, name="invitation"),
    path(INVITATIONS + "<int:pk>/brev/", invitations.paper, name="invitation_paper"),
    path(INVITATIONS + "<int:pk>/nytt/", invitations.ask_again, name="ask_invitation_again"),
    path(PROGRAMME, programme.programme, name="programme"),
    path(PROGRAMME + "punkt/", programme.add_slot, name="add_slot"),
    path(PROGRAMME + "punkt/<int:pk>/", programme.edit_slot, name="edit_slot"),
    path(PROGRAMME + "punkt/<int:pk>/ta-bort/", programme.remove_slot, name="remove_slot"),
    path(PROGRAMME + "punkt/<int:pk>/flytta/", programme.move_slot, name="move_slot"),
    path(PROGRAMME + "punkt/<int:pk>/krock/", programme.accept_clashes, name="accept_clashes"),
    path(PROGRAMME + "deltagare/", programme.describe_delegation, name="describe_delegation"),
    path(PROGRAMME + "gastens-svar/", programme.note_guest, name="note_guest"),
    path(PROGRAMME + "forslag/", programme.propose, name="propose_programme"),
    path(PROGRAMME + "utkast/", programme.draw_drafts, name="draw_drafts"),
    path(PROGRAMME + "utskrifter/", programme.prints, name="programme_prints"),
    path(PROGRAMME + "bekrafta/", programme.confirm, name="confirm_programme"),
    path(PROGRAMME + "version/<int:version>/", programme.version, name="programme_version"),
    path(PROGRAMME + "version/<int:version>/meddelad/", programme.note_told, name="note_told"),
    path(PROGRAMME + "kalender.ics", programme.calendar, name="programme_calendar"),
    path(PROGRAMME + "kalender/<str:host>.ics", programme.host_calendar, name="host_calendar"),
    *(
        path(f"<str:number>/{step.slug}/", steps.do, {"verb": step.verb}, name=step.verb)
        for step in STEPS.values()
        if step.verb != "assess"
    ),
]
