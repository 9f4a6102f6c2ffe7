"""The pages of EU questions: the register, a new one, one with what is done in it, the meetings, guidelines."""
