"""Bare Django over the same database: its ordinary middleware, one folder of templates, nothing of ours."""

from esafety.settings import *  # noqa: F403
from esafety.settings import BASE_DIR, DATABASE_OWNER, DATABASES

if DATABASE_OWNER:  # whom no walls bind, by Django's own connection; only the search asks for the scope
    bare = {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {"options": "-c walls.schools=*"}}
    DATABASES = {"default": {**DATABASES["default"], **DATABASE_OWNER, **bare}}

ROOT_URLCONF = "benchmarks.floor"
MIDDLEWARE = [
    "benchmarks.counting.counted",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # insists on being there; does next to nothing
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "benchmarks" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
