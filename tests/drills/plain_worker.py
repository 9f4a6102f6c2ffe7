"""What the worker of the control runs: Celery as it comes, with Django set up around it."""

import django

django.setup()

from tests.drills.jobs import plain as app  # noqa: E402  (the models want Django first)

__all__ = ["app"]
