"""The addresses of the product: Swedish and stable; governance has the root, each feature its own word."""

from django.urls import include, path

from governance.admin import site
from stockholm_intl import appearance, mail_shelf, palette, style_page

urlpatterns = [
    path("", include("governance.urls")),
    path("arsrapport/", include("reporting.urls")),
    path("fragor/", include("reporting.questions.urls")),
    path("besok/", include("visits.urls")),
    path("oppet/", include("visits.open.urls")),
    path("oppet/", include("reporting.open.urls")),
    path("", include("engagements.urls")),
    path("", include("profiling.urls")),
    path("", include("network.urls")),
    path("planering/", include("planning.urls")),
    path("remisser/", include("referrals.urls")),
    path("medlemskap/", include("memberships.urls")),
    path("administration/", site.urls),
    path("hjalp/", include("stockholm_intl.help.urls")),
    path("utseende/", appearance.choose_theme, name="choose_theme"),
    path("snabbval/", palette.palette, name="palette"),
    path("mejl/", mail_shelf.mails, name="mail_shelf"),
    path("mejl/<slug:name>/", mail_shelf.mail, name="mail_on_shelf"),
    path("stil/", style_page.style_page, name="style_page"),
]

handler400 = "governance.views.refusals.not_understood"
handler403 = "governance.views.refusals.refused"
handler404 = "stockholm_intl.not_found.not_found"
