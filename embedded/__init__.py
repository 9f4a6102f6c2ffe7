"""PostgreSQL and Valkey out of wheels, for `make run`, `manage.py` and the tests; never in production.

    with borrowed(state, os.environ):   # DATABASE_URL and REDIS_URL lead to running servers in here
        ...

Who needs an engine holds a shared lock on its `users.lock`. The first one starts a keeper (keeper.py), a
small process that starts the server and then waits for the lock alone: when it gets it, the last user is
gone and it stops the server. The kernel takes back the lock of a process that is killed, so no count can
go wrong.

The package imports nothing but the standard library: the keeper has to start in an instant.
"""

from .borrowing import Loan, borrowed, claim, for_command, remove, state_folder, stop
from .refusal import Refusal

__all__ = ["Loan", "Refusal", "borrowed", "claim", "for_command", "remove", "state_folder", "stop"]
