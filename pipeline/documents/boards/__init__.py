"""看板: pages that open from disk, made of a month's figures. Pure: they hold everything they need and ask nobody for anything."""
