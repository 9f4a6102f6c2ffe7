"""The addresses of partners and EU projects, under /motparter/ and /eu-projekt/."""

from django.urls import path

from . import views

app_name = "engagements"

urlpatterns = [
    path("motparter/", views.organisation_list, name="organisations"),
    path("motparter/ny/", views.new_organisation, name="new_organisation"),
    path("motparter/liknande/", views.lookalikes, name="lookalikes"),
    path("motparter/<slug:slug>/", views.organisation, name="organisation"),
    path("motparter/<slug:slug>/andra/", views.edit_organisation, name="edit_organisation"),
    path("eu-projekt/", views.eu_project_list, name="eu_projects"),
    path("eu-projekt/<str:number>/", views.eu_project, name="eu_project"),
]
