"""How articles and errors are shown to people."""
