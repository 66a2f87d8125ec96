"""A module per Word document: progress in, a letter's context out. They do not know one another."""
