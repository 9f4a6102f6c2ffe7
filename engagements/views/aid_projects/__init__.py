"""The pages of aid-like projects."""
