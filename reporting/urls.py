"""The addresses of reporting: the years, one version of a report, its files, and the rows behind each figure."""

from django.urls import path

from reporting import views

app_name = "reporting"

VERSION = "<int:year>/version/<int:version>/"

urlpatterns = [
    path("", views.report_list, name="list"),
    path("oppna/", views.open_year, name="open"),
    path("arende/<str:number>/", views.detail, name="detail"),
    path("<int:year>/", views.year_page, name="year"),
    path("<int:year>/underlag/<slug:key>/", views.evidence, name="evidence"),
    path("<int:year>/underlag/<slug:key>/csv/", views.evidence_csv, name="evidence_csv"),
    path(VERSION, views.version_page, name="version"),
    path(VERSION + "framsteg/", views.progress, name="progress"),
    path(VERSION + "forsok-igen/", views.try_again, name="try_again"),
    path(VERSION + "skriv/", views.write, name="write"),
    path(VERSION + "rakna-om/", views.count_again, name="count_again"),
    path(VERSION + "frys/", views.freeze, name="freeze"),
    path(VERSION + "beslut/", views.decide, name="decide"),
    path(VERSION + "ratta/", views.correct, name="correct"),
    path(VERSION + "pdf/", views.download_pdf, name="pdf"),
    path(VERSION + "csv/", views.download_csv, name="csv"),
    path(VERSION + "json/", views.download_json, name="json"),
]
