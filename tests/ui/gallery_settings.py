"""The pages' room by itself: no other room, no database. The form pack could leave the project."""

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
SECRET_KEY = "only for the gallery of components, never deployed"
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "tests.ui.gallery"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    "csp",
    "django_htmx",
    "esafety.ui",
]
MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "esafety.ui.middleware.ResponseHeaders",
    "esafety.ui.middleware.PlainRefusals",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tests.ui.gallery.Somebody",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "tests" / "ui" / "templates", BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "tests.ui.gallery.somebody",
                "esafety.ui.context.page",
            ],
            "builtins": ["esafety.ui.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "esafety.ui.forms.GovukRenderer"
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["govuk"]
CRISPY_FAIL_SILENTLY = False
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
CSRF_FAILURE_VIEW = "esafety.ui.views.csrf_failure"
DATABASES: dict[str, dict[str, str]] = {}
STATIC_URL = "/static/"
STATICFILES_DIRS = [("built", BASE_DIR / "static" / "built")]
LOGIN_URL = "account_login"
SESSION_IDLE_SECONDS = 900
SESSION_ABSOLUTE_SECONDS = 36000
DEMO = True
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
FORMAT_MODULE_PATH = ["esafety.ui.formats"]
_SELF = ["'self'"]
_NONE = ["'none'"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": _NONE,
        "script-src": _SELF,
        "style-src": _SELF,
        "img-src": [*_SELF, "data:"],
        "font-src": _SELF,
        "connect-src": _SELF,
        "manifest-src": _SELF,
        "form-action": _SELF,
        "frame-ancestors": _NONE,
        "base-uri": _NONE,
        "object-src": _NONE,
    }
}
