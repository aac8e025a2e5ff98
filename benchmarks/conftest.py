"""What the cases share: the mode, and one way to measure that pytest-benchmark and CodSpeed both take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.modes import MODES, Mode

T = TypeVar("T")


class Measure(Protocol):
    """Measure a call."""

    def __call__(self, function: Callable[..., T], *args: object, size: int = 0, rounds: int = 0) -> T:
        """Return what the call returns.

        Args:
            function: what is called.
            args: what it is called with.
            size: how many bytes it reads.
            rounds: how often it is called; 0 is as often as the time allows.
        """
        ...


def pytest_addoption(parser: pytest.Parser) -> None:
    """Have ``--mode``."""
    parser.addoption("--mode", choices=list(MODES), default="normal", help="how thoroughly to measure")


@pytest.fixture(scope="session")
def mode(request: pytest.FixtureRequest) -> Mode:
    """How thoroughly to measure."""
    return MODES[request.config.getoption("--mode")]


@pytest.fixture
def measure(benchmark: BenchmarkFixture) -> Measure:
    """Measure a call and keep the size of what it reads."""

    def run(function: Callable[..., T], *args: object, size: int = 0, rounds: int = 0) -> T:
        benchmark.extra_info["bytes"] = size
        result: T = (
            benchmark.pedantic(function, args=args, rounds=rounds)  # type: ignore[no-untyped-call]  # theirs
            if rounds
            else benchmark(function, *args)
        )
        return result

    return run
