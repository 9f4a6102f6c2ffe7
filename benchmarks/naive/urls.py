"""The admin, and the bare page."""

from django.contrib import admin
from django.urls import path

from ..bare import bare_auth

urlpatterns = [path("bare-auth/", bare_auth), path("admin/", admin.site.urls)]
