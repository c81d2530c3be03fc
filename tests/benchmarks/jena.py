"""Whether Apache Jena reads every format of an export: `python tests/benchmarks/jena.py [DATA]`.

Needs Debian's `libapache-jena-java`, whose own classes look for their messages under another name than Debian gives
them: they are put there. That package has no JSON provider either, so JSON-LD is left to other readers. Ends with 1 if
Jena counts other than Oxigraph.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from pyoxigraph import parse

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

import store
from store import export
from store.bulk import FORMATS as SYNTAXES

JARS = Path("/usr/share/java")
LEFT_OUT = re.compile(
    r"slf4j-(log4j12|jdk14|jcl|simple|migrator)|log4j-over|jul-to|maven3|jcl-over|-\d[\d.]*\.jar$"
)
MOVED = "org/apache/jena/ext/"
FORMS = ("nquads", "trig", "turtle", "ntriples", "rdfxml", "nanopublications")


def classpath(folder: Path) -> str:
    """Debian's jars, and the messages of Jena's copy of Xerces where it looks for them."""
    with zipfile.ZipFile(JARS / "jena-core.jar") as jar:
        for name in jar.namelist():
            if name.startswith(MOVED) and name.endswith(".properties"):
                place = folder / name.removeprefix(MOVED)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(jar.read(name))
    jars = [str(jar) for jar in sorted(JARS.glob("*.jar")) if not LEFT_OUT.search(jar.name)]
    return ":".join([str(folder), *jars])


def main() -> int:
    """Print a line for each format."""
    data = Path(sys.argv[1] if len(sys.argv) > 1 else "legation-data")
    failed = 0
    with tempfile.TemporaryDirectory() as name, store.open_snapshot(data) as snapshot:
        folder = Path(name)
        path = classpath(folder)
        source = export.source(snapshot.store, store.base(data))
        for form in FORMS:
            file = folder / f"graph.{export.FORMATS[form].suffix}"
            export.dump_to(source, file, form)
            ours = sum(1 for _ in parse(path=file, format=SYNTAXES.get(form, SYNTAXES["trig"])))
            run = subprocess.run(
                ["java", "-cp", path, "riotcmd.riot", "--count", str(file)],
                capture_output=True,
                text=True,
                check=False,
            )
            found = re.search(r"= ([\d,]+)$", (run.stdout + run.stderr).strip())
            theirs = int(found[1].replace(",", "")) if found else -1
            failed += ours != theirs
            print(
                f"{form:18} Oxigraph {ours:9,}  Jena {theirs:9,}  {'same' if ours == theirs else 'DIFFERENT'}"
            )
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
