"""What declared formats are built on: shapes, checks of declarations, and the registry."""
