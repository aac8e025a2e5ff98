"""Read the digests in a folder of Parquet files with Spark.

    python spark_digest.py TEXTS ARTICLES                             # on the cores of this machine
    python spark_digest.py TEXTS ARTICLES --master spark://HOST:7077  # on a cluster
    python spark_digest.py TEXTS ARTICLES --remote sc://HOST:15002    # over Spark Connect

``TEXTS`` holds Parquet files with the columns ``id`` and ``text``; ``ARTICLES`` will hold a row an article,
with its ``id``. Needs ``pip install 'rareinsight[arrow]' pyspark 'pandas<3'``, on the workers
``rareinsight[arrow]`` alone.
"""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator

import pyarrow as pa
from pyspark.sql import SparkSession

from rareinsight.arrow import parse_batches, spark_ddl


def read(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Return the articles in batches of texts; this is what runs on the workers."""
    return parse_batches(batches, column="text", keep=["id"], first_record=None)


def start(master: str, remote: str | None) -> SparkSession:
    """Return a session; ``remote`` goes before ``master``."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else local workers run the python3 on the PATH
    builder = SparkSession.builder.remote(remote) if remote else SparkSession.builder.master(master)
    session = builder.appName("rareinsight").getOrCreate()
    session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "1000")
    session.conf.set("spark.sql.execution.arrow.maxBytesPerBatch", str(64 * 2**20))  # where single texts are huge
    return session


def main() -> None:
    """Run the job that the command line asks for."""
    arguments = argparse.ArgumentParser(description="Read the digests in a folder of Parquet files with Spark.")
    arguments.add_argument("texts")
    arguments.add_argument("articles")
    arguments.add_argument("--master", default="local[*,4]", help="local[*] alone never tries a task again")
    arguments.add_argument("--remote", help="address of a Spark Connect server")
    asked = arguments.parse_args()

    session = start(asked.master, asked.remote)
    texts = session.read.parquet(asked.texts).select("id", "text")
    key = texts.schema["id"].dataType.simpleString()
    texts.mapInArrow(read, spark_ddl(f"id {key}")).write.parquet(asked.articles)
    session.stop()


if __name__ == "__main__":
    main()
