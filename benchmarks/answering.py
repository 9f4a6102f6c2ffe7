"""A measuring process that is asked page by page: `python -m benchmarks.answering` (growth.py asks).

Its first line is a JSON list of the full list pages it knows; then, for the index of a page on a line of its
input, it answers with the milliseconds that page took.
"""

import json
import sys
import time
from importlib import import_module

import django


def main() -> None:
    django.setup()
    lists = import_module("benchmarks.lists")  # its models can be imported only now
    pages = [
        (f"{words} ({who})", visitor.getting(path))
        for who, visitor, variants in lists.everybody()
        for path, words in variants.items()
        # A page with more after it: two of them show as many rows, whatever the size of the city.
        if b'rel="next"' in visitor.get(path)
    ]
    print(json.dumps([what for what, _ in pages]), flush=True)
    for line in sys.stdin:
        get = pages[int(line)][1]
        began = time.perf_counter()
        get()
        print((time.perf_counter() - began) * 1000, flush=True)


if __name__ == "__main__":
    main()
