"""The pages of governance: one module per part of the menu."""
