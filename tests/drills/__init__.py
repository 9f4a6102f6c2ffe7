"""Drills: the promises of reliability, tried on real servers and processes, each with a control that must fail.

`DRILL_ROUNDS=1000 pytest tests/drills` runs them at full length; the normal suite runs a short form.
"""
