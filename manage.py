#!/usr/bin/env python
"""Commands of the product. Without DATABASE_URL and REDIS_URL they run on the embedded engines."""

import os
import sys

from django.core.management import execute_from_command_line

import embedded
from stockholm_intl import first_use


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stockholm_intl.settings")
    own_servers = bool(os.environ.get("DATABASE_URL"))
    try:
        with embedded.for_command(sys.argv, os.environ):
            if not own_servers:
                first_use.make_ready(sys.argv[1:])
            execute_from_command_line(sys.argv)
    except embedded.Refusal as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
