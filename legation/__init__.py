"""The front door: the command line, and `legation.open` for notebooks."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rdflib import Dataset

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(data: str | os.PathLike[str]) -> Dataset:
    """The newest snapshot of the store in folder `data` as an RDFLib Dataset that can't be written.

    The default graph is Legation's own statements; each claim's content is a graph named by the claim's IRI. The
    snapshot stays on disk for as long as the Dataset or a graph of it lives, whatever others commit meanwhile. Raises
    `store.StoreError` if there is no store.
    """
    from legation.notebook import dataset  # RDFLib is not needed by the command line

    return dataset(Path(data))
