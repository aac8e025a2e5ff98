"""Wheels whose core is compiled, and sdists of nothing but what git knows.

With ``RAREINSIGHT_MYPYC=1`` in the environment a build runs mypyc over the core. Without that it needs no compiler, and
the wheel runs everywhere. Both kinds of wheel hold all Python files; where a compiled module lies beside one, Python
takes the compiled one.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_IS_ASKED: Final = os.environ.get("RAREINSIGHT_MYPYC") == "1"
#: What every text passes through. What users call, subclass and pickle stays as it is.
_CORE: Final = ("_grammar/*.py", "_parse/*.py")
#: What only finds out whether the others are compiled, and a class with cached properties, which no compiled class has.
_LEFT_OUT: Final = ("_grammar/__init__.py", "_grammar/leads.py", "_parse/__init__.py")


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]  # any configuration will do
    """The hook, which hatchling finds in this file."""

    def dependencies(self) -> list[str]:
        """Name what a build has to install: where it compiles, mypy and what the core imports."""
        return ["mypy>=2", "setuptools>=80", "types-regex", *self.metadata.core.dependencies] if _IS_ASKED else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Leave untracked files out of an sdist; put compiled modules into a wheel that holds any modules."""
        if self.target_name == "sdist":
            self._leave_out_untracked()
        elif _IS_ASKED and version != "editable":
            self._put_in_compiled(build_data)

    def _leave_out_untracked(self) -> None:
        git = shutil.which("git")
        if git is None or not Path(self.root, ".git").exists():  # as in an sdist
            return
        command = [git, "ls-files", "-z", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=self.root, capture_output=True, check=True).stdout  # noqa: S603
        names = os.fsdecode(listed).split("\0")[:-1]
        patterns = ["/" + re.sub(r"([\\*?\[\]!# ])", r"\\\1", name) for name in names]
        self.build_config.target_config["exclude"] = [*self.build_config.target_config.get("exclude", ()), *patterns]
        if names:
            self.app.display_warning(f"left out, as git does not know them: {', '.join(names)}")

    def _put_in_compiled(self, build_data: dict[str, Any]) -> None:
        self._folder = TemporaryDirectory()  # it has to be there until the wheel is written
        built = compile_core(Path(self.root, "src", "rareinsight"), Path(self._folder.name))
        libraries = {str(path): path.relative_to(built).as_posix() for path in built.rglob("*.*")}
        build_data["force_include"].update(libraries)
        build_data.update(pure_python=False, infer_tag=True)


def compile_core(package: Path, folder: Path) -> Path:
    """Compile the core of a package; return the folder in which its modules lie as in a wheel."""
    from mypyc.build import mypycify
    from setuptools import Distribution

    left_out = {package / name for name in _LEFT_OUT}
    modules = sorted(path for pattern in _CORE for path in package.glob(pattern) if path not in left_out)
    # what the core leads to is looked up only: extras that it imports need not be there
    options = ["--config-file", "", "--cache-dir", str(folder / "cache"), "--python-version", "3.11"]
    options += ["--follow-imports", "silent", "--ignore-missing-imports"]
    extensions = mypycify(
        [*options, *map(str, modules)],
        opt_level=os.environ.get("MYPYC_OPT_LEVEL", "3"),
        debug_level="0",
        target_dir=str(folder / "c"),
        group_name="rareinsight",
    )
    command = Distribution({"name": "rareinsight", "ext_modules": extensions}).get_command_obj("build_ext")
    command.build_lib, command.build_temp = str(folder / "built"), str(folder / "temporary")
    command.ensure_finalized()
    command.run()
    return folder / "built"
