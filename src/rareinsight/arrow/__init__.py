"""Articles as Arrow columns: one function from batches to batches, for every engine that supports Arrow.

Needs the extra ``arrow``. :data:`SCHEMA` describes the columns; :func:`parse_batches` is for Spark,
Dask, Ray and similar engines, :func:`parse_table` for those that pass tables; :func:`to_table`
and :func:`from_table` convert articles that are already parsed; :func:`insights_table` and
:func:`citations_table` return flat tables for analysis.
"""

try:
    import pyarrow as pa  # noqa: F401  # pyright: ignore[reportUnusedImport]  # one message for all modules
except ImportError as _error:
    raise ImportError("rareinsight.arrow needs pyarrow: pip install 'rareinsight[arrow]'", name="pyarrow") from _error

from rareinsight.arrow._articles import citations_table, from_table, insights_table, to_table
from rareinsight.arrow._batches import parse_batches, parse_table
from rareinsight.arrow._schema import SCHEMA, spark_ddl

__all__ = [
    "SCHEMA",
    "citations_table",
    "from_table",
    "insights_table",
    "parse_batches",
    "parse_table",
    "spark_ddl",
    "to_table",
]
