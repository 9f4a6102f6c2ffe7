"""The pages of partners and engagements, one file for each kind."""
