"""The commands of contributors: ``nox -l`` lists them, and what follows ``--`` goes to the program that one runs.

Everything is installed in the versions of constraints.txt, but for ``versions``. ``.ci/run`` runs all that must hold
before a change lands.
"""

import re
import shutil
import tarfile
from collections.abc import Sequence
from pathlib import Path

import nox

nox.needs_version = ">=2025.10"
nox.options.default_venv_backend = "uv"
nox.options.reuse_venv = "yes"
nox.options.download_python = "never"
nox.options.sessions = ["lint", "types", "docs", "tests"]

ROOT = Path(__file__).parent
BUILD = ROOT / ".ci" / "build"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
CONSTRAINTS = ("--constraint", str(ROOT / "constraints.txt"))
#: All tests but those that want a browser, a cluster or minutes.
NOT_FULL = ("-q", "-n", "auto", "-m", "not full")
#: The same few examples each time, so that a change is judged by itself; `properties` draws new ones.
EXAMPLES = ("--hypothesis-profile", "brief", "--hypothesis-seed", "0")
#: What is not the core, in which every line and branch is covered.
BEYOND_THE_CORE = [
    f"*/{name}" for name in ("arrow.py", "cli/*", "dumps/*", "html/*", "testing/*", "plot.py", "console.py")
]
#: What differs from one Python to the next shows in these.
WHEEL_TESTS = (
    *("tests/parse/test_promises.py", "tests/parse/test_pages.py", "tests/test_misuse.py", "tests/test_model.py"),
    *("tests/test_jsonio.py", "tests/project/test_compiled.py", "README.md"),
)


def install(
    session: nox.Session, *requirements: str, groups: Sequence[str] = (), versions: Sequence[str] = CONSTRAINTS
) -> None:
    """Install requirements and dependency groups, by default in the recorded versions."""
    named = [part for group in groups for part in ("--group", group)]
    session.install(*versions, "--reinstall-package", "rareinsight", *requirements, *named)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, spelling and the contracts of imports."""
    install(session, "-e", ".", groups=["lint"])
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("codespell", *session.posargs)
    session.run("lint-imports", "--no-cache")


@nox.session
def types(session: nox.Session) -> None:
    """Check types with mypy and pyright in strict mode."""
    install(session, "-e", ".[all]", groups=["dev", "engines"])
    session.run("mypy")
    session.run("mypy", "conftest.py")
    session.run("pyright", "--pythonpath", f"{session.bin}/python", env={"PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"})


@nox.session
def docs(session: nox.Session) -> None:
    """Build the docs, with warnings as errors."""
    install(session, "-e", ".[all]", groups=["docs"])
    session.run("sphinx-build", "-q", "-W", "--keep-going", "-E", "-b", "html", "docs", str(BUILD / "docs"))


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests, but for those marked `full`, and measure coverage; or run the tests that are named."""
    install(session, "-e", ".[all]", groups=["test", "engines"])
    if session.posargs:
        session.run("pytest", *NOT_FULL, *session.posargs)
        return
    # measuring doubles the time, and the quick tests reach all of the core
    session.run("pytest", "-q", "-n", "auto", *EXAMPLES, "--cov", "--cov-report=")
    session.run("coverage", "report")
    session.run("coverage", "report", "--fail-under=100", f"--omit={','.join(BEYOND_THE_CORE)}")
    session.run("pytest", "-q", "-n", "auto", "-m", "slow and not full", *EXAMPLES)


@nox.session
def properties(session: nox.Session) -> None:
    """Search for 20 seconds for examples that fail, whatever their tests are marked, and keep those that do."""
    install(session, "-e", ".[all]", groups=["test"])
    search = ("--search", "20", "--hypothesis-profile", "search", "-m", "not full")
    session.run("pytest", "-q", "-n", "auto", *search, *(session.posargs or ["tests"]))


@nox.session
def full(session: nox.Session) -> None:
    """Run the tests marked `full`, in browsers and clusters too, and the others on new examples."""
    install(session, "-e", ".[all]", groups=["test", "docs", "browser", "clusters", "benchmarks", "rag"])
    slowest = ("--durations", "20", "-o", "faulthandler_timeout=3600")
    session.run("pytest", "-q", "-n", "auto", "--dist", "worksteal", "-m", "full", *slowest, *session.posargs)
    if not session.posargs:
        session.run("pytest", *NOT_FULL, "--hypothesis-profile", "search")


@nox.session
def readme(session: nox.Session) -> None:
    """Run the commands of the README in a fresh clone, with an empty home; of the tests, only the named ones."""
    clone = Path(session.create_tmp()) / "clone"
    shutil.rmtree(clone, ignore_errors=True)
    listed = session.run("git", "ls-files", "-z", external=True, silent=True, log=False)
    for name in str(listed).split("\0")[:-1]:
        (clone / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, clone / name)
    home = clone.with_name("home")
    home.mkdir(exist_ok=True)
    chosen = " ".join(session.posargs or ["--hypothesis-profile", "brief", "-k", "test_promises"])
    environment = {"HOME": str(home), "PYTEST_ADDOPTS": chosen, "PIP_CACHE_DIR": str(ROOT / ".ci/cache/pip")}
    blocks = re.findall(r"^```sh\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    with session.chdir(clone):
        for block in blocks[:2]:
            session.run("bash", "-e", "-c", block, external=True, env=environment)


@nox.session
def build(session: nox.Session) -> None:
    """Build the wheel and the sdist, install the wheel by itself, and check that all public types are known."""
    install(session, "build[uv]", groups=["lint"])
    shutil.rmtree(BUILD / "dist", ignore_errors=True)
    untracked = ROOT / "examples" / "untracked.txt"
    untracked.touch()
    try:
        session.run("python", "-m", "build", "--installer", "uv", "--outdir", str(BUILD / "dist"), ".")
    finally:
        untracked.unlink()
    with tarfile.open(sdist()) as archive:
        if any(untracked.name in name for name in archive.getnames()):
            session.error("the sdist holds a file that git does not know")
    if sdist().stat().st_size > 1_000_000:
        session.error(f"{sdist().name} has {sdist().stat().st_size:,} bytes")
    session.install("--reinstall-package", "rareinsight", wheel_of("dist"))
    session.run("python", ".ci/public_types.py", env={"PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"})
    session.run("uv", "venv", "-q", "--clear", str(BUILD / "bare"), external=True)
    session.run("uv", "pip", "install", "-q", "--python", str(BUILD / "bare"), wheel_of("dist"), external=True)
    listed = session.run("uv", "pip", "freeze", "-q", "--python", str(BUILD / "bare"), external=True, silent=True)
    packages = str(listed).splitlines()
    session.run(str(BUILD / "bare" / "bin" / "python"), "-c", "import rareinsight", external=True)
    session.log(" ".join(packages))
    if len(packages) > 4:
        session.error("a user who asks for nothing extra gets at most four packages")


def sdist() -> Path:
    """Return the sdist that was built."""
    (built,) = (BUILD / "dist").glob("*.tar.gz")
    return built


def wheel_of(folder: str) -> str:
    """Return the wheel in a folder of what was built."""
    (wheel,) = (BUILD / folder).glob("*.whl")
    return str(wheel)


@nox.session(python=PYTHONS)
def wheel(session: nox.Session) -> None:
    """Test the built wheel, far from `src`, with the tests in the sdist; `nox -s build` builds both."""
    away = Path(session.create_tmp()) / "away"
    shutil.rmtree(away, ignore_errors=True)
    shutil.unpack_archive(sdist(), away)
    (unpacked,) = away.iterdir()
    shutil.rmtree(unpacked / "src")
    test_wheel(session, wheel_of("dist"), unpacked, "--pyargs", "rareinsight")


@nox.session(python=PYTHONS)
def compiled(session: nox.Session) -> None:
    """Compile the core of the built sdist, and test that wheel."""
    folder = f"compiled-{session.python}"
    shutil.rmtree(BUILD / folder, ignore_errors=True)
    session.run(
        *("uv", "build", "-q", "--wheel", "--python", f"{session.bin}/python", "-o", str(BUILD / folder), str(sdist())),
        external=True,
        # without optimisation it compiles in half the time and computes the same
        env={"RAREINSIGHT_MYPYC": "1", "MYPYC_OPT_LEVEL": "0", "UV_BUILD_CONSTRAINT": str(ROOT / "constraints.txt")},
    )
    test_wheel(session, wheel_of(folder), lay_out_tests(session))


def test_wheel(session: nox.Session, built: str, tests: Path, *more: str) -> None:
    """Run the tests of the core, or those that are named, against a wheel."""
    install(session, f"rareinsight[all] @ file://{built}", groups=["test"])
    with session.chdir(tests):
        session.run("pytest", *NOT_FULL, *EXAMPLES, *(session.posargs or [*WHEEL_TESTS, *more]))


def lay_out_tests(session: nox.Session) -> Path:
    """Copy what the tests read into a folder of its own, so that they meet what is installed and never `src`."""
    away = Path(session.create_tmp()) / "away"
    shutil.rmtree(away, ignore_errors=True)
    away.mkdir()
    for name in ("tests", "benchmarks", "docs", "examples", "fuzz", "seeds"):
        shutil.copytree(ROOT / name, away / name)
    for path in (*ROOT.glob("*.md"), *ROOT.glob("*.txt"), ROOT / "conftest.py", ROOT / "pyproject.toml"):
        shutil.copy2(path, away)
    return away


@nox.session(python=PYTHONS[0])
@nox.parametrize("which", ["newest", "lowest"])
def versions(session: nox.Session, which: str) -> None:
    """Run the tests with the newest, or the lowest supported, versions of the dependencies."""
    if which == "newest":
        install(session, "--upgrade", ".[all]", groups=["test", "engines"], versions=())
    else:
        install(session, "--resolution", "lowest-direct", ".[all]", versions=())
        lowest = Path(session.create_tmp()) / "lowest.txt"
        frozen = session.run(
            "uv", "pip", "freeze", "-q", "--python", f"{session.bin}/python", external=True, silent=True
        )
        lowest.write_text("\n".join(line for line in str(frozen).splitlines() if "rareinsight" not in line))
        install(session, groups=["test"], versions=["--constraint", str(lowest)])
    with session.chdir(lay_out_tests(session)):
        chosen = session.posargs or ["tests", "docs", "README.md"]
        session.run("pytest", "-q", "-n", "auto", "-W", "ignore::DeprecationWarning", *chosen)


@nox.session
def constraints(session: nox.Session) -> None:
    """Record the newest versions of everything in constraints.txt, for every supported Python."""
    groups = ("dev", "engines", "clusters", "benchmarks", "browser", "rag", "release", "fuzz")
    session.run(
        *("uv", "pip", "compile", "-q", "pyproject.toml", "--all-extras", "--upgrade", "--universal"),
        *("--python-version", PYTHONS[0], "--no-emit-package", "rareinsight", "--no-annotate"),
        *("--custom-compile-command", "nox -s constraints", "--output-file", "constraints.txt"),
        *(part for group in groups for part in ("--group", group)),
        external=True,
    )
