"""The only room that changes `outputs/`, or founds a workspace."""
