"""The picture in docs/architecture.md, as an executable rule."""

import ast
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KERNEL = ["core", "db", "policy", "ledger", "media", "typeset", "post", "work", "web"]
FEATURES = ["governments", "editions", "accounts", "entries", "judging", "awards", "exhibitions", "gallery", "reports", "desk"]
TOP = {"app", "cli", "demo", "printed"}
LAYERS = {"states": 0, "rules": 0, "models": 1, "queries": 2, "mails": 3, "papers": 3, "actions": 3, "forms": 4, "routes": 5}
FLASK = ("flask", "wtforms", "werkzeug", "jinja2", "markupsafe")
PURE_STANDARD = set(sys.stdlib_module_names)


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path):
    return tuple(ast.walk(tree(path)))


@cache
def imports(path):
    found = []
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module, *(f"{node.module}.{a.name}" for a in node.names)]
        elif isinstance(node, ast.Import):
            found += [a.name for a in node.names]
    return tuple(found)


def name_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(p): p for p in sorted((ROOT / "contest").rglob("*.py"))}


def room(module):
    return module.split(".")[1] if "." in module else ""


def layer(module):
    parts = module.split(".")
    return LAYERS.get(parts[2]) if len(parts) > 2 else None


def own(module):
    return {i for i in imports(MODULES[module]) if i in MODULES}


def test_there_is_no_import_cycle():
    graph = {m: {i for i in own(m) if i != m and not m.startswith(i + ".")} for m in MODULES}
    assert list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_module_looks_only_to_its_left(module):
    here = room(module)
    order = KERNEL + FEATURES
    if here in TOP or here == "":
        return
    assert here in order, f"{module} stands nowhere in docs/architecture.md"
    allowed = set(order[: order.index(here) + 1])
    if here == "policy":
        allowed = {"core", "policy"}
    wrong = {i for i in own(module) if room(i) and room(i) not in allowed}
    assert not wrong


@pytest.mark.parametrize("module", sorted(m for m in MODULES if layer(m) is not None))
def test_a_layer_looks_only_down_in_its_own_feature(module):
    mine = layer(module)
    prefix = ".".join(module.split(".")[:2]) + "."
    wrong = {i for i in own(module) if i.startswith(prefix) and layer(i) is not None and layer(i) > mine}
    assert not wrong


@pytest.mark.parametrize("module", sorted(m for m in MODULES if layer(m) is not None and layer(m) <= 3))
def test_decisions_models_reads_and_acts_do_not_know_flask(module):
    assert not {n for n in imports(MODULES[module]) if n.split(".")[0].startswith(FLASK) or n.startswith("contest.web") or n == "contest.db.extension"}


@pytest.mark.parametrize("module", sorted(m for m in MODULES if layer(m) == 0 or room(m) in {"core", "policy"}))
def test_decisions_need_only_the_standard_library(module):
    foreign = {n.split(".")[0] for n in imports(MODULES[module])} - PURE_STANDARD - {"contest", "__future__"}
    assert foreign <= {"numpy"}
    assert "contest.core.clock" not in imports(MODULES[module]) or room(module) == "core"


@pytest.mark.parametrize("module", sorted(m for m in MODULES if layer(m) in {2, 0}))
def test_reads_and_decisions_do_not_write(module):
    text = MODULES[module].read_text(encoding="utf-8")
    assert not [verb for verb in ("session.add", "session.delete(", "session.flush", "sqlalchemy.insert", "record(") if verb in text]


def test_only_routes_commands_and_the_session_use_the_current_session():
    guilty = [m for m in MODULES if "contest.db.extension" in imports(MODULES[m]) and layer(m) in {0, 1, 2, 3, 4}]
    assert not guilty


def test_routes_ask_queries_by_name():
    guilty = [m for m in MODULES if layer(m) == 5 and "sqlalchemy.select" in set(imports(MODULES[m]))]
    assert not guilty


def test_only_one_module_commits():
    guilty = [m for m, p in MODULES.items() if ".commit(" in p.read_text(encoding="utf-8")]
    assert guilty == ["contest.db.transaction"]


def _writes_of_state(path):
    for node in nodes(path):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
        yield from (t for t in targets if isinstance(t, ast.Attribute) and t.attr == "state")


def test_only_the_workflow_writes_a_state():
    guilty = [m for m, p in MODULES.items() if any(_writes_of_state(p))]
    assert guilty == ["contest.core.workflow"]


def test_nothing_is_imported_inside_a_function():
    guilty = []
    for module, path in MODULES.items():
        for function in nodes(path):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                guilty += [f"{module}:{n.lineno}" for n in ast.walk(function) if isinstance(n, ast.Import | ast.ImportFrom)]
    assert not guilty


def test_only_the_configuration_reads_the_environment():
    guilty = [m for m, p in MODULES.items() if "os.environ" in p.read_text(encoding="utf-8") or "getenv" in p.read_text(encoding="utf-8")]
    assert not guilty


def test_every_module_says_what_it_is_for():
    silent = [m for m, p in MODULES.items() if not ast.get_docstring(tree(p))]
    assert not silent
