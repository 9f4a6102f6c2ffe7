"""The product's settings for the processes of a drill: one more kind of job, mail into a folder."""

import os

from stockholm_intl.settings import *  # noqa: F403
from stockholm_intl.settings import OUTBOX_HANDLERS

OUTBOX_HANDLERS = {**OUTBOX_HANDLERS, "drill": "tests.drills.jobs.draw"}
if "DRILL_SMTP_PORT" in os.environ:  # a mail server that answers as the drill wishes
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["DRILL_SMTP_PORT"])
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = os.environ["DRILL_MAIL"]
