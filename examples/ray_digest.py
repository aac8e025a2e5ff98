"""Read the digests in a folder of Parquet files with Ray Data.

    python ray_digest.py TEXTS ARTICLES                   # on the cores of this machine
    python ray_digest.py TEXTS ARTICLES --address auto    # on the cluster that this machine belongs to

``TEXTS`` holds Parquet files with the columns ``id`` and ``text``; ``ARTICLES`` will hold a row an article,
with its ``id``. Needs ``pip install 'rareinsight[arrow]' 'ray[data]'``, on the workers too.
"""

import argparse

import pyarrow as pa
import ray

from rareinsight.arrow import parse_table

#: Without it Ray takes all files of a small folder for one block, and one worker does all the work.
ROWS_PER_BLOCK = 1000

#: Without it Ray tries a text that kills its worker for ever.
RETRIES = 3


def read(texts: pa.Table) -> pa.Table:
    """Return the articles in a table of texts; this is what runs on the workers."""
    return parse_table(texts, column="text", keep=["id"], first_record=None)


def main() -> None:
    """Run the job that the command line asks for."""
    arguments = argparse.ArgumentParser(description="Read the digests in a folder of Parquet files with Ray.")
    arguments.add_argument("texts")
    arguments.add_argument("articles")
    arguments.add_argument("--address", help="address of a cluster")
    asked = arguments.parse_args()

    ray.init(asked.address, include_dashboard=False)
    texts = ray.data.read_parquet(asked.texts, columns=["id", "text"])
    blocks = texts.repartition(target_num_rows_per_block=ROWS_PER_BLOCK)
    articles = blocks.map_batches(read, batch_format="pyarrow", batch_size=ROWS_PER_BLOCK, max_retries=RETRIES)
    articles.write_parquet(asked.articles)


if __name__ == "__main__":
    main()
