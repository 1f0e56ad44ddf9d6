"""JUnit XML, as CI systems read it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from runner.errors import KnownError

if TYPE_CHECKING:
    from runner.check import StepResult


def write_junit(file: Path, results: Sequence["StepResult"], *, pytest_xml: Path) -> None:
    """Write one suite with a case per step, and pytest's own suites if it wrote any.

    Raises:
        KnownError: the file can't be written.
    """
    root = ET.Element("testsuites", name="customer-tiers")
    suite = ET.SubElement(
        root,
        "testsuite",
        name="tiers check",
        tests=str(len(results)),
        failures=str(sum(not result.passed for result in results)),
        errors="0",
        time=f"{sum(result.seconds for result in results):.3f}",
    )
    for result in results:
        case = ET.SubElement(
            suite,
            "testcase",
            classname="tiers.check",
            name=result.name,
            time=f"{result.seconds:.3f}",
        )
        if not result.passed:
            ET.SubElement(case, "failure", message=result.closing).text = printable(result.output)
    if pytest_xml.is_file():
        root.extend(ET.parse(pytest_xml).getroot().iter("testsuite"))  # noqa: S314 (our own file)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        ET.ElementTree(root).write(file, encoding="utf-8", xml_declaration=True)
    except OSError as error:
        raise KnownError(f"Can't write {file}: {error.strerror}.") from error


def printable(text: str) -> str:
    """The text without the control characters that XML forbids, such as colours."""
    return "".join(sign for sign in text if sign in "\t\n" or sign >= " ")
