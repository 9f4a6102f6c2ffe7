"""The addresses of the product. Swedish, stable, one page for every thing."""

from django.urls import path

urlpatterns: list = []
