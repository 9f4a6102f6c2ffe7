"""What is done in the network: one file for each of its parts."""
