"""The picture on top of the README shows today's page."""

import runpy
from pathlib import Path

PICTURES = Path(__file__).parents[2] / "docs/_pictures"


def test_picture_shows_the_current_page() -> None:
    make = runpy.run_path(str(PICTURES / "make.py"))
    made_of = (PICTURES / "seed.sha256").read_text(encoding="utf-8").strip()
    assert make["digest_of"](make["make_page"]()) == made_of, "run python docs/_pictures/make.py"
    assert (PICTURES / "seed.png").read_bytes().startswith(b"\x89PNG")
