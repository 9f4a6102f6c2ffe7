"""The Celery application and the beat table: everything the product does by the clock."""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stockholm_intl.settings")

app = Celery("stockholm_intl")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# The settings, which name them too, cannot be read yet when this is.
QUEUES = ("work", "mail")
SWEEP_EVERY, HEARTBEAT_EVERY = 10.0, 15.0

app.conf.beat_schedule = {
    # Does every outbox entry that is due and not done: what Redis lost is late, never gone. What nobody has begun
    # when the next is sent has expired, so that a busy worker does not find a heap of them.
    **{
        f"sweep {queue}": {
            "task": "governance.tasks.sweep_outbox",
            "args": [queue],
            "schedule": SWEEP_EVERY,
            "options": {"queue": queue, "expires": SWEEP_EVERY},
        }
        for queue in QUEUES
    },
    # Rights follow appointments on the day they begin or end.
    "sync rights": {"task": "governance.tasks.sync_rights", "schedule": crontab(minute=5)},
    # Secrecy markings that fall due, and those that nobody who could re-examine them can open any more.
    "look after secrecy": {
        "task": "governance.tasks.look_after_secrecy",
        "schedule": crontab(hour=6, minute=10),
    },
    "flag due reviews": {
        "task": "memberships.tasks.flag_due_reviews",
        "schedule": crontab(minute=15),
    },
    # Agreements come into force, are reviewed and end on their days; who forgets is reminded.
    "look after agreements": {
        "task": "engagements.tasks.look_after_agreements",
        "schedule": crontab(hour=4, minute=20),
    },
    # The report on a journey that is late: each is reminded of once.
    "remind late reports": {
        "task": "engagements.tasks.remind_late_reports",
        "schedule": crontab(hour=6, minute=20),
    },
    # What the city has promised in a declaration and not kept in time.
    "remind of commitments": {
        "task": "engagements.tasks.remind_of_commitments",
        "schedule": crontab(hour=5, minute=45),
    },
    # What was promised at a visit or on a journey, and not kept in time.
    "remind of promises": {
        "task": "engagements.tasks.remind_of_promises",
        "schedule": crontab(hour=5, minute=55),
    },
    # Partners that stand twice, also those that came in by an import; and the papers of meetings long past go.
    "find duplicates": {
        "task": "engagements.tasks.find_duplicates",
        "schedule": crontab(hour=2, minute=40),
    },
    "forget briefing packs": {
        "task": "engagements.tasks.forget_briefings",
        "schedule": crontab(hour=3, minute=45),
    },
    # EU projects begin and come to their end, and their reports fall due.
    "look after EU projects": {
        "task": "engagements.tasks.look_after_projects",
        "schedule": crontab(hour=4, minute=25),
    },
    # Aid-like projects the same.
    "look after aid projects": {
        "task": "engagements.tasks.look_after_aid_projects",
        "schedule": crontab(hour=4, minute=35),
    },
    # The last day to act in an EU question comes near, or has passed, and the city has no position.
    "warn of last days": {
        "task": "engagements.tasks.warn_of_last_days",
        "schedule": crontab(hour=5, minute=50),
    },
    # Good examples and key messages that expire, and what the city should have revised.
    "tell what expires": {
        "task": "profiling.tasks.tell_what_expires",
        "schedule": crontab(hour=6, minute=35),
    },
    # Bodies that must have a contact person and have none.
    "tell vacancies": {
        "task": "network.tasks.tell_vacancies",
        "schedule": crontab(hour=6, minute=45),
    },
    # Bodies that have a referral to answer: each is reminded once a week, and on the last day.
    "remind of referrals": {
        "task": "referrals.tasks.remind_of_referrals",
        "schedule": crontab(hour=6, minute=50),
    },
    # Bodies that have a plan or an account to hand in: before the day, on it, and once a week after it.
    "remind of rounds": {
        "task": "planning.tasks.remind_of_rounds",
        "schedule": crontab(hour=6, minute=55),
    },
    # The mail of a stranger that nobody logged goes after a week.
    "forget unlogged mail": {
        "task": "visits.tasks.forget_unlogged_mail",
        "schedule": crontab(hour=3, minute=25),
    },
    # What delegates told for their letters goes on its day; drafts of the open pages that nobody went on with too.
    "look after open pages": {
        "task": "visits.tasks.look_after_open_pages",
        "schedule": crontab(hour=3, minute=15),
    },
    # The lamps that the day itself turns on or off, and how many are lit: right after midnight, and through the day.
    "relight lamps": {"task": "governance.tasks.relight_lamps", "schedule": crontab(hour=0, minute=10)},
    "count lamps": {"task": "governance.tasks.count_lamps", "schedule": crontab(minute="*/15")},
    # What every body has paid in a year, for the question of costs.
    "count costs": {"task": "reporting.tasks.count_costs", "schedule": crontab(minute="7-59/15")},
    # What is new in saved searches, before the summaries of the morning, which go out at the hour each has chosen.
    "look after saved searches": {
        "task": "governance.tasks.look_after_saved_searches",
        "schedule": crontab(hour=4, minute=50),
    },
    # What waits too long with somebody goes on to somebody who can see to it, before the summaries too.
    "look after what is late": {
        "task": "governance.tasks.look_after_what_is_late",
        "schedule": crontab(hour=4, minute=55),
    },
    "ask for digests": {"task": "governance.tasks.ask_for_digests", "schedule": crontab(minute="1-59/10")},
    # What is new becomes findable: the text of documents, and words for those who misspell or type without dots.
    "read documents": {
        "task": "governance.tasks.read_documents",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "learn words": {"task": "governance.tasks.learn_words", "schedule": crontab(minute="4-59/15")},
    "learn all words": {
        "task": "governance.tasks.learn_words",
        "kwargs": {"everything": True},
        "schedule": crontab(hour=1, minute=30),
    },
    "forget sent forms": {
        "task": "governance.tasks.forget_sent_forms",
        "schedule": crontab(hour=3, minute=35),
    },
    # A beat that says it is alive; /healthz/ reads it.
    "heartbeat": {
        "task": "governance.tasks.heartbeat",
        "schedule": HEARTBEAT_EVERY,
        "options": {"expires": HEARTBEAT_EVERY},
    },
}


@worker_ready.connect
def say_alive(**_: object) -> None:
    """At once, and not only at the first tick of beat: a start need not wait fifteen seconds for its health,
    and who searches first need not spell better than others."""
    app.send_task("governance.tasks.heartbeat")
    app.send_task("governance.tasks.learn_words")
