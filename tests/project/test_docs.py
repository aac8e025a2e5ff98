"""Docs, comments and messages use plain words and one word for each thing, and links work wherever they are read."""

import ast
import re
from io import StringIO
from pathlib import Path
from tokenize import COMMENT, generate_tokens
from typing import Final

import pytest

import rareinsight

ROOT: Final = Path(__file__).parents[2]
PAGES: Final = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "fuzz").glob("*.md"))]
SOURCES: Final = sorted(Path(rareinsight.__path__[0]).rglob("*.py"))
REPOSITORY: Final = "https://github.com/rareinsight/rareinsight"

#: Words to avoid, and what to write instead: the usual technical term, or a plainer word.
INSTEAD: Final = {
    r"doubts?": "diagnostic",
    r"furniture": "boilerplate",
    r"rooms?": "module, or space",
    r"faces?": "public API",
    r"large letters?": "capital",
    r"blanks? (?:before|between|after)": "space",
    r"helpers?|managers?": "what it does",
    r"utili[sz]e[sd]?|leverage[sd]?": "use",
    r"simply|obviously|of course": "nothing",
    r"whilst|whence|thereof|herein|amongst": "a word that people say",
    r"seamless(?:ly)?|powerful|blazing(?:ly)?|robust|delve|cutting-edge": "what it does, in numbers",
}
_REFUSED: Final = re.compile(rf"\b(?:{'|'.join(INSTEAD)})\b", re.IGNORECASE)
#: Code and examples are texts, which may hold any words.
_CODE: Final = re.compile(r"^(`{3,}).*?^\1|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_LINK: Final = re.compile(r"\]\(([^)\s]+)\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_docs_use_plain_words(page: Path) -> None:
    prose = _CODE.sub("", page.read_text(encoding="utf-8"))
    assert not [found[0] for found in _REFUSED.finditer(prose)]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.relative_to(SOURCES[0].parent).as_posix())
def test_comments_and_docstrings_use_plain_words(source: Path) -> None:
    code = source.read_text(encoding="utf-8")
    nodes = [
        node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
    ]
    comments = [each.string for each in generate_tokens(StringIO(code).readline) if each.type == COMMENT]
    prose = "\n".join([*comments, *(ast.get_docstring(node) or "" for node in nodes)])
    assert not [found[0] for found in _REFUSED.finditer(_CODE.sub("", prose))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_examples_end_in_no_empty_line(page: Path) -> None:
    blocks = [found[0] for found in _CODE.finditer(page.read_text(encoding="utf-8")) if ">>>" in found[0]]
    assert not [block for block in blocks if re.search(r"\n\s*\n\s*`{3,}\Z", block)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_to_files_and_headings(page: Path) -> None:
    """`sphinx-build -b linkcheck` follows those to other sites."""
    for link in _LINK.findall(_CODE.sub("", page.read_text(encoding="utf-8"))):
        target, _, anchor = link.partition("#")
        if target.startswith(f"{REPOSITORY}/blob/main/"):
            target = str(ROOT / target.removeprefix(f"{REPOSITORY}/blob/main/"))
        elif target.startswith("http"):
            continue
        found = page.parent / target if target else page
        assert found.exists(), link
        assert not anchor or anchor in _anchors(found), link


def _anchors(page: Path) -> list[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return [re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings]
