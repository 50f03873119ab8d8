"""The documentation as pages, in build/docs: README in front, the API from its docstrings, the notebooks as they ran.

    python data/build/docs.py [FOLDER]

Nothing of it is committed. A warning, a name of the door that has no entry, and a link that leads nowhere
stop it.
"""

from __future__ import annotations

import importlib
import re
import shutil
import sys
import tempfile
import types
import warnings
from pathlib import Path

import nbformat
import pdoc.doc
import pdoc.render
from nbconvert import HTMLExporter

import geo

CHECKOUT = Path(__file__).parents[2]
PAGES = Path(sys.argv[1]) if len(sys.argv) > 1 else CHECKOUT / "build" / "docs"
ROOMS = sorted(".".join(path.parent.relative_to(CHECKOUT).parts) for path in (CHECKOUT / "geo").rglob("__init__.py"))
MODULES = (*ROOMS, "geo.errors", "geo.frames", "geo.units")
FRONT = """
{% set root_module_name = false %}
{% extends "default/index.html.jinja2" %}
{% block title %}incident-mapper{% endblock %}
{% block style %}{{ super() | safe }}<style>
.pdoc table { border-collapse: collapse; font-size: .85em; }
.pdoc th, .pdoc td { padding: .3rem .6rem; border-bottom: 1px solid #8884; text-align: left; vertical-align: top; }
main.pdoc .docstring { max-width: 62rem; }
main.pdoc img { max-width: 100%; }
</style>{% endblock %}
{% block nav %}
<input type="search" placeholder="Search..." role="searchbox" aria-label="search box">
<h2>API</h2>
<ul>{% for name in all_modules %}<li><a href="{{ name.replace(".", "/") }}.html">{{ name }}</a></li>{% endfor %}</ul>
<h2>Notebooks</h2>
<ul>{% for name in notebooks %}<li><a href="notebooks/{{ name }}.html">{{ name }}</a></li>{% endfor %}</ul>
{% endblock %}
{% block content %}
<main class="pdoc"><section class="module-info">
<div class="docstring">{{ readme | to_html | safe }}</div>
</section></main>
{% include "search.html.jinja2" %}
{% endblock %}
"""
ROOM = """
{% extends "default/module.html.jinja2" %}
{% block module_list_link %}
<a class="pdoc-button module-list-button" href="{{ "../" * module.modulename.count(".") }}index.html">README</a>
{% endblock %}
"""


def main() -> None:
    """Write all pages anew."""
    warnings.simplefilter("error")  # pdoc warns of a name it cannot show
    modules = {name: pdoc.doc.Module(opened(name)) for name in MODULES}
    missing = [name for name in geo.__all__ if not name.startswith("_") and not shown(modules["geo"], name)]
    if missing:
        sys.exit(f"not on the page of geo: {', '.join(missing)}")
    notebooks = sorted((CHECKOUT / "notebooks").glob("*.ipynb"))
    shutil.rmtree(PAGES, ignore_errors=True)
    with tempfile.TemporaryDirectory() as templates:
        (Path(templates) / "index.html.jinja2").write_text(FRONT, "utf-8")
        (Path(templates) / "module.html.jinja2").write_text(ROOM, "utf-8")
        pdoc.render.configure(
            docformat="markdown",
            include_undocumented=False,
            template_directory=Path(templates),
            footer_text=f"incident-mapper {geo.__version__}",
        )
        pdoc.render.env.globals["readme"] = front_page((CHECKOUT / "README.md").read_text("utf-8"))
        pdoc.render.env.globals["notebooks"] = [path.stem for path in notebooks]
        for name, module in modules.items():
            put(f"{name.replace('.', '/')}.html", pdoc.render.html_module(module, modules))
        put("index.html", pdoc.render.html_index(modules))
        put("search.js", pdoc.render.search_index(modules))
    shutil.copytree(CHECKOUT / "maps", PAGES / "maps")
    for path in notebooks:
        put(f"notebooks/{path.stem}.html", notebook_page(path))
    lost = dead_links(PAGES / "index.html")
    if lost:
        sys.exit(f"links that lead nowhere: {', '.join(lost)}")
    print(f"{PAGES / 'index.html'}: {len(modules)} modules")


def opened(name: str) -> types.ModuleType:
    """A module with its lazy names in place: pdoc looks for what `__all__` names among what is loaded."""
    module = importlib.import_module(name)
    vars(module).update({one: getattr(module, one) for one in getattr(module, "__all__", ())})
    return module


def shown(module: pdoc.doc.Module, name: str) -> bool:
    """Whether a name has an entry with words on the page of its module."""
    entry = module.get(name) or next((one for one in module.submodules if one.name == name), None)
    return entry is not None and bool(entry.docstring)


def front_page(readme: str) -> str:
    """The README, with its notebooks as pages."""
    return re.sub(r"\((notebooks/[\w-]+)\.ipynb\)", r"(\1.html)", readme)


def notebook_page(path: Path) -> str:
    """A notebook with its outputs as one page that loads nothing from a network."""
    exporter = HTMLExporter(mathjax_url="", require_js_url="", jquery_url="", mermaid_js_url="")
    return str(exporter.from_notebook_node(nbformat.read(path, as_version=4))[0])


def put(name: str, text: str) -> None:
    """Write one page."""
    path = PAGES / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def dead_links(page: Path) -> list[str]:
    """Relative links and pictures of a page whose files are not there."""
    targets = re.findall(r'(?:href|src)="([^"#?:$]+)[^":]*"', page.read_text("utf-8"))
    return sorted({one for one in targets if not (page.parent / one).exists()})


if __name__ == "__main__":
    main()
