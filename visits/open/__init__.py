"""The open pages: what a delegation abroad does without logging in, and what it may see."""
