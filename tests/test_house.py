"""The house: what holds for every file of the project, whatever it says."""

import ast
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("answering", "bot", "corpus", "evals", "ingest", "prompts", "retrieval")
SOURCES = (ROOT / "settings.py", *sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py")))
MODULES = (*SOURCES, *sorted((ROOT / "tests").rglob("*.py")))
PROMPTS = {
    path.relative_to(ROOT / "prompts").with_suffix("").as_posix() for path in (ROOT / "prompts").rglob("*.md")
}

LONGEST_MODULE = 400
VIETNAMESE = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u01b0\u1ea0-\u1ef9]")
# What reads Vietnamese stands at the top of its module, under a name. Inside a function stands at most a
# pattern, or a name such as "Ủy ban Thường vụ Quốc hội": no sentence, so nobody is spoken to with it.
PATTERN = re.compile(r"[|\\]|\(\?")
WORDS_OF_A_NAME = 6
# What speaks to people reads no Vietnamese either, but for the marks of a list.
SPEAKING, READING = ROOT / "bot", {ROOT / "bot" / "web" / "plain_text.py"}

# Not spelled out here, so that the rule does not break itself.
FORBIDDEN = {
    "another word for a passage": re.compile("ch" + "unk", re.IGNORECASE),
    "a place on one machine": re.compile(
        r"(?<![\w.])/(?:" + "|".join(["work", "home", "root", "Users"]) + r")/\w"
    ),
    "work put off": re.compile(r"\b(?:" + "|".join(["TO" + "DO", "FIX" + "ME", "X" * 3]) + r")\b"),
}
# The licence is not ours to word; figures and vocabularies are no text.
NOT_OURS = (".safetensors", ".lock", "LICENSE", "tokenizer.json", ".gitignore", ".dockerignore")
DATA = ("corpus/documents/", "evals/data/", "evals/results/", "tests/data/")

LOCKS = tuple(sorted(path.name for path in ROOT.glob("requirements*.lock")))
PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)", re.MULTILINE)  # torch==2.13.0 \

# FastAPI reads forms with it, and imports it by itself; the others share a package with what is imported.
UNSEEN = {"python-multipart", "opentelemetry-api", "opentelemetry-exporter-otlp-proto-grpc"}
DISTRIBUTIONS = {
    "fpdf": "fpdf2",
    "PIL": "pillow",
    "argon2": "argon2-cffi",
    "docx": "python-docx",
    "opentelemetry": "opentelemetry-sdk",
    "telegram": "python-telegram-bot",
    "yaml": "pyyaml",
}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def tracked() -> list[Path]:
    """The files of the checkout, without git those of the folder."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        return [ROOT / "README.md", *MODULES, *sorted((ROOT / "prompts").rglob("*.md"))]
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def literals(tree: ast.Module) -> Iterator[tuple[ast.Constant, bool]]:
    """Every string that is no docstring, and whether it stands inside a function."""
    described = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, described) and node.body and isinstance(node.body[0], ast.Expr)
    }
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = {id(node) for function in functions for node in ast.walk(function)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node, id(node) in inside


def loaded(tree: ast.Module) -> Iterator[str]:
    """The names given to `load()`, as patterns: what a name is put together from may be anything."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and node.args
            and getattr(node.func, "id", getattr(node.func, "attr", "")) == "load"
        ):
            name = node.args[0]
            for choice in (name.body, name.orelse) if isinstance(name, ast.IfExp) else (name,):
                if isinstance(choice, ast.JoinedStr):
                    yield "".join(map(pattern_of, choice.values))
                elif isinstance(choice, ast.Constant):
                    yield pattern_of(choice)


def pattern_of(part: ast.expr) -> str:
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[^/]+"


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_every_prompt_that_is_loaded_is_there(path: Path) -> None:
    folders = {name.split("/")[0] for name in PROMPTS}
    patterns = [pattern for pattern in loaded(parsed(path)) if pattern.split("/")[0] in folders]

    assert [pattern for pattern in patterns if not any(re.fullmatch(pattern, name) for name in PROMPTS)] == []


def test_every_prompt_that_is_there_is_loaded() -> None:
    trees = [parsed(path) for path in SOURCES]
    patterns = {pattern for tree in trees for pattern in loaded(tree)}
    # A name may also be chosen first and loaded afterwards, or loaded by a page.
    chosen = {str(node.value) for tree in trees for node, _ in literals(tree)}
    pages = "".join(page.read_text(encoding="utf-8") for page in (ROOT / "bot").rglob("*.html"))

    unread = [
        name
        for name in sorted(PROMPTS)
        if name not in chosen
        and f'"{name}"' not in pages
        and not any(re.fullmatch(pattern, name) for pattern in patterns)
    ]
    assert unread == []


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_what_people_read_is_not_written_among_the_code(path: Path) -> None:
    found = [(node, inside) for node, inside in literals(parsed(path)) if VIETNAMESE.search(node.value)]
    silent = SPEAKING not in path.parents or path in READING

    spoken = [
        (node.lineno, node.value)
        for node, inside in found
        if not silent
        or (inside and not PATTERN.search(node.value) and len(node.value.split()) > WORDS_OF_A_NAME)
    ]
    assert spoken == []


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(parsed(path))


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_module_is_not_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("rule", FORBIDDEN)
def test_no_file_of_the_project_holds(rule: str) -> None:
    found = []
    for path in tracked():
        if path.name.endswith(NOT_OURS) or named(path).startswith(DATA):
            continue
        for number, line in enumerate(
            path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1
        ):
            if FORBIDDEN[rule].search(line):
                found.append(f"{named(path)}:{number}: {line.strip()[:100]}")
    assert found == []


def test_a_question_can_be_prepared_without_the_heavy_libraries() -> None:
    modules = imported_by("import answering.wiring, bot.commands, bot.opening")

    assert not {"torch", "transformers", "sentence_transformers", "chromadb", "langchain_core"} & modules


def test_the_server_of_the_vector_database_is_never_there(corpus_data: Path) -> None:
    asked = (
        "from pathlib import Path; from settings import Settings;"
        "from answering.wiring import open_assistant;"
        "from answering.question import Question; from corpus.audience import Audience;"
        f"assistant = open_assistant(Settings(data=Path({str(corpus_data)!r})));"
        "assistant.ask(Question('Phường có bao nhiêu tổ dân phố?', Audience.PUBLIC))"
    )

    modules = imported_by(asked)

    assert "chromadb" in modules
    assert not [
        name for name in modules if name.startswith(("chromadb.server", "chromadb.api.fastapi", "torch."))
    ]


def imported_by(program: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys; print(' '.join(sys.modules))"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return set(done.stdout.split())


def test_the_project_needs_just_what_it_imports() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    running, measuring = (
        {plain(requirement) for requirement in requirements}
        for requirements in (project["dependencies"], project["optional-dependencies"]["dev"])
    )
    imported = {
        DISTRIBUTIONS.get(name, name.replace("_", "-"))
        for path in SOURCES
        for name in imports(parsed(path))
        if name not in sys.stdlib_module_names and name not in {*PACKAGES, "settings"}
    }

    assert running - imported - UNSEEN == set()
    assert imported - running - measuring == set()


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]


def test_every_requirement_is_pinned_to_what_was_tested() -> None:
    pins = [pin for name in LOCKS for pin in PIN.finditer(locked(name))]
    # A build of torch for the CPU says so behind a plus.
    pinned = {pin["name"]: pin["version"].split("+")[0] for pin in pins}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    for requirement in (*project["dependencies"], *project["optional-dependencies"]["dev"]):
        name = plain(requirement)
        assert importlib.metadata.version(name).split("+")[0] == pinned[name]


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_carries_the_hashes_of_its_files(name: str) -> None:
    pins = re.split(r"\n(?=\w)", locked(name))

    assert pins
    assert [pin for pin in pins if not PIN.match(pin) or "--hash=sha256:" not in pin] == []
    # A host would say where to fetch; the hashes say what, wherever it comes from.
    assert not re.search(r"://|--(?:extra-)?index-url|--find-links", locked(name))


def locked(name: str) -> str:
    """A lock file without its comments."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("#"))


def plain(requirement: str) -> str:
    """pydantic-settings>=2.4 → pydantic-settings"""
    return re.split(r"[<>=!~\[; ]", requirement)[0].lower()
