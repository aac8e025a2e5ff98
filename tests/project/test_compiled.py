"""A compiled core is the same code: beside it stand the Python files that it was made of, and both read alike."""

import pydoc
import re
import sys
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, SourceFileLoader
from types import ModuleType

import pytest
from hypothesis import given

import rareinsight as ri
from soup import any_texts

pytestmark = pytest.mark.skipif(not ri.__compiled__, reason="the core is not compiled here")


def _drop_modules() -> dict[str, ModuleType]:
    return {name: sys.modules.pop(name) for name in [*sys.modules] if name.partition(".")[0] == "rareinsight"}


@pytest.fixture(scope="module")
def pure() -> ModuleType:
    """The same package once more, all of it from its Python files."""
    compiled, hooks = _drop_modules(), sys.path_hooks[:]
    sys.path_hooks.insert(0, FileFinder.path_hook((SourceFileLoader, SOURCE_SUFFIXES)))
    sys.path_importer_cache.clear()
    try:
        import rareinsight as package

        package.detect("Core Insights - Prices fell [1]")  # what is imported late is imported now
        assert [getattr(package, name) for name in package.__all__]
    finally:
        sys.path_hooks[:] = hooks
        sys.path_importer_cache.clear()
        _drop_modules()
        sys.modules.update(compiled)
    return package


def test_compiled_variant_is_compiled(pure: ModuleType) -> None:
    assert (ri.__compiled__, pure.__compiled__) == (True, False)


@given(any_texts())
def test_compiled_variant_parses_alike(pure: ModuleType, text: str) -> None:
    ours, theirs = ([*map(each.to_json, each.parse_many(text))] for each in (ri, pure))
    assert ours == theirs
    assert repr(ri.explain(text)) == repr(pure.explain(text))
    assert ri.detect(text) == pure.detect(text)


FUNCTIONS = [name for name in ri.__all__ if callable(getattr(ri, name)) and not isinstance(getattr(ri, name), type)]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_compiled_variant_has_the_same_docs(pure: ModuleType, name: str) -> None:
    ours, theirs = (re.sub("0x[0-9a-f]+", "", pydoc.render_doc(getattr(each, name))) for each in (ri, pure))
    assert ours == theirs
