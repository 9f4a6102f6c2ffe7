"""The forms of the network: one file for each of its parts."""
