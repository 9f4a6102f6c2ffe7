"""Questions that a person asks of the whole register: settings.QUESTIONS_OF_PERSONS says who knows them."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from .models import Person


@dataclass(frozen=True)
class Asked:
    """A question in words, and the name of the address that answers it."""

    words: str
    url_name: str

    @property
    def url(self) -> str:
        return reverse(self.url_name)


def of_person(person: Person) -> list[Asked]:
    """Those that somebody with the person's offices asks."""
    return [each for path in settings.QUESTIONS_OF_PERSONS for each in import_string(path)(person)]
