"""The pages of visits: the list, the request, its steps, its letters."""
