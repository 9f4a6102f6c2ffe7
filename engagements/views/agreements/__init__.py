"""The pages of agreements: the register, the proposal, and one agreement with all that is done with it."""
