"""What can go wrong with an endpoint, in the words of the record and in a calm line for the learner."""

from __future__ import annotations

import json
from typing import Literal

FailureClass = Literal[
    "unauthorized", "unknown_model", "rate_limited", "server_error", "unreachable", "timeout", "cut",
    "malformed", "empty", "too_long", "refused", "contradicted", "leaked",
]  # fmt: skip

CALM: dict[str, str] = {
    "unauthorized": "the endpoint did not accept the key",
    "unknown_model": "the endpoint does not know this model",
    "rate_limited": "the endpoint is busy",
    "server_error": "the endpoint had an error",
    "unreachable": "the endpoint cannot be reached",
    "timeout": "the model took too long",
    "cut": "the connection broke",
    "malformed": "the endpoint answered with something unreadable",
    "empty": "the model had no answer",
    "too_long": "the model's answer was too long",
    "refused": "the model declined",
    "contradicted": "the model strayed from the lesson's facts",
    "leaked": "the model was about to give the answer away",
}


class ModelFailure(Exception):
    """A request that did not bring what was asked for."""

    def __init__(self, error: FailureClass, detail: str = "") -> None:
        super().__init__(f"{error}: {detail}" if detail else error)
        self.error: FailureClass = error
        self.detail = detail


def classify(raised: BaseException, secret: str | None) -> ModelFailure:
    """The failure behind whatever the SDK, or the stream under it, raised. Never contains `secret`."""
    import openai

    detail = _detail(raised, secret)
    match raised:
        case ModelFailure():
            return raised
        case openai.APITimeoutError() | TimeoutError():
            return ModelFailure("timeout", detail)
        case openai.AuthenticationError() | openai.PermissionDeniedError():
            return ModelFailure("unauthorized", detail)
        case openai.NotFoundError():
            return ModelFailure("unknown_model", detail)
        case openai.RateLimitError():
            return ModelFailure("rate_limited", _with_wait(detail, raised))
        case openai.InternalServerError():
            return ModelFailure("server_error", detail)
        case openai.BadRequestError() if _is_overflow(detail):
            return ModelFailure("too_long", detail)
        case openai.BadRequestError() if "content_filter" in detail or "content management" in detail:
            return ModelFailure("refused", detail)
        case openai.BadRequestError() if "model" in detail and ("not found" in detail or "does not exist" in detail):
            return ModelFailure("unknown_model", detail)
        case openai.APIStatusError():
            return ModelFailure("server_error" if raised.status_code >= 500 else "malformed", detail)
        case openai.APIConnectionError():
            return ModelFailure("unreachable", detail)
        case openai.APIError():
            return ModelFailure("server_error", detail)
        case json.JSONDecodeError() | UnicodeError() | ValueError() | TypeError() | KeyError() | AttributeError():
            return ModelFailure("malformed", type(raised).__name__)
        case OSError():
            return ModelFailure("cut", type(raised).__name__)
        case _ if type(raised).__module__.partition(".")[0] in ("httpx", "httpx2", "httpcore", "httpcore2", "h11"):
            return ModelFailure("timeout" if "Timeout" in type(raised).__name__ else "cut", type(raised).__name__)
        case _:
            return ModelFailure("malformed", type(raised).__name__)


def _is_overflow(detail: str) -> bool:
    lowered = detail.lower()
    return "context" in lowered and any(word in lowered for word in ("length", "exceed", "size", "window", "too long"))


def _with_wait(detail: str, error: object) -> str:
    """With what the endpoint said of when to come back; the next turn asks anyway, seldom earlier than that."""
    wait = str(getattr(getattr(error, "response", None), "headers", {}).get("retry-after", ""))[:40]
    return f"retry after {wait}; {detail}"[:200] if wait else detail


def _detail(raised: BaseException, secret: str | None) -> str:
    """One short line. Servers quote keys, whole or in part, in their errors: nothing that looks like one is kept."""
    import re

    text = " ".join(str(raised).split())[:300]
    if secret:
        text = text.replace(secret, "…")
        for length in (len(secret) // 2, 8):
            if length >= 6:
                text = text.replace(secret[:length], "…").replace(secret[-length:], "…")
    text = re.sub(r"\b(sk|pk|key|Bearer)[-_ ][\w*.-]{4,}", "…", text)
    return f"{type(raised).__name__}: {text}"[:200]
