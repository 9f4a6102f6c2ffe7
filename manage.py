#!/usr/bin/env python
"""Commands of the product. Without DATABASE_URL and REDIS_URL they run on the embedded engines."""

import os
import sys

from django.core.management import execute_from_command_line

import embedded


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stockholm_intl.settings")
    try:
        with embedded.for_command(sys.argv, os.environ):
            execute_from_command_line(sys.argv)
    except embedded.Refusal as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
