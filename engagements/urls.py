"""The addresses of partners and EU projects, under /motparter/ and /eu-projekt/."""

from django.urls import path

from .views import eu_projects, organisations

app_name = "engagements"

urlpatterns = [
    path("motparter/", organisations.organisation_list, name="organisations"),
    path("motparter/ny/", organisations.new_organisation, name="new_organisation"),
    path("motparter/liknande/", organisations.lookalikes, name="lookalikes"),
    path("motparter/<slug:slug>/", organisations.organisation, name="organisation"),
    path("motparter/<slug:slug>/andra/", organisations.edit_organisation, name="edit_organisation"),
    path("eu-projekt/", eu_projects.eu_project_list, name="eu_projects"),
    path("eu-projekt/<str:number>/", eu_projects.eu_project, name="eu_project"),
]
