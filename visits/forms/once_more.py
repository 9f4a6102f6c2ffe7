"""A form that doubts what was entered, says so at the field, and takes it when it is sent once more unchanged."""

from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

DOUBTED = "doubted"


class OnceMore:
    """Beside django.forms.Form. `doubt` in `clean`, and `{{ form.doubted }}` within the form's page."""

    data: Any

    def doubt(self, name: str, words: str) -> None:
        """An error at the field, unless the page has told it of this very value already."""
        key = f"{name}={self.data.get(name, '')}"
        told = self.data.getlist(DOUBTED) if hasattr(self.data, "getlist") else self.data.get(DOUBTED, ())
        self._doubts = [*getattr(self, "_doubts", []), key]
        if key not in told:
            self.add_error(name, words)  # type: ignore[attr-defined]

    @property
    def doubted(self) -> SafeString:
        """What has been told, for the page to send back."""
        keys = getattr(self, "_doubts", [])
        return format_html_join(
            "", '<input type="hidden" name="{}" value="{}">', ((DOUBTED, each) for each in keys)
        )
