"""The pages of memberships: the register, a proposal, one membership, its reviews."""
