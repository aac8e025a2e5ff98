"""Mutation testing of the core: change one thing at a time, and see whether a test fails.

``python .ci/mutate.py [N [SEED]]`` tries N mutants (150) of those that Cosmic Ray makes, drawn by chance, in a copy of
the last commit, and prints how many were killed and the diffs of those that were not. Rows and facts have to be killed
by labelled pages and properties: their own examples are left out. A mutant that survives
is killed by a better test, or its cause is written into ``tests/survivors.md``.
"""

from __future__ import annotations

import os
import random
import re
import shlex
import shutil
import subprocess
import sys
from itertools import groupby
from pathlib import Path

from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import TestOutcome, WorkerOutcome, WorkResult

ROOT = Path(__file__).parent.parent
COPY = ROOT / ".ci" / "build" / "mutants"
SESSION = COPY / "session.sqlite"
CORE = ("_page", "_decide", "_build", "_format", "parsing.py", "_pieces.py")
#: In the order in which they kill the most.
TESTS = [
    *(f"tests/test_{name}.py" for name in "pages seed insights headers detection stream promises".split()),
    *(f"tests/test_{name}.py" for name in "formats layouts certain pieces diagnostics render".split()),
    *(f"tests/test_{name}.py" for name in "producers references registry".split()),
    *(f"src/rareinsight/{name}" for name in ("_format", "_page", "_build", "_pieces.py", "parsing.py")),
    "docs/limits.md",
]
#: What is changed. Not: `|`, which in annotations changes nothing; decorators, which only keep results.
OPERATORS = """
    ReplaceBinaryOperator_(Add_Sub|Sub_Add|Mul_Div|FloorDiv_Mul|Mod_Add|BitAnd_BitOr) ReplaceTrueWithFalse
    ReplaceComparisonOperator_(Eq_NotEq|NotEq_Eq|Lt_LtE|LtE_Lt|Gt_GtE|GtE_Gt|Is_IsNot|IsNot_Is) ReplaceFalseWithTrue
    AddNot ReplaceAndWithOr ReplaceOrWithAnd ReplaceBreakWithContinue ReplaceContinueWithBreak NumberReplacer
    ReplaceUnaryOperator_Delete_Not ZeroIterationForLoop ExceptionReplacer
""".split()


def run(*command: str) -> None:
    """Run a program in the copy, whose `src` comes before what is installed."""
    environment = {**os.environ, "PYTHONPATH": str(COPY / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(command, cwd=COPY, env=environment, check=True)


def prepare(count: int, seed: int) -> None:
    """Make the copy and a session of so many mutants; the others are marked as left out."""
    shutil.rmtree(COPY, ignore_errors=True)
    subprocess.run(["git", "clone", "-q", str(ROOT), str(COPY)], check=True)
    modules = ", ".join(f'"src/rareinsight/{name}"' for name in CORE)
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--hypothesis-profile", "brief", *TESTS]
    run(*command)  # what is red before anything is changed tells nothing
    (COPY / "mutants.toml").write_text(
        f'[cosmic-ray]\nmodule-path = [{modules}]\ntimeout = 240\ntest-command = "{shlex.join(command)}"\n'
        '[cosmic-ray.distributor]\nname = "local"\n',
        "utf-8",
    )
    bin = Path(sys.executable).parent
    run(str(bin / "cosmic-ray"), "init", "mutants.toml", str(SESSION))
    with use_db(SESSION, WorkDB.Mode.open) as session:
        wanted = re.compile("core/(?:" + "|".join(OPERATORS) + ")")
        items = [item for item in session.work_items if wanted.fullmatch(item.mutations[0].operator_name)]
        chosen = {item.job_id for item in random.Random(seed).sample(items, min(count, len(items)))}
        left_out = WorkResult(worker_outcome=WorkerOutcome.SKIPPED)
        session.set_multiple_results([item.job_id for item in session.work_items if item.job_id not in chosen], left_out)
        print(f"{len(chosen)} of {len(items)} mutants", flush=True)


def report() -> None:
    """Print what survived, and the share that was killed, by file."""
    with use_db(SESSION, WorkDB.Mode.open) as session:
        results = {job: result for job, result in session.results if result.worker_outcome != WorkerOutcome.SKIPPED}
        items = [item for item in session.work_items if item.job_id in results]
    for item in items:
        if results[item.job_id].test_outcome == TestOutcome.SURVIVED:
            print(results[item.job_id].diff, end="\n\n")
    by_file = sorted(items, key=lambda item: str(item.mutations[0].module_path))
    for file, group in groupby(by_file, key=lambda item: str(item.mutations[0].module_path)):
        outcomes = [results[item.job_id].test_outcome for item in group]
        print(f"{file:48} {len(outcomes) - outcomes.count(TestOutcome.SURVIVED):4} of {len(outcomes)} killed")
    survived = sum(result.test_outcome == TestOutcome.SURVIVED for result in results.values())
    print(f"{len(results) - survived} of {len(results)} killed, {1 - survived / len(results):.0%}")


if __name__ == "__main__":
    if sys.argv[1:] != ["report"]:
        prepare(*map(int, [*sys.argv[1:], "150", "1"][:2] if len(sys.argv) < 3 else sys.argv[1:3]))
        run(str(Path(sys.executable).parent / "cosmic-ray"), "exec", "mutants.toml", str(SESSION))
    report()
