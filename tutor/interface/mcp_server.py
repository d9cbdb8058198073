"""The Model Context Protocol server: what the lesson offers, in the protocol's terms. It decides nothing.

Calls run in a worker thread, one at a time. A cancelled call that has not begun is not begun; one that has begun is
brought to its end and stored, and `next_step` tells again what came of it: what a learner said is never lost by half.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

import anyio
import anyio.to_thread
import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError

import tutor
from tutor.errors import TutorError
from tutor.interface.mcp_desk import Desk
from tutor.interface.mcp_tools import Tool, tools
from tutor.teaching import assistant
from tutor.teaching.assistant import Refused

_T = TypeVar("_T")
Context = Any
GUIDED = "guided-lesson"


def build(desk: Desk) -> Server[Any]:
    """The server of one lesson and one learner."""
    offered = _Offered(desk)
    return Server(
        "mlops-tutor",
        version=tutor.__version__,
        title=desk.lesson.manifest.title,
        description=desk.lesson.manifest.summary,
        instructions=assistant.rules(desk.lesson),
        on_list_prompts=offered.list_prompts,
        on_get_prompt=offered.get_prompt,
        on_list_resources=offered.list_resources,
        on_read_resource=offered.read_resource,
        on_list_tools=offered.list_tools,
        on_call_tool=offered.call_tool,
    )


class _Offered:
    """Prompts, resources and tools of a lesson."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lesson = desk.lesson
        self._tools = tools(desk)
        self._one_call = anyio.Lock()

    # — prompts —

    async def list_prompts(
        self, context: Context, params: types.PaginatedRequestParams | None
    ) -> types.ListPromptsResult:
        listed = [
            types.Prompt(name=f"prompt-{prompt.number}", title=prompt.checks.title, description=prompt.text.strip())
            for prompt in self._lesson.prompts
        ]
        whole = types.Prompt(
            name=GUIDED,
            title=f"Guided lesson: {self._lesson.manifest.title}",
            description=f"The whole lesson, step by step, from where you left it. {self._lesson.manifest.summary}",
        )
        return types.ListPromptsResult(prompts=[*listed, whole])

    async def get_prompt(self, context: Context, params: types.GetPromptRequestParams) -> types.GetPromptResult:
        by_name = {f"prompt-{prompt.number}": prompt.text for prompt in self._lesson.prompts}
        if params.name not in {*by_name, GUIDED}:
            raise _unknown("prompt", params.name, [*by_name, GUIDED])
        text = by_name[params.name] if params.name in by_name else assistant.guided_lesson(self._lesson)
        message = types.PromptMessage(role="user", content=types.TextContent(type="text", text=text))
        return types.GetPromptResult(messages=[message])

    # — resources —

    def _texts(self) -> dict[str, tuple[str, str]]:
        found = assistant.texts(self._lesson, self._desk.assessment)
        return {f"lesson://{self._lesson.id}/{name}": text for name, text in found.items()}

    async def list_resources(
        self, context: Context, params: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        return types.ListResourcesResult(
            resources=[
                types.Resource(
                    uri=uri,
                    name=uri.rpartition("/")[2],
                    title=title,
                    mime_type="text/markdown",
                    size=len(text.encode("utf-8", "replace")),
                )
                for uri, (title, text) in self._texts().items()
            ]
        )

    async def read_resource(
        self, context: Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        texts = self._texts()
        if params.uri not in texts:
            raise _unknown("resource", params.uri, list(texts))
        contents = types.TextResourceContents(uri=params.uri, mime_type="text/markdown", text=texts[params.uri][1])
        return types.ReadResourceResult(contents=[contents])

    # — tools —

    async def list_tools(self, context: Context, params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_listed(tool) for tool in self._tools.values()])

    async def call_tool(self, context: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        tool = self._tools.get(params.name)
        if tool is None:
            raise _unknown("tool", params.name, list(self._tools))
        try:
            result = await self._one_at_a_time(lambda: tool.call(params.arguments or {}))
        except (Refused, TutorError) as refused:
            return types.CallToolResult(content=[_text(str(refused))], is_error=True)
        return types.CallToolResult(
            content=[_text(json.dumps(result, ensure_ascii=False))],
            structured_content=result,
        )

    async def _one_at_a_time(self, work: Callable[[], _T]) -> _T:
        async with self._one_call:
            return await anyio.to_thread.run_sync(work)


def _listed(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.input_schema,
        output_schema=tool.output_schema,
        annotations=types.ToolAnnotations(
            title=tool.title, read_only_hint=not tool.stores, destructive_hint=False, open_world_hint=False
        ),
    )


def _text(text: str) -> types.TextContent:
    return types.TextContent(type="text", text=text)


def _unknown(kind: str, name: str, known: list[str]) -> MCPError:
    import difflib

    near = difflib.get_close_matches(name, known, 1, cutoff=0.5)
    hint = f'did you mean "{near[0]}"?' if near else f"there are {', '.join(known)}"
    return MCPError(types.INVALID_PARAMS, f'there is no {kind} "{name[:80]}"; {hint}')
