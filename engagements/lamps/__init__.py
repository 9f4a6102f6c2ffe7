"""What lights the five lamps of each kind of engagement."""
