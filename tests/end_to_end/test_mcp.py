"""The lesson in an assistant: the official client over both transports, and everything that can happen to a client."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from mcp import MCPError, StdioServerParameters
from mcp.client.client import Client
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

from tutor.learner.journal import Journal, SessionLock
from tutor.lesson.model import Lesson

PROGRAM = ("-m", "tutor", "mcp")
TOKEN = "a-token-of-the-test"
FACTS = {"automated_training": False, "automated_pipeline": True, "automated_cicd": False}
REPLIES = {"automated_training": "no", "automated_pipeline": "yes", "automated_cicd": "no"}
TOOLS = ["assess", "grade", "next_step", "progress", "reply", "understand"]

Answer = Callable[[dict[str, Any]], str]


@contextlib.asynccontextmanager
async def over_http(url: str) -> AsyncIterator[Client]:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with (
        httpx2.AsyncClient(headers=headers, timeout=60) as http,
        Client(streamable_http_client(url, http_client=http)) as client,
    ):
        yield client


def over_stdio(home: Path, *program: str) -> Client:
    environment = {**os.environ, "MLOPS_TUTOR_HOME": str(home)}
    return Client(
        stdio_client(StdioServerParameters(command=sys.executable, args=list(program or PROGRAM), env=environment))
    )


@pytest.fixture
def http(home: Path) -> Iterator[str]:
    """The address of a server on loopback."""
    environment = {**os.environ, "MLOPS_TUTOR_HOME": str(home), "MLOPS_TUTOR_MCP_TOKEN": TOKEN}
    process = subprocess.Popen(
        [sys.executable, *PROGRAM, "--http", "--port", "0"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True,
    )  # fmt: skip
    assert process.stdout and process.stderr
    yield process.stderr.readline().split()[-1]
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert (process.stdout.read(), process.stderr.read()) == ("", "")
    process.stdout.close()
    process.stderr.close()


@pytest.fixture
def stored(home: Path) -> Callable[[], list[dict[str, Any]]]:
    """Every session's events, oldest session first."""

    def read() -> list[dict[str, Any]]:
        journal = Journal(home)
        try:
            return [
                {"session": one.session, "seq": r.seq, "at": r.at, **r.payload}
                for one in reversed(journal.sessions())
                for r in journal.events(one.session)
            ]
        finally:
            journal.close()

    return read


@pytest.fixture
def answer(correct_answer: Callable[[str, str], str]) -> Answer:
    """A learner who knows everything."""

    def reply(asked: dict[str, Any]) -> str:
        match asked["kind"]:
            case "continue":
                return ""
            case "diagnostic":
                return REPLIES[asked["ask"]]
            case "confirm":
                return "yes"
        return correct_answer(asked["ask"], "")

    return reply


async def told(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    """The structured result of a call that goes well."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    assert json.loads(result.content[0].text) == result.structured_content
    structured: dict[str, Any] = result.structured_content
    return structured


async def refused(client: Client, tool: str, **arguments: Any) -> str:
    """The text of an error result."""
    result = await client.call_tool(tool, arguments)
    assert result.is_error, result
    return str(result.content[0].text)


async def to_the_end(client: Client, answer: Answer) -> list[dict[str, Any]]:
    """Do what each result says, until the lesson is over."""
    turns = [await told(client, "next_step")]
    for _ in range(400):
        if turns[-1].get("finished"):
            return turns
        asked = turns[-1]["asked"]
        turns.append(await told(client, "reply", reply=answer(asked), ask=asked["ask"]))
    raise AssertionError("no end in sight")


async def listed_and_read(client: Client, lesson: Lesson) -> None:
    """Everything that the lesson offers is there, the prompts in order and word for word."""
    names = [prompt.name for prompt in (await client.list_prompts()).prompts]
    assert names == [*(f"prompt-{prompt.number}" for prompt in lesson.prompts), "guided-lesson"]
    texts = [(await client.get_prompt(name)).messages[0].content.text for name in names]
    assert texts[:-1] == [prompt.text for prompt in lesson.prompts]
    assert "next_step" in texts[-1]
    uris = [resource.uri for resource in (await client.list_resources()).resources]
    ends = ["why", *names[:-1], "demo", "try-it"]
    assert uris == [f"lesson://{lesson.id}/{end}" for end in ends]
    read = {end: (await client.read_resource(uri)).contents[0].text for end, uri in zip(ends, uris, strict=True)}
    assert read["why"] == lesson.why
    assert all(item.question.strip() in read["try-it"] for item in lesson.items)
    tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert sorted(tools) == TOOLS
    properties = tools["assess"].input_schema["properties"]
    assert all(properties[fact.id]["description"] == fact.statement for fact in lesson.facts)


async def errors_are_told(client: Client) -> None:
    """What is wrong with a call is said, in the result where a tool is meant, and nothing breaks."""
    assert "next_step" in await refused(client, "reply", reply="hello")
    assert "automated_pipeline" in await refused(client, "assess", automated_training=True)
    assert "true or false" in await refused(client, "assess", **{**FACTS, "automated_cicd": "yes"})
    assert 'did you mean "automated_cicd"' in await refused(client, "assess", automated_cidc=True)
    assert 'did you mean "quiet-cron"' in await refused(client, "grade", item="quiet-corn", answer="0")
    assert "no argument" in await refused(client, "progress", please=True)
    for call in (
        lambda: client.call_tool("asses", {}),
        lambda: client.get_prompt("prompt-9"),
        lambda: client.read_resource("lesson://other/why"),
    ):
        with pytest.raises(MCPError, match="did you mean"):
            await call()


async def whole_lesson(connect: Callable[[], Any], lesson: Lesson, answer: Answer) -> None:
    async with connect() as client:
        await listed_and_read(client, lesson)
        await errors_are_told(client)
        turns = await to_the_end(client, answer)
        assert [turn["prompt"]["text"] for turn in turns if "prompt" in turn] == [p.text for p in lesson.prompts]
        levels = [turn.get("level") for turn in turns]
        assert levels[0] is None
        assert levels[-1]["level"] == 1
        assert levels[-1]["facts"] == FACTS
        assert turns[-1]["finished"]["correct"] == turns[-1]["finished"]["asked"] == len(lesson.graded_items)
        progress = await told(client, "progress")
        assert progress["finished"]
        assert {stage["status"] for stage in progress["stages"]} == {"done"}
        assert (await told(client, "assess", **FACTS, stated_level=2))["say"] == levels[-1]["say"]


def test_a_whole_lesson_over_standard_input_and_output(
    home: Path, lesson: Lesson, answer: Answer, stored: Callable[[], list[dict[str, Any]]]
) -> None:
    """Lists, reads, prompts, tools and errors; the level is the function's, and the assistant is named as the tutor."""
    anyio.run(whole_lesson, lambda: over_stdio(home), lesson, answer)
    events = stored()
    assert events[0]["type"] == "session_started"
    assert events[0]["tutor"] == "assistant"
    assert [event["level"] for event in events if event["type"] == "level_assessed"] == [1]
    assert events[-1]["type"] == "session_finished"


def test_a_whole_lesson_over_http(
    http: str, lesson: Lesson, answer: Answer, stored: Callable[[], list[dict[str, Any]]]
) -> None:
    """The same over streamable HTTP."""
    anyio.run(whole_lesson, lambda: over_http(http), lesson, answer)
    assert stored()[-1]["type"] == "session_finished"


# — the terminal and the assistant —


def test_begun_in_a_terminal_and_gone_on_with_in_an_assistant_and_back(
    home: Path, jsonl: Callable[..., Any], stored: Callable[[], list[dict[str, Any]]]
) -> None:
    """One session throughout, although the assistant's server stays open; each change of place is on record."""
    terminal = jsonl()
    terminal.until_asked()
    stands = terminal.say("somebody starts a notebook")["ask"]
    terminal.end()

    async def assistant() -> None:
        async with over_stdio(home) as client:
            turn = await told(client, "next_step")
            assert turn["asked"]["ask"] == stands
            assert "begun before" in turn["notes"][0]
            stands_here = (await told(client, "reply", reply="", ask=stands))["asked"]["ask"]
            again = jsonl()
            assert again.until_asked()["ask"] == stands_here  # while the server is still there
            went_on = again.say("it adds a timer")["ask"]
            assert "open in another program" in await refused(client, "reply", reply="x", ask=stands_here)
            again.end()
            assert "went on in another program" in await refused(client, "reply", reply="x", ask=stands_here)
            turn = await told(client, "next_step")
            assert turn["asked"]["ask"] == went_on
            assert (await told(client, "reply", reply="b", ask=went_on))["graded"]["verdict"] == "correct"

    anyio.run(assistant)
    events = stored()
    assert len({event["session"] for event in events}) == 1
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    tutors = [event["tutor"] for event in events if event["type"] in ("session_started", "session_resumed")]
    assert tutors == ["authored", "assistant", "authored", "assistant"]
    assert [event["text"] for event in events if event["type"] == "learner_said"] == [
        "somebody starts a notebook", "", "it adds a timer", "b",
    ]  # fmt: skip


# — clients that behave like clients —


def test_a_cancelled_call(home: Path, stored: Callable[[], list[dict[str, Any]]]) -> None:
    """One that waits its turn is not begun; the call before it, and the next, are answered."""
    patient = (
        "import sys; from tutor.interface import main, mcp_desk; mcp_desk._PATIENCE = 600; sys.exit(main.run(['mcp']))"
    )

    async def run() -> None:
        async with over_stdio(home, "-c", patient) as client:
            turn = await told(client, "next_step")
            ask = turn["asked"]["ask"]
            elsewhere = SessionLock(home, turn["session"])
            assert elsewhere.acquire()
            async with anyio.create_task_group() as calls:
                calls.start_soon(told, client, "next_step")  # waits for the other program, and holds up the rest
                await anyio.sleep(0.1)
                with anyio.move_on_after(0.2) as given_up:
                    await client.call_tool("reply", {"reply": "never said", "ask": ask})
                assert given_up.cancelled_caught
                await client.list_prompts()  # answered after the cancellation has arrived
                elsewhere.release()
            assert (await told(client, "next_step"))["asked"]["ask"] == ask
            assert (await told(client, "reply", reply="said", ask=ask))["asked"]["ask"] != ask

    anyio.run(run)
    assert [event["text"] for event in stored() if event["type"] == "learner_said"] == ["said"]


def test_a_result_that_was_lost_is_told_again(home: Path, stored: Callable[[], list[dict[str, Any]]]) -> None:
    """After a call whose result never came, next_step tells the same turn, and the reply is not taken twice."""

    async def run() -> None:
        async with over_stdio(home) as client:
            first = await told(client, "next_step")
            assert await told(client, "next_step") == first
            lost = await told(client, "reply", reply="a person", ask=first["asked"]["ask"])
            assert await told(client, "next_step") == lost
            assert "It was answered before" in await refused(
                client, "reply", reply="a person", ask=first["asked"]["ask"]
            )

    anyio.run(run)
    assert sum(event["type"] == "learner_said" for event in stored()) == 1


def request(number: int, method: str, **params: Any) -> bytes:
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode() + b"\n"


HELLO = request(
    1, "initialize", protocolVersion="2025-06-18", capabilities={}, clientInfo={"name": "test", "version": "1"}
)


def test_a_client_that_vanishes_over_standard_input_and_output(
    program: Any, home: Path, stored: Callable[[], list[dict[str, Any]]]
) -> None:
    """Its last call is stored whole; the server ends quietly; nothing but protocol was on standard output."""
    with subprocess.Popen(
        [sys.executable, *PROGRAM],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=program.environment(),
    ) as server:  # fmt: skip
        assert server.stdin and server.stdout and server.stderr
        server.stdin.write(HELLO + b"not json\n" + request(2, "tools/call", name="next_step", arguments={}))
        server.stdin.flush()
        answers = [json.loads(server.stdout.readline()) for _ in range(2)]
        assert [one["id"] for one in answers] == [1, 2]
        ask = answers[1]["result"]["structuredContent"]["asked"]["ask"]
        server.stdin.write(request(3, "tools/call", name="reply", arguments={"reply": "a person", "ask": ask}))
        server.stdin.flush()
        server.stdout.close()
        server.stdin.close()
        assert server.wait(60) == 0
        assert server.stderr.read() == b""
    events = stored()
    said = [n for n, event in enumerate(events) if event["type"] == "learner_said"]
    assert not said or events[-1]["type"] == "asked"  # the whole turn, or nothing of it


@pytest.mark.parametrize(("name", "status"), [("SIGTERM", 0), ("SIGINT", 130)])
def test_a_server_that_is_told_to_end_does_not_wait_for_its_client(program: Any, name: str, status: int) -> None:
    """A signal ends it at once, although its standard input stays open."""
    with subprocess.Popen(
        [sys.executable, *PROGRAM],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=program.environment(),
    ) as server:  # fmt: skip
        assert server.stdin and server.stdout and server.stderr
        server.stdin.write(HELLO)
        server.stdin.flush()
        server.stdout.readline()
        server.send_signal(getattr(signal, name))
        assert server.wait(60) == status
        assert (server.stdout.read(), server.stderr.read()) == (b"", b"")


def test_two_clients_at_once_on_one_server(
    http: str, answer: Answer, stored: Callable[[], list[dict[str, Any]]]
) -> None:
    """They share the learner's one session: each question is answered once, whoever is first; the other is told.

    One more vanishes in the middle of a request, and nothing comes of that.
    """
    host, port = http.split("/")[2].split(":")
    answered: list[str] = []

    async def client_of_two(turns: int) -> None:
        async with over_http(http) as client:
            for _ in range(turns):
                asked = (await told(client, "next_step"))["asked"]
                result = await client.call_tool("reply", {"reply": answer(asked), "ask": asked["ask"]})
                if result.is_error:
                    assert "does not stand" in result.content[0].text
                else:
                    answered.append(asked["ask"])

    async def run() -> None:
        async with anyio.create_task_group() as clients:
            clients.start_soon(client_of_two, 6)
            clients.start_soon(client_of_two, 6)
            with socket.create_connection((host, int(port))) as gone:
                head = f"POST /mcp HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: Bearer {TOKEN}\r\n"
                gone.sendall(f"{head}Content-Type: application/json\r\nContent-Length: 900\r\n\r\n".encode() + HELLO)

    anyio.run(run)
    events = stored()
    assert len({event["session"] for event in events}) == 1
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert sum(event["type"] == "learner_said" for event in events) == len(answered)
    assert len(set(answered)) == len(answered)


def test_two_servers_at_once_on_one_learner(
    home: Path, answer: Answer, stored: Callable[[], list[dict[str, Any]]]
) -> None:
    """Two assistants, each with a server of its own, take turns in one session, and neither loses a reply."""

    async def run() -> None:
        async with over_stdio(home) as one, over_stdio(home) as other:
            for client in (one, other, one, other):
                asked = (await told(client, "next_step"))["asked"]
                await told(client, "reply", reply=answer(asked), ask=asked["ask"])

    anyio.run(run)
    events = stored()
    assert len({event["session"] for event in events}) == 1
    assert sum(event["type"] == "learner_said" for event in events) == 4


# — who may call over HTTP —


def post(url: str, **headers: str) -> int:
    """The status of one POST."""
    accept = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, HELLO, {**accept, **headers})) as done:
            done.read()
            return int(done.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def test_who_may_call_over_http(http: str) -> None:
    """Only with the token, only under the server's own names, and from no page of another origin."""
    port = http.split(":")[2].split("/")[0]
    mine = {"Authorization": f"Bearer {TOKEN}"}
    assert post(http, **mine) == 200
    assert post(http, **mine, Host=f"localhost:{port}", Origin="http://localhost:6274") == 200
    assert post(http) == 401
    for wrong in ("Bearer", "Bearer x", f"Basic {TOKEN}", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", "Bearer ü"):
        assert post(http, Authorization=wrong) == 401
    assert post(http, **mine, Host="rebound.example") == 421
    assert post(http, **mine, Host="localhost:1") == 421
    assert post(http, **mine, Origin="http://rebound.example") == 403


def test_usage_over_http(program: Any) -> None:
    """Another address needs a token of one's own, and options of --http need --http; each is one line."""
    for arguments, said in (
        (["--http", "--host", "0.0.0.0"], "MLOPS_TUTOR_MCP_TOKEN"),
        (["--http", "--host", "::"], "MLOPS_TUTOR_MCP_TOKEN"),
        (["--http", "--host", "no.such.invalid", "--token", "x"], "--host"),
        (["--port", "1234"], "--http"),
        (["--http", "--config"], "--config"),
        (["--lesson", "mlops-maturty"], 'did you mean "mlops-maturity"'),
    ):
        done = program.run("mcp", *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_without_the_extra_the_command_says_what_to_install(program: Any, tmp_path: Path) -> None:
    """One line, and the status for usage."""
    code = (
        "import importlib.util, sys; real = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *more: None if name == 'mcp' else real(name, *more)\n"
        "from tutor.interface.main import run; sys.exit(run(['mcp', *sys.argv[1:]]))"
    )
    done = program.run(command=[sys.executable, "-c", code])
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "mlops-tutor: the Model Context Protocol needs one more package; install it with "
        "`pip install 'mlops-tutor[mcp]'`"
    ]
