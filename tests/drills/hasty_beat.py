"""The product's beat, which here sweeps the outbox every second so that a drill need not wait."""

from stockholm_intl.celery import app

app.conf.beat_schedule["sweep outbox"]["schedule"] = 1.0

__all__ = ["app"]
