"""The product's own settings, with one page more: the bare one that every other is measured against."""

from stockholm_intl.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
