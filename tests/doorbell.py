"""The connections Celery keeps to its broker, for tests that put another broker in its place."""

from celery import current_app
from kombu import pools


def forget_connections() -> None:
    """Whoever rings next connects anew, to the broker that is configured then.

    The pools are let go of before they are closed: another thread, of a web server or of a race, must not be
    handed one that is closed already.
    """
    current_app._pool = current_app.amqp._producer_pool = None
    pools.reset()
    current_app._pool = current_app.amqp._producer_pool = None
