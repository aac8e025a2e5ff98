"""Mutation testing of the core: change one thing at a time, and see whether a test fails.

``python .ci/mutate.py [N [SEED]]`` tries N mutants (150) of those that Cosmic Ray makes, drawn by chance, in copies of
the last commit, one on each core, and prints the diffs of those that lived and how many were killed. Rows and facts
have to be killed by labelled pages and properties: their own examples are left out. A mutant that lives is killed by
a better test, or its cause is written into ``tests/project/survivors.md``. Needs ``pip install cosmic-ray``.

``--properties`` runs only properties, all of them, and prints which kill each mutant, and which kill none.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from argparse import ArgumentParser
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from difflib import unified_diff
from importlib.util import cache_from_source
from pathlib import Path
from tempfile import TemporaryDirectory

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).parent.parent
CORE = (
    "_grammar/*.py",
    "_parse/*.py",
    "_dialect/*.py",
    "_formats/**/*.py",
    "_pipeline.py",
    "detection.py",
    "parsing.py",
    "references.py",
    "_pieces.py",
)
#: The quickest first.
NAMES = """
    parse/test_insights parse/test_thresholds parse/test_seed parse/test_certain parse/test_pages parse/test_endings
    grammar/test_bylines formats/test_format test_layout test_pieces test_diagnostics parse/test_promises
    test_references formats/test_registry test_rendering test_limits test_jsonio test_model
    parse/test_detection parse/test_stream formats/test_producers formats/test_answer
    dialect/test_look_again dialect/test_odd_places dialect/test_infer_format
    variations/test_near_misses variations/test_variations
""".split()
TESTS = [
    *(f"tests/{name}.py" for name in NAMES),
    *(f"src/rareinsight/{name}" for name in ("_formats", "_grammar", "_parse", "_pieces.py", "detection.py", "parsing.py")),
    "docs/limits.md",
]
#: A test that takes longer than this hangs, in seconds.
LONGEST_TEST = 60
EXAMPLES = ["-x", "--hypothesis-profile", "brief", *TESTS]
PROPERTIES = ["--search", "3600", "--hypothesis-profile", "first", "-m", "not full", "tests"]
#: What is changed. Not: `|`, which in annotations changes nothing; `*`, which signatures have; decorators, which only
#: keep results.
OPERATORS = """
    ReplaceBinaryOperator_(Add_Sub|Sub_Add|FloorDiv_Mul|Mod_Add|BitAnd_BitOr) ReplaceTrueWithFalse
    ReplaceComparisonOperator_(Eq_NotEq|NotEq_Eq|Lt_LtE|LtE_Lt|Gt_GtE|GtE_Gt|Is_IsNot|IsNot_Is) ReplaceFalseWithTrue
    AddNot ReplaceAndWithOr ReplaceOrWithAnd ReplaceBreakWithContinue ReplaceContinueWithBreak NumberReplacer
    ReplaceUnaryOperator_Delete_Not ZeroIterationForLoop ExceptionReplacer
""".split()


#: A module, an operator, and how many of its places come before the one that is changed.
Mutant = tuple[str, str, int]


def mutants_of(copy: Path) -> list[Mutant]:
    """Return all mutants of the core."""
    wanted = re.compile("core/(?:" + "|".join(OPERATORS) + ")")
    operators = {name: get_operator(name)() for name in operator_names() if wanted.fullmatch(name)}
    mutants: list[Mutant] = []
    for path in sorted(path for pattern in CORE for path in copy.glob(f"src/rareinsight/{pattern}")):
        nodes = list(ast_nodes(get_ast(path.read_text("utf-8"))))
        for name, operator in operators.items():
            places = [place for node in nodes for place in operator.mutation_positions(node)]
            mutants += [(str(path.relative_to(copy)), name, number) for number in range(len(places))]
    return mutants


def failures(copy: Path, options: list[str]) -> set[str] | None:
    """The tests of a copy that fail, whose `src` comes before what is installed; ``None`` if they don't run at all."""
    command = [sys.executable, "-m", "pytest", "-q", "-o", f"faulthandler_timeout={LONGEST_TEST}", *options]
    environment = {**os.environ, "PYTHONPATH": str(copy / "src")}
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    failed = set(re.findall(r"^(?:FAILED|ERROR) tests/(\S+)", done.stdout, re.MULTILINE))
    return failed or (None if done.returncode else set())


def killers(copy: Path, mutant: Mutant, options: list[str]) -> set[str] | None:
    """The tests of a copy that fail with a mutant, whose diff is printed if there are none."""
    module, operator, occurrence = mutant
    source = (copy / module).read_text("utf-8")
    mutated = str(mutate_code(source, get_operator(operator)(), occurrence))
    compiled = Path(cache_from_source(str(copy / module)))  # looks up to date beside a mutant as long and as old
    (copy / module).write_text(mutated, "utf-8")
    compiled.unlink(missing_ok=True)
    failed = failures(copy, options)
    (copy / module).write_text(source, "utf-8")
    compiled.unlink(missing_ok=True)
    if failed == set():
        diff = unified_diff(source.splitlines(), mutated.splitlines(), module, n=1, lineterm="")
        print("\n".join(diff), end="\n\n", flush=True)
    else:
        print(*mutant, "killed by", ", ".join(sorted(failed or ["an error"])), flush=True)
    return failed


def try_mutants(count: int, seed: int, folder: Path, options: list[str]) -> None:
    """Try mutants drawn by chance, and print what lives and the share that is killed, by file and by test."""
    copies = [folder / str(number) for number in range(os.cpu_count() or 1)]
    for copy in copies:
        subprocess.run(["git", "clone", "-q", str(ROOT), str(copy)], check=True)
    if failures(copies[0], options) != set():
        sys.exit("the tests fail before anything is changed")
    mutants = mutants_of(copies[0])
    chosen = random.Random(seed).sample(mutants, min(count, len(mutants)))
    print(f"{len(chosen)} of {len(mutants)} mutants", flush=True)

    def run(mutant: Mutant) -> set[str] | None:
        copy = copies.pop()
        failed = killers(copy, mutant, options)
        copies.append(copy)
        return failed

    with ThreadPoolExecutor(len(copies)) as pool:
        outcomes = list(pool.map(run, chosen))
    for module in sorted({module for module, _, _ in chosen}):
        of_module = [failed == set() for (name, _, _), failed in zip(chosen, outcomes, strict=True) if name == module]
        print(f"{module:48} {of_module.count(False):4} of {len(of_module)} killed")
    for test, kills in Counter(test for failed in outcomes for test in failed or ()).most_common():
        print(f"{kills:4} killed by {test}")
    killed = sum(failed != set() for failed in outcomes)
    print(f"{killed} of {len(chosen)} killed, {killed / len(chosen):.0%}")


if __name__ == "__main__":
    arguments = ArgumentParser(description=__doc__)
    arguments.add_argument("count", type=int, nargs="?", default=150)
    arguments.add_argument("seed", type=int, nargs="?", default=1)
    arguments.add_argument("--properties", action="store_true")
    given = arguments.parse_args()
    with TemporaryDirectory() as folder:
        try_mutants(given.count, given.seed, Path(folder), PROPERTIES if given.properties else EXAMPLES)
