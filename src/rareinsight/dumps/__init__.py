"""Dumps: files in, clean articles out.

A file takes this way: ``_places`` finds it, ``_files`` opens it, unpacks it and tells by ``_kinds`` what it holds, the
module of that kind makes records of it, ``_reading`` parses them in pieces, in this process or in a worker
(``_workers``), and ``_convert`` writes what comes out. Extras are imported where their kind of file is met.
"""

from __future__ import annotations

from rareinsight.dumps._convert import Summary, convert
from rareinsight.dumps._places import Source
from rareinsight.dumps._reading import read
from rareinsight.dumps._records import NOTICES, Notice, Report

__all__ = ["read", "convert", "Summary", "Notice", "NOTICES", "Report", "Source"]
