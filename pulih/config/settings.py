"""How Pulih is wired. Everything that differs between places comes from the environment."""

import os
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

PACKAGE = Path(__file__).resolve().parent.parent

PRODUCTION = os.environ.get("PULIH_PRODUCTION") == "1"
DEMO = os.environ.get("PULIH_DEMO") == "1"
DEBUG = False
SECRET_KEY = os.environ.get("PULIH_SECRET_KEY") or (
    "" if PRODUCTION else "for trying Pulih on one machine, never for production"
)
ALLOWED_HOSTS = os.environ.get("PULIH_HOSTS", "127.0.0.1,localhost").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("PULIH_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "pulih.records",
    "pulih.web.ui",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_cotton.apps.SimpleAppConfig",
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "procrastinate.contrib.django",
]

PROCRASTINATE_IMPORT_PATHS = ["pulih.jobs.rescoring"]
"""Where the jobs are."""

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pulih.web.door.packing.PackingMiddleware",
    "pulih.web.door.policy.PolicyMiddleware",
    "pulih.web.door.middleware.DoorMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "pulih.config.urls"
WSGI_APPLICATION = "pulih.config.wsgi.application"

_cotton_loaders = [
    (
        "django.template.loaders.cached.Loader",
        [
            "django_cotton.cotton_loader.Loader",
            "django.template.loaders.filesystem.Loader",
            "django.template.loaders.app_directories.Loader",
        ],
    )
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "loaders": _cotton_loaders,
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "pulih.web.ui.addresses",
                "pulih.web.ui.words",
                "pulih.web.ui.extending",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "pulih.web.ui.shell.shell",
            ],
        },
    }
]
FORM_RENDERER = "pulih.web.ui.forms.PulihRenderer"


def database(url: str) -> dict[str, object]:
    """The database settings of a PostgreSQL URL; a Unix socket is given as `?host=`."""
    parts = conninfo_to_dict(url)
    return {
        "ENGINE": "pulih.records.engine",
        "NAME": parts.get("dbname", "pulih"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
        "CONN_MAX_AGE": 0,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "ATOMIC_REQUESTS": False,
        # Django would forbid preparing. Only `records.asking` prepares: what is asked seldom stays planned anew.
        "OPTIONS": {"pool": {"min_size": 2, "max_size": 8}, "prepare_threshold": 1_000_000_000},
    }


_as_owner = os.environ.get("PULIH_CONNECT_AS") == "owner"
DATABASES = {
    "default": database(os.environ.get("PULIH_OWNER_URL" if _as_owner else "DATABASE_URL", "dbname=pulih"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
"""Third-party tables only; our own models name their keys."""

AUTH_USER_MODEL = "records.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "pulih.web.door.passwords.Argon2idPasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("username", "full_name")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]  # fmt: skip
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = False
"""Attempts are counted by axes in the database, which all workers share; allauth would count per process."""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = ["username"]
"""By user name: a prison shares one address, and one person's mistakes must not lock the others out."""
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

SESSION_ENGINE = "pulih.records.sessions"
SESSION_COOKIE_NAME = "pulih"
SESSION_COOKIE_AGE = int(os.environ.get("PULIH_SESSION_SECONDS", str(30 * 60)))
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_SSL_REDIRECT = PRODUCTION and os.environ.get("PULIH_BEHIND_TLS") != "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Indonesia"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "language" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE / "web" / "static"
"""The bundle itself, hashed and packed when it was made (frontend/bundle.py): there is nothing to collect."""
STORAGES = {"staticfiles": {"BACKEND": "pulih.web.ui.assets.BundledFiles"}}
WHITENOISE_USE_FINDERS = False
WHITENOISE_AUTOREFRESH = False

MESSAGE_STORAGE = "pulih.web.door.notices.SealedNotices"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000  # a stack of sixty sheets with forty items and more beside them
FILE_UPLOAD_MAX_MEMORY_SIZE = 22 * 1024 * 1024
SILENCED_SYSTEM_CHECKS = ["staticfiles.W004", "axes.W006"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("PULIH_LOG", "WARNING")},
}
