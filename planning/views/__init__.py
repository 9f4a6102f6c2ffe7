"""The pages of planning: rounds, plans with their lines, accounts, and the lists over all of them."""
