"""What stands behind a declared format: its shapes, the checks of it, and the formats known by name."""
