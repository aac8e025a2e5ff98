"""Test data for formats: Hypothesis strategies derived from a declaration, and one check that uses them all.

>>> from rareinsight.testing import check_format
>>> check_format("digest")  # doctest: +SKIP

Needs the extra ``testing``, which also makes ``st.from_type(rareinsight.Article)`` work.
"""

try:
    import hypothesis as hypothesis
except ImportError as _error:
    raise ImportError(
        "rareinsight.testing needs Hypothesis: pip install 'rareinsight[testing]'", name="hypothesis"
    ) from _error

from rareinsight.testing._properties import check_format
from rareinsight.testing._strategies import Digest, articles, digests, layouts
from rareinsight.testing._words import Exclusion, exclusions

__all__ = ["Digest", "Exclusion", "articles", "check_format", "digests", "exclusions", "layouts"]
