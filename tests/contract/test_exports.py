"""Every kind of spreadsheet that can be ordered is known to the worker that makes long ones."""

import pkgutil
from importlib import import_module

import stvos
from jobs.make_spreadsheet import KINDS
from stvos.exports.sheets import SheetKind


def test_the_worker_knows_every_kind_of_spreadsheet() -> None:
    modules = [
        import_module(module.name)
        for module in pkgutil.walk_packages(stvos.__path__, "stvos.")
        if not module.ispkg
    ]
    kinds = {
        value for module in modules for value in vars(module).values() if type(value) is SheetKind
    }

    assert kinds
    assert kinds == set(KINDS)
    assert len({kind.name for kind in KINDS}) == len(KINDS)
