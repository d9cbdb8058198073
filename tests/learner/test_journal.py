"""The journal on disk: order, commits, modes, what it refuses, and who holds a session."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.errors import StoreError
from tutor.learner import events as ev
from tutor.learner.journal import FILE_NAME, Journal, SessionLock, clean_unicode

NOW = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


def started(lesson: str = "l") -> ev.SessionStarted:
    return ev.SessionStarted(lesson=lesson, lesson_digest="d", tutor="authored")


@pytest.fixture
def journal(home: Path) -> Iterator[Journal]:
    opened = Journal(home)
    yield opened
    opened.close()


def test_seq_counts_from_one_within_a_session(journal: Journal) -> None:
    """Events are numbered 1, 2, 3 … in each session on its own, over several appends."""
    journal.append("a", [started(), ev.LearnerSaid(text="x")], NOW)
    journal.append("b", [started()], NOW)
    journal.append("a", [ev.LearnerSaid(text="y")], NOW)
    assert [r.seq for r in journal.events("a")] == [1, 2, 3]
    assert [r.seq for r in journal.events("b")] == [1]


def test_append_returns_what_is_stored(journal: Journal) -> None:
    """What `append` returns is what `events` reads, in the order given."""
    stored = journal.append("a", [started(), ev.StageStarted(stage="why"), ev.LearnerSaid(text="é \x1b")], NOW)
    assert journal.events("a") == stored


def test_a_line_is_ascii_json_with_the_head_first(journal: Journal) -> None:
    """An event's line is one line of ASCII JSON with type, at, session and seq."""
    (recorded,) = journal.append("a", [ev.LearnerSaid(text="line\nbreak é 👍")], NOW)
    line = recorded.line()
    assert line.isascii() and "\n" not in line
    assert json.loads(line) == {
        "type": "learner_said", "at": "2026-01-02T03:04:05.678+00:00", "session": "a", "seq": 1,
        "text": "line\nbreak é 👍",
    }  # fmt: skip


def test_a_batch_is_one_commit(home: Path, journal: Journal) -> None:
    """Another reader sees all events of a batch or none: a batch that fails leaves nothing."""

    class Unwritable(ev.LearnerSaid):
        def payload(self) -> dict[str, object]:
            return {"type": self.type, "text": {1, 2}}

    journal.append("a", [started()], NOW)
    with pytest.raises(TypeError):
        journal.append("a", [ev.LearnerSaid(text="x"), Unwritable(text="y")], NOW)
    other = Journal(home)
    assert [r.seq for r in other.events("a")] == [1]
    other.close()
    journal.append("a", [ev.LearnerSaid(text="z")], NOW)
    assert [r.seq for r in journal.events("a")] == [1, 2]


def test_what_was_appended_is_there_for_another_process(home: Path, journal: Journal) -> None:
    """An event is on disk when `append` returns: another connection reads it while this one is open."""
    journal.append("a", [started()], NOW)
    db = sqlite3.connect(home / FILE_NAME)
    assert db.execute("SELECT count(*) FROM event").fetchone() == (1,)
    db.close()


def test_the_database_is_durable(journal: Journal) -> None:
    """The journal is written ahead and synchronised in full."""
    assert journal._db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert journal._db.execute("PRAGMA synchronous").fetchone() == (2,)


def test_many_first_starts_at_once(tmp_path: Path) -> None:
    """Several programs that begin the same new record at the same moment all get it, and lose nothing."""
    together = threading.Barrier(4)

    def begin(number: int) -> list[int]:
        seqs = []
        for turn in range(15):
            together.wait(60)
            try:
                journal = Journal(tmp_path / f"home-{turn}")
                seqs += [r.seq for r in journal.append(f"s{number}", [started()], NOW)]
                journal.close()
            except BaseException:
                together.abort()
                raise
        return seqs

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(begin, range(4))) == [[1] * 15] * 4


def test_only_its_owner_can_read_the_record(home: Path, journal: Journal) -> None:
    """Every file of the record has mode 0600, its folders have 0700, whatever the umask is."""
    journal.append("a", [started()], NOW)
    for path in home.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_resuming_lists_the_newest_first(journal: Journal) -> None:
    """Of a lesson's unfinished sessions the newest comes first; finished ones and other lessons' are not listed."""
    journal.append("old", [started()], NOW)
    journal.append("done", [started()], NOW)
    journal.append("done", [ev.SessionFinished(asked=0, correct=0)], NOW)
    journal.append("other", [started("another")], NOW)
    journal.append("new", [started()], NOW + timedelta(days=1))
    assert journal.unfinished("l") == ["new", "old"]
    assert journal.unfinished("another") == ["other"]
    assert journal.unfinished("none") == []


def test_sessions_are_summed_up(journal: Journal) -> None:
    """The list of sessions has the lesson, the times, the count of events, the last level and how it finished."""
    journal.append("a", [started()], NOW)
    level = {"facts": {}, "assumed": (), "advice": "x"}
    journal.append("a", [ev.LevelAssessed(level=0, **level), ev.LevelAssessed(level=2, **level)], NOW)  # type: ignore[arg-type]
    journal.append("a", [ev.SessionFinished(asked=3, correct=2)], NOW + timedelta(hours=1))
    journal.append("b", [started()], NOW)
    newest, oldest = journal.sessions()
    assert (newest.session, oldest.session) == ("b", "a")
    assert (oldest.events, oldest.level, oldest.lesson) == (4, 2, "l")
    assert oldest.finished and (oldest.finished["asked"], oldest.finished["correct"]) == (3, 2)
    assert newest.finished is None and newest.level is None
    last = journal.newest_finished("l")
    assert last is not None and last.session == "a"
    assert journal.newest_finished("none") is None


def test_a_time_must_be_utc(journal: Journal) -> None:
    """A time that is naive or in another zone is refused before anything is stored."""
    for wrong in (datetime(2026, 1, 1), datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=1)))):  # noqa: DTZ001
        with pytest.raises(ValueError, match="UTC"):
            journal.append("a", [started()], wrong)
    assert journal.events("a") == []


def test_an_event_of_a_newer_version_is_kept(home: Path, journal: Journal) -> None:
    """An event of an unknown type is read without an event and printed whole."""
    journal.append("a", [started()], NOW)
    journal._db.execute(
        "INSERT INTO event (session, seq, at, type, body) VALUES ('a', 2, '2026-01-01T00:00:00+00:00', 'new', ?)",
        ['{"type": "new", "x": 1}'],
    )
    recorded = journal.events("a")[1]
    assert recorded.event is None
    assert json.loads(recorded.line())["x"] == 1


@pytest.mark.parametrize("body", ["{", "[]", '"x"', '{"type": "asked"}', "{}"])
def test_a_damaged_event_is_one_line(journal: Journal, body: str) -> None:
    """A row whose body is no event of its type is a StoreError that names it."""
    journal.append("a", [started()], NOW)
    journal._db.execute(
        "INSERT INTO event (session, seq, at, type, body) VALUES ('a', 2, '2026-01-01T00:00:00+00:00', 'asked', ?)",
        [body],
    )
    with pytest.raises(StoreError, match="event 2 of session a"):
        journal.events("a")


@given(st.text(st.characters()))
def test_replies_are_valid_unicode(text: str) -> None:
    """What is not valid Unicode becomes U+FFFD, and nothing else changes."""
    cleaned = clean_unicode(text)
    cleaned.encode("utf-8")
    if text.isascii():
        assert cleaned == text


def test_lone_surrogates_become_replacement_characters() -> None:
    """Each lone surrogate becomes one replacement character; a character outside the first plane is kept."""
    assert clean_unicode("a\ud800b 👍\udfff") == "a\ufffdb 👍\ufffd"


# — what is refused, and left as it is —


def foreign(path: Path) -> None:
    db = sqlite3.connect(path)
    db.executescript("CREATE TABLE mine (x); INSERT INTO mine VALUES (1);")
    db.close()


def newer(path: Path) -> None:
    Journal(path.parent).close()
    db = sqlite3.connect(path)
    db.executescript("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;")
    db.close()


def not_sqlite(path: Path) -> None:
    path.write_text("dear diary, this is long enough to be read as a header and is none\n" * 40, encoding="utf-8")


def cut_off(path: Path) -> None:
    foreign(path)
    path.write_bytes(path.read_bytes()[:700])


@pytest.mark.parametrize("make", [foreign, newer, not_sqlite, cut_off], ids=lambda make: make.__name__)
def test_a_file_that_is_no_record_is_refused_and_left(home: Path, make: Callable[[Path], None]) -> None:
    """A foreign, newer, broken or other file is a StoreError of one line, and its bytes stay."""
    home.mkdir()
    path = home / FILE_NAME
    make(path)
    before = path.read_bytes()
    with pytest.raises(StoreError) as refused:
        Journal(home)
    assert "\n" not in str(refused.value) and str(path) in str(refused.value)
    assert path.read_bytes() == before
    assert [found.name for found in home.iterdir()] == [FILE_NAME]


def test_a_folder_in_the_file_s_place_is_refused(home: Path) -> None:
    """A folder named like the record is a StoreError that says what to do."""
    (home / FILE_NAME).mkdir(parents=True)
    with pytest.raises(StoreError, match="folder"):
        Journal(home)


def test_a_home_that_is_a_file_is_refused(home: Path) -> None:
    """A file where the folder should be is a StoreError, and the file stays."""
    home.write_text("mine", encoding="utf-8")
    with pytest.raises(StoreError, match="MLOPS_TUTOR_HOME"):
        Journal(home)
    assert home.read_text(encoding="utf-8") == "mine"


def test_a_home_below_a_file_is_refused(tmp_path: Path) -> None:
    """A folder that cannot be made is a StoreError."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(StoreError, match="MLOPS_TUTOR_HOME"):
        Journal(tmp_path / "file" / "home")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_record_is_refused(home: Path) -> None:
    """A record that cannot be written is a StoreError."""
    Journal(home).close()
    (home / FILE_NAME).chmod(0o400)
    with pytest.raises(StoreError):
        Journal(home)


def test_a_disk_that_is_full_is_one_line(home: Path, journal: Journal) -> None:
    """A write that fails is a StoreError, and what was stored before stays."""
    journal.append("a", [started()], NOW)
    pages = journal._db.execute("PRAGMA page_count").fetchone()[0]
    journal._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="full"):
        journal.append("a", [ev.LearnerSaid(text="x" * 200_000)], NOW)
    assert [r.seq for r in journal.events("a")] == [1]


def test_trying_to_write_leaves_nothing(journal: Journal) -> None:
    """`try_writing` stores no event."""
    journal.try_writing()
    assert journal.sessions() == []


# — locks —


def test_one_lock_at_a_time(home: Path) -> None:
    """A second lock of the same session is refused until the first is released; another session is free."""
    home.mkdir()
    first, second, other = SessionLock(home, "a"), SessionLock(home, "a"), SessionLock(home, "b")
    assert first.acquire()
    assert not second.acquire()
    assert other.acquire()
    first.release()
    assert second.acquire()
    second.release()
    other.release()
    other.release()


def test_a_killed_process_releases_its_lock(home: Path) -> None:
    """The system releases the lock of a process that was killed with SIGKILL."""
    home.mkdir()
    code = "import sys, time\nfrom pathlib import Path\nfrom tutor.learner.journal import SessionLock\n"
    code += "lock = SessionLock(Path(sys.argv[1]), 'a')\nprint(lock.acquire(), flush=True)\ntime.sleep(600)\n"
    with subprocess.Popen([sys.executable, "-c", code, str(home)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout and holder.stdout.readline() == b"True\n"
        lock = SessionLock(home, "a")
        assert not lock.acquire()
        holder.kill()
        holder.wait()
    assert lock.acquire()
    lock.release()


def test_a_lock_that_cannot_be_written_is_a_store_error(home: Path) -> None:
    """A file in the place of the folder of locks is a StoreError."""
    home.mkdir()
    (home / "locks").write_text("mine", encoding="utf-8")
    with pytest.raises(StoreError):
        SessionLock(home, "a").acquire()
