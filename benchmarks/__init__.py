"""Measures the product against its limits: `make bench`. What is measured, and how, stands in README.md."""
