"""Makes the picture on top of the README from the seed: ``python docs/_pictures/make.py``.

Wants Debian's ``chromium`` and ``fonts-noto-cjk``. A browser of another version draws other pixels, so a test
compares the page that the picture was made of, by its digest.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import rareinsight as ri
from rareinsight.html import render

HERE = Path(__file__).parent
PICTURE, DIGEST = HERE / "seed.png", HERE / "seed.sha256"
#: The paragraph that is chosen in the picture.
CHOSEN = 3


def make_page() -> str:
    """Return the page that is pictured."""
    (seed,) = (HERE.parents[1] / "seeds").glob("*.txt")
    return render(ri.parse(seed.read_text(encoding="utf-8")), explained=False)


def digest_of(page: str) -> str:
    """Return what the page is known by."""
    return hashlib.sha256(page.encode()).hexdigest()


def main() -> None:
    """Take the picture."""
    from playwright.sync_api import sync_playwright

    page = make_page()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        view = browser.new_page(viewport={"width": 1280, "height": 760}, color_scheme="light")
        view.set_content(page)
        view.locator(f"svg .cell[data-c='{CHOSEN}']").first.click()
        view.evaluate(
            "document.querySelector('.sheet').hidden = true"
        )  # it has nothing to show: the seed is not linked
        view.wait_for_timeout(300)
        view.screenshot(path=PICTURE)
        browser.close()
    DIGEST.write_text(digest_of(page) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
