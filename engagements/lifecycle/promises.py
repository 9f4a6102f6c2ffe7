"""Where something can be promised: at a visit that took place, on a journey that was made."""

from collections.abc import Mapping

from governance.models import Kind

from .events import TRAVELLED

# Of a visit by the names of its states. What is remembered when the matter is closed can be written down too.
PROMISING: Mapping[str, tuple[str, ...]] = {
    Kind.VISIT: ("carried_out", "followed_up", "closed"),
    Kind.EVENT_ABROAD: TRAVELLED,
}
