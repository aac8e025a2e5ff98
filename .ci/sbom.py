"""Write the software bill of materials (CycloneDX 1.6) of a release to the named file.

A wheel bundles nothing: it consists of itself, and asks for its declared dependencies, those of extras being optional.
"""

from __future__ import annotations

import re
import sys
import tomllib
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

ROOT = Path(__file__).parent.parent


def component(requirement: str, scope: ComponentScope) -> Component:
    """Return a dependency as a component; which versions will do is said in words, since any of them may be installed."""
    asked = Requirement(requirement)
    words = str(asked.specifier) + (f"; {asked.marker}" if asked.marker else "")
    url = PackageURL("pypi", name=asked.name)
    return Component(name=asked.name, type=ComponentType.LIBRARY, scope=scope, purl=url, bom_ref=str(url), description=words)


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
    needed = {each.name: each for each in (component(one, ComponentScope.REQUIRED) for one in project["dependencies"])}
    for extra in project["optional-dependencies"].values():
        for one in extra:
            if not one.startswith(project["name"]):
                each = component(one, ComponentScope.OPTIONAL)
                needed.setdefault(each.name, each)
    bom = Bom(serial_number=uuid5(NAMESPACE_URL, str(url)), components=needed.values())
    bom.metadata.component = whole
    bom.metadata.timestamp = None  # type: ignore[assignment]  # of the build, which is the same at any time
    bom.register_dependency(whole, needed.values())
    written = JsonV1Dot6(bom).output_as_string(indent=2) + "\n"
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(written)
    if fault is not None:
        raise ValueError(str(fault))
    return written


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(spell(), "utf-8")
