"""Read the digests in a folder of Parquet files with Dask, a task a file.

    python dask_digest.py TEXTS ARTICLES                            # on two workers of this machine
    python dask_digest.py TEXTS ARTICLES --scheduler tcp://HOST:8786  # on a cluster

``TEXTS`` holds Parquet files with the columns ``id`` and ``text``; ``ARTICLES`` will hold a file for each,
with a row an article. Needs ``pip install 'rareinsight[arrow]' 'dask[distributed]'``, on the workers too:
where they can't import rareinsight, Dask waits for ever.
"""

import argparse
import os
from pathlib import Path

import pyarrow.parquet as pq
from distributed import Client

from rareinsight.arrow import parse_batches, parse_table


def read_file(texts: Path, articles: Path) -> Path:
    """Read one file of texts into one of articles, a batch at a time; this is what runs on the workers.

    The file is written under another name and then moved, so that a worker that dies leaves no half of it.
    """
    source = pq.ParquetFile(texts)
    schema = parse_table(source.schema_arrow.empty_table(), column="text", keep=["id"]).schema
    unfinished = articles.with_name(f"_{articles.name}.{os.getpid()}")
    with pq.ParquetWriter(unfinished, schema) as target:
        batches = source.iter_batches(batch_size=1000, columns=["id", "text"])
        for batch in parse_batches(batches, column="text", keep=["id"], first_record=None):
            target.write_batch(batch)
    unfinished.replace(articles)
    return articles


def main() -> None:
    """Run the job that the command line asks for."""
    arguments = argparse.ArgumentParser(description="Read the digests in a folder of Parquet files with Dask.")
    arguments.add_argument("texts", type=Path)
    arguments.add_argument("articles", type=Path)
    arguments.add_argument("--scheduler", help="address of a cluster's scheduler")
    arguments.add_argument("--workers", type=int, default=2, help="processes to start without a cluster")
    asked = arguments.parse_args()

    asked.articles.mkdir()
    sources = sorted(asked.texts.glob("*.parquet"))
    targets = [asked.articles / source.name for source in sources]
    local = {} if asked.scheduler else {"n_workers": asked.workers, "threads_per_worker": 1}
    with Client(asked.scheduler, dashboard_address=None, **local) as client:
        client.gather(client.map(read_file, sources, targets, pure=False))
    for unfinished in asked.articles.glob("_*"):  # of workers that died
        unfinished.unlink()


if __name__ == "__main__":
    main()
