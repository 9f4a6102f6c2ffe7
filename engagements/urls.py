"""The addresses of partners and engagements, each kind under its own Swedish word."""

from django.urls import path

from .views import briefings, duplicates, organisations, persons, places, promises, world_map
from .views.agreements import agreement, amendments, life, proposal, register
from .views.aid_projects import project as aid_project
from .views.aid_projects import proposal as aid_proposal
from .views.aid_projects import register as aid_register
from .views.aid_projects import running as aid_running
from .views.declarations import commitments, declaration
from .views.declarations import life as declaration_life
from .views.declarations import proposal as declaration_proposal
from .views.declarations import register as declaration_register
from .views.eu_projects import holding as eu_holding
from .views.eu_projects import project as eu_project
from .views.eu_projects import proposal as eu_proposal
from .views.eu_projects import register as eu_register
from .views.eu_questions import guidelines as eu_guidelines
from .views.eu_questions import meetings as eu_meetings
from .views.eu_questions import parts as eu_parts
from .views.eu_questions import proposal as eu_question_proposal
from .views.eu_questions import question as eu_question
from .views.eu_questions import register as eu_question_register
from .views.events import costs, decision, event, outcome, plan
from .views.events import proposal as event_proposal
from .views.events import register as event_register

app_name = "engagements"
PARTNER = "motparter/<slug:slug>/"
PERSON = "motparter/personer/<int:pk>/"
AGREEMENT = "avtal/<str:number>/"
AID_PROJECT = "bistandsprojekt/<str:number>/"
DECLARATION = "deklarationer/<str:number>/"
EU_PROJECT = "eu-projekt/<str:number>/"
EU_QUESTION = "eu-fragor/<str:number>/"
BODY_GUIDELINES = "eu-fragor/riktlinjer/<slug:slug>/"
EVENT = "resor/<str:number>/"
PROMISES = "loften/<str:number>/"

urlpatterns = [
    path("motparter/", organisations.organisation_list, name="organisations"),
    path("motparter/ny/", organisations.new_organisation, name="new_organisation"),
    path("motparter/liknande/", organisations.lookalikes, name="lookalikes"),
    path("motparter/underlag/<int:pk>/", briefings.briefing, name="briefing"),
    path("motparter/underlag/<int:pk>/laget/", briefings.progress, name="briefing_progress"),
    path("motparter/underlag/<int:pk>/pdf/", briefings.download, name="briefing_pdf"),
    path("motparter/dubbletter/", duplicates.duplicate_list, name="duplicates"),
    path("motparter/dubbletter/<int:pk>/", duplicates.duplicate, name="duplicate"),
    path("motparter/personer/", persons.person_list, name="persons"),
    path(PERSON, persons.person, name="person"),
    path(PERSON + "andra/", persons.edit_person, name="edit_person"),
    path(PERSON + "ny-befattning/", persons.new_post, name="new_post"),
    path(PERSON + "befattning/<int:post>/slut/", persons.end_post, name="end_post"),
    path(PERSON + "registerutdrag/", persons.kept_on_person, name="kept_on_person"),
    path(PERSON + "gallra/", persons.erase_person, name="erase_person"),
    path(PARTNER, organisations.organisation, name="organisation"),
    path(PARTNER + "tidslinje/", organisations.organisation_timeline, name="organisation_timeline"),
    path(PARTNER + "personer/", persons.organisation_persons, name="organisation_persons"),
    path(PARTNER + "personer/ny/", persons.new_person, name="new_person"),
    path(PARTNER + "historik/", organisations.organisation_history, name="organisation_history"),
    path(PARTNER + "underlag/", briefings.new_briefing, name="new_briefing"),
    path(PARTNER + "sammanslagning/", duplicates.merge_with, name="merge_with"),
    path(PARTNER + "sammanslagning/<int:pk>/angra/", duplicates.undo_merger, name="undo_merger"),
    path(PARTNER + "andra/", organisations.edit_organisation, name="edit_organisation"),
    path("karta/", world_map.world, name="world_map"),
    path("platser/<str:country>/", places.country, name="country"),
    path("platser/<str:country>/<str:city>/", places.city, name="city"),
    path("bistandsprojekt/", aid_register.aid_project_list, name="aid_projects"),
    path("bistandsprojekt/nytt/", aid_proposal.new, name="new_aid_project"),
    path("bistandsprojekt/nytt/vem-beslutar/", aid_proposal.new_ruling, name="new_aid_project_ruling"),
    path("bistandsprojekt/nytt/forum/", aid_proposal.new_forums, name="new_aid_project_forums"),
    path(AID_PROJECT, aid_project.detail, name="aid_project"),
    path(AID_PROJECT + "andra/", aid_project.edit, name="edit_aid_project"),
    path(AID_PROJECT + "finansiering/", aid_project.add_financing, name="add_aid_financing"),
    path(
        AID_PROJECT + "finansiering/<int:pk>/ta-bort/",
        aid_project.remove_financing,
        name="remove_aid_financing",
    ),
    path(AID_PROJECT + "till-beslut/", aid_project.send, name="send_aid_project"),
    path(AID_PROJECT + "beslut/", aid_project.decide, name="decide_aid_project"),
    path(AID_PROJECT + "dra-tillbaka/", aid_project.withdraw, name="withdraw_aid_project"),
    path(AID_PROJECT + "deltar/", aid_running.take_part, name="join_aid_project"),
    path(AID_PROJECT + "mottaget/", aid_running.record_received, name="record_aid_received"),
    path(AID_PROJECT + "slutrapport/", aid_running.report, name="report_aid_project"),
    path(AID_PROJECT + "utvardering/", aid_running.evaluate, name="evaluate_aid_project"),
    path("deklarationer/", declaration_register.declaration_list, name="declarations"),
    path("deklarationer/ny/", declaration_proposal.new, name="new_declaration"),
    path("deklarationer/ny/vem-beslutar/", declaration_proposal.new_ruling, name="new_declaration_ruling"),
    path("deklarationer/ny/forum/", declaration_proposal.new_forums, name="new_declaration_forums"),
    path(DECLARATION, declaration.detail, name="declaration"),
    path(DECLARATION + "andra/", declaration.edit, name="edit_declaration"),
    path(DECLARATION + "till-beslut/", declaration.send, name="send_declaration"),
    path(DECLARATION + "hanvisa/", declaration.refer, name="refer_declaration"),
    path(DECLARATION + "beslut/", declaration.decide, name="decide_declaration"),
    path(DECLARATION + "dra-tillbaka/", declaration.withdraw, name="withdraw_declaration"),
    path(DECLARATION + "undertecknad/", declaration_life.sign, name="sign_declaration"),
    path(DECLARATION + "omprovad/", declaration_life.review, name="review_declaration"),
    path(DECLARATION + "avslutad/", declaration_life.end, name="end_declaration"),
    path(DECLARATION + "ataganden/", declaration_life.promise, name="add_commitment"),
    path(DECLARATION + "ataganden/<int:pk>/", commitments.report, name="report_commitment"),
    path("ataganden/", commitments.commitment_list, name="commitments"),
    path("eu-projekt/", eu_register.eu_project_list, name="eu_projects"),
    path("eu-projekt/ideer/", eu_register.eu_project_ideas, name="eu_project_ideas"),
    path("eu-projekt/revision/", eu_register.eu_project_audit, name="eu_project_audit"),
    path("eu-projekt/ny/", eu_proposal.new, name="new_eu_project"),
    path("eu-projekt/ny/vem-beslutar/", eu_proposal.new_ruling, name="new_eu_project_ruling"),
    path("eu-projekt/ny/utlysning/", eu_proposal.new_rivals, name="new_eu_project_rivals"),
    path(EU_PROJECT, eu_project.eu_project, name="eu_project"),
    path(EU_PROJECT + "andra/", eu_project.edit, name="edit_eu_project"),
    path(EU_PROJECT + "ansokan/", eu_project.begin, name="begin_eu_project"),
    path(EU_PROJECT + "till-beslut/", eu_project.send, name="send_eu_project"),
    path(EU_PROJECT + "beslut/", eu_project.decide, name="decide_eu_project"),
    path(EU_PROJECT + "dra-tillbaka/", eu_project.withdraw, name="withdraw_eu_project"),
    path(EU_PROJECT + "inskickad/", eu_project.submit, name="submit_eu_project"),
    path(EU_PROJECT + "svar/", eu_project.answer, name="answer_eu_project"),
    path(EU_PROJECT + "deltar/", eu_holding.take_part, name="join_eu_project"),
    path(EU_PROJECT + "rapport/", eu_holding.add_report, name="add_project_report"),
    path(EU_PROJECT + "rapport/<int:pk>/", eu_holding.note_report, name="note_project_report"),
    path(EU_PROJECT + "villkor/", eu_holding.add_condition, name="add_grant_condition"),
    path(EU_PROJECT + "villkor/<int:pk>/", eu_holding.meet_condition, name="meet_grant_condition"),
    path(EU_PROJECT + "medel/", eu_holding.record_money, name="record_project_money"),
    path(EU_PROJECT + "slutredovisning/", eu_holding.finish, name="finish_eu_project"),
    path("eu-fragor/", eu_question_register.eu_question_list, name="eu_questions"),
    path("eu-fragor/ny/", eu_question_proposal.new, name="new_eu_question"),
    path("eu-fragor/ny/vem-beslutar/", eu_question_proposal.new_ruling, name="new_eu_question_ruling"),
    path("eu-fragor/ny/liknande/", eu_question_proposal.new_others, name="new_eu_question_others"),
    path("eu-fragor/moten/", eu_meetings.meeting_list, name="eu_meetings"),
    path("eu-fragor/riktlinjer/", eu_guidelines.guideline_list, name="eu_guidelines"),
    path(BODY_GUIDELINES, eu_guidelines.body_guidelines, name="body_eu_guidelines"),
    path(BODY_GUIDELINES + "ny/", eu_guidelines.new_guideline, name="new_eu_guideline"),
    path(BODY_GUIDELINES + "<int:pk>/", eu_guidelines.edit_guideline, name="edit_eu_guideline"),
    path(
        "eu-fragor/riktlinjer/<slug:slug>/<int:pk>/dokument/",
        eu_guidelines.guideline_document,
        name="eu_guideline_document",
    ),
    path(EU_QUESTION, eu_question.detail, name="eu_question"),
    path(EU_QUESTION + "andra/", eu_question.edit, name="edit_eu_question"),
    path(EU_QUESTION + "samverkan/", eu_question.cooperate, name="cooperate_eu_question"),
    path(EU_QUESTION + "standpunkt/", eu_question.write_position, name="write_eu_position"),
    path(EU_QUESTION + "till-beslut/", eu_question.send, name="send_eu_question"),
    path(EU_QUESTION + "ta-tillbaka/", eu_question.take_back, name="take_back_eu_position"),
    path(EU_QUESTION + "beslut/", eu_question.decide, name="decide_eu_question"),
    path(EU_QUESTION + "hanvisa/", eu_question.refer, name="refer_eu_question"),
    path(EU_QUESTION + "skede/", eu_parts.note_stage, name="note_eu_stage"),
    path(EU_QUESTION + "deltar/", eu_parts.take_part, name="join_eu_question"),
    path(EU_QUESTION + "intressenter/", eu_parts.add_stakeholder, name="add_stakeholder"),
    path(EU_QUESTION + "intressenter/<int:pk>/", eu_parts.edit_stakeholder, name="edit_stakeholder"),
    path(EU_QUESTION + "insatser/", eu_parts.log_advocacy, name="log_advocacy"),
    path(EU_QUESTION + "insatser/<int:pk>/", eu_parts.edit_advocacy, name="edit_advocacy"),
    path(EU_QUESTION + "avsluta/", eu_parts.close, name="close_eu_question"),
    path("avtal/", register.agreement_list, name="agreements"),
    path("avtal/nytt/", proposal.new, name="new_agreement"),
    path("avtal/nytt/vem-beslutar/", proposal.new_ruling, name="new_agreement_ruling"),
    path("avtal/nytt/forum/", proposal.new_forums, name="new_agreement_forums"),
    path(AGREEMENT, agreement.detail, name="agreement"),
    path(AGREEMENT + "andra/", agreement.edit, name="edit_agreement"),
    path(AGREEMENT + "till-beslut/", agreement.send, name="send_agreement"),
    path(AGREEMENT + "beslut/", agreement.decide, name="decide_agreement"),
    path(AGREEMENT + "dra-tillbaka/", agreement.withdraw, name="withdraw_agreement"),
    path(AGREEMENT + "undantag/", agreement.ask_for_exception, name="ask_for_exception"),
    path(AGREEMENT + "till-stadsledningskontoret/", agreement.refer, name="refer_agreement"),
    path(AGREEMENT + "underskrift-senast/", life.set_sign_by, name="set_sign_by"),
    path(AGREEMENT + "underskrift/", life.sign, name="sign_agreement"),
    path(AGREEMENT + "ataganden/nytt/", life.add_obligation, name="add_obligation"),
    path(AGREEMENT + "ataganden/<int:pk>/", life.close_obligation, name="close_obligation"),
    path(AGREEMENT + "aktiviteter/ny/", life.log_activity, name="log_activity"),
    path(AGREEMENT + "galler-fortfarande/", life.say_it_stands, name="say_it_stands"),
    path(AGREEMENT + "omprova/", life.open_review, name="review_agreement"),
    path(AGREEMENT + "andring/", amendments.propose, name="amend_agreement"),
    path(AGREEMENT + "andring/dra-tillbaka/", amendments.withdraw, name="withdraw_amendment"),
    path(AGREEMENT + "versioner/", amendments.versions, name="agreement_versions"),
    path(AGREEMENT + "fortsatter/", life.keep_in_force, name="keep_agreement"),
    path(AGREEMENT + "upphor/", life.end, name="end_agreement"),
    path(AGREEMENT + "utvardering/", life.evaluate, name="evaluate_agreement"),
    path("resor/", event_register.event_list, name="events"),
    path("resor/kostnad/", costs.event_costs, name="event_costs"),
    path("resor/kostnad.csv", costs.event_costs_csv, name="event_costs_csv"),
    path("resor/ny/", event_proposal.new_event, name="new_event"),
    path("resor/ny/vem-beslutar/", event_proposal.new_event_ruling, name="new_event_ruling"),
    path("resor/ny/samma-plats/", event_proposal.new_event_place, name="new_event_place"),
    path(EVENT, event.event_detail, name="event"),
    path(EVENT + "andra/", event_proposal.edit_event, name="edit_event"),
    path(EVENT + "rad/", event_proposal.event_advice, name="event_advice"),
    path(EVENT + "resenarer/", plan.add_traveller, name="add_traveller"),
    path(EVENT + "planrad/", plan.serve_plan_line, name="event_plan_line"),
    path(EVENT + "resenarer/<int:pk>/", plan.edit_traveller, name="edit_traveller"),
    path(EVENT + "resenarer/<int:pk>/ta-bort/", plan.remove_traveller, name="remove_traveller"),
    path(EVENT + "res-med/", plan.travel_along, name="travel_along"),
    path(EVENT + "strackor/", plan.add_leg, name="add_leg"),
    path(EVENT + "strackor/<int:pk>/", plan.edit_leg, name="edit_leg"),
    path(EVENT + "strackor/<int:pk>/ta-bort/", plan.remove_leg, name="remove_leg"),
    path(EVENT + "kostnader/", plan.add_cost, name="add_event_cost"),
    path(EVENT + "kostnader/<int:pk>/", plan.edit_cost, name="edit_event_cost"),
    path(EVENT + "kostnader/<int:pk>/ta-bort/", plan.remove_cost, name="remove_event_cost"),
    path(EVENT + "till-beslut/", event.send_event, name="send_event"),
    path(EVENT + "beredning/", decision.note_handling, name="note_event_handling"),
    path(EVENT + "beslut/", decision.decide_event, name="decide_event"),
    path(EVENT + "utfall/", outcome.carry_out_event, name="carry_out_event"),
    path(EVENT + "rapport/", outcome.report_event, name="report_event"),
    path(EVENT + "stall-in/", outcome.cancel_event, name="cancel_event"),
    path(EVENT + "ratta-kostnader/", outcome.correct_event_costs, name="correct_event_costs"),
    path(PROMISES + "nytt/", promises.add, name="add_promise"),
    path(PROMISES + "<int:pk>/infriat/", promises.keep, name="keep_promise"),
    path(PROMISES + "<int:pk>/infrias-inte/", promises.drop, name="drop_promise"),
]
