"""The tree of errors: codes as the contract has them, and every class survives the way back from a worker process."""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context
from pkgutil import walk_packages

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tfdocs
from tfdocs import errors
from tfdocs.errors import TfdocsError
from tfdocs.model.fault import Fault, Severity

CODES = {
    "InputError": 3,
    "InputMissing": 3,
    "InputDamaged": 3,
    "InputRefused": 3,
    "DataInvalid": 3,
    "InputEncrypted": 4,
    "TemplateFault": 5,
    "ProgrammeFault": 5,
    "ComponentMissing": 6,
    "EngineFailed": 7,
    "EngineTimeout": 7,
    "OutputFailed": 8,
    "TfdocsError": 70,
}


def _below(kind: type[TfdocsError]) -> list[type[TfdocsError]]:
    return [kind, *(k for child in kind.__subclasses__() for k in _below(child) if k.__module__.startswith("tfdocs"))]


def _everywhere() -> list[type[TfdocsError]]:
    """Every class of the tree, those included that other modules of the package derive."""
    for module in walk_packages(tfdocs.__path__, "tfdocs."):
        if not module.name.startswith(("tfdocs.samples", "tfdocs.templates")) and not module.name.endswith("__main__"):
            import_module(module.name)
    return list(dict.fromkeys(_below(TfdocsError)))


def _raise(kind: type[TfdocsError]) -> None:
    raise kind("坏了", where="申报书.docx 第 3 段", hint="请重新保存。", faults=(Fault("基本情况!C7", "空白"),))


@pytest.mark.parametrize("kind", _everywhere(), ids=lambda k: k.__name__)
def test_every_class_survives_pickling(kind: type[TfdocsError]) -> None:
    """A pool that cannot pickle an exception breaks instead of reporting it."""
    fault = Fault("基本情况!C7", "空白", "请填写。", Severity.WARNING)
    error = kind("坏了", where="申报书.docx", hint="请重新保存。", faults=(fault,))
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is kind
    assert (back.what, back.where, back.hint, back.faults) == ("坏了", "申报书.docx", "请重新保存。", (fault,))
    assert str(back) == str(error)


def test_an_error_comes_back_from_a_real_worker_process() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        error = pool.submit(pickle.dumps, errors.EngineTimeout("超时", hint="请重试。")).result()
    assert isinstance(pickle.loads(error), errors.EngineTimeout)


def test_codes_are_those_of_the_contract() -> None:
    assert {name: getattr(errors, name).exit_code for name in errors.__all__} == CODES


def test_every_class_of_the_package_has_a_code_of_the_contract() -> None:
    """No module derives an error with a code of its own."""
    assert {k.exit_code for k in _everywhere()} <= set(CODES.values())


def test_the_docstring_shows_the_whole_tree() -> None:
    documented = errors.__doc__ or ""
    assert all(f"``{name}``" in documented for name in errors.__all__)


@given(st.text(min_size=1), st.text(), st.text())
def test_an_error_says_place_fault_and_remedy_in_this_order(what: str, where: str, hint: str) -> None:
    said = str(TfdocsError(what, where=where, hint=hint))
    assert said == (f"{where}：" if where else "") + what + (f"\n{hint}" if hint else "")


def test_the_errors_know_nothing_of_the_rest() -> None:
    """Importing them loads no other module of the package and no third-party one."""
    script = (
        "import sys, tfdocs.errors; known = {'tfdocs', 'tfdocs.errors'};"
        "print([m for m in sys.modules if m.startswith('tfdocs') and m not in known], 'pydantic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] False"
