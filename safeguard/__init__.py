"""The project and its kernel: the few things on which every app stands."""

from safeguard.celery import app as celery_app

__all__ = ["celery_app"]
