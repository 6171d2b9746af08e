"""The page of each importer lists every column the importer knows, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from involvement.formats.importers import (
    SHIPPED,
    causal_map,
    decentraland_columns,
    decidim_columns,
    eci_columns,
    participedia,
    participedia_methods,
    prov_json_parts,
)

PAGES = Path(__file__).parents[3] / "docs" / "reference" / "importers"
TABLES = {
    "causal_map": ({"": causal_map.USED}, causal_map.UNUSED),
    "decentraland": (decentraland_columns.USED, decentraland_columns.UNUSED),
    "decidim": (decidim_columns.USED, decidim_columns.UNUSED),
    "eci": (eci_columns.USED, eci_columns.UNUSED),
    "participedia": ({"": participedia.USED}, participedia.UNUSED),
    "participedia_methods": (
        {"": participedia_methods.USED},
        participedia_methods.UNUSED,
    ),
    "prov_json": ({"": prov_json_parts.USED}, prov_json_parts.UNUSED),
}


@pytest.mark.parametrize("name", SHIPPED)
def test_the_page_says_what_the_importer_does(name: str) -> None:
    """Column by column, in the same words and order."""
    used, unused = TABLES[name]
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    columns = page.partition("\n## Words")[0].partition("\n## What stays")[0]
    found = re.findall(r"^\| `([^`]+)` \| (.+) \|$", columns, re.MULTILINE)
    wanted = [pair for part in used.values() for pair in part.items()]
    assert found == [*wanted, *unused.items()]


def test_there_is_a_page_for_each() -> None:
    """And the index leads there."""
    index = (PAGES / "index.md").read_text(encoding="utf-8")
    assert sorted(path.stem for path in PAGES.glob("*.md")) == sorted(
        [*SHIPPED, "index"]
    )
    assert all(f"[`{name}`]({name}.md)" in index for name in SHIPPED)
