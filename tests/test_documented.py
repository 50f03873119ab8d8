"""Nothing public goes without words: commands, options, names, methods; what the door offers has an example too."""

from __future__ import annotations

import ast
import doctest
import importlib
import inspect
import re
import textwrap
import tomllib
import types
from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import click
import pytest
import typer

import geo
import geo.maps.layers
from geo.cli import app

CHECKOUT = Path(__file__).parents[1]
README = (CHECKOUT / "README.md").read_text("utf-8")
ROOMS = sorted(".".join(path.parent.relative_to(CHECKOUT).parts) for path in (CHECKOUT / "geo").rglob("__init__.py"))
DOOR = ("geo", "geo.geodesy", "geo.maps.layers")


# commands and options


def commands(group: click.Command, name: str = "geo") -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with its full name."""
    if isinstance(group, click.Group) or hasattr(group, "commands"):
        for word, command in group.commands.items():  # type: ignore[attr-defined]
            yield from commands(command, f"{name} {word}")
    else:
        yield name, group


def undocumented(group: click.Command, readme: str) -> list[str]:
    """Commands without help, an example or a mention in the README, and options without help."""
    found = []
    for name, command in commands(group):
        if name not in readme:
            found.append(f"{name}: not in the README")
        if not command.help:
            found.append(f"{name}: no help")
        elif name not in command.help.replace("\b", ""):
            found.append(f"{name}: no example in its help")
        found += [f"{name} {one.name}: no help" for one in command.params if not getattr(one, "help", None)]
    return found


def test_every_command_and_option_is_documented() -> None:
    assert undocumented(typer.main.get_command(app), README) == []


def test_a_planted_command_is_found() -> None:
    planted = typer.Typer()
    planted.command("check")(lambda: None)

    @planted.command()
    def shed(bare: str = "", told: Annotated[str, typer.Option(help="Told.")] = "") -> None:
        """Do what nobody knows."""

    found = undocumented(typer.main.get_command(planted), README)
    assert found == [
        "geo check: no help",
        "geo shed: not in the README",
        "geo shed: no example in its help",
        "geo shed bare: no help",
    ]


# names, classes, methods


def names_of(module: types.ModuleType) -> list[str]:
    """What a room shows: its `__all__`."""
    return [name for name in getattr(module, "__all__", ()) if not name.startswith("_")]


def says(thing: Any) -> str:
    """Its own docstring, not one that a base class or a data type brings; "" where there is none."""
    found = thing.__dict__.get("__doc__") if inspect.isclass(thing) else getattr(thing, "__doc__", None)
    return found if isinstance(found, str) else ""


def members(thing: type) -> Iterator[tuple[str, Any]]:
    """A class's own public methods and properties."""
    for name, member in vars(thing).items():
        if not name.startswith("_"):
            inner = getattr(member, "__func__", member)
            if inspect.isfunction(inner) or isinstance(inner, property):
                yield name, inner


def told_constants() -> set[str]:
    """Names of geo's constants that a string right below them explains."""
    told: set[str] = set()
    for path in (CHECKOUT / "geo").rglob("*.py"):
        body = ast.parse(path.read_text("utf-8")).body
        for one, after in pairwise(body):
            target = one.target if isinstance(one, ast.AnnAssign) else getattr(one, "targets", [None])[0]
            if isinstance(target, ast.Name) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
                told.add(target.id)
    return told


TOLD = told_constants()


def silent(module: types.ModuleType) -> list[str]:
    """Public names, methods and properties of a room that nothing is said of."""
    found = []
    for name in names_of(module):
        thing = getattr(module, name)
        here = f"{module.__name__}.{name}"
        if inspect.isclass(thing):
            found += [here] * (not says(thing))
            found += [f"{here}.{inner}" for inner, member in members(thing) if not says(member)]
        elif callable(thing) or inspect.ismodule(thing):  # callable: also what functools.cache has wrapped
            found += [here] * (not says(thing))
        elif name not in TOLD:
            found.append(here)
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_every_public_name_is_documented(room: str) -> None:
    module = importlib.import_module(room)
    assert module.__doc__
    assert silent(module) == []


def planted_module() -> types.ModuleType:
    class Shed:
        @property
        def door(self) -> int:
            return 1

        def told(self) -> int:
            """Say how many."""
            return 1

    planted = types.ModuleType("planted", "A room.")
    vars(planted).update(Shed=Shed, hut=lambda: None, ROOF=3, __all__=["ROOF", "Shed", "hut"])
    return planted


def test_planted_names_are_found() -> None:
    assert silent(planted_module()) == ["planted.ROOF", "planted.Shed", "planted.Shed.door", "planted.hut"]


# the door: units and shapes, errors, an example that runs

ARRAYS = re.compile(r"ArrayLike|NDArray|_Array")
SHAPES = re.compile(r"shape|broadcast|\(n,")


@dataclass
class Offer:
    """Something that the door offers, with the module that shows it."""

    room: str
    name: str
    thing: Any

    @property
    def full(self) -> str:
        return f"{self.room}.{self.name}"

    @property
    def said(self) -> str:
        """All that is said of it: of a class also of how it is made and of its methods."""
        if not inspect.isclass(self.thing):
            return says(self.thing)
        inner = [says(member) for _, member in members(self.thing)]
        return "\n".join([says(self.thing), says(self.thing.__init__), *inner])


def offers(rooms: tuple[str, ...] = DOOR) -> list[Offer]:
    """Functions and classes of the door."""
    found = []
    for room in rooms:
        module = importlib.import_module(room)
        things = [(name, getattr(module, name)) for name in names_of(module)]
        found += [Offer(room, name, one) for name, one in things if inspect.isclass(one) or inspect.isfunction(one)]
    return found


def bare_fields(thing: type) -> list[str]:
    """Fields of a class of values that no string right below them explains."""
    body = ast.parse(textwrap.dedent(inspect.getsource(thing))).body[0].body  # type: ignore[attr-defined]
    told = [isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) for after in [*body[1:], ast.Pass()]]
    fields = [(one, said) for one, said in zip(body, told, strict=True) if isinstance(one, ast.AnnAssign)]
    return [one.target.id for one, said in fields if not said and isinstance(one.target, ast.Name)]


def lacks(offer: Offer) -> list[str]:
    """What the words of one of the door's names lack."""
    found = [f"field {name}" for name in bare_fields(offer.thing)] if is_dataclass(offer.thing) else []
    if not doctest.DocTestParser().get_examples(offer.said):
        found.append("an example")
    functions = [offer.thing] if inspect.isfunction(offer.thing) else [one for _, one in members(offer.thing)]
    for function in functions:
        if isinstance(function, property):
            continue
        source = inspect.getsource(function)
        if re.search(r"^\s+raise (?!TypeError)\w+Error", source, flags=re.MULTILINE) and "Raises" not in says(function):
            found.append(f"what {function.__name__} raises")
        annotated = " ".join(str(one) for one in inspect.get_annotations(function).values())
        if ARRAYS.search(annotated) and not (SHAPES.search(says(function)) and "degree" in says(function)):
            found.append(f"shapes and units of {function.__name__}")
    return found


@pytest.mark.parametrize("offer", offers(), ids=lambda offer: offer.full)
def test_what_the_door_offers_is_told_in_full(offer: Offer) -> None:
    assert lacks(offer) == []


def test_a_planted_offer_is_found() -> None:
    def far(lon: ArrayLike) -> None:  # type: ignore[name-defined]  # noqa: F821
        """How far it is."""
        raise ValueError(lon)

    @dataclass
    class Spot:
        """Where it is.

        >>> Spot(1.0, 2.0).lon
        1.0
        """

        lon: float
        """Degrees east."""
        lat: float

    assert lacks(Offer("planted", "Spot", Spot)) == ["field lat"]
    assert lacks(Offer("planted", "far", far)) == ["an example", "what far raises", "shapes and units of far"]


def test_examples_of_the_door_run_with_the_suite() -> None:
    """`--doctest-modules` finds them where they are written, and pytest is told to look into geo/."""
    for offer in offers():
        home = Path(inspect.getsourcefile(offer.thing) or "")
        assert home.is_relative_to(CHECKOUT / "geo"), offer.full
    options = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]
    assert "geo" in options["testpaths"]
    assert "--doctest-modules" in options["addopts"]
    assert geo.__all__
