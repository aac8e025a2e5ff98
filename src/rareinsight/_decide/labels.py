"""What a chunk of a body can be."""

from __future__ import annotations

from typing import Final

HEADING: Final = "heading"
HEADING_ON: Final = "in heading"
INSIGHT: Final = "insight"
NUMBERED: Final = "numbered insight"
INSIGHT_ON: Final = "in insight"
NOTHING: Final = "nothing"

#: The labels of headings and of insights, first chunks and those that go on with them.
HEADINGS: Final = frozenset((HEADING, HEADING_ON))
INSIGHTS: Final = frozenset((INSIGHT, NUMBERED, INSIGHT_ON))
