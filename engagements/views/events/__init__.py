"""The pages of events abroad, under /resor/."""
