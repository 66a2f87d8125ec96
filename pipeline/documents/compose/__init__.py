"""One module per document: progress in, a context dataclass out. Pure; the modules do not know one another."""
