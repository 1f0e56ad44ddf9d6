"""What `tiers docs` says."""

from runner.console import Terminal
from runner.site.write import WrittenSite


def show_site(terminal: Terminal, written: WrittenSite) -> None:
    """Say where the site begins, and how large it is."""
    terminal.say(
        f"Wrote {written.pages:,} pages ({written.bytes / 1000:,.0f} kB, and"
        f" {written.dbt_bytes / 1000:,.0f} kB of dbt docs): {written.index}"
    )
    terminal.show_fine_object(
        folder=str(written.folder),
        index=str(written.index),
        pages=written.pages,
        bytes=written.bytes,
        dbt_bytes=written.dbt_bytes,
    )
