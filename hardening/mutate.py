"""Change the code and see whether a test notices: `python hardening/mutate.py scoring`.

A mutant is one small change inside one function: a comparison turned, `and` for `or`,
a number one higher, `not` left out, nothing returned, `min` for `max`, `any` for `all`,
an order reversed, a statement dropped. The tests are collected once; each mutant gets a
forked process in which the function's code is replaced and the tests that reach this
function run, quickest first, until one fails. No file is changed. Hypothesis draws few
examples, the same each time, and does not shrink. The working tree should hold still
while this runs.
"""

from __future__ import annotations

import argparse
import ast
import copy
import functools
import gc
import importlib
import json
import os
import pickle
import random
import resource
import sys
import tempfile
import time
from pathlib import Path
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent.parent
GROUPS = {
    "instruments": (
        "tests/unit/instruments", "tests/unit/scoring",
        "tests/laws/test_rules_random.py", "tests/spec/test_scales_worked.py",
        "tests/inputs/test_scale_inputs.py", "tests/inputs/test_faults_fuzz_found.py",
    ),
    "scoring": (
        "tests/unit/scoring", "tests/unit/test_assessment.py",
        "tests/laws/test_pencil.py", "tests/spec/test_scales_worked.py",
        "tests/laws/test_columns_agree.py", "tests/inputs/test_table_inputs.py",
        "tests/inputs/test_json_line_tables.py",
    ),
    "influence": (
        "tests/unit/influence", "tests/laws/test_influence_laws.py",
        "tests/spec/test_influence_pitfalls.py",
        "tests/golden/test_influence_examples.py",
        "tests/inputs/test_influence_graph_inputs.py",
    ),
    "patterns": (
        "tests/unit/patterns", "tests/laws/test_patterns_attendance.py",
        "tests/laws/test_patterns_completions.py",
        "tests/laws/test_patterns_disclosure.py",
        "tests/laws/test_patterns_findings.py", "tests/laws/test_patterns_portions.py",
        "tests/unit/test_assessment.py",
    ),
}  # fmt: skip
"""Which tests may notice a change in which package."""

TURNED: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
    ast.And: (ast.Or,), ast.Or: (ast.And,), ast.Add: (ast.Sub,), ast.Sub: (ast.Add,),
    ast.Mult: (ast.FloorDiv,), ast.FloorDiv: (ast.Mult,), ast.Div: (ast.Mult,),
    ast.Mod: (ast.FloorDiv,), ast.BitAnd: (ast.BitOr,), ast.BitOr: (ast.BitAnd,),
    ast.LShift: (ast.RShift,), ast.RShift: (ast.LShift,), ast.BitXor: (ast.BitOr,),
}  # fmt: skip
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
MEMORY = 6 * 2**30
IMPORTED = "ignore::pytest.PytestAssertRewriteWarning"


class Mutant(NamedTuple):
    """One change: where it stands, which function it changes, what it puts there."""

    function: str
    line: int
    told: str
    parent: ast.AST
    field: str
    at: int | None
    new: ast.AST


def variants(node: ast.AST) -> Iterator[ast.AST]:  # noqa: PLR0912 - a list of kinds
    """What a node may be turned into."""
    if isinstance(node, ast.Compare):
        for i, old in enumerate(node.ops):
            for kind in TURNED[type(old)]:
                made = copy.deepcopy(node)
                made.ops[i] = kind()  # type: ignore[call-overload]
                yield made
    elif isinstance(node, ast.BoolOp | ast.BinOp | ast.AugAssign):
        for kind in TURNED.get(type(node.op), ()):
            made_op = copy.deepcopy(node)
            made_op.op = kind()  # type: ignore[assignment]
            yield made_op
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield node.operand
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield ast.Constant(node.value + 1)
        yield ast.Constant(node.value - 1)
    elif isinstance(node, ast.Name) and node.id in NAMES:
        yield ast.Name(NAMES[node.id], ast.Load())
    elif isinstance(node, ast.Return) and node.value and not nothing(node.value):
        yield ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Break):
        yield ast.Continue()
    elif isinstance(node, ast.Continue):
        yield ast.Break()
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield ast.Pass()
    elif isinstance(node, ast.If | ast.While | ast.IfExp) and isinstance(
        node.test, ast.Name | ast.Attribute | ast.Call | ast.NamedExpr
    ):
        made_test = copy.copy(node)
        made_test.test = ast.UnaryOp(ast.Not(), node.test)
        yield made_test
    elif isinstance(node, ast.Call) and name(node.func) == "sorted":
        made_call = copy.deepcopy(node)
        kept = [k for k in made_call.keywords if k.arg != "reverse"]
        if len(kept) == len(made_call.keywords):
            kept.append(ast.keyword("reverse", ast.Constant(value=True)))
        made_call.keywords = kept
        yield made_call


def nothing(node: ast.AST) -> bool:
    """Whether an expression is `None`."""
    return isinstance(node, ast.Constant) and node.value is None


def name(node: ast.AST) -> str:
    """The bare name that is called, if one is."""
    return node.id if isinstance(node, ast.Name) else ""


def mutants(tree: ast.Module) -> list[Mutant]:
    """Every change inside the functions of a module, in the order of the source."""
    found: list[Mutant] = []

    def walk(node: ast.AST, place: str, *, inside: bool) -> None:
        for field, value in ast.iter_fields(node):
            if field in {"decorator_list", "annotation", "returns", "args"} and (
                not isinstance(node, ast.Call)
            ):
                continue
            several = isinstance(value, list)
            for i, child in enumerate(value if several else [value]):
                if not isinstance(child, ast.AST):
                    continue
                if inside and isinstance(child, ast.expr | ast.stmt):
                    found.extend(
                        Mutant(
                            place, child.lineno, told(child, new, node), node, field,
                            i if several else None, new,
                        )
                        for new in variants(child)
                    )  # fmt: skip
                if isinstance(child, (*FUNCTIONS, ast.ClassDef)):
                    under = f"{place}.<locals>" if inside else place
                    deeper = f"{under}.{child.name}" if under else child.name
                    walk(child, deeper, inside=isinstance(child, FUNCTIONS))
                else:
                    walk(child, place, inside=inside)

    walk(tree, "", inside=False)
    return found


def told(old: ast.AST, new: ast.AST, parent: ast.AST) -> str:
    """The change as a person reads it, with what stands around a number or name."""
    before, after, around = (
        ast.unparse(ast.fix_missing_locations(copy.deepcopy(n))).partition("\n")[0]
        for n in (old, new, parent)
    )
    if isinstance(old, ast.Constant | ast.Name):
        return f"{before}  ->  {after}  in  {around} (column {old.col_offset})"
    return f"{before}  ->  {after}"


def code_after(tree: ast.Module, mutant: Mutant, path: str) -> dict[Any, CodeType]:
    """The code of every function of the module with this one change."""
    parent, field, index, new = mutant[3:]
    old = getattr(parent, field) if index is None else getattr(parent, field)[index]
    for part in ast.walk(new):
        if isinstance(part, ast.expr | ast.stmt) and not hasattr(part, "lineno"):
            ast.copy_location(part, old)
    ast.fix_missing_locations(new)
    put(parent, field, index, new)
    try:
        return dict(codes(compile(tree, path, "exec", dont_inherit=True)))
    finally:
        put(parent, field, index, old)


def put(parent: ast.AST, field: str, index: int | None, node: ast.AST) -> None:
    """Set one child of a node."""
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node


def codes(code: CodeType) -> Iterator[tuple[tuple[str, int], CodeType]]:
    """Every code object under one, by its name and first line."""
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield (inner.co_qualname, inner.co_firstlineno), inner
            yield from codes(inner)


def replace(path: str, function: str, made: dict[Any, CodeType]) -> bool:
    """Give every live function around a change its new code; false if it cannot be."""
    done = False
    for live in [f for f in gc.get_objects() if type(f) is FunctionType]:
        old = live.__code__
        if old.co_filename != path or not f"{function}.".startswith(
            f"{old.co_qualname}."
        ):
            continue
        new = made.get((old.co_qualname, old.co_firstlineno))
        if new is None or new.co_freevars != old.co_freevars:
            return False
        live.__code__ = new
        done = True
    return done


def forget() -> None:
    """Empty what functions of the package remember."""
    for kept in gc.get_objects():
        if isinstance(kept, functools._lru_cache_wrapper) and str(  # noqa: SLF001
            kept.__module__
        ).startswith("involvement"):
            kept.cache_clear()
    register = importlib.import_module("involvement.instruments.scale").register
    register.__init__()


def quick(item: pytest.Item, examples: int) -> None:
    """Let a property draw few examples, the same each time."""
    own = getattr(item, "obj", None)
    test: Any = getattr(own, "__func__", own)
    old = getattr(test, "_hypothesis_internal_use_settings", None)
    if old is not None:
        test._hypothesis_internal_use_settings = settings(  # noqa: SLF001
            old,
            max_examples=min(examples, old.max_examples),
            derandomize=True,
            database=None,
            deadline=None,
            phases=(Phase.explicit, Phase.generate),
        )


def first_failure(items: list[pytest.Item], order: list[int]) -> int | None:
    """The first test of an order that fails."""
    for j, after in zip(order, [*order[1:], None], strict=False):
        following = None if after is None else items[after]
        if any(
            r.failed for r in runtestprotocol(items[j], log=False, nextitem=following)
        ):
            return j
    return None


class Search:
    """The plugin that runs mutants in place of the collected tests."""

    def __init__(self, modules: list[str], options: argparse.Namespace) -> None:
        self.modules, self.options = modules, options
        self.paths = {str(HERE / m): m for m in modules}
        self.results: list[dict[str, Any]] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measure once, then try each mutant."""
        items = [i for i in session.items if not {"spark", "browser"} & set(i.keywords)]
        for item in items:
            quick(item, self.options.examples)
        reached = self.measure(items)
        print(f"{len(items)} tests, {len(reached)} functions reached", flush=True)
        for path, module in self.paths.items():
            self.one_module(path, module, items, reached)
        return True

    def measure(self, items: list[pytest.Item]) -> dict[Any, list[tuple[float, int]]]:
        """Which tests reach which function, and how long each takes."""
        with tempfile.TemporaryDirectory() as folder:
            kept = Path(folder) / "reached"
            pid = os.fork()
            if not pid:
                forget()
                kept.write_bytes(pickle.dumps(self.traced(items)))
                os._exit(0)
            os.waitpid(pid, 0)
            return pickle.loads(kept.read_bytes())  # type: ignore[no-any-return] # noqa: S301 - our own

    def traced(self, items: list[pytest.Item]) -> dict[Any, list[tuple[float, int]]]:
        """Run every test and note which functions were entered."""
        seen: set[CodeType] = set()
        reached: dict[Any, list[tuple[float, int]]] = {}

        def enter(frame: Any, event: str, _: object) -> None:
            if event == "call":
                seen.add(frame.f_code)

        for i, item in enumerate(items):
            after = items[i + 1] if i + 1 < len(items) else None
            seen.clear()
            began = time.process_time()
            sys.setprofile(enter)
            reports = runtestprotocol(item, log=False, nextitem=after)
            sys.setprofile(None)
            if any(r.failed for r in reports):
                print("left out, it fails already:", item.nodeid, flush=True)
                continue
            took = time.process_time() - began
            for code in seen:
                if code.co_filename in self.paths:
                    key = (code.co_filename, code.co_qualname)
                    reached.setdefault(key, []).append((took, i))
        return {k: sorted(v) for k, v in reached.items()}

    def one_module(
        self, path: str, module: str, items: list[pytest.Item], reached: dict[Any, Any]
    ) -> None:
        """Draw and try the mutants of one module."""
        tree = ast.parse(Path(path).read_text(encoding="utf-8"))
        every = mutants(tree)
        drawn = self.drawn(module, len(every))
        self.control(path, items, reached)
        counts = dict.fromkeys(("killed", "time", "survived", "left out"), 0)
        for i in drawn:
            mutant = every[i]
            tests: list[Any] = []
            budget = 0.0
            for took, j in reached.get((path, mutant.function), ()):
                if tests and budget + took > self.options.seconds:
                    break
                tests.append(items[j])
                budget += took
            made = code_after(tree, mutant, path)
            end = self.attempt(path, mutant, made, tests, budget)
            counts[end] += 1
            if end == "survived":
                line = f"{module}:{mutant.line} {mutant.function}: {mutant.told}"
                print(f"  survived #{i} {line} ({len(tests)} tests)", flush=True)
        tried = len(drawn) - counts["left out"]
        dead = counts["killed"] + counts["time"]
        row = {"module": module, "possible": len(every), "tried": tried, **counts}
        row["score"] = round(100 * dead / tried, 1) if tried else None
        self.results.append(row)
        print(json.dumps(row), flush=True)

    def drawn(self, module: str, possible: int) -> list[int]:
        """Which changes of a module are tried: those named, or a sample."""
        if self.options.only:
            named = [one.split(":") for one in self.options.only]
            return sorted({int(n) for stem, n in named if stem == Path(module).stem})
        chance = random.Random(f"{self.options.seed} {module}")  # noqa: S311
        return sorted(
            chance.sample(range(possible), min(self.options.sample, possible))
        )

    def control(self, path: str, items: list[Any], reached: dict[Any, Any]) -> None:
        """Tests run alone and in another order must pass while nothing is changed."""
        for _ in range(5):
            of_module = {j: t for k, v in reached.items() if k[0] == path for t, j in v}
            order = sorted(of_module, key=lambda j: (of_module[j], j))
            with tempfile.TemporaryDirectory() as folder:
                kept = Path(folder) / "failed"
                pid = os.fork()
                if not pid:
                    forget()
                    kept.write_text(json.dumps(first_failure(items, order)))
                    os._exit(0)
                os.waitpid(pid, 0)
                failed = json.loads(kept.read_text())
            if failed is None:
                return
            print("left out, it needs others:", items[failed].nodeid, flush=True)
            for value in reached.values():
                value[:] = [(t, j) for t, j in value if j != failed]
        raise SystemExit("the tests do not pass on the code as it is")

    def attempt(
        self, path: str, mutant: Mutant, made: Any, tests: list[Any], budget: float
    ) -> str:
        """One mutant in a process of its own: killed, out of time or survived."""
        if not tests:
            return "survived"
        pid = os.fork()
        if not pid:
            limit = int(4 * budget) + 5
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            forget()
            if not replace(path, mutant.function, made):
                os._exit(3)
            try:
                failed = first_failure(tests, list(range(len(tests))))
                os._exit(0 if failed is None else 1)
            except BaseException:  # noqa: BLE001 - an exit or a fault is a noticed change
                os._exit(1)
        _, status = os.waitpid(pid, 0)
        if os.WIFSIGNALED(status):
            return "time"
        return {0: "survived", 3: "left out"}.get(os.WEXITSTATUS(status), "killed")


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("group", choices=GROUPS)
    parser.add_argument("modules", nargs="*", help="names without .py; all if none")
    parser.add_argument("--sample", type=int, default=10**6, help="mutants per module")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", type=int, default=25, help="per property")
    parser.add_argument("--seconds", type=float, default=10.0, help="tests per mutant")
    parser.add_argument("--tests", nargs="*", help="other test files")
    parser.add_argument("--only", nargs="*", help="changes by number, as steps:17")
    options = parser.parse_args()
    folder = HERE / "involvement" / options.group
    asked = {one.partition(":")[0] for one in options.only or ()}
    names = (
        options.modules
        or sorted(asked)
        or sorted(p.stem for p in folder.glob("[!_]*.py"))
    )
    os.chdir(HERE)
    sys.path.insert(0, str(HERE))
    for stem in names:
        importlib.import_module(f"involvement.{options.group}.{stem}")
    modules = [f"involvement/{options.group}/{stem}.py" for stem in names]
    search = Search(modules, options)
    tests = options.tests or GROUPS[options.group]
    flags = ["-q", "-s", "-p", "no:cacheprovider", "-W", IMPORTED]
    pytest.main([*flags, *tests], plugins=[search])
    dead = sum(r["killed"] + r["time"] for r in search.results)
    tried = sum(r["tried"] for r in search.results)
    print(
        f"{options.group}: {dead} of {tried} noticed, {100 * dead / max(1, tried):.1f}%"
    )


if __name__ == "__main__":
    main()
