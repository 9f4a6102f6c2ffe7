"""What is done with rounds, plans and accounts."""
