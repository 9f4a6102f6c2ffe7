#!/usr/bin/env python
"""Commands of the product. Without DATABASE_URL and REDIS_URL they run on the embedded engines."""

import os
import sys

from django.core.management import execute_from_command_line

from stockholm_intl import engines


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stockholm_intl.settings")
    try:
        with engines.for_command(sys.argv, os.environ):
            execute_from_command_line(sys.argv)
    except engines.Refusal as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
