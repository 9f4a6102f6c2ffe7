"""The pages of meetings: the list, the agenda, who was there, each item, and the minutes."""
