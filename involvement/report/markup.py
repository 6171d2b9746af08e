"""Text to markup: whatever a user wrote is escaped, because nothing else is possible.

Pages are built from `tag`. A child or an attribute that is not `Safe` is escaped, so
forgetting to escape is not a mistake one can make here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from involvement.errors import plain


class Safe(str):
    """Text that is markup already."""

    __slots__ = ()

    def __html__(self) -> str:
        """The markup itself, for template engines and notebooks."""
        return str(self)


Child = object
"""Text, markup, a number, None (left out), or a list of these."""

# What neither HTML nor XML may hold; direction marks stay, `user` isolates them.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_VOID = frozenset({"meta", "br", "col", "hr", "link"})


def _visible(match: re.Match[str]) -> str:
    return match.group().encode("unicode_escape").decode()


def escape(text: object) -> Safe:
    r"""Text as markup that shows it as it was written.

    Example:
        >>> escape('<b> & "c"')
        '&lt;b&gt; &amp; &quot;c&quot;'
        >>> escape("a\x1b[31mb")
        'a\\x1b[31mb'
    """
    if isinstance(text, Safe):
        return text
    return Safe(html.escape(_CONTROL.sub(_visible, str(text)), quote=True))


def attribute(text: object) -> Safe:
    """Text for an attribute, where direction marks are shown: nothing isolates them."""
    return escape(text if isinstance(text, Safe) else plain(str(text)))


def join(*children: Child, between: str = "") -> Safe:
    """Several children as one piece of markup."""
    return Safe(escape(between).join(_flat(children)))


def _flat(children: Iterable[Child]) -> Iterable[str]:
    for child in children:
        if child is None:
            continue
        if isinstance(child, str):
            yield escape(child)
        elif isinstance(child, Iterable):
            yield from _flat(child)
        else:
            yield escape(child)


def tag(name: str, /, *children: Child, **attributes: object) -> Safe:
    """One element; a trailing underscore of an attribute falls, others become `-`.

    An attribute that is None is left out, one that is True stands alone.

    Example:
        >>> tag("p", "1 < 2", class_="note", aria_label='"x"')
        '<p class="note" aria-label="&quot;x&quot;">1 &lt; 2</p>'
    """
    parts = [name]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        spelled = key.rstrip("_").replace("_", "-")
        parts.append(spelled if value is True else f'{spelled}="{attribute(value)}"')
    head = " ".join(parts)
    if name in _VOID:
        return Safe(f"<{head}>")
    return Safe(f"<{head}>{join(*children)}</{name}>")


def user(text: object) -> Safe:
    """What a user wrote, escaped and isolated from the direction of the text around.

    Example:
        >>> user("<i>")
        '<bdi>&lt;i&gt;</bdi>'
    """
    return tag("bdi", text)


def shown(text: object) -> str:
    """What a user wrote, for places that cannot isolate: direction marks shown."""
    return _DIRECTION.sub(_visible, str(text))


def markdown(text: object, *, start: bool = True) -> str:
    r"""What a user wrote as one line of Markdown that shows it as written.

    Markup characters are escaped with a backslash, line breaks become spaces, so a
    table row stays a row. `start` says that it may begin a line, where a few more
    characters have a meaning.

    Example:
        >>> print(markdown("a | b\n# c <i>"))
        a \| b # c &lt;i&gt;
    """
    line = " ".join(plain(str(text)).split())
    escaped = re.sub(r"([\\`*_{}\[\]|~$^])", r"\\\1", line)
    if start:
        escaped = re.sub(r"^(\d+)(?=[.)])", r"\1\\", escaped)
        escaped = re.sub(r"^([-+=:#])", r"\\\1", escaped)
    return (
        escaped.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("://", ":&#47;&#47;")
        .replace("@", "&#64;")
        .replace("www.", "www&#46;")
    )
