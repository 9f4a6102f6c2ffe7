"""The demonstration city: the real bodies and facts of Stockholm, invented persons and marked examples."""
