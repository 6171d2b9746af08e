"""How the pages are built: Sphinx, furo, MyST; nothing from the network."""

import sys
from pathlib import Path
from typing import Any

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))

import involvement  # noqa: E402 - found through the path above

project = "involvement"
author = "The involvement maintainers"
copyright = "2026, the involvement maintainers"  # noqa: A001 - Sphinx's name
version = release = involvement.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
templates_path: list[str] = []
nitpicky = False
default_role = "code"  # docstrings write `names` as Markdown does

myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence", "deflist"]

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_format = "short"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_custom_sections = ["Source", "Complexity"]

html_theme = "furo"
html_title = "involvement"
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_show_sphinx = False
html_copy_source = False
# System fonts only: a page must look the same with the network cut off.
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#0b5a6f",
        "color-brand-content": "#0b5a6f",
        "font-stack": "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
        "font-stack--monospace": "ui-monospace, 'DejaVu Sans Mono', monospace",
    },
    "dark_css_variables": {
        "color-brand-primary": "#7cc5d8",
        "color-brand-content": "#7cc5d8",
    },
}


# Files of the root are pages here too; their links are written for the repository.
FROM_ROOT = {
    "](docs/": "](../",
    "](GLOSSARY.md": "](../reference/glossary.md",
    "](CHANGELOG.md": "](../reference/changelog.md",
    "](SECURITY.md": "](../reference/security.md",
    "](CODE_OF_CONDUCT.md": "](../reference/code-of-conduct.md",
    "](CONTRIBUTING.md": "](../how-to/contribute.md",
    "](NOTICE": "](../reference/notices.md",
}


def links_from_root(_app: Any, _path: Path, _page: str, content: list[str]) -> None:
    """Make the links of an included file lead to its pages."""
    for there, here_ in FROM_ROOT.items():
        content[0] = content[0].replace(there, here_)


def setup(app: Any) -> None:
    """Listen to what is included."""
    app.connect("include-read", links_from_root)
