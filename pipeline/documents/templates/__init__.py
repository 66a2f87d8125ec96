"""An office's Word templates checked: what they may say, what they say, how their pages come out."""
