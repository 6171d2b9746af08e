"""A record taken apart into rows of flat sheets, and put together again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from involvement.errors import Issue, one_of, quote
from involvement.formats.sheets import Sheet, sheets
from involvement.formats.tree import KEY
from involvement.formats.writing import plain_record
from involvement.record.programme import LISTS

if TYPE_CHECKING:
    from involvement.record.faults import Path
    from involvement.record.programme import Programme

Rows = dict[str, list[dict[str, Any]]]
"""Sheet name to its rows, each from column name to a value of the record's dump."""


def taken_apart(programme: Programme) -> Rows:
    """The rows of every sheet; what is not recorded has no entry in its row.

    Example:
        >>> from involvement.record.programme import Programme
        >>> ward = Programme(
        ...     schema_version="1",
        ...     id="ward-7",
        ...     activities=[{"id": "panel", "declared": {"iap2": "involve"}}],
        ... )
        >>> taken_apart(ward)["declared"]
        [{'activity': 'panel', 'scale': 'iap2', 'level': 'involve'}]
    """
    rows: Rows = {name: [] for name in sheets()}
    record = plain_record(programme)
    rows["programme"].append({k: v for k, v in record.items() if k not in LISTS})
    for name in LISTS:
        for item in record.get(name, ()):
            rows[name].append(_flat(item, sheets()[name], rows, (item.get("id"),)))
    return rows


def _flat(
    item: dict[str, Any], sheet: Sheet, rows: Rows, keys: tuple[Any, ...]
) -> dict[str, Any]:
    """The item without its nested parts, which become rows of their own."""
    own = dict(item)
    for nested in _nested(sheet.name):
        parts = own.pop(nested.name, None)
        links = [column.name for column in nested.columns[: len(keys)]]
        start = dict(zip(links, keys, strict=True))
        if nested.pair and parts:
            rows[nested.name] += [
                start | dict(zip(nested.pair, pair, strict=True))
                for pair in parts.items()
            ]
        elif nested.name == "participants":
            for number, part in enumerate(parts or (), start=1):
                flat = _flat(part, nested, rows, (*keys, number))
                rows[nested.name].append(start | {"participant": number} | flat)
        else:
            rows[nested.name] += [start | part for part in parts or ()]
    return own


def _nested(parent: str) -> Iterator[Sheet]:
    return (sheet for sheet in sheets().values() if sheet.parent == parent)


@attrs.frozen
class Row:
    """One row as it was read.

    Attributes:
        place: Its number in the sheet or its line in the file.
        values: Column name to value; empty cells have no entry.
    """

    place: int
    values: dict[str, Any]


class Places(Mapping["Path", str]):
    """Where each path of the record stood: a row for the item, a column for the field.

    Only the rows are kept; the name of a cell is made when somebody asks. A place
    for every cell of a large workbook would cost more memory than the record.
    """

    def __init__(
        self, letters: dict[str, dict[str, str]], *, naming: str = "{sheet}!{cell}"
    ) -> None:
        """Start with the columns.

        Args:
            letters: Sheet name to the letters of its columns by field name.
            naming: How a place is written, from its sheet and its cell.
        """
        self._letters = letters
        self._naming = naming
        self._items: dict[Path, tuple[str, int]] = {}

    def add(self, path: Path, sheet: str, row: int) -> None:
        """Note the row of an item."""
        self._items[path] = (sheet, row)

    def cell(self, sheet: str, row: int, column: str = "") -> str:
        """The name of a cell, such as `activities!C7`."""
        letter = self._letters.get(sheet, {}).get(column, "A")
        return self._naming.format(sheet=sheet, cell=f"{letter}{row}")

    def __getitem__(self, path: Path) -> str:
        if path in self._items:
            return self.cell(*self._items[path])
        if path[-1:] == (KEY,):
            sheet, _ = self._items[path[:-2]]
            return self.cell(sheet, 1, str(path[-2]))
        sheet, row = self._items[path[:-1]]
        if path[-1] not in self._letters.get(sheet, {}):
            raise KeyError(path)
        return self.cell(sheet, row, str(path[-1]))

    def __iter__(self) -> Iterator[Path]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)


class Assembly:
    """Puts rows together into the plain values of one record.

    Attributes:
        issues: Rows that could not be hung on any item.
    """

    def __init__(self, places: Places, source: str) -> None:
        """Begin an empty record."""
        self.issues: list[Issue] = []
        self._places = places
        self._source = source
        self._value: dict[str, Any] = {}
        self._found: dict[str, dict[Any, tuple[dict[str, Any], Path]]] = {}

    def put(self, rows: Mapping[str, list[Row]]) -> dict[str, Any]:
        """The plain values of the record that these rows hold."""
        for sheet in sheets().values():
            for row in rows.get(sheet.name, ()):
                if sheet.single:
                    self._single(sheet, row)
                elif sheet.parent:
                    self._part(sheet, row)
                else:
                    self._item(sheet, row)
        return self._value

    def _single(self, sheet: Sheet, row: Row) -> None:
        if () not in self._places:
            self._places.add((), sheet.name, row.place)
            self._value = row.values
            return
        self._say(
            sheet,
            row,
            "id",
            "shape",
            "found a second row",
            "expected one row: the programme itself",
            "a portfolio is a directory with one file for each programme",
        )

    def _item(self, sheet: Sheet, row: Row) -> None:
        items = self._value.setdefault(sheet.name, [])
        path: Path = (sheet.name, len(items))
        self._places.add(path, sheet.name, row.place)
        self._keep(sheet.name, row.values.get("id"), row.values, path)
        items.append(row.values)

    def _keep(self, sheet: str, key: Any, item: dict[str, Any], path: Path) -> bool:
        """Remember an item by what nested rows call it; the first one stays."""
        known = self._found.setdefault(sheet, {})
        return known.setdefault(key, (item, path))[1] == path

    def _part(self, sheet: Sheet, row: Row) -> None:
        """Hang a nested row on its item."""
        link = row.values.pop(sheet.link, None)
        if sheet.parent == "participants":
            owner = self._participant(sheet, row, link)
        else:
            owner = self._owner(sheet, row, link)
        if owner is None:
            return
        item, path = owner
        if sheet.pair is not None:
            self._pair(sheet, row, item, path)
            return
        parts = item.setdefault(sheet.name, [])
        at: Path = (*path, sheet.name, len(parts))
        self._places.add(at, sheet.name, row.place)
        if sheet.name == "participants":
            number = str(row.values.pop("participant", len(parts) + 1))
            if not self._keep(sheet.name, (link, number), row.values, at):
                self._twice(sheet, row, "participant", number)
        parts.append(row.values)

    def _pair(self, sheet: Sheet, row: Row, item: dict[str, Any], path: Path) -> None:
        """Add one key and its value."""
        key, value = sheet.pair or ("", "")
        pairs = item.setdefault(sheet.name, {})
        name = row.values.get(key)
        if name is None:
            self._missing(sheet, row, key)
        elif name in pairs:
            self._twice(sheet, row, key, name)
        elif value not in row.values:
            self._missing(sheet, row, value)
        else:
            pairs[name] = row.values[value]
            self._places.add((*path, sheet.name, name), sheet.name, row.place)

    def _owner(
        self, sheet: Sheet, row: Row, link: Any
    ) -> tuple[dict[str, Any], Path] | None:
        """The item a nested row belongs to."""
        owners = sheet.column(sheet.link).lists[0]
        known = self._found.get(owners, {})
        if link is None:
            self._missing(sheet, row, sheet.link)
        elif link not in known:
            ids = [key for key in known if key is not None]
            self._say(
                sheet,
                row,
                sheet.link,
                "id-dangling",
                f"found {quote(link)}",
                one_of(ids, word=link) if ids else f"expected an id of {owners}",
                f"add it to {owners}, or correct it here",
            )
        else:
            return known[link]
        return None

    def _participant(
        self, sheet: Sheet, row: Row, link: Any
    ) -> tuple[dict[str, Any], Path] | None:
        """The participant a head count belongs to."""
        number = row.values.pop("participant", None)
        if self._owner(sheet, row, link) is None:
            return None
        known = self._found.get("participants", {})
        numbers = [key[1] for key in known if key[0] == link]
        wanted = numbers[0] if number is None and len(numbers) == 1 else str(number)
        if wanted in numbers:
            return known[link, wanted]
        found = "found no number" if number is None else f"found {quote(number)}"
        self._say(
            sheet,
            row,
            "participant",
            "id-dangling",
            found,
            one_of(numbers) if numbers else "expected a row in participants",
            f"number the participants of {quote(link)} and give the number here",
        )
        return None

    def _missing(self, sheet: Sheet, row: Row, column: str) -> None:
        self._say(
            sheet,
            row,
            column,
            "field-missing",
            f"found no {column!r}",
            "",
            "fill the cell, or clear the row",
        )

    def _twice(self, sheet: Sheet, row: Row, column: str, name: str) -> None:
        self._say(
            sheet,
            row,
            column,
            "key-duplicate",
            f"found {quote(name)} a second time for one {sheet.link}",
            "",
            "keep one of the rows",
        )

    def _say(self, sheet: Sheet, row: Row, column: str, code: str, *text: str) -> None:
        found, expected, hint = text
        place = self._places.cell(sheet.name, row.place, column)
        self.issues.append(
            Issue(
                code=code,
                found=found,
                where=f"{self._source} {place}",
                expected=expected,
                hint=hint,
            )
        )
