"""Help where one stands: the words of the field, and a walk through the product for each role."""
