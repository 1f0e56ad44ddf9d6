"""The results of each command: tables and sentences, or the one object of `--json`."""

from collections.abc import Sequence
from decimal import Decimal

from rich.markup import escape
from rich.table import Table

from runner.build_report import BackfillReport, BuildReport, PlanReport
from runner.console import Terminal
from runner.diagnosis import plain_words
from runner.results import NodeResult, count_tests
from runner.status import Status
from runner.summary import StoreForecast, Summary

BAR_WIDTH = 12
MOST_FORECASTS = 5
EIGHTHS = " ▏▎▍▌▋▊▉█"


def show_build(terminal: Terminal, report: BuildReport) -> None:
    """Show the result of a build, and what to do next."""
    for result in report.other_troubles:
        _show_trouble(terminal, result)
    counts = count_tests(report.results)
    done = sum(result.status == "success" for result in report.results)
    tests = ", ".join(f"{count} {status}" for status, count in counts.items() if count)
    if not report.error:
        _show_summary(terminal, report.summary)
        terminal.words.print()
    if report.results:
        terminal.say(f"{done} models and seeds, tests: {tests or 'none'}; {report.seconds:.1f} s")
    if report.error:
        terminal.say_error(report.error)
        kept = f" For a look at the failed one: {report.kept}" if report.kept else ""
        state = "is as it was." if report.database.exists() else "was not made."
        terminal.note(f"{report.database} {state}{kept}")
    else:
        if report.rebuilt:
            terminal.say(f"Built {report.rebuilt}")
        terminal.say(f"Tables: {report.database} (schema marts)")
        terminal.say(
            "Next: `tiers report --open` shows all on one page,"
            " `tiers export --format csv --out export` writes the tables as files."
        )
    terminal.show_object(report.as_json())


def show_plan(terminal: Terminal, report: PlanReport) -> None:
    """Show which dates the next build would make."""
    terminal.say(f"Would build {report.planned}")
    if report.planned.built:
        table = plain_table(terminal, "as of", "why", numeric=())
        for day, reason in report.planned.reasons_by_day():
            table.add_row(day, escape(terminal.told(reason)))
        terminal.words.print(table)
    terminal.show_object(report.as_json())


def show_backfill(terminal: Terminal, report: BackfillReport) -> None:
    """Show which dates exist now."""
    for batch in report.batches:
        for result in batch.other_troubles:
            _show_trouble(terminal, result)
        if batch.rebuilt:
            terminal.say(f"Built {batch.rebuilt}")
    terminal.say(
        f"{report.held} of {len(report.asked)} dates are there, {len(report.built)} of them"
        f" new; {report.seconds:.1f} s"
    )
    terminal.say(f"Tables: {report.database} (schema marts)")
    if report.kept:
        terminal.note(f"For a look at the failed batch: {report.kept}")
    if report.error:
        terminal.say_error(report.error)
        terminal.note("Fix it and rerun the same command: it resumes.")
    terminal.show_object(report.as_json())


def show_status(terminal: Terminal, status: Status) -> None:
    """Show what a database holds."""
    table = plain_table(terminal, "as of", "built", "why", "version", numeric=())
    for held in status.dates:
        why = ", ".join(terminal.told(reason) for reason in held.reasons)
        table.add_row(held.as_of_date, held.built_at or "", escape(why), held.as_of_version[:8])
    terminal.words.print(table)
    terminal.words.print()
    table = plain_table(terminal, "table", "rows")
    for name, rows in status.tables.items():
        table.add_row(escape(name), f"{rows:,}")
    terminal.words.print(table)
    terminal.words.print()
    terminal.say(f"Tables: {status.database} (schema marts)")
    terminal.say(
        f"{status.bytes / 1e6:,.1f} MB; last build {status.written_at};"
        f" rules {status.rules_version[:8]}"
    )
    terminal.show_fine_object(**status.as_json())


def _show_trouble(terminal: Terminal, result: NodeResult) -> None:
    """Show a test that failed or a node that could not run: what and where it is."""
    colour = "yellow" if result.status == "warn" else "red"
    has_rows = result.kind == "test" and result.failures
    rows = ": " + terminal.told(f"{result.failures:,} rows") if has_rows else ""
    status = terminal.told(result.status)
    terminal.err.print(f"[{colour}]{status}[/] [bold]{escape(result.name)}[/]{rows}")
    is_diff = result.kind == "unit_test" and result.status == "fail"
    says = result.message if is_diff else result.description or plain_words(result.message)
    for line in (*says.splitlines(), result.path):
        terminal.err.print(f"     {escape(line)}", soft_wrap=True)


def _show_summary(terminal: Terminal, summary: Summary) -> None:
    for scheme, labels in summary.by_scheme.items():
        table = plain_table(terminal, scheme, "customers", "share", "", "net revenue", "share")
        for label in labels:
            share = label.customer_share or 0.0
            table.add_row(
                escape(label.named(terminal.language)),
                f"{label.customers:,}",
                percent(label.customer_share),
                f"[cyan]{bar(share)}[/]",
                money(label.net_revenue),
                percent(label.net_revenue_share),
            )
        print_apart(terminal, table)
    if summary.rejected_by_reason:
        table = plain_table(terminal, "rejected because", "rows")
        for reason, count in summary.rejected_by_reason:
            table.add_row(escape(terminal.told(reason)), f"{count:,}")
        print_apart(terminal, table)
    if summary.rejected_besides_orders:
        table = plain_table(terminal, "rejected of other inputs", "rows")
        for name, reason, count in summary.rejected_besides_orders:
            table.add_row(escape(terminal.told(f"{name}: {reason}")), f"{count:,}")
        print_apart(terminal, table)
    terminal.words.print()
    if summary.customers is not None:
        terminal.say(
            f"As of {summary.as_of_date}: {summary.customers:,} customers, "
            f"net revenue {money(summary.net_revenue)}"
        )
    _say_forecasts(terminal, summary.forecasts)
    for line in summary.reconciled:
        unit = f" {line.currency}" if line.currency else ""
        number = _count if line.measure == "row_count" else money
        terminal.say(
            f"{line.measure.replace('_', ' ')}{unit}: {number(line.entered)} in, "
            f"{number(line.accepted)} accepted, {number(line.rejected)} rejected"
            + (f", {number(line.difference)} lost" if line.difference else ""),
            style="red" if line.difference else None,
        )


def _say_forecasts(terminal: Terminal, forecasts: Sequence[StoreForecast]) -> None:
    for forecast in forecasts[:MOST_FORECASTS]:
        terminal.say(f"Forecast for {forecast.store_id}: {forecast.said(terminal.language)}")
    if more := forecasts[MOST_FORECASTS:]:
        stores = "1 more store" if len(more) == 1 else f"{len(more)} more stores"
        terminal.say(f"Forecasts for {stores}: table forecast_champions")


def print_apart(terminal: Terminal, table: Table) -> None:
    """Print a table after an empty line."""
    terminal.words.print()
    terminal.words.print(table)


def plain_table(terminal: Terminal, *headings: str, numeric: Sequence[str] | None = None) -> Table:
    """A table with these headings; all but the first, or those `numeric`, are of numbers."""
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1, 0, 0))
    for number, heading in enumerate(headings):
        is_numeric = heading in numeric if numeric is not None else number > 0 and heading
        table.add_column(
            terminal.told(heading),
            justify="right" if is_numeric else "left",
            overflow="fold",
            no_wrap=number == 0,
        )
    return table


def bar(share: float) -> str:
    """A share, 0 to 1, as a bar of blocks."""
    eighths = round(max(0.0, min(1.0, share)) * BAR_WIDTH * 8)
    return ("█" * (eighths // 8) + EIGHTHS[eighths % 8]).strip().ljust(BAR_WIDTH)


def percent(share: float | None) -> str:
    """A share, 0 to 1, in per cent; nothing if it is not known."""
    return "" if share is None else f"{share:.1%}"


def money(amount: Decimal | None) -> str:
    """An amount to the cent; nothing if it is not known."""
    return "" if amount is None else f"{amount:,.2f}"


def _count(amount: Decimal) -> str:
    return f"{amount:,.0f}"
