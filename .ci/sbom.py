"""Write the software bill of materials (CycloneDX 1.6) of a release to the named file.

A wheel bundles nothing: it consists of itself, and asks for its declared dependencies, those of extras being optional.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, LicenseAcknowledgement
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent


def tested_versions() -> dict[str, str]:
    """Return the versions of packages with which the release is tested, by name."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pinned = [Requirement(line) for line in lines if "==" in line and not line.startswith((" ", "#"))]
    return {canonicalize_name(each.name): next(iter(each.specifier)).version for each in pinned}


def component(requirement: str, scope: ComponentScope, versions: Mapping[str, str]) -> Component:
    """Return a dependency as a component of the tested version; a description says which versions may be installed."""
    asked = Requirement(requirement)
    words = str(asked.specifier) + (f"; {asked.marker}" if asked.marker else "")
    version = versions[canonicalize_name(asked.name)]
    url = PackageURL("pypi", name=asked.name, version=version)
    return Component(
        name=asked.name, version=version, type=ComponentType.LIBRARY, scope=scope, purl=url, bom_ref=str(url),
        description=words,
    )  # fmt: skip


def spell() -> str:
    """Return the content of the file, the same for the same declaration."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    code = (ROOT / "src" / "rareinsight" / "__init__.py").read_text("utf-8")
    version = re.findall(r'^__version__ = "(.+)"$', code, re.MULTILINE)[0]
    url = PackageURL("pypi", name=project["name"], version=version)
    licence = DisjunctiveLicense(id=project["license"], acknowledgement=LicenseAcknowledgement.DECLARED)
    whole = Component(
        name=project["name"], version=version, type=ComponentType.LIBRARY, purl=url, bom_ref=str(url),
        description=project["description"], licenses=[licence],
    )  # fmt: skip
    asked = dict.fromkeys(project["dependencies"], ComponentScope.REQUIRED)
    for one in chain.from_iterable(project["optional-dependencies"].values()):
        if not one.startswith(project["name"]):
            asked.setdefault(one, ComponentScope.OPTIONAL)
    versions = tested_versions()
    needed = [component(one, scope, versions) for one, scope in asked.items()]
    bom = Bom(serial_number=uuid5(NAMESPACE_URL, str(url)), components=needed)
    bom.metadata.component = whole
    bom.metadata.timestamp = None  # type: ignore[assignment]  # of the build, which is the same at any time
    bom.register_dependency(whole, needed)
    written = JsonV1Dot6(bom).output_as_string(indent=2) + "\n"
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(written)
    if fault is not None:
        raise ValueError(str(fault))
    return written


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(spell(), "utf-8")
