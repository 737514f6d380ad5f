"""python -m pytest_holdfast fuzz PACKAGE: mistakes in any extension, found by calling it.

    program.py    what is run: steps, which print as Python
    values.py     arguments that are plain
    hooks.py      arguments that run code while a call is under way
    discover.py   what a package offers to be called
    state.py      what is learned
    generate.py   programs, and how their outcomes are learned from
    learn.py      arguments that the package's own tests use
    worker.py     runs programs, and judges each
    server.py     has imported the package; forks workers, confirms, minimises
    probe.py      imports a package once, to see whether that goes well
    undo.py       makes undone what an import has changed
    supervise.py  starts servers, keeps the time, collects the causes
    plain.py      confirms a cause in an interpreter without anything of this
    output.py     the table, JSON, SARIF, HTML, tests

docs/fuzz-any.md says what it finds and what it does not.
"""
