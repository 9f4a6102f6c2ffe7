"""Hand out a picture so that it can do no harm: it is shown, and never run, sniffed or framed."""

from django.http import HttpResponse

from governance.models import Document


def picture_of(document: Document) -> HttpResponse:
    """The picture itself. Only PNG and JPEG are ever kept as pictures (profiling.pictures)."""
    response = HttpResponse(bytes(document.content), content_type=document.media_type)
    response.headers["Content-Disposition"] = "inline"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
