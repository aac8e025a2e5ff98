"""How articles are written: layouts and the lines of a page."""
