"""The public API in words: `tests/api.txt` has a line for each function, class and field, so that changes are seen.

``python tests/api.py`` writes that file. The API is read from the source, so that neither extras nor an installed
package are needed.
"""

from collections.abc import Iterator
from pathlib import Path
from textwrap import fill
from typing import Final

import griffe

FILE: Final = Path(__file__).with_name("api.txt")
#: What users may import from; everything else is private, whatever it is called.
MODULES: Final = ("", "arrow", "dumps", "html", "plot", "rendering", "testing")


def describe_api(package: Path) -> str:
    """Return the lines, in the order of the modules and of what each of them exports."""
    loaded = griffe.load(package.name, search_paths=[package.parent], resolve_aliases=True)
    described: dict[str, list[str]] = {}  # what two modules export is described once
    for name in MODULES:
        module = loaded[name] if name else loaded
        exported = module.exports or [each for each in module.members if _is_own(module.members[each])]
        for each in map(str, exported):
            described.setdefault(module[each].canonical_path, list(_describe(each, module[each], module.path)))
    return "".join(f"{line}\n" for lines in described.values() for line in lines)


def _is_own(member: griffe.Object | griffe.Alias) -> bool:
    return member.is_public and not member.is_alias and not member.is_module


def _describe(name: str, member: griffe.Object | griffe.Alias, owner: str) -> Iterator[str]:
    target = member.final_target if isinstance(member, griffe.Alias) else member
    if isinstance(target, griffe.Function):
        yield f"{owner}.{target.signature()}"
    elif isinstance(target, griffe.Attribute):
        kind = " (property)" if "property" in target.labels else ""
        default = "" if kind or (value := _default(target.value)) is None else f" = {value}"
        yield f"{owner}.{name}: {target.annotation}{kind}{default}"
    elif isinstance(target, griffe.Class):
        yield f"{owner}.{name}({', '.join(str(base) for base in target.bases if not str(base).startswith('_'))})"
        for each, inner in target.members.items():
            if not each.startswith("_"):
                yield from _describe(each, inner, f"{owner}.{name}")


def _default(value: str | griffe.Expr | None) -> str | None:
    """Return the default of a field, or its factory; ``None`` where a value is required."""
    if isinstance(value, griffe.ExprCall) and str(value.function) == "field":
        told = {each.name: each.value for each in value.arguments if isinstance(each, griffe.ExprKeyword)}
        return next((str(told[key]) for key in ("default", "factory") if key in told), None)
    return None if value is None else fill(str(value), 60, max_lines=1, placeholder=" …")


if __name__ == "__main__":
    FILE.write_text(describe_api(Path(__file__).parents[2] / "src" / "rareinsight"), "utf-8")
