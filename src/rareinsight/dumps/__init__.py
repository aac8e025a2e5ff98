"""Dumps: files in, clean articles out.

``_places`` finds a file, ``_files`` unpacks it with ``_archives`` and determines its type with ``_text``, ``_rows`` or
``_pages`` splits it into records, ``_reading`` has these parsed by ``_articles`` in pieces, in this process or in
``_workers``, and ``_convert`` has ``_outputs`` write the results. Extras are only imported if a file requires them.
"""

from __future__ import annotations

from rareinsight.dumps._convert import Summary, convert
from rareinsight.dumps._places import Source
from rareinsight.dumps._reading import read
from rareinsight.dumps._records import Notice, Report

__all__ = ["read", "convert", "Summary", "Notice", "Report", "Source"]
