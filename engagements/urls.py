"""The addresses of partners, EU projects and agreements, under /motparter/, /eu-projekt/ and /avtal/."""

from django.urls import path

from .views import eu_projects, organisations
from .views.agreements import agreement, life, proposal, register

app_name = "engagements"
AGREEMENT = "avtal/<str:number>/"

urlpatterns = [
    path("motparter/", organisations.organisation_list, name="organisations"),
    path("motparter/ny/", organisations.new_organisation, name="new_organisation"),
    path("motparter/liknande/", organisations.lookalikes, name="lookalikes"),
    path("motparter/<slug:slug>/", organisations.organisation, name="organisation"),
    path("motparter/<slug:slug>/andra/", organisations.edit_organisation, name="edit_organisation"),
    path("eu-projekt/", eu_projects.eu_project_list, name="eu_projects"),
    path("eu-projekt/<str:number>/", eu_projects.eu_project, name="eu_project"),
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
    path(AGREEMENT + "fortsatter/", life.keep_in_force, name="keep_agreement"),
    path(AGREEMENT + "upphor/", life.end, name="end_agreement"),
    path(AGREEMENT + "utvardering/", life.evaluate, name="evaluate_agreement"),
]
