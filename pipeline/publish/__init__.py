"""发: the only room that changes `outputs/`: a whole set or nothing."""
