"""办什么: the plan of a year, and the blank forms made from it."""
