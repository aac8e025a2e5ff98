"""A compiled core is the same code: the Python files it was made of are next to it, and both parse alike."""

import pydoc
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, SourceFileLoader
from types import ModuleType

import pytest
from attrs import asdict
from hypothesis import example, given

import rareinsight as ri
from rareinsight._grammar.grammar import compile_format
from soup import any_texts

pytestmark = pytest.mark.skipif(not ri.__compiled__, reason="the core is not compiled here")


def _drop_modules() -> dict[str, ModuleType]:
    return {name: sys.modules.pop(name) for name in [*sys.modules] if name.partition(".")[0] == "rareinsight"}


#: The modules made from Python files, as far as they have been imported.
PURE: dict[str, ModuleType] = {}


@contextmanager
def pure_modules() -> Iterator[None]:
    """Import the modules of the package from Python files, also those that are imported late."""
    compiled, hooks = _drop_modules(), sys.path_hooks[:]
    sys.modules.update(PURE)
    sys.path_hooks.insert(0, FileFinder.path_hook((SourceFileLoader, SOURCE_SUFFIXES)))
    sys.path_importer_cache.clear()
    try:
        yield
    finally:
        sys.path_hooks[:] = hooks
        sys.path_importer_cache.clear()
        PURE.update(_drop_modules())
        sys.modules.update(compiled)


@pytest.fixture(scope="module")
def pure() -> ModuleType:
    """The same package once more, all of it from its Python files."""
    with pure_modules():
        import rareinsight as package

        assert [getattr(package, name) for name in package.__all__]
    return package


def test_compiled_variant_is_compiled(pure: ModuleType) -> None:
    assert (ri.__compiled__, pure.__compiled__) == (True, False)


@given(any_texts())
@example("Core Insights - Prices rose " + "in [2024] " * 1000)  # a loop read runs that were no longer there
def test_compiled_variant_parses_alike(pure: ModuleType, text: str) -> None:
    ours = [*map(asdict, ri.parse_many(text))], repr(ri.explain(text)), ri.detect(text)
    with pure_modules():
        theirs = [*map(asdict, pure.parse_many(text))], repr(pure.explain(text)), pure.detect(text)
    assert ours == theirs


FUNCTIONS = [name for name in ri.__all__ if callable(getattr(ri, name)) and not isinstance(getattr(ri, name), type)]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_compiled_variant_has_the_same_docs(pure: ModuleType, name: str) -> None:
    ours, theirs = (re.sub("0x[0-9a-f]+", "", pydoc.render_doc(getattr(each, name))) for each in (ri, pure))
    assert ours == theirs


def test_leads_are_compiled_once() -> None:
    grammar = compile_format(ri.formats()["digest"], None)
    assert grammar.leads is grammar.leads
