"""Where the building stands: everything that differs per machine, read from the environment.

Every variable is listed in `.env.example`. With none set, the product runs on one machine with
SQLite, an in-process relay and mail written to `var/mail/`, in demonstration mode. What a school
decides for itself (terms, roles, routes) is in the database; what a published document requires is
in the `policy` modules.
"""

from __future__ import annotations

import logging
from pathlib import Path
from urllib.parse import quote

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from esafety.serve.logs import logging_of

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
ENV_FILE = Path(env.str("ENV_FILE", default=str(BASE_DIR / ".env")))
if ENV_FILE.is_file():
    environ.Env.read_env(ENV_FILE)

# -- the building ------------------------------------------------------------------------------

DEMO = env.bool("DEMO", default=False)
"""Seeded school, mail kept in a folder, no second factor asked. Never with real data."""
PRODUCTION = env.bool("PRODUCTION", default=False)
"""Refuses to start unless every setting below is safe (esafety/checks.py)."""
DEBUG = env.bool("DEBUG", default=False)
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _secret() -> str:
    """The signing key: from the environment, else one made once and kept in the data folder."""
    given = env.str("SECRET_KEY", default="")
    if given:
        return given
    if PRODUCTION:
        raise ImproperlyConfigured("Set SECRET_KEY: 50 or more random characters. See .env.example.")
    kept = DATA_DIR / "secret_key"
    if not kept.exists():
        from django.core.management.utils import get_random_secret_key

        kept.write_text(get_random_secret_key())
        kept.chmod(0o600)
    return kept.read_text()


SECRET_KEY = _secret()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
FILES_KEY = env.str("FILES_KEY", default="")
"""Wraps the keys of stored files and second factors; empty outside production: derived from SECRET_KEY."""
FILES_KEY_FALLBACKS = env.list("FILES_KEY_FALLBACKS", default=[])
"""Earlier keys, which only open; `manage.py rotate_files_key` makes them unnecessary."""
HOST = env.str("HOST", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
"""Where the web server listens."""
WEB_THREADS = env.int("WEB_THREADS", default=8)
BASE_URL = env.str("BASE_URL", default=f"http://localhost:{PORT}").rstrip("/")
"""The address people type. Links in mails start with it."""
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [BASE_URL]
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
"""How many reverse proxies stand in front; 0 = the client's address is the connection's."""

# -- applications ------------------------------------------------------------------------------

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "crispy_forms",
    "csp",
    "django_htmx",
    "guardian",
    "esafety.walls",
    "esafety.ui",
    "esafety.schooldays",
    "esafety.people",
    "esafety.audit",
    "esafety.access",
    "esafety.outbox",
    "esafety.papers",
    "esafety.signin",
    "esafety.serve",
    "esafety.backup",
    "esafety.office",
    "esafety.moving",
    "esafety.governance",
    "esafety.keeping",
    "esafety.subject_access",
    "incidents",
    "aup",
    "filtering",
]

MIDDLEWARE = [
    "esafety.signin.middleware.RequestOrigin",
    "esafety.walls.middleware.Closed",
    "esafety.serve.middleware.Measured",
    "esafety.signin.middleware.LettersLast",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # its random padding answers BREACH; our CSRF tokens are masked
    "csp.middleware.CSPMiddleware",
    "esafety.ui.middleware.ResponseHeaders",
    "esafety.ui.middleware.PlainRefusals",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "esafety.signin.middleware.SessionLimits",
    "esafety.access.middleware.OwnSchools",
    "esafety.signin.middleware.SignInRequired",
    "esafety.signin.middleware.SecondFactor",
    "esafety.access.middleware.CurrentSchool",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "esafety.urls"
WSGI_APPLICATION = "esafety.wsgi.application"
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
                "esafety.ui.context.page",
            ],
            "builtins": ["esafety.ui.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "esafety.ui.forms.GovukRenderer"
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["govuk"]
CRISPY_FAIL_SILENTLY = False  # a misspelt field in a layout is an error, not a missing question

# -- database, cache, jobs ---------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'esafety.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # FULL: an acknowledged concern survives a power cut. IMMEDIATE: writers queue instead of failing.
    # recursive_triggers: INSERT OR REPLACE must not slip past the trail's DELETE trigger.
    synchronous = env.str("SQLITE_SYNCHRONOUS", default="FULL")
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; PRAGMA foreign_keys=ON; "
            "PRAGMA recursive_triggers=ON; PRAGMA cache_size=-20000;"
        ),
    }
else:
    DATABASES["default"]["ENGINE"] = "esafety.walls.postgresql"  # Django's own, told which schools are open
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
# Kept between requests and between rounds of the relay: opening one costs more than most of what is asked of it.
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DATABASE_ROLE = DATABASES["default"].get("USER", "")
"""The role the product works as: bound by the walls between schools, and owner of nothing."""
DATABASE_OWNER = env.db("DATABASE_OWNER_URL") if env.str("DATABASE_OWNER_URL", default="") else {}
"""Who owns the tables: needed by `manage.py migrate` alone, and known to no other process."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
JOBS = env.str("JOBS", default="celery" if REDIS_URL else "embedded")
"""`embedded`: the relay runs every task itself. `celery`: a broker rings, workers run, the relay sweeps."""
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 1.0},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "Europe/London"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"max_retries": 0, "socket_connect_timeout": 0.5, "socket_timeout": 2.0, "visibility_timeout": 3600}
    if REDIS_URL
    else {}
)

# -- people signing in -------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["esafety.signin.backend.Accounts"]
ANONYMOUS_USER_NAME = None  # guardian: no phantom account
PASSWORD_HASHERS = [
    "esafety.signin.passwords.Argon2idHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "esafety.signin.passwords.EasilyGuessedPassword"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "esafety.signin.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by the school office, never by sign-up
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "sign_in_with": "60/m/ip",  # a school comes from one address, and mostly at half past eight
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can make us write to a stranger
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105  # a class
ACCOUNT_FORMS = {
    "login": "esafety.signin.forms.LoginForm",
    "reauthenticate": "esafety.signin.forms.ReauthenticateForm",
    "change_password": "esafety.signin.forms.ChangePasswordForm",
    "reset_password": "esafety.signin.forms.ResetPasswordForm",
    "reset_password_from_key": "esafety.signin.forms.ResetPasswordKeyForm",
}
PASSWORD_RESET_TIMEOUT = 3600
MFA_ADAPTER = "esafety.signin.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "esafety.signin.forms.AuthenticateForm",
    "reauthenticate": "esafety.signin.forms.ReauthenticateCodeForm",
    "activate_totp": "esafety.signin.forms.ActivateTOTPForm",
    "deactivate_totp": "esafety.signin.forms.DeactivateTOTPForm",
    "generate_recovery_codes": "esafety.signin.forms.GenerateRecoveryCodesForm",
    "add_webauthn": "esafety.signin.forms.AddWebAuthnForm",
    "edit_webauthn": "esafety.signin.forms.EditWebAuthnForm",
    "authenticate_webauthn": "esafety.signin.forms.AuthenticateWebAuthnForm",
    "login_webauthn": "esafety.signin.forms.LoginWebAuthnForm",
    "reauthenticate_webauthn": "esafety.signin.forms.ReauthenticateWebAuthnForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the office vouches for addresses; allauth's own table of them stays empty
MFA_TOTP_TOLERANCE = (
    1  # half a minute either way: phones' clocks drift. A code still counts once (signin/once.py)
)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Safekeep"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = BASE_URL.startswith("http://")
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_ADAPTER = "esafety.signin.single_sign_on.openid.SocialAccountAdapter"
SIGN_IN_PROVIDERS_INSIDE = False
"""Tests only: a sign-in provider may be on this machine, without https."""

SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", default=15 * 60)
SESSION_ABSOLUTE_SECONDS = env.int("SESSION_ABSOLUTE_SECONDS", default=10 * 3600)
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "esafety.ui.views.csrf_failure"

# -- headers -----------------------------------------------------------------------------------

HTTPS = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^health/(live|ready)$", r"^metrics$"]  # asked on this machine, behind the proxy
X_FRAME_OPTIONS = "DENY"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # data: is the second factor's QR code only
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# -- files, uploads, mail ----------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [("built", BASE_DIR / "static" / "built")]  # made by python -m esafety.ui.assets
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/.+[.-][0-9a-f]{12}\.\w+$"  # a digest in the name: kept for ever
MEDIA_ROOT = DATA_DIR / "papers"
FILE_UPLOAD_HANDLERS = ["esafety.papers.uploads.RefuseFiles"]
CLAMAV_ADDRESS = env.str("CLAMAV_ADDRESS", default="").removeprefix("tcp://").removeprefix("unix://")
"""The virus scanner's socket, /run/clamav/clamd.ctl or host:3310. Empty: files are held as not scanned."""
BACKUP_PUBLIC_KEY = env.str("BACKUP_PUBLIC_KEY", default="")
"""Backups are sealed to it; `manage.py backup_key` makes the pair. The private half never lies here."""
BACKUP_DIR = env.str("BACKUP_DIR", default=str(DATA_DIR / "backups"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

EMAIL_CONFIG = env.email("EMAIL_URL", default=f"filemail:///{quote(str(DATA_DIR / 'mail'))}")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="Safekeep <no-reply@school.invalid>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

ALERTS_MAILBOX_URL = env.str("ALERTS_MAILBOX_URL", default="")
"""The mailbox that monitoring systems write their alerts to: imaps://user:password@host:993/INBOX."""
ALERTS_MAILBOX_CA = env.str("ALERTS_MAILBOX_CA", default="")
"""A file with the authority that signed the mail server's certificate, where the system does not know it."""
ALERTS_MAILBOX_TIMEOUT = 15
"""Seconds to wait for the mail server."""

# -- language, clock, log ----------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["esafety.ui.formats"]

LOG_FORMAT = env.str("LOG_FORMAT", default="json" if PRODUCTION else "plain")
LOGGING = logging_of(as_json=LOG_FORMAT == "json", level=env.str("LOG_LEVEL", default="INFO"))
logging.captureWarnings(LOG_FORMAT == "json")  # Python's warnings are lines like any other
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
"""What a monitoring system says to read `/metrics`. Empty: there is no such page."""
SILENCED_SYSTEM_CHECKS = [
    "guardian.W001",  # guardian's backend decides nothing here: see esafety/access
]
