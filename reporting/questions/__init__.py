"""The ten questions that auditors and officers ask, each answered on one screen and in one file: see `register.py`."""
