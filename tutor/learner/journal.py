"""The record on disk: an append-only journal of events in one SQLite file.

What a learner has seen confirmed is in it: `append` returns after the commit is on disk (WAL, synchronous=FULL).
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sqlite3
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from tutor.errors import StoreError
from tutor.learner.events import Event, read_event

FILE_NAME = "record.sqlite3"
SCHEMA_VERSION = 1
_APPLICATION_ID = 0x4D4C5455

_SURROGATE = re.compile("[\ud800-\udfff]")

_SCHEMA = f"""
CREATE TABLE event (
  id      INTEGER PRIMARY KEY,
  session TEXT NOT NULL,
  seq     INTEGER NOT NULL,
  at      TEXT NOT NULL,
  type    TEXT NOT NULL,
  body    TEXT NOT NULL,
  UNIQUE (session, seq)
);
CREATE INDEX event_bounds ON event (type, session) WHERE type IN ('session_started', 'session_finished');
PRAGMA application_id = {_APPLICATION_ID};
PRAGMA user_version = {SCHEMA_VERSION};
"""


class Recorded(NamedTuple):
    """An event as it stands in the journal."""

    session: str
    seq: int
    at: str
    """UTC, ISO 8601."""
    payload: dict[str, Any]
    """The event's own fields, `type` first."""
    event: Event | None
    """None for a type that this version does not know."""

    def line(self) -> str:
        """The event as one line of ASCII JSON."""
        head = {"type": self.payload["type"], "at": self.at, "session": self.session, "seq": self.seq}
        return json.dumps({**head, **self.payload})


class SessionSummary(NamedTuple):
    """One session in a list of them."""

    session: str
    lesson: str
    started: str
    last: str
    """When the last event was stored."""
    events: int
    finished: dict[str, Any] | None
    """The payload of `session_finished`, if it was."""
    level: int | None
    """The last assessed level."""


def clean_unicode(text: str) -> str:
    """`text` with what is no valid Unicode (lone surrogates) replaced by U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


class Journal:
    """The events of all sessions of one person.

    Raises StoreError, in every method, when the file cannot be read or written; the file is then left as it is.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.path = home / FILE_NAME
        with self._reported():
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            if self.path.is_dir():
                raise StoreError(f"{self.path} is a folder; move it away, or set MLOPS_TUTOR_HOME to another folder")
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
            self._db = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA busy_timeout = 5000")
            self._prepare()

    def _prepare(self) -> None:
        self._db.execute("BEGIN")  # the three belong together: another process may be making the tables
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        application = self._db.execute("PRAGMA application_id").fetchone()[0]
        tables = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        self._db.execute("COMMIT")
        if version > SCHEMA_VERSION and application == _APPLICATION_ID:
            raise StoreError(
                f"{self.path} was written by a newer mlops-tutor; upgrade with `pip install --upgrade mlops-tutor`"
            )
        if tables and application != _APPLICATION_ID:
            raise StoreError(f"{self.path} is a database of another program; move it away, or set MLOPS_TUTOR_HOME")
        if not tables:
            self._create()
        self._switch_to_wal()
        self._db.execute("PRAGMA synchronous = FULL")

    def _create(self) -> None:
        """Make the tables, unless another process that starts at this moment has made them."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            if not self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                for statement in _SCHEMA.strip().split(";\n"):
                    self._db.execute(statement)
        finally:
            self._db.execute("COMMIT")

    def _switch_to_wal(self) -> None:
        """The switch needs the file for itself and does not wait for it, unlike everything else."""
        for _ in range(100):
            try:
                self._db.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as busy:
                if "locked" not in str(busy):
                    raise
                time.sleep(0.05)
        self._db.execute("PRAGMA journal_mode = WAL")

    @contextlib.contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(
                f"{self.path} cannot be used ({error}); make it writable, or set MLOPS_TUTOR_HOME to another folder"
            ) from error
        except OSError as error:
            raise StoreError(
                f"{self.home} cannot be used ({error.strerror}); set MLOPS_TUTOR_HOME to a folder you can write to"
            ) from error

    def close(self) -> None:
        self._db.close()

    def try_writing(self) -> None:
        """Write and take it back: raises StoreError when an event could not be stored."""
        with self._reported():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._db.execute("INSERT INTO event (session, seq, at, type, body) VALUES ('', 0, '', 'trial', '{}')")
            finally:
                self._db.execute("ROLLBACK")

    def append(self, session: str, events: Sequence[Event], now: datetime) -> list[Recorded]:
        """Store the events in one commit, in order, and return them as stored. `now` must be in UTC."""
        if now.utcoffset() != UTC.utcoffset(None):
            raise ValueError("now must be in UTC")
        at = now.isoformat(timespec="milliseconds")
        with self._reported():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                (last,) = self._db.execute(
                    "SELECT coalesce(max(seq), 0) FROM event WHERE session = ?", (session,)
                ).fetchone()
                stored = [
                    Recorded(session, seq, at, event.payload(), event) for seq, event in enumerate(events, last + 1)
                ]
                self._db.executemany(
                    "INSERT INTO event (session, seq, at, type, body) VALUES (?, ?, ?, ?, ?)",
                    [(r.session, r.seq, r.at, r.payload["type"], json.dumps(r.payload)) for r in stored],
                )
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
        return stored

    def events(self, session: str) -> list[Recorded]:
        """The events of a session in the order stored; empty when there is no such session."""
        with self._reported():
            rows = self._db.execute(
                "SELECT seq, at, body FROM event WHERE session = ? ORDER BY seq", (session,)
            ).fetchall()
        return [self._read(session, *row) for row in rows]

    @staticmethod
    def _read(session: str, seq: int, at: str, body: str) -> Recorded:
        try:
            payload = json.loads(body)
            if not isinstance(payload, dict) or not isinstance(payload.get("type"), str):
                raise ValueError("no event")
            return Recorded(session, seq, at, payload, read_event(payload))
        except ValueError as damaged:
            raise StoreError(
                f"event {seq} of session {session} is damaged; restore the record from a copy"
            ) from damaged

    def unfinished(self, lesson: str) -> list[str]:
        """The sessions of a lesson that are not finished, newest first."""
        with self._reported():
            rows = self._db.execute(
                """
                SELECT session FROM event AS e
                WHERE type = 'session_started' AND json_extract(body, '$.lesson') = ?
                  AND NOT EXISTS (
                    SELECT 1 FROM event AS f WHERE f.session = e.session AND f.type = 'session_finished')
                ORDER BY id DESC
                """,
                (lesson,),
            ).fetchall()
        return [session for (session,) in rows]

    def newest_finished(self, lesson: str) -> SessionSummary | None:
        """The newest finished session of a lesson, or None when there is none."""
        finished = [summary for summary in self.sessions(lesson) if summary.finished]
        return finished[0] if finished else None

    def sessions(self, lesson: str | None = None) -> list[SessionSummary]:
        """All sessions, newest first."""
        with self._reported():
            rows = self._db.execute(
                """
                SELECT e.session, json_extract(e.body, '$.lesson'), e.at,
                  (SELECT at FROM event WHERE session = e.session ORDER BY seq DESC LIMIT 1),
                  (SELECT count(*) FROM event WHERE session = e.session),
                  (SELECT body FROM event WHERE session = e.session AND type = 'session_finished'),
                  (SELECT json_extract(body, '$.level') FROM event
                   WHERE session = e.session AND type = 'level_assessed' ORDER BY seq DESC LIMIT 1)
                FROM event AS e WHERE e.type = 'session_started' ORDER BY e.id DESC
                """
            ).fetchall()
        return [
            SessionSummary(session, name, started, last, count, json.loads(body) if body else None, level)
            for session, name, started, last, count, body, level in rows
            if lesson is None or name == lesson
        ]


class SessionLock:
    """Says that a living process holds a session. The system releases it when the process dies.

    It is SQLite's own file lock on an empty database, which works alike on every platform that SQLite runs on.
    """

    def __init__(self, home: Path, session: str) -> None:
        self._path = home / "locks" / f"{session}.lock"
        self._db: sqlite3.Connection | None = None

    def acquire(self) -> bool:
        """Take the lock; False when another process, or another lock of this one, holds it."""
        try:
            self._path.parent.mkdir(exist_ok=True, mode=0o700)
            db = sqlite3.connect(self._path, isolation_level=None, timeout=0, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"{self._path} cannot be written ({error}); make its folder writable") from error
        try:
            db.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            db.close()
            return False
        self._db = db
        return True

    def release(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None
