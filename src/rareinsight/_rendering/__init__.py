"""How articles are written: what a page can look like, and its lines."""
