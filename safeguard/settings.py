"""Settings: one file, everything that differs between installations comes from the environment.

Without DATABASE_URL the installation is *embedded*: SQLite, Celery over the file system, mail into an outbox that the
browser shows, all under SAFEGUARD_VAR. With DATABASE_URL the same code runs on PostgreSQL; REDIS_URL and EMAIL_URL
switch the broker, the cache and the mail to real services one by one.
"""

import os
import secrets
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(env.str("SAFEGUARD_VAR", default=str(BASE_DIR / "var"))).resolve()
EMBEDDED = "DATABASE_URL" not in env
DEBUG = env.bool("DEBUG", default=False)

# Where people reach the installation: links in mails, passkeys and every "secure" switch follow from it.
PUBLIC_URL = env.str("PUBLIC_URL", default=f"http://127.0.0.1:{env.str('PORT', default='8000')}").rstrip("/")
SECURE = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[environ.urlparse(PUBLIC_URL).hostname, "localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]


def secret_key() -> str:
    """SECRET_KEY, or the text of SECRET_KEY_FILE; an embedded installation makes its own file at the first start."""
    if "SECRET_KEY" in env:
        return env.str("SECRET_KEY")
    path = Path(env.str("SECRET_KEY_FILE", default=str(VAR / "secret-key")))
    if EMBEDDED and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    if not path.exists():
        raise ImproperlyConfigured(
            "Set SECRET_KEY, or SECRET_KEY_FILE to a file that holds at least 50 random characters."
        )
    return path.read_text().strip()


SECRET_KEY = secret_key()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # allauth's list of sessions needs it
    "django.forms",  # widgets are rendered from our own template folder
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "guardian",
    "csp",
    "django_htmx",
    "heroicons",
    "django_prose_editor",
    "safeguard.apps.SafeguardConfig",
    "audit",
    "organisations",
    "people",
    "policies",
    "agreements",
    "duties",
    "consent",
    "incidents",
    "volunteers",
    "reminders",
    "reports",
    "rights",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "safeguard.headers.HeadersMiddleware",
    "safeguard.characters.CharactersMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "people.middleware.OrganisationMiddleware",
    "people.middleware.SecondFactorMiddleware",
    "safeguard.errors.SealedMiddleware",
]

ROOT_URLCONF = "safeguard.urls"
WSGI_APPLICATION = "safeguard.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "people.context_processors.here",
            ],
        },
    },
]
FORM_RENDERER = "safeguard.forms.Renderer"

# --- Data --------------------------------------------------------------------------------------------------------

if EMBEDDED:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR / "safeguard.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # Web, worker and beat write at the same time: take the write lock at the start, and wait for it.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # A signature that was acknowledged is on the disk; INSERT OR REPLACE fires the append-only triggers.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;",
            },
        }
    }
else:
    DATABASES = {"default": env.db_url("DATABASE_URL")}
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=300)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    # Shared by all processes: the throttles of the sign-in pages count here.
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    # Past so many entries some are thrown away: by default 300, which anybody fills who wants a throttle to forget.
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        # Outside the web root and without an address: every file is served by a view that checks who asks.
        "OPTIONS": {"location": env.str("FILES_DIR", default=str(VAR / "files")), "base_url": None},
    },
    "staticfiles": {"BACKEND": "safeguard.static_files.Storage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # half the files to compress at the first start
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]  # only a debugger asks for them

# The keys to confidential records: a file of its own, never in the database and never among its backups.
VAULT_KEY_FILE = env.str("VAULT_KEY_FILE", default=str(VAR / "keys" / "vault.key"))

DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000  # the preview of a long policy asks about each heading, document and link
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024  # the text of a long policy, and some room
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
MAX_UPLOAD_BYTES = env.int("MAX_UPLOAD_BYTES", default=20 * 1024 * 1024)
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", default="")  # of ClamAV, where there is one: host:port or the path of a socket

# --- Language and time -------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("cy", _("Welsh"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["safeguard.formats"]
TIME_ZONE = "Europe/London"
USE_TZ = True

# --- Accounts ----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None  # no row stands for "nobody"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "people.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # seconds
INCIDENTS_IDLE_SECONDS = 900  # without a page of the concerns log, before whoever comes back proves who they are
# Which periods the charity decided in place of ours; every app tells people how long something of theirs is kept.
RETENTION_PERIODS = "rights.periods.own_months"
HARMLESS_PAGE = "https://www.bbc.co.uk/weather"  # what stands there instead of a page that is hidden in a hurry
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "people.account_forms.LoginForm",
    "request_login_code": "people.account_forms.RequestLoginCodeForm",
    "confirm_login_code": "people.account_forms.ConfirmLoginCodeForm",
    "reset_password": "people.account_forms.ResetPasswordForm",
    "reset_password_from_key": "people.account_forms.ResetPasswordKeyForm",
    "change_password": "people.account_forms.ChangePasswordForm",
    "set_password": "people.account_forms.SetPasswordForm",
    "reauthenticate": "people.account_forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "people.account_forms.SecondStepForm",
    "reauthenticate": "people.account_forms.SecondStepAgainForm",
    "activate_totp": "people.account_forms.ActivateAppForm",
    "add_webauthn": "people.account_forms.AddPasskeyForm",
    "edit_webauthn": "people.account_forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Safeguard"
MFA_TOTP_TOLERANCE = 1  # a step of 30 seconds: for slow typing and a phone whose clock is off (RFC 6238, 5.2)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
USERSESSIONS_TRACK_ACTIVITY = False  # it would write a row at every page
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

SESSION_COOKIE_AGE = 60 * 60 * 24 * 14  # seconds
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "safeguard.errors.csrf_failure"

# Whoever opens /start/ may set up a further charity; the first one can always be set up.
ALLOW_NEW_ORGANISATIONS = env.bool("ALLOW_NEW_ORGANISATIONS", default=EMBEDDED)

# --- Headers -----------------------------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE and env.bool("SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # the health check asks from inside
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        # The second is the one stylesheet that the rich-text editor writes into its page, known by its hash.
        "style-src": [SELF, "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],  # the form for raising a concern opens without a connection
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# --- Mail --------------------------------------------------------------------------------------------------------

OUTBOX = EMBEDDED and "EMAIL_URL" not in env
OUTBOX_DIR = VAR / "outbox"
if OUTBOX:
    EMAIL_BACKEND = "safeguard.outbox.Backend"
else:
    vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
    EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Safeguard <safeguard@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Worker ------------------------------------------------------------------------------------------------------

if REDIS_URL:
    CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default=REDIS_URL)
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
        "visibility_timeout": 900
    }  # seconds until a killed worker's task is given again
else:
    queue = VAR / "queue"
    for folder in ("messages", "processed", "control"):
        (queue / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://"
    CELERY_BROKER_TRANSPORT = "safeguard.file_queue:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(queue / "messages"),
        "data_folder_out": str(queue / "messages"),
        "processed_folder": str(queue / "processed"),
        "control_folder": str(queue / "control"),
        "store_processed": True,
        "polling_interval": 0.1,  # seconds; at kombu's own 1 s a reminder waits minutes behind the example's letters
    }
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
REMINDERS_SEND_SECONDS = env.int("REMINDERS_SEND_SECONDS", default=120)
# A worker that is killed in the middle of a mail holds it no longer than this.
REMINDERS_LEASE_SECONDS = env.int("REMINDERS_LEASE_SECONDS", default=300)
CELERY_BEAT_SCHEDULE = {
    "plan reminders": {"task": "reminders.tasks.plan_all", "schedule": crontab(hour="2", minute="30")},
    "send reminders": {
        "task": "reminders.tasks.send_all",
        "schedule": REMINDERS_SEND_SECONDS,
        "options": {"expires": REMINDERS_SEND_SECONDS},
    },
    "forget imports": {"task": "policies.tasks.forget_imports", "schedule": crontab(hour="3", minute="20")},
    "tidy up": {"task": "reminders.tasks.tidy_up", "schedule": crontab(hour="3", minute="30")},
    "keep agreements up to date": {
        "task": "agreements.tasks.keep_up_all",
        "schedule": 600,
        "options": {"expires": 600},
    },
    "keep consent up to date": {
        "task": "consent.tasks.keep_up_all",
        "schedule": 600,
        "options": {"expires": 600},
    },
    "keep concerns up to date": {
        "task": "incidents.tasks.keep_up_all",
        "schedule": 300,
        "options": {"expires": 300},
    },
    "keep applications up to date": {
        "task": "volunteers.tasks.keep_up_all",
        "schedule": 600,
        "options": {"expires": 600},
    },
    "resume prints": {"task": "reports.tasks.resume", "schedule": 300, "options": {"expires": 300}},
    "remove old prints": {"task": "reports.tasks.remove_old_files", "schedule": crontab(hour="3", minute="40")},
    "look what has run out": {"task": "rights.tasks.look_all", "schedule": crontab(hour="4", minute="0")},
}

# --- Logs: no personal data ----------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "weasyprint.progress": {"level": "INFO", "propagate": False},  # a line for each page: the worker listens itself
        "fontTools": {"level": "WARNING"},
        # Below an error it writes addresses, with the personal links in them, and refusals, which name whom to ask.
        "django.request": {"level": "ERROR"},
    },
}
