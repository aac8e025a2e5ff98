"""``python -m rareinsight``: the command line, for when its script is not on the path."""

from rareinsight.cli import main

if __name__ == "__main__":
    main()
