"""Digests as self-contained HTML pages and as notebook output (extra ``html``).

A page makes no requests: its style and script are inline, and its content security policy forbids everything else.
All content is escaped.
"""

from __future__ import annotations

from importlib.util import find_spec

if find_spec("jinja2") is None:
    raise ImportError("pages need an extra: pip install 'rareinsight[html]'")

from rareinsight.html._render import render

__all__ = ["render"]
