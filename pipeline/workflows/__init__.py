"""THE STORY: a module per chapter, a function per command. Start with `month`."""
