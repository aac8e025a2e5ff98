"""Fuzz one target with Atheris: ``python fuzz/fuzz.py TARGET [FLAGS OF LIBFUZZER]``.

The inputs found stay in ``.ci/cache/fuzz/TARGET``; ``fuzz/corpus`` is read and never written to.
"""

from __future__ import annotations

import random
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import atheris

HERE = Path(__file__).parent
FOUND = HERE.parent / ".ci" / "cache" / "fuzz"
sys.path[:0] = [str(HERE), str(HERE.parent / "tests"), str(HERE.parent / "tests" / "pages")]

with atheris.instrument_imports(include=["rareinsight"]):
    import rareinsight as ri

    # what would be imported when it is first asked for is instrumented only here
    for _module in walk_packages(ri.__path__, "rareinsight."):
        if not _module.name.endswith(("__main__", "plot", "_spark", "_dask")):
            import_module(_module.name)
from declared import PLACES
from soup import INGREDIENTS
from targets import TARGETS, corpus_of, text_of

#: What is put into texts; lone surrogates come by themselves, from bytes that are no UTF-8.
_WORDS = [word for word in INGREDIENTS if word not in ("\ud800", "\udfff")] + list(PLACES)


def mutate(data: bytes, max_size: int, seed: int) -> bytes:
    """Put in a word of digests, double or move a stretch of text; every other time do what libFuzzer does."""
    chance = random.Random(seed)  # noqa: S311 - it has to be the same every time
    if chance.randrange(2):
        return atheris.Mutate(data, max_size)
    text = text_of(data)
    for _ in range(chance.randint(1, 3)):
        start, end = sorted(chance.choices(range(len(text) + 1), k=2))
        word = chance.choice(_WORDS)
        kind = chance.randrange(4)
        middle = (word, word + text[start:end], text[start:end] * 2, "")[kind]
        stop = end if kind else start
        text = text[:start] + middle + text[stop:]
    return text.encode("utf-8", "surrogateescape")[:max_size]


def main() -> None:
    """Run the target that the command line names."""
    name, *flags = sys.argv[1:] or [""]
    if name not in TARGETS:
        sys.exit(f"usage: python fuzz/fuzz.py {{{','.join(TARGETS)}}} [FLAGS OF LIBFUZZER]")
    found, smallest = FOUND / name, FOUND / "smallest" / corpus_of(name).name
    found.mkdir(parents=True, exist_ok=True)
    folders = [found, corpus_of(name)]
    if "-set_cover_merge=1" in flags:
        smallest.mkdir(parents=True)
        folders = [smallest, *folders]
    elif any(flag.startswith("-merge_inner") for flag in flags):
        folders = []
    usual = ["-max_len=2048", "-timeout=20", "-rss_limit_mb=2048", f"-artifact_prefix={found}-"]
    ri.parse("Core Insights - Prices fell [1]")  # so that no pattern is compiled in a measured run
    again = f"{sys.executable} {__file__} {name}"  # what libFuzzer runs for each part of a merge, in a shell
    atheris.Setup([again, *usual, *flags, *map(str, folders)], TARGETS[name], custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
