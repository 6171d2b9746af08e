"""Without any extra the core works, and the rest says what to install."""

import subprocess
import sys

import pytest

from involvement.formats.files import start

BLOCK = """
import sys

LEFT_OUT = {libraries!r}


class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in LEFT_OUT:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)


sys.meta_path.insert(0, Absent())
import involvement as inv
"""
EXTRAS = (
    "altair",
    "hypothesis",
    "krippendorff",
    "pandas",
    "polars",
    "prov",
    "pyarrow",
    "pyspark",
    "python_calamine",
    "scipy",
    "vl_convert",
    "xlsxwriter",
)


def core(code: str) -> str:
    """What a program prints where no extra is installed."""
    run = subprocess.run(
        [sys.executable, "-c", BLOCK.format(libraries=EXTRAS) + code],
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout


def test_the_main_job_needs_no_extra() -> None:
    """Load, assess, explain, every page of the report, JSON."""
    said = core(
        """
from involvement.report import pages as report
assessment = inv.assess(inv.load("stroke"))
pages = [report.page(assessment, form) for form in ("text", "markdown", "html")]
print(len(assessment.activities), all(pages), bool(assessment.to_json()))
"""
    )
    assert said == "12 True True\n"


@pytest.mark.parametrize(
    ("code", "purpose", "extra"),
    [
        ("inv.load('a.xlsx')", "reading a workbook", "excel"),
        ("inv.dump(inv.load('minimum'), 'b.xlsx')", "writing a workbook", "excel"),
        (
            "inv.agreement([inv.load('stroke'), inv.load('stroke')])",
            "agreement between coders",
            "stats",
        ),
        ("inv.score_table({})", "scoring a table", "tables"),
    ],
)
def test_what_needs_an_extra_says_so(
    code: str, purpose: str, extra: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """With the line to type."""
    folder = tmp_path_factory.mktemp("empty")
    start(folder / "a.xlsx")
    said = core(
        f"""
import os
os.chdir({str(folder)!r})
try:
    {code}
except inv.MissingExtra as error:
    print(error)
"""
    )
    assert said == (
        "[extra-missing]\n"
        f"  {purpose} needs the extra '{extra}'; it is not installed\n"
        f'  install it with: pip install "involvement[{extra}]"\n'
    )
