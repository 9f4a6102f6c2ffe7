"""The views of the open pages: what everybody reads, the request, the guest's own page, the delegation."""
