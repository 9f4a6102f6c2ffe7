"""The register as one builds it in an afternoon: Django admin, a right for every object, simple-history."""
