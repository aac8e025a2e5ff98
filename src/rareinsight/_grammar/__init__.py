"""What a format declares, compiled: it knows words, shapes and form, and no page."""
