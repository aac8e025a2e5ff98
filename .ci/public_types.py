"""Fail unless every name of the public modules has a known type, as pyright sees the installed package."""

import json
import subprocess
import sys

import rareinsight

command = ["pyright", "--verifytypes", "rareinsight", "--ignoreexternal", "--outputjson"]
report = json.loads(subprocess.run(command, capture_output=True, check=False, text=True).stdout)["typeCompleteness"]
homes = {getattr(rareinsight, name).__module__ for name in rareinsight.__all__ if not name.startswith("__")}
modules = sorted((module["name"] for module in report["modules"]), key=len, reverse=True)


def home_of(name: str) -> str | None:
    """Return the module of a symbol."""
    return next((module for module in modules if name.startswith(f"{module}.")), None)


public = [symbol for symbol in report["symbols"] if home_of(symbol["name"]) in homes]
unknown = [symbol for symbol in public if not symbol["isTypeKnown"] or symbol["isTypeAmbiguous"]]
print(*(f"{symbol['name']}: {symbol['diagnostics']}" for symbol in unknown), sep="\n")
print(f"{len(public)} symbols in {len(homes)} public modules")
sys.exit(bool(unknown) or len(public) < len(rareinsight.__all__))
