"""The product's addresses and the bare page."""

from django.urls import include, path

from .bare import bare_auth

urlpatterns = [path("bare-auth/", bare_auth), path("", include("stockholm_intl.urls"))]
