"""Pictures of a month's figures: what is drawn, and the one set of components it is drawn with. Pure."""
