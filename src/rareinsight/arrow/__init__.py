"""Articles as Arrow columns: one function from batches to batches, for every engine that speaks Arrow.

Needs the extra ``arrow``. :data:`SCHEMA` says what the columns hold; :func:`parse_batches` is what Spark,
Dask, Ray and their like call, :func:`parse_table` the same for those that hand over tables; :func:`to_table`
and :func:`from_table` are for articles that are there already; :func:`insights_table` and
:func:`citations_table` are flat, for analysis.
"""

try:
    import pyarrow as pa  # noqa: F401  # pyright: ignore[reportUnusedImport]  # one message for all modules
except ImportError as _error:
    raise ImportError("rareinsight.arrow needs pyarrow: pip install 'rareinsight[arrow]'", name="pyarrow") from _error

from rareinsight.arrow._articles import from_table, to_table
from rareinsight.arrow._batches import parse_batches, parse_table
from rareinsight.arrow._flat import citations_table, insights_table
from rareinsight.arrow._schema import SCHEMA, VERSION, spark_ddl

__all__ = [
    "SCHEMA",
    "VERSION",
    "citations_table",
    "from_table",
    "insights_table",
    "parse_batches",
    "parse_table",
    "spark_ddl",
    "to_table",
]
