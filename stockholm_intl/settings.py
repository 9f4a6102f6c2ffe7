"""Every setting of the product, read from the environment; one file for every place it runs."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env
from kombu import Queue

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

# DEMO shows the demonstration logins and their banner. It is off unless asked for: a register with
# open logins must never come about by forgetting a variable.
DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
STATE_DIR = Path(env.str("STATE_DIR", str(BASE_DIR / ".run")))
SECRET_KEY = env.str("SECRET_KEY", "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is not set. `make run` makes one; production must give its own.")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
# Absolute addresses in mail come from here, never from the request's Host header.
BASE_URL = env.str("BASE_URL", "http://127.0.0.1:8000")

INSTALLED_APPS = [
    "stockholm_intl",
    "reporting",
    "visits",
    "memberships",
    "profiling",
    "network",
    "referrals",
    "planning",
    "engagements",
    "governance",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "guardian",
    "simple_history",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "django_countries",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "stockholm_intl.middleware.security_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "stockholm_intl.middleware.language_of_address",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Deny by default: a view that strangers may see says so itself with @login_not_required.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "stockholm_intl.middleware.current_rights",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "stockholm_intl.middleware.explain_refusals",
]

ROOT_URLCONF = "stockholm_intl.urls"
WSGI_APPLICATION = "stockholm_intl.wsgi.application"

_loaders = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": _loaders if DEBUG else [("django.template.loaders.cached.Loader", _loaders)],
            "libraries": {"i18n": "stockholm_intl.templatetags.quick_i18n"},
            "builtins": [
                "django_cotton.templatetags.cotton",
                "stockholm_intl.templatetags.ui",
                "stockholm_intl.templatetags.tables",
                "stockholm_intl.templatetags.matter_pages",
                "stockholm_intl.templatetags.lamps",
                "stockholm_intl.templatetags.help",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "stockholm_intl.navigation.navigation",
            ],
        },
    }
]
FORM_RENDERER = "stockholm_intl.rendering.Renderer"
COTTON_DIR = "cotton"

DATABASES = {"default": env.dj_db_url("DATABASE_URL", conn_max_age=60, conn_health_checks=True)}
DATABASES["default"].setdefault("OPTIONS", {})
# A person waits for a lock at most two seconds; then a page says that somebody else is saving the same thing, instead
# of hanging (refusals.held). Pages ask for few rows, found by index: compiling a statement or starting more processes
# for it costs more than running it, and one row is as near as another.
DATABASES["default"]["OPTIONS"].setdefault(
    "options",
    "-c lock_timeout=2000 -c timezone=UTC -c jit=off -c random_page_cost=1.1 -c parallel_setup_cost=20000",
)
# Plans are kept for the statements that ask for it (governance/prepared.py) and for no other, however often they come.
DATABASES["default"]["OPTIONS"].setdefault("prepare_threshold", 1_000_000_000)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL")

CSRF_FAILURE_VIEW = "governance.views.refusals.outdated"
AUTH_USER_MODEL = "governance.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
# Login through the city's identity provider, where its addresses are given (governance/sign_in.py).
OIDC_ISSUER = env.str("OIDC_ISSUER", "")
OIDC_ENABLED = bool(OIDC_ISSUER)
OIDC_RP_CLIENT_ID = env.str("OIDC_CLIENT_ID", "")
OIDC_RP_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", "")
OIDC_OP_AUTHORIZATION_ENDPOINT = env.str("OIDC_AUTHORIZATION_ENDPOINT", "")
OIDC_OP_TOKEN_ENDPOINT = env.str("OIDC_TOKEN_ENDPOINT", "")
OIDC_OP_USER_ENDPOINT = env.str("OIDC_USER_ENDPOINT", "")
OIDC_OP_JWKS_ENDPOINT = env.str("OIDC_JWKS_ENDPOINT", "")
OIDC_RP_SIGN_ALGO = "RS256"
OIDC_RP_SCOPES = "openid"
OIDC_USE_PKCE = True
OIDC_CREATE_USER = False
OIDC_TIMEOUT = 10
if OIDC_ENABLED:
    AUTHENTICATION_BACKENDS.append("governance.sign_in.CityIdentity")
# guardian's anonymous user is a real, active row that answers True to is_authenticated: we have none.
ANONYMOUS_USER_NAME = None
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "my_work"
LOGOUT_REDIRECT_URL = "login"

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Stockholm"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["stockholm_intl.formats"]

# Where the library's Swedish names are missing or out of date.
COUNTRIES_OVERRIDE = {
    "AL": _("Albania"),
    "AS": _("American Samoa"),
    "AU": _("Australia"),
    "BS": _("Bahamas"),
    "BV": _("Bouvet Island"),
    "BR": _("Brazil"),
    "CV": _("Cabo Verde"),
    "KH": _("Cambodia"),
    "CA": _("Canada"),
    "TD": _("Chad"),
    "CC": _("Cocos (Keeling) Islands"),
    "CU": _("Cuba"),
    "EG": _("Egypt"),
    "FK": _("Falkland Islands"),
    "GE": _("Georgia"),
    "IN": _("India"),
    "ID": _("Indonesia"),
    "JO": _("Jordan"),
    "LB": _("Lebanon"),
    "MK": _("North Macedonia"),
    "NF": _("Norfolk Island"),
    "NR": _("Nauru"),
    "PH": _("Philippines"),
    "PS": _("Palestine"),
    "SS": _("South Sudan"),
    "SZ": _("Eswatini"),
    "US": _("United States"),
    "VI": _("U.S. Virgin Islands"),
    "XK": _("Kosovo"),
}

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(STATE_DIR / "static")))
_manifest = not DEBUG and (STATIC_ROOT / "staticfiles.json").exists()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _manifest or env.bool("STATIC_MANIFEST", False)
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not _manifest
# Every address of a static file carries its hash, so the copy without one need not be compressed and kept.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Request bodies: a pasted e-mail with attachments fits, a flood does not.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

_https = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
SESSION_COOKIE_NAME = "__Host-session" if _https else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if _https else "csrf"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _https else 0
# These two bind the whole domain, and the browsers' own lists for years: for its owner to decide, not for us.
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https and env.bool("HSTS_INCLUDE_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = _https and env.bool("HSTS_PRELOAD", False)
SECURE_SSL_REDIRECT = _https and env.bool("SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

_email = env.dj_email_url("EMAIL_URL", "console://")
EMAIL_HOST = _email["EMAIL_HOST"]
EMAIL_PORT = _email["EMAIL_PORT"]
EMAIL_HOST_USER = _email["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _email["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _email["EMAIL_USE_SSL"]
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
# Where EMAIL_URL is file:// alone, as in the demonstration, mails lie beside the data (stockholm_intl/mail_shelf.py).
EMAIL_FILE_PATH = _email["EMAIL_FILE_PATH"] or str(STATE_DIR / "mail")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "internationella-registret@stockholm.example")

# Redis is a doorbell, PostgreSQL the queue of record (governance/outbox.py). So a message may be lost or
# come twice without harm, results are not kept, and no message carries anything but an id.
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1200,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
}
CELERY_TIMEZONE = TIME_ZONE
# Mail waits for somebody else's server, so it has a queue and a worker of its own. A worker that is not told its
# queue with -Q takes both.
CELERY_TASK_DEFAULT_QUEUE, MAIL_QUEUE = "work", "mail"
CELERY_TASK_QUEUES = [Queue(CELERY_TASK_DEFAULT_QUEUE), Queue(MAIL_QUEUE)]
CELERY_BEAT_SCHEDULE_FILENAME = str(STATE_DIR / "beat-schedule")

# How long a worker may hold an entry of the outbox without a sign of life; then another begins it anew.
OUTBOX_LEASE_SECONDS = env.int("OUTBOX_LEASE_SECONDS", 60)

# What a kind of outbox entry means: the one place where a name in the database meets code. Each is a
# function of the entry that does its whole effect in the transaction it is called in.
OUTBOX_HANDLERS = {
    "mail_notice": "governance.notices.mail",
    "mail_digest": "governance.digests.mail",
    "tell_strategy": "governance.coming_into_force.tell",
    "assemble_report": "reporting.actions.assemble",
    "draw_report": "reporting.actions.draw",
    "draw_letter": "visits.letters.draw",
    "mail_letter": "visits.letter_mail.send",
    "draw_programme": "visits.programme_paper.draw",
    "mail_programme": "visits.programme_mail.send",
    "draw_proposal": "visits.programme_paper.draw_proposal",
    "mail_proposal": "visits.programme_mail.send_proposal",
    "draw_meeting_paper": "governance.meetings.drawing.draw_paper",
    "draw_excerpt": "governance.meetings.drawing.draw_excerpt",
    "draw_compilation": "referrals.paper.draw_compilation",
    "count_account": "planning.actions.accounts.count",
    "draw_briefing": "engagements.briefings.draw",
    "mail_guest": "visits.open.mail.send",
    "draw_invitation": "visits.invitations.draw",
    "draw_invitation_list": "visits.invitations.draw_list",
}
# The kinds that are mail: on the queue of mail, and tried for days (governance/outbox.py).
OUTBOX_MAIL = {"mail_notice", "mail_digest", "mail_guest", "mail_letter", "mail_programme", "mail_proposal"}

# Where each kind of matter keeps its statuses: the card shows them in words without knowing the feature.
STATUSES_OF_KIND: dict[str, str] = {
    "visit": "visits.lifecycle.Status",
    "membership": "memberships.lifecycle.Status",
    "membership_review": "memberships.lifecycle.ReviewStatus",
    "agreement": "engagements.lifecycle.agreements.AgreementStatus",
    "eu_project": "engagements.lifecycle.eu_projects.EuProjectStatus",
    "eu_question": "engagements.lifecycle.eu_questions.EuQuestionStatus",
    "event_abroad": "engagements.lifecycle.events.EventStatus",
    "declaration": "engagements.lifecycle.declarations.DeclarationStatus",
    "aid_project": "engagements.lifecycle.aid_projects.AidProjectStatus",
    "referral": "referrals.lifecycle.ReferralStatus",
    "referral_answer": "referrals.lifecycle.AnswerStatus",
    "plan": "planning.lifecycle.HandedStatus",
    "account": "planning.lifecycle.HandedStatus",
    "annual_report": "reporting.lifecycle.Status",
}

# How a feature says in English the titles it makes itself (governance/headings.py knows those of the other kinds).
ENGLISH_TITLES_OF_KIND: dict[str, str] = {"visit": "visits.titles.in_english"}

# The verb by which a feature records a decision in its kind of matter: at a meeting the same as on its own page
# (governance/meetings/deciding.py). A kind that is not named here is not put on an agenda to be decided.
DECISIONS_OF_KIND: dict[str, str] = {
    "membership": "memberships.actions.deciding.decide",
    "membership_review": "memberships.actions.deciding.decide_review",
    "agreement": "engagements.actions.agreements.deciding.decide",
    "event_abroad": "engagements.actions.events.deciding.decide",
    "declaration": "engagements.actions.declarations.deciding.decide",
    "eu_project": "engagements.actions.eu_projects.deciding.decide",
    "aid_project": "engagements.actions.aid_projects.deciding.decide",
    "eu_question": "engagements.actions.eu_questions.deciding.decide",
    "referral": "referrals.actions.deciding.decide",
    "referral_answer": "referrals.actions.answering.decide",
    "annual_report": "reporting.deciding.decide",
}
# What a feature does when the preparatory committee has handled a matter of its kind, which it does not decide.
HANDLINGS_OF_KIND: dict[str, str] = {"event_abroad": "engagements.actions.events.deciding.note_handling"}
# Where a matter of such a kind stands until it has been handled, at a meeting or by hand; then it is on no agenda.
TO_BE_HANDLED_OF_KIND: dict[str, str] = {"event_abroad": "in_committee"}
# Where it stands then, or when it lies before a body that decides it at once.
HANDLED_OF_KIND: dict[str, str] = {"event_abroad": "before_body"}
# The kinds that their feature carries from one named body to the next: a new version of the strategy moves none.
CARRIED_BY_THEIR_FEATURE = {"referral", "annual_report"}
# What a body can decide instead of what was proposed, in the kinds where that has to be said.
RESULTS_OF_KIND: dict[str, str] = {"membership_review": "memberships.actions.deciding.Recommendation"}
# What of a kind of matter is shown on the agenda to whoever decides it: a template, and what it needs.
BESIDE_THE_ITEM: dict[str, str] = {"event_abroad": "engagements.journeys.on_the_item"}
# What a proposed decision can begin with, in Swedish, out of what the matter says itself.
PROPOSAL_OF_KIND: dict[str, str] = {"event_abroad": "engagements.journeys.proposal"}

# What a feature moves when a decision in its kind of matter is corrected (governance/corrections.py). In a kind that is
# not named here the outcome of a decision cannot be corrected.
CORRECTIONS_OF_KIND: dict[str, str] = {
    "membership": "memberships.actions.correcting.follow",
    "membership_review": "memberships.actions.correcting.follow_review",
    "agreement": "engagements.actions.agreements.deciding.follow",
    "event_abroad": "engagements.actions.events.deciding.follow",
    "declaration": "engagements.actions.declarations.deciding.follow",
    "eu_project": "engagements.actions.eu_projects.deciding.follow",
    "aid_project": "engagements.actions.aid_projects.deciding.follow",
    "eu_question": "engagements.actions.eu_questions.deciding.follow",
}

# What a feature asks of bodies and some lack: told on their pages, and to those who coordinate (governance/lacks.py).
LACKS_OF_BODIES = ["engagements.guidelines.missing"]

# Whom somebody has named to stand in for the holder of an office whenever it is needed.
USUAL_SUBSTITUTE = "network.directory.usual_substitute"

# What waits for a person beside matters: who knows it (governance/waiting.py).
WAITING_FOR_PERSONS = [
    "governance.secrecy.of_person",
    "governance.publishing.of_person",
    "governance.mayor.of_person",
    "planning.worklists.of_person",
    "network.worklists.of_person",
    "visits.worklists.of_person",
    "engagements.promises.of_person",
]
# What goes on to somebody else when it waits too long: who knows it (governance/late.py). Of a matter found twice the
# first counts.
LATE = [
    "visits.on_late.SOURCES",
    "planning.on_late.SOURCES",
    "governance.on_late.SOURCES",
    "engagements.on_late.SOURCES",
]
# What a matter has told outside its own file, which no secrecy marking hides: who knows it (governance/gone_out.py).
GONE_OUT = [
    "governance.gone_out.known_here",
    "memberships.gone_out.of_matter",
    "visits.gone_out.of_matter",
    "planning.gone_out.of_matter",
    "reporting.gone_out.of_matter",
]
# What may be published in the open register, and which facts of it: who knows that (governance/publishing.py).
PUBLISHABLE = [
    "memberships.in_the_open.KINDS",
    "engagements.in_the_open.KINDS",
]

# What a search finds besides matters: tables, and pages whose words stand in the code (governance/finding.py).
SEARCHED_BESIDES = [
    "visits.finding.SOURCES",
    "engagements.finding.SOURCES",
    "network.finding.SOURCES",
    "referrals.finding.SOURCES",
    "planning.finding.SOURCES",
    "governance.finding.SOURCES",
]
# The places that are called as what is searched for (governance/finding.py).
PLACES_FOUND = "engagements.finding.places"
SAID_BESIDES = ["reporting.questions.register.sayings"]
# The days of the calendar, of the feeds and of the four years ahead (governance/days.py).
DAYS = [
    "visits.on_days.SOURCES",
    "engagements.on_days.SOURCES",
    "memberships.on_days.SOURCES",
    "governance.on_days.SOURCES",
    "network.on_days.SOURCES",
    "referrals.on_days.SOURCES",
    "planning.on_days.SOURCES",
]
# The statement that gives the other names of a city in the register (governance/lexicon.py).
NAMES_OF_PLACES = "engagements.finding.NAMES_OF_PLACES"
# Statements that give the texts from which the search learns words (governance/lexicon.py). Nothing secret may be in
# them, and no persons at partners.
WORDS_LEARNT = [
    "governance.lexicon.OF_MATTERS",
    "governance.lexicon.OF_THE_CITY",
    "engagements.finding.NAMES_LEARNT",
    "network.finding.TITLES_LEARNT",
]
# The lists that can be saved as they are narrowed, and tell of what is new (governance/saved_searches.py).
SAVED_LISTS = {
    "search",
    "matters",
    "decisions",
    "assignments",
    "meetings",
    "receptions",
    "lamp_matters",
    "visits:list",
    "memberships:list",
    "engagements:organisations",
    "engagements:agreements",
    "engagements:eu_projects",
    "engagements:eu_questions",
    "engagements:eu_meetings",
    "engagements:events",
    "engagements:declarations",
    "engagements:commitments",
    "engagements:aid_projects",
    "referrals:referrals",
    "referrals:answers",
    "planning:plans",
    "planning:accounts",
    "network:questions",
    "network:observations",
    "network:messages",
    "profiling:examples",
    "profiling:information",
}
# What a person asks of the whole register, on the start page (governance/asking.py).
QUESTIONS_OF_PERSONS = ["reporting.questions.register.of_person"]

# What the city and its partners have promised one another: who knows it, by the kind of matter it was promised in.
PROMISES_OF_KIND: dict[str, str] = {
    "visit": "visits.promises.of_matters",
    "event_abroad": "engagements.promises.of_journeys",
    "membership": "memberships.promises.of_matters",
    "agreement": "engagements.promises.of_agreements",
    "declaration": "engagements.promises.of_declarations",
}

# The rules of the five lamps of a kind, and what its matters cost (governance/lamps.py).
LAMPS_OF_KIND: dict[str, str] = {
    "visit": "visits.lamps.VISIT",
    "membership": "memberships.lamps.MEMBERSHIP",
    "membership_review": "memberships.lamps.REVIEW",
    "agreement": "engagements.lamps.agreements.AGREEMENT",
    "eu_project": "engagements.lamps.eu_projects.EU_PROJECT",
    "event_abroad": "engagements.lamps.events.EVENT_ABROAD",
    "declaration": "engagements.lamps.declarations.DECLARATION",
    "aid_project": "engagements.lamps.aid_projects.AID_PROJECT",
    "eu_question": "engagements.lamps.eu_questions.EU_QUESTION",
    "referral": "referrals.lamps.REFERRAL",
    "referral_answer": "referrals.lamps.ANSWER",
    "plan": "planning.lamps.PLAN",
    "account": "planning.lamps.ACCOUNT",
    "annual_report": "reporting.lamps.ANNUAL_REPORT",
}
# What else lights a lamp of several kinds, from a feature that they do not know.
LAMPS_BESIDES = ["planning.lamps.TIED"]
# The figures of one body in a year, for its account of the year: who counts them (planning/actions/accounts.py).
FIGURES_OF_BODY = "reporting.figures.of_body.count"
# And where the rows behind one of them are listed (planning/views/account.py).
BEHIND_FIGURE_OF_BODY = "reporting.figures.of_body.behind"

# The lines of the bodies' plans, for a matter that says which of them it serves (governance/plan_lines.py).
PLAN_LINES = "planning.serving.PlanLines"

# Who knows the good examples that the city shows of a theme, for the briefing pack of a meeting.
GOOD_EXAMPLES = "profiling.models.examples_of_theme"
# And who knows what a matter was about and what came of it, by its kind (engagements/gists.py).
GIST_OF_KIND: dict[str, str] = {
    "visit": "visits.gists.of_visits",
    "event_abroad": "engagements.gists.of_journeys",
    "membership": "memberships.gists.of_memberships",
    "agreement": "engagements.gists.of_agreements",
    "eu_project": "engagements.gists.of_eu_projects",
}

# A visit request is answered within so many working days; a visit is followed up within so many days.
VISIT_ANSWER_WORKING_DAYS = env.int("VISIT_ANSWER_WORKING_DAYS", 10)
VISIT_FOLLOW_UP_DAYS = env.int("VISIT_FOLLOW_UP_DAYS", 30)
# The open pages: how long before a visit guests are told to ask, and the fewest seconds it takes to fill in a form.
VISIT_NOTICE_DAYS = env.int("VISIT_NOTICE_DAYS", 42)
OPEN_FORM_SECONDS = env.int("OPEN_FORM_SECONDS", 3)
# A draft nobody goes on with is forgotten after so many days; a link to a request ends so many days after its visit is
# closed; what a delegate told for an invitation letter is erased so many days after the visit.
OPEN_DRAFT_DAYS = env.int("OPEN_DRAFT_DAYS", 30)
OPEN_LINK_DAYS = env.int("OPEN_LINK_DAYS", 90)
VISIT_PASSPORT_DAYS = env.int("VISIT_PASSPORT_DAYS", 30)
# So many of our own proxies stand before the web process, each adding its line to X-Forwarded-For.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)
# Whom those outside write to about accessibility and about their personal data.
PUBLIC_CONTACT = env.str("PUBLIC_CONTACT", "kommunstyrelsen@stockholm.se")
# The number they may call; where there is none, the open pages speak of none.
PUBLIC_TELEPHONE = env.str("PUBLIC_TELEPHONE", "")
# What an embassy wants to read at the foot of an invitation letter: who invites, and where they are found.
CITY_ADDRESS = env.str("CITY_ADDRESS", "Stadshuset, SE-105 35 Stockholm, Sweden")
CITY_PHONE = env.str("CITY_PHONE", "+46 8 508 00 000")
CITY_ORG_NUMBER = env.str("CITY_ORG_NUMBER", "212000-0142")
# A day of a visit's programme is no longer than so many hours, and no pause is longer in coming; between two places
# there are at least so many minutes, also where nobody has said how long the journey takes.
PROGRAMME_LONGEST_DAY_HOURS = env.int("PROGRAMME_LONGEST_DAY_HOURS", 10)
PROGRAMME_HOURS_WITHOUT_PAUSE = env.int("PROGRAMME_HOURS_WITHOUT_PAUSE", 4)
PROGRAMME_LEAST_TRAVEL_MINUTES = env.int("PROGRAMME_LEAST_TRAVEL_MINUTES", 10)
# Information on the city that has no day of its own is revised again within so many months.
CITY_INFORMATION_MONTHS = env.int("CITY_INFORMATION_MONTHS", 24)
# A decision by delegated power is notified at the body's next meeting; where its meetings are not in the register,
# within so many days, which is as long as the city's bodies go without one (over the summer).
NOTIFICATION_DAYS = env.int("NOTIFICATION_DAYS", 62)
# A journey abroad is reported within so many days after it ended.
EVENT_REPORT_DAYS = env.int("EVENT_REPORT_DAYS", 30)
# Without a position in an EU question one is told so many days before the last day to act.
EU_QUESTION_WARNING_DAYS = env.int("EU_QUESTION_WARNING_DAYS", 30)

SILENCED_SYSTEM_CHECKS = [
    "guardian.W001",
    # Subdomains and preload are for the domain's owner to decide: HSTS_INCLUDE_SUBDOMAINS, HSTS_PRELOAD.
    "security.W005",
    "security.W021",
    # Our quick_i18n stands in the place of Django's i18n on purpose.
    "templates.W003",
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "WARNING")},
}
