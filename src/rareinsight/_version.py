"""The version, as a literal: importing rareinsight reads no metadata, and the build reads this file."""

__version__ = "0.1.0"
