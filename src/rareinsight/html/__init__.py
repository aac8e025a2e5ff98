"""Digests as pages: one self-contained HTML file, and what notebooks show (extra ``html``).

A page makes no request: its style and script are inside, and its content security policy forbids everything else.
Whatever a text holds is shown as text.
"""

from __future__ import annotations

from importlib.util import find_spec

if find_spec("jinja2") is None:
    raise ImportError("pages need an extra: pip install 'rareinsight[html]'")

from rareinsight.html._render import Gallery, render, snippet

__all__ = ["render", "Gallery", "snippet"]
