"""Generate a sample shop: Parquet files of any size, always the same for the same options.

Orders and rates, customers, order lines, feedback, referrals and customer aliases.

Example: python -m bench.sample --orders 1000000 --customers 100000 --out data/made_up
"""

import argparse
import sys
from pathlib import Path

import duckdb

from bench.sample.shop import SampleShop, write_sample_seeds, write_shop
from runner.errors import UserError

SEEDS = Path(__file__).resolve().parents[2] / "seeds" / "sample"


def main() -> int:
    """Write the files and list them."""
    shop = SampleShop()
    parser = argparse.ArgumentParser(
        prog="python -m bench.sample",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--out", type=Path, metavar="DIR", help="made if it is not there")
    where.add_argument(
        "--seeds",
        action="store_true",
        help="write the sample shop of seeds/sample anew instead; the numbers are its own",
    )
    for name, told in {
        "customers": "",
        "orders": "without the dirty rows",
        "stores": "",
        "seed": "another seed, another shop",
    }.items():
        default = getattr(shop, name)
        parser.add_argument(f"--{name}", type=int, metavar="N", default=default, help=told)
    parser.add_argument(
        "--dirty", type=float, metavar="SHARE", default=0.0, help="of rows to reject"
    )
    asked = parser.parse_args()
    try:
        with duckdb.connect(":memory:") as connection:
            if asked.seeds:
                files = write_sample_seeds(SEEDS, connection)
            else:
                shop = SampleShop(
                    asked.customers, asked.orders, asked.stores, asked.seed, asked.dirty
                )
                files = write_shop(shop, asked.out, connection=connection)
    except UserError as error:
        print(f"Error: {error}", file=sys.stderr)
        return error.code
    print(*files, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
