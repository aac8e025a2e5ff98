"""Dumps: files in, clean articles out.

A file takes this way: ``_places`` finds it, ``_files`` opens it, unpacks it and tells by ``_text`` what it holds,
``_rows`` or ``_pages`` makes records of it, ``_reading`` has them parsed by ``_articles`` in pieces, in this process or
in workers, and ``_convert`` writes what comes out. Extras are imported where their kind of file is met.
"""

from __future__ import annotations

from rareinsight.dumps._convert import Summary, convert
from rareinsight.dumps._places import Source
from rareinsight.dumps._reading import read
from rareinsight.dumps._records import NOTICES, Notice, Report

__all__ = ["read", "convert", "Summary", "Notice", "NOTICES", "Report", "Source"]
