"""The pages of the network and of horizon scanning: one file for each part."""
