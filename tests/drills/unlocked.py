"""The product's web application with every row lock taken out: the control of drill 9."""

from django.db.models import QuerySet

from stockholm_intl.wsgi import application

QuerySet.select_for_update = lambda rows, **_options: rows.all()

__all__ = ["application"]
