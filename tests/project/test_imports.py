"""No module imports another in a circle, wherever the import is and however it is spelled.

import-linter sees statements only. Here a module also imports what its functions import, and every module that a string
of it names, in whole or with a prefix in an f-string (``f"rareinsight.cli.{name}"``).
"""

import ast
import sys
import tomllib
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import rareinsight
from commands import run_python

PACKAGE = Path(rareinsight.__file__).parent
PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def modules_in(package: Path) -> dict[str, Path]:
    """Return the files of a package by the names of their modules."""
    files = {path.relative_to(package.parent).with_suffix("").parts: path for path in package.rglob("*.py")}
    return {".".join(parts).removesuffix(".__init__"): path for parts, path in files.items()}


def graph_of(modules: dict[str, Path]) -> dict[str, set[str]]:
    """Return what each module imports, at once or later."""
    return {name: set(_imports_of(name, path, set(modules))) - {name} for name, path in modules.items()}


def _imports_of(importer: str, path: Path, modules: set[str]) -> Iterator[str]:
    """Yield the modules that statements name, and those that strings do; packages around a module are loaded anyway."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    strings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    for node in ast.walk(tree):
        match node:
            case ast.Import(names):
                yield from modules & {each.name for each in names}
            case ast.ImportFrom(module, names) if module is not None:
                submodules = modules & {f"{module}.{each.name}" for each in names}
                yield from submodules
                yield from modules & {module} if len(submodules) < len(names) else ()
            case ast.JoinedStr([ast.Constant(value=str(prefix)), *_]):
                yield from modules & {prefix + each.replace("-", "_") for each in strings}
            case ast.Constant(value=str(text)) if not importer.startswith(f"{text}."):
                yield from modules & {text.partition(":")[0]}
            case _:
                pass


def test_imports_have_no_circle() -> None:
    TopologicalSorter(graph_of(modules_in(PACKAGE))).prepare()


@pytest.mark.parametrize(
    "imports",
    [
        "import {other}",
        "from {package} import {module}",
        "from {other} import name",
        "def late(): from {other} import name",
        "def late(): import_module('{other}')",
        "NAMES = ('{module}',)\ndef late(name): import_module(f'{package}.{{name}}')",
        "TABLE = {{'text': '{other}:draw'}}",
    ],
)
def test_import_circles_are_found_in_any_spelling(imports: str, tmp_path: Path) -> None:
    for module, other in (("first", "second"), ("second", "first")):
        spelled = imports.format(package=tmp_path.name, module=other, other=f"{tmp_path.name}.{other}")
        (tmp_path / f"{module}.py").write_text(spelled, encoding="utf-8")
    with pytest.raises(CycleError):
        TopologicalSorter(graph_of(modules_in(tmp_path))).prepare()


def libraries_of(path: Path) -> Iterator[str]:
    """Yield the top-level modules that a file imports, also those of extras."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names):
                yield from (each.name.partition(".")[0] for each in names)
            case ast.ImportFrom(module, level=0) if module is not None:
                yield module.partition(".")[0]
            case ast.Call(ast.Name("import_extra"), [ast.Constant(value=str(module)), *_]):
                yield module.partition(".")[0]
            case _:
                pass


def test_imports_are_declared() -> None:
    project, origins = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"], packages_distributions()
    required = chain(project["dependencies"], *project["optional-dependencies"].values())
    declared = {canonicalize_name(Requirement(each).name) for each in required}
    imported = {name for path in PACKAGE.rglob("*.py") for name in libraries_of(path)}
    libraries = imported - {"rareinsight"} - sys.stdlib_module_names
    assert "pyarrow" in libraries
    assert {name for name in libraries if declared.isdisjoint(map(canonicalize_name, origins[name]))} == set()


@pytest.mark.parametrize(
    "path", [*PACKAGE.glob("_parse/*.py"), *PACKAGE.glob("_grammar/*.py")], ids=lambda path: path.stem
)
def test_loops_keep_what_they_iterate_over(path: Path) -> None:
    """A compiled loop looks its values up by their name, even if that has been given to others."""
    for loop in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(loop, ast.For) and isinstance(loop.iter, ast.Name):
            stored = [each for each in ast.walk(loop) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)]
            assert loop.iter.id not in [each.id for each in stored], f"line {loop.lineno}"


@pytest.mark.slow
def test_tests_are_found_without_xdist_and_without_a_cache() -> None:
    program = "import sys, pytest; sys.modules['xdist.scheduler'] = None; sys.exit(pytest.main(sys.argv[1:]))"
    without = [f"-pno:{name}" for name in ("xdist", "xdist.looponfail", "cacheprovider")]
    done = run_python("-c", program, "--collect-only", "-q", *without, "tests", at=PROJECT.parent)
    assert done.returncode == 0, done.stdout[-2000:]
