"""The scales in use: the shipped ones, those of packages, those you load."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from involvement.errors import (
    Issue,
    ScaleError,
    one_of,
    possible_path,
    quote,
    wrong_kind,
)
from involvement.instruments import packages
from involvement.instruments.scale_file import DATA, read_scale
from involvement.instruments.scale_path import is_folder, read_path
from involvement.limits import Limits

if TYPE_CHECKING:
    import os

    from involvement.instruments.levels import Scale

SHIPPED = (
    "arnstein",
    "iap2",
    "carman",
    "pretty",
    "seven_level",
    "hart",
    "shier",
    "coproduction",
    "work",
    "involve",
    "eupati",
    "degrees",
    "tritter",
    "gunning",
    "signals",
    "flags",
    "cube",
    "spidergram",
    "white",
    "uk_standards",
    "four_pi",
    "ppeet",
)
"""The shipped scales in the order they are shown: ladders, labels, checks, recorded."""


class Register:
    """The scales in use: the shipped ones, those of packages, those loaded."""

    def __init__(self) -> None:
        """Start with the shipped scales, each read on first use."""
        self._current: dict[str, Scale] = {}
        self._versions: dict[tuple[str, str], Scale] = {}
        self._plugged: tuple[Issue, ...] | None = None
        self._derived: tuple[Scale, ...] | None = None
        self._lock = threading.Lock()

    def all(self) -> dict[str, Scale]:
        """Every scale by id, the shipped ones first."""
        self.plug_in()
        for scale_id in SHIPPED:
            self._shipped(scale_id)
        order = [*SHIPPED, *(i for i in self._current if i not in SHIPPED)]
        return {scale_id: self._current[scale_id] for scale_id in order}

    def derived(self) -> tuple[Scale, ...]:
        """The scales that facts answer, in the same order."""
        if self._derived is None:
            self._derived = tuple(s for s in self.all().values() if s.derived)
        return self._derived

    def get(self, scale_id: Any, version: Any = None) -> Scale:
        """One scale, if wanted of a certain version."""
        if scale_id in SHIPPED:
            self._shipped(scale_id)
        else:
            self.plug_in()
        found = self._current.get(scale_id) if isinstance(scale_id, str) else None
        if found is None:
            known = [*SHIPPED, *(i for i in self._current if i not in SHIPPED)]
            raise ScaleError(
                [
                    Issue(
                        code="scale-unknown",
                        found=f"found {quote(scale_id)}, which is no scale",
                        expected=one_of(known, word=scale_id),
                        hint="load your own with load_scale(path)",
                    ),
                    *(self._plugged or ()),
                ]
            )
        if version is None or version == found.version:
            return found
        held = {v: one for (i, v), one in self._versions.items() if i == scale_id}
        if isinstance(version, str) and version in held:
            return held[version]
        raise ScaleError(
            [
                Issue(
                    code="scale-version",
                    found=f"found no version {quote(version)} of {quote(scale_id)}",
                    expected=f"expected one of: {', '.join(sorted(held))}",
                    hint="load the file of that version with load_scale(path)",
                )
            ]
        )

    def add(self, *found: Scale, replace: bool = False) -> None:
        """Take scales into use: all of them, or none if one cannot be.

        Raises:
            ScaleError: If an id is taken and it is not to be replaced, or the code
                of another package asks for it while its own scales are looked for.
        """
        if packages.asking.get():
            raise ScaleError(
                [
                    Issue(
                        code="scale-plugin",
                        found="found a scale taken into use by a package while it is "
                        "asked for its scales",
                        hint="name the file under the entry point instead",
                    )
                ]
            )
        new: set[str] = set()
        for scale in found:
            taken = scale.id in SHIPPED or scale.id in self._current
            if scale.id in new or (taken and not replace):
                raise ScaleError([_taken(scale.id)])
            new.add(scale.id)
        for scale in found:
            if scale.id in SHIPPED:
                self._shipped(scale.id)
            self._current[scale.id] = scale
            self._versions[scale.id, scale.version] = scale
        self._derived = None

    def remove(self, scale_id: str) -> None:
        """Take a loaded scale out of use; a shipped one of that id comes back."""
        self._current.pop(scale_id, None)
        for known in [one for one in self._versions if one[0] == scale_id]:
            del self._versions[known]
        self._derived = None

    def plug_in(self, limits: Limits | None = None) -> tuple[Issue, ...]:
        """Load the scales of installed packages once; the faults of those that fail.

        A package names a file or folder, or a function that returns one. It is asked
        twice, with an end to the waiting. What goes wrong in one of them is named,
        and logged; all others are still there.
        """
        if packages.asking.get():
            return ()
        with self._lock:
            if self._plugged is None:
                offers = packages.offers(self.add, limits or Limits())
                self._plugged = tuple(offers)
            return self._plugged

    def _shipped(self, scale_id: str) -> None:
        if scale_id not in self._current:
            text = (DATA / f"{scale_id}.toml").read_text(encoding="utf-8")
            scale = read_scale(text, name=f"{scale_id}.toml", shipped=True)
            self._current[scale_id] = scale
            self._versions[scale_id, scale.version] = scale


def _taken(scale_id: str) -> Issue:
    owner = "a shipped scale" if scale_id in SHIPPED else "a loaded scale"
    return Issue(
        code="scale-taken",
        found=f"found the id {quote(scale_id)}, which is {owner}",
        path="id",
        hint="choose another id, or load it with replace=True",
    )


register = Register()
"""The scales in use in this process."""


def scales() -> dict[str, Scale]:
    """Every scale in use by id: the shipped ones in their order, then your own.

    Example:
        >>> list(scales())[:3], scales()["iap2"].levels[0].title
        (['arnstein', 'iap2', 'carman'], 'Inform')
    """
    return register.all()


def asked_for(given: Any) -> tuple[str | Scale, ...]:
    """The scales somebody named, as a list.

    Raises:
        RecordError: If it is no list of them (`shape`).
    """
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        raise wrong_kind(given, "a list of scales or their ids", path="scales")
    return tuple(given)


def derived_scales() -> tuple[Scale, ...]:
    """The scales in use that facts answer, in their order."""
    return register.derived()


def scale(scale_id: str, *, version: str | None = None) -> Scale:
    """One scale by its id, if wanted of a certain version.

    Raises:
        ScaleError: If there is none (`scale-unknown`) or not of that version
            (`scale-version`).

    Example:
        >>> scale("shier").levels[1].condition
        'supported and not counted'
    """
    return register.get(scale_id, version)


def again(text: str, name: str, shipped: bool) -> Scale:  # noqa: FBT001 - for pickle
    """The scale a copy was made of; the shipped one itself if it is that."""
    if shipped:
        current = scale(name.removesuffix(".toml"))
        if current.shipped:
            return current
    return read_scale(text, name=name, shipped=shipped)


def plug_in_issues(limits: Limits | None = None) -> tuple[Issue, ...]:
    """What went wrong with scales of installed packages; usually nothing.

    They are looked for once, on first use of any scale; called before that, this
    sets the limits for it, such as `Limits(seconds=120)` for a slow package.
    """
    return register.plug_in(limits)


def load_scale(
    path: str | os.PathLike[str],
    *,
    replace: bool = False,
    limits: Limits | None = None,
    on_warning: Callable[[Issue], None] | None = None,
) -> Scale | tuple[Scale, ...]:
    """Take a scale of your own into use: one file, or every `.toml` of a folder.

    Nothing is taken into use if any of it has a fault. `report()` of a scale says
    which levels can never be reached, which overlap and where no level fits.

    Args:
        path: The file or folder.
        replace: Whether it may take the place of a scale with the same id.
        limits: How deep rules may nest and how large the table may be.
        on_warning: Called with a warning for each condition that is always true, or
            never; without it they are logged.

    Returns:
        The scale, or for a folder all of them.

    Raises:
        ScaleError: With every fault, each with file, line and column.

    Example:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> text = '''
        ... id = "heard"
        ... title = "Heard at all"
        ... version = "1"
        ... kind = "ladder"
        ... citation = "Our own, 2026"
        ... [[levels]]
        ... id = "silent"
        ... condition = "not voice"
        ... [[levels]]
        ... id = "heard"
        ... condition = "voice"
        ... '''
        >>> with TemporaryDirectory() as folder:
        ...     path = Path(folder) / "heard.toml"
        ...     _ = path.write_text(text)
        ...     mine = load_scale(path, replace=True)
        >>> print(mine.report().explain())
        heard
          exactly one level holds in every combination
        >>> register.remove(mine.id)
    """
    possible_path(path)
    found = read_path(path, limits)
    register.add(*found, replace=replace)
    for one in found:
        for issue in _constants(one):
            (on_warning or _logged)(issue)
    return found if is_folder(path) else found[0]


def _constants(one: Scale) -> tuple[Issue, ...]:
    from involvement.instruments.proofs import constants

    return constants(one) if one.derived else ()


def _logged(issue: Issue) -> None:
    logging.getLogger("involvement").warning("%s", issue)
