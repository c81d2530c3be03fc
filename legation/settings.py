"""Everything that can be set, one row each: from here come the options' help, the environment and the docs' table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

import click
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from ontology.errors import LegationError
from queries.federation.endpoints import WIKIDATA, WIKIDATA_API, Endpoints, allow
from store.export.source import CC_BY

Command = TypeVar("Command", bound=Callable[..., Any])


class SettingsError(LegationError):
    """A setting has no usable value; the text names the option or variable that gave it."""


def _base(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or set(value) & set("?#"):
        raise ValueError("must be an absolute http or https IRI without query and fragment")
    return value if value.endswith("/") else f"{value}/"


def _iri(value: str) -> str:
    if urlsplit(value).scheme not in ("http", "https") or set(value) & set(' <>"'):
        raise ValueError(
            "must be the address of a licence, such as https://creativecommons.org/licenses/by/4.0/"
        )
    return value


def _model(value: str) -> str:
    """As spaCy looks for it, but without loading spaCy."""
    try:
        distribution(value)
    except (PackageNotFoundError, ValueError):
        if not Path(value).is_dir():
            raise ValueError("must be an installed spaCy model or the folder of one") from None
    return value


def _folder(value: Path) -> Path:
    if not value.is_dir():
        raise ValueError("must be an existing folder")
    return value


def _endpoints(value: str) -> str:
    allow(value.split())
    return value


class Settings(BaseSettings):
    """One run's settings: an option wins over the environment, the environment over the default."""

    model_config = SettingsConfigDict(
        env_prefix="LEGATION_", env_ignore_empty=True, extra="ignore", frozen=True
    )

    data: Path = Field(Path("legation-data"), description="Folder of the store.")
    base: Annotated[str, AfterValidator(_base)] = Field(
        "http://localhost:8000/id/",
        description="What the IRIs of a new store begin with; fixed when the store is created.",
    )
    wait: float = Field(
        60.0, ge=0, description="Seconds to wait for another process that writes to the store."
    )
    jobs: int = Field(1, ge=1, le=256, description="Processes that read documents at the same time.")
    model: Annotated[str, AfterValidator(_model)] | None = Field(
        None, description="spaCy model to read with; by default the installed small English one."
    )
    authority: Annotated[Path, AfterValidator(_folder)] | None = Field(
        None, description="Folder of your own authority files, which are read beside the shipped ones."
    )
    frames: Annotated[Path, AfterValidator(_folder)] | None = Field(
        None,
        description="Folder of your own event types: frame files and the terms of the ontology that they use.",
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on; 0 takes any free one.")
    token: SecretStr | None = Field(
        None,
        description="Secret that an update over HTTP must bring; without one nobody can update. Only by this"
        " variable, since a command line can be seen; several as in the file of tokens.",
    )
    token_file: Path | None = Field(
        None, description="File of tokens, one `SCOPE TOKEN` a line; scopes are read, ingest and write."
    )
    cors: str | None = Field(
        None, description="Origins whose pages may read answers, parted by blanks or commas; * for all."
    )
    hosts: str | None = Field(
        None,
        description="Names under which the server is met, beside localhost, its address and the base's host;"
        " * for any.",
    )
    timeout: float = Field(30.0, gt=0, description="Seconds a query may take unless it asks for more.")
    max_timeout: float = Field(120.0, gt=0, description="Seconds a query may ask for at most.")
    memory_mb: int = Field(1024, ge=64, description="Megabytes that one query may take.")
    evaluators: int = Field(2, ge=1, le=256, description="Queries that are answered at the same time.")
    max_answer_mb: int = Field(1024, ge=1, description="Megabytes of an answer, after which it is cut off.")
    log: str | None = Field(None, description="File for a JSON line a request; - for standard output.")
    slow_log: str | None = Field(
        None, description="File for a JSON line, text included, a slow query; - for standard output."
    )
    slow: float = Field(1.0, gt=0, description="Seconds from which a query is slow.")

    licence: Annotated[str, AfterValidator(_iri)] = Field(
        CC_BY, description="IRI of the licence under which you publish the graph."
    )
    contact: str | None = Field(
        None,
        description="E-mail address or page of yours, told to Wikidata and other services when they are asked;"
        " without one they are not.",
    )
    service_allow: Annotated[str, AfterValidator(_endpoints)] = Field(
        WIKIDATA,
        description="Endpoints that a query may name in SERVICE, parted by blanks; ENDPOINT=ADDRESS asks a mirror.",
    )

    wikidata_api: str = Field(WIKIDATA_API, description="Address of Wikidata's Action API, or of a mirror.")

    @property
    def services(self) -> Endpoints:
        """The endpoints that a query may name in SERVICE."""
        return allow(self.service_allow.split())

    @property
    def authorities(self) -> tuple[Path, ...]:
        """The folders of authority files beside the shipped ones."""
        return () if self.authority is None else (self.authority.resolve(),)

    @property
    def frame_folders(self) -> tuple[Path, ...]:
        """The folders of frames and terms beside the shipped ones."""
        return () if self.frames is None else (self.frames.resolve(),)


@dataclass(frozen=True)
class Row:
    """One setting as a person reads it."""

    name: str
    option: str
    variable: str
    default: str
    help: str


def _row(name: str) -> Row:
    field = Settings.model_fields[name]
    default = "" if field.default is None else str(field.default)
    option = "" if name == "token" else f"--{name.replace('_', '-')}"
    return Row(name, option, f"LEGATION_{name.upper()}", default, field.description or "")


ROWS: dict[str, Row] = {name: _row(name) for name in Settings.model_fields}


_FOLDERS = ("data", "authority", "frames")


def option(name: str) -> Callable[[Command], Command]:
    """The command-line option of a setting. It hands on text or None: `load` validates, wherever a value is from."""
    row = ROWS[name]
    notes = [f"default {row.default}"] if row.default else []
    return click.option(
        row.option,
        name,
        metavar="DIR" if name in _FOLDERS else name.rpartition("_")[2].upper(),
        help=f"{row.help} [{'; '.join([row.variable, *notes])}]",
    )


def load(**given: object) -> Settings:
    """Settings from what was given as options (None: not given), the environment and the defaults."""
    chosen: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(**chosen)
    except ValidationError as error:
        fault = error.errors()[0]
        row = ROWS[str(fault["loc"][0])]
        source = row.option if row.name in chosen else row.variable
        reason = fault["msg"].removeprefix("Value error, ")
        raise SettingsError(
            f"{source}: {reason[:1].lower()}{reason[1:]}, not {str(fault['input'])!r}"
        ) from None
