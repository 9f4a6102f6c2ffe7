"""The pages of declarations: the register, the proposal, one declaration with all that is done with it, promises."""
