"""The addresses of governance: what waits for me, the register, decisions, strategies and the organisation."""

from django.urls import path, re_path

from . import health, sign_in
from .views import decisions, drafts, jobs, login, matters, organisation, strategies, who_decides, work
from .views.meetings import agenda, attendance, committee, files, item, minutes, register

MATTER = "arenden/<str:number>/"
DECISION = MATTER + "beslut/<int:pk>/"
MEETING = "sammantraden/<int:pk>/"

urlpatterns = [
    path("", work.my_work, name="my_work"),
    path("aviseringar/", work.notices, name="notices"),
    path("aviseringar/lasta/", work.read_notices, name="read_notices"),
    path("logga-in/", login.log_in, name="login"),
    path("logga-in/demonstration/", login.log_in_as, name="log_in_as"),
    path("oidc/authenticate/", sign_in.BeginSignIn.as_view(), name="oidc_authentication_init"),
    path("oidc/callback/", sign_in.EndSignIn.as_view(), name="oidc_authentication_callback"),
    path("logga-ut/", login.log_out, name="logout"),
    path("sprak/", login.choose_language, name="set_language"),
    path("arenden/", matters.matter_list, name="matters"),
    path("sok/", matters.search_matters, name="search"),
    path(MATTER, matters.matter, name="matter"),
    path(MATTER + "beslut/", decisions.matter_decisions, name="matter_decisions"),
    path(DECISION + "post.json", decisions.decision_record, name="decision_record"),
    path(DECISION + "handelse/", decisions.decision_event, name="decision_event"),
    path(DECISION + "ratta/", decisions.decision_correct, name="decision_correct"),
    path(MATTER + "handlingar/", matters.matter_documents, name="matter_documents"),
    path(MATTER + "handlingar/<int:pk>/", matters.document, name="document"),
    path(MATTER + "historik/", matters.matter_history, name="matter_history"),
    path("beslut/", decisions.decision_list, name="decisions"),
    path("beslut/att-anmala/", decisions.to_notify, name="decisions_to_notify"),
    path("sammantraden/", register.meeting_list, name="meetings"),
    path("sammantraden/nytt/", register.new_meeting, name="new_meeting"),
    path(MEETING, agenda.meeting, name="meeting"),
    path(MEETING + "andra/", agenda.edit_meeting, name="edit_meeting"),
    path(MEETING + "arenden/", agenda.add_matters, name="meeting_add_matters"),
    path(MEETING + "ny-punkt/", agenda.add_other, name="meeting_add_other"),
    path(MEETING + "besok/", agenda.add_visit, name="meeting_add_visit"),
    path(MEETING + "anmalan/", agenda.add_notification, name="meeting_add_notification"),
    path(MEETING + "ordning/", agenda.change_agenda, name="meeting_change_agenda"),
    path(MEETING + "kalla/", agenda.call, name="call_meeting"),
    path(MEETING + "oppna/", agenda.begin, name="begin_meeting"),
    path(MEETING + "stall-in/", agenda.cancel, name="cancel_meeting"),
    path(MEETING + "narvaro/", attendance.attendance, name="meeting_attendance"),
    path(MEETING + "punkter/<int:item>/", item.meeting_item, name="meeting_item"),
    path(
        MEETING + "punkter/<int:item>/borgarradets-beslut/", committee.mayors_decision, name="mayors_decision"
    ),
    path("sammantraden/anteckningar/", committee.published_notes, name="published_notes"),
    path("sammantraden/anteckningar/<int:pk>/", committee.notes, name="meeting_notes"),
    path(MEETING + "protokoll/", minutes.minutes, name="meeting_minutes"),
    path(MEETING + "avsluta/", minutes.close, name="close_meeting"),
    path(MEETING + "justera/", minutes.approve, name="approve_minutes"),
    path(MEETING + "anslag/", minutes.post, name="post_minutes"),
    path(MEETING + "anslag/omedelbart/", minutes.post_immediate, name="post_immediate"),
    path(MEETING + "punkter/<int:item>/utdrag.docx", files.excerpt_word, name="meeting_excerpt_word"),
    path(MEETING + "<slug:name>.pdf", files.paper_pdf, name="meeting_paper_pdf"),
    path(MEETING + "<slug:name>.docx", files.paper_word, name="meeting_paper_word"),
    path(MEETING + "<slug:name>/rita/", files.draw_paper, name="draw_meeting_paper"),
    path("vem-beslutar/", who_decides.who_decides, name="who_decides"),
    path("strategier/", strategies.strategy_list, name="strategies"),
    path("strategier/<slug:key>/", strategies.strategy, name="strategy"),
    path("organ/", organisation.bodies, name="bodies"),
    path("organ/<slug:slug>/", organisation.body, name="body"),
    path("organ/<slug:slug>/kontaktperson/", organisation.appoint_contact, name="appoint_contact"),
    path("organ/<slug:slug>/historik/", organisation.body_history, name="body_history"),
    re_path(r"^utkast/(?P<form>[a-z0-9:_-]{1,120})/$", drafts.save_draft, name="save_draft"),
    re_path(r"^utkast/(?P<form>[a-z0-9:_-]{1,120})/kasta/$", drafts.discard_draft, name="discard_draft"),
    path("administration/stoppade-uppgifter/", jobs.stopped_jobs, name="stopped_jobs"),
    path("administration/stoppade-uppgifter/forsok-igen/", jobs.try_jobs_again, name="try_jobs_again"),
    path("administration/stoppade-uppgifter/<uuid:pk>/ge-upp/", jobs.give_up_job, name="give_up_job"),
    path("healthz/", health.healthz, name="healthz"),
]
