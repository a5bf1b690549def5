"""Which settings does the program take, from where, and with which limits?

One table for the program, the compose file and docs/settings.md. What a setting does is the business of who reads it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from graph_model.errors import BadValue

PREFIX = "GONGJIAN_"
BETWEENNESS_IN_FINDINGS_UP_TO = 5_000
"""Organisations up to which betweenness is exact in findings, unless set otherwise (ADR 0013)."""


class Settings(BaseSettings):
    """Every setting; each is read from ``GONGJIAN_<NAME>``, and the command line's options stand over them."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    data: Path | None = Field(default=None, description="Data folder; without it the platform's usual place.")
    store: str = Field(
        default="embedded", description="`embedded`, or `bolt://`, `neo4j://`, `neo4j+s://` of a server."
    )
    store_user: str = Field(default="neo4j", description="User name at the server.")
    store_password: SecretStr | None = Field(default=None, description="Password at the server.")
    store_password_file: Path | None = Field(default=None, description="File that holds the password at the server.")
    store_database: str = Field(default="neo4j", description="Database at the server.")
    lang: Literal["zh", "en"] = Field(default="zh", description="Language of what a person reads.")
    host: str = Field(default="127.0.0.1", description="Address that `serve` listens on.")
    port: int = Field(default=8050, ge=1, le=65535, description="Port that `serve` listens on.")
    query_seconds: float = Field(default=10.0, gt=0, description="Longest time for one query, in seconds.")
    query_rows: int = Field(default=10_000, ge=1, description="Most rows that one query answers.")
    buffer_pool_mb: int = Field(default=1024, ge=64, description="Memory the embedded store may use for pages, in MB.")
    cypher_memory_mb: int = Field(
        default=256, ge=64, description="Memory the embedded store may use for one free Cypher text, in MB."
    )
    exact_betweenness_up_to: int = Field(
        default=20_000, ge=0, description="Most organisations for which betweenness is exact; above it is sampled."
    )
    exact_betweenness_in_findings_up_to: int = Field(
        default=BETWEENNESS_IN_FINDINGS_UP_TO,
        ge=0,
        description="The same for findings, the scorecard and pages, where sampling tells its error beside the value.",
    )
    people_shown_from: int = Field(
        default=10, ge=5, description="Counts of people under this are shown as smaller; never under 5."
    )
    operations: str | None = Field(
        default=None,
        description="Address of the operations database (cases, saved queries, decks); a SQLite file without it.",
    )
    operations_password: SecretStr | None = Field(default=None, description="Password at the operations database.")
    background_mb: int = Field(
        default=500, ge=1, description="Largest tile file (PMTiles) that is taken as the map's background, in MB."
    )
    rules: Path | None = Field(default=None, description="TOML file of thresholds laid over the bundled ones.")

    @field_validator("store")
    @classmethod
    def _store_is_an_address(cls, value: str) -> str:
        check_store_address(value)
        return value

    @property
    def data_folder(self) -> Path:
        """The data folder: ``data``, else the platform's usual place for a program's data."""
        if self.data is not None:
            return self.data
        from platformdirs import user_data_path  # here: most commands are given a folder

        return user_data_path("gongjian", appauthor=False)

    def password(self) -> str | None:
        """The server's password, from the setting or its file; None where neither is given.

        Raises
        ------
        BadValue
            ``password_file_unreadable``: the file named cannot be read.
        """
        if self.store_password is not None:
            return self.store_password.get_secret_value()
        if self.store_password_file is None:
            return None
        try:
            return self.store_password_file.read_text("utf-8").strip()
        except OSError as error:
            raise BadValue("password_file_unreadable", path=str(self.store_password_file)) from error


STORE_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


def check_store_address(address: str) -> None:
    """Let an address of a store through, or say what is wrong with it.

    Raises
    ------
    BadValue
        ``store_address``: neither ``embedded`` nor a server's address; ``password_in_address``: it carries a password.
    """
    if address == "embedded":
        return
    parts = urlsplit(address)
    if parts.scheme not in STORE_SCHEMES or not parts.hostname:
        raise BadValue("store_address", address=f"{parts.scheme}://{parts.hostname or ''}", schemes=list(STORE_SCHEMES))
    if parts.username is not None or parts.password is not None:
        raise BadValue("password_in_address", address=f"{parts.scheme}://{parts.hostname}")


def settings_table() -> list[dict[str, str]]:
    """One row a setting: ``variable``, ``type``, ``default``, ``meaning``; in the order of declaration."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else str(field.default)
        kind = getattr(field.annotation, "__name__", str(field.annotation)).replace("typing.", "")
        rows.append(
            {"variable": PREFIX + name.upper(), "type": kind, "default": default, "meaning": field.description or ""}
        )
    return rows


def settings_document() -> str:
    """``docs/settings.md``: the settings as one table."""
    lines = [
        "# Settings",
        "",
        "Read from the environment; an option of the command line stands over it. Made by `make docs`.",
        "",
        "| variable | type | default | meaning |",
        "|---|---|---|---|",
    ]
    for row in settings_table():
        kind = row["type"].replace("|", "\\|")
        lines.append(f"| `{row['variable']}` | {kind} | {row['default'] or '–'} | {row['meaning']} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(settings_document(), end="")
