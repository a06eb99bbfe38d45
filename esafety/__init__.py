"""School online safety: incidents, agreements and filtering for schools."""

from esafety.celery import app as celery_app

__all__ = ["celery_app"]
