"""What workers do for :func:`rareinsight.reader.read`: parse, and hand the articles over."""

from __future__ import annotations

from attrs import frozen

from rareinsight.reader.handover import pack
from rareinsight.reader.parsing import Step, read_share
from rareinsight.reader.share import Options, Share


@frozen
class ReadJob:
    """Parse a share and return its articles, packed."""

    options: Options

    def run(self, share: Share, step: Step | None = None) -> bytes:
        """Return the articles and notices of a share, packed."""
        return pack(read_share(share, self.options, step))
