"""The addresses of the open register, under /oppet/<language>/register/."""

from django.urls import path, register_converter

from visits.open.urls import HERE

from . import files, pages, years


class Number:
    """The number of a matter."""

    regex = r"\d{4}-\d{1,15}"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(Number, "open_number")

app_name = "open_register"
REGISTER = HERE + "register/"
urlpatterns = [
    path(REGISTER, pages.front, name="front"),
    path(REGISTER + "karta/", pages.world, name="map"),
    path(REGISTER + "ar/", years.years, name="years"),
    path(REGISTER + "anteckningar/", pages.notes_list, name="notes_list"),
    path(REGISTER + "anteckningar/<int:pk>/", pages.notes, name="notes"),
    path(REGISTER + "oppna-data/", pages.open_data, name="data"),
    path(REGISTER + "register.csv", files.as_csv, name="csv"),
    path(REGISTER + "register.json", files.as_json, name="json"),
    path(REGISTER + "<open_number:number>/", pages.matter, name="matter"),
]
