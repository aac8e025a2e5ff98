"""How fast rareinsight is, beside what it can be compared with; see :mod:`benchmarks.__main__` for the command."""
