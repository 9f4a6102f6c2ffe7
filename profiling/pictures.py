"""A photograph is shown to all the world: what it tells beside what one sees, such as where it was taken, goes."""

from io import BytesIO
from warnings import catch_warnings, simplefilter

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

# What the first bytes may say that a picture is: the type that a browser names is only what it believes.
MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}
# More than any camera in the city takes; what says that it is greater is made to fill the memory.
MOST_PIXELS = 60_000_000
GOOD = 90


def bare(content: bytes) -> tuple[bytes, str]:
    """The picture alone, turned as the camera says it is, and its media type. Raises ValidationError."""
    try:
        with catch_warnings():
            simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=tuple(MEDIA_TYPES))
            kind = str(picture.format)
            if picture.width * picture.height > MOST_PIXELS:
                raise _refused()
            turned = ImageOps.exif_transpose(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _refused() from None
    # Colours are kept as they were meant; nothing else that came along is.
    turned.info = {
        name: value for name, value in turned.info.items() if name in ("icc_profile", "transparency")
    }
    drawn = BytesIO()
    turned.save(drawn, kind, quality=GOOD, optimize=True, icc_profile=turned.info.get("icc_profile"))
    return drawn.getvalue(), MEDIA_TYPES[kind]


def _refused() -> ValidationError:
    return ValidationError({"picture": _("The picture must be a PNG or JPEG file.")})
