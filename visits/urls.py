"""The addresses of visits, under /besok/. Each step of a visit has its own, named by its verb."""

from django.urls import path

from .lifecycle import STEPS
from .views import board, delegation, detail, letters, lists, request, steps

app_name = "visits"

urlpatterns = [
    path("", lists.visit_list, name="list"),
    path("tavla/", board.board, name="board"),
    path("ny/", request.new, name="new"),
    path("ny/e-post/", request.read_mail, name="read_mail"),
    path("ny/liknande/", request.duplicates, name="duplicates"),
    path("mallar/", letters.templates, name="templates"),
    path("mallar/<slug:kind>/<slug:language>/", letters.template, name="template"),
    path("<str:number>/", detail.detail, name="detail"),
    path("<str:number>/liknande/", detail.similar_visits, name="similar"),
    path("<str:number>/redigera/", request.edit, name="edit"),
    path("<str:number>/brev/", letters.write_letter, name="write_letter"),
    path("<str:number>/brev/<int:pk>/", letters.letter, name="letter"),
    path("<str:number>/brev/<int:pk>/skicka/", letters.send, name="send_letter"),
    path("<str:number>/delegation/", delegation.delegation, name="delegation"),
    path("<str:number>/bedomning/", steps.assess, name="assess"),
    *(
        path(f"<str:number>/{step.slug}/", steps.do, {"verb": step.verb}, name=step.verb)
        for step in STEPS.values()
        if step.verb != "assess"
    ),
]
