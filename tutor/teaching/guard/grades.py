"""What a sentence says of the learner's answer: that it is right, that it is wrong, or how many were right."""

from __future__ import annotations

import re

_RIGHT = (
    r"(?:absolutely |completely |exactly |quite |totally |perfectly )?(?:correct|right|spot on|perfect|exactly right)"
    r"|(?:vollig |ganz |genau )?richtig|korrekt|genau|correcto|exacto|exact|c'est juste|juste|correct|correto|certo|exato|corretto|esatto"
    r"|верно|правильно|सही|正确|对|没错|正解|صحيح"
)
_WRONG = (
    r"(?:completely |totally |quite )?(?:incorrect|wrong|mistaken|false|not (?:quite |entirely )?(?:correct|right))|not quite|nope"
    r"|nicht (?:ganz )?richtig|falsch|nicht ganz|incorrecto|no es correcto|faux|incorrect|pas (?:tout a fait )?(?:correct|juste|exact)"
    r"|incorreto|errado|sbagliato|неверно|неправильно|गलत|错误|不对|不正确|間違|不正解|خطا|غير صحيح"
)
_ABOUT = (
    r"(?:that'?s?(?: is)?|this is|it is|it's|your (?:answer|reply|explanation|response) (?:is|was)|you (?:are|were)|you're|you got (?:it|that)"
    r"|das ist|deine antwort ist|ihre antwort ist|es|esto es|eso es|tu respuesta es|su respuesta es|c'est|votre reponse est|ta reponse est"
    r"|isso|sua resposta esta|это|ваш ответ|यह|आपका उत्तर|你的回答|您的回答|答案是|回答|答えは|回答は|هذا|اجابتك)"
)
_END = r"(?=\s*(?:[.!,;:—-]|$|because|since|and|です|的|了|है))"
_POSITIVE = re.compile(
    rf"^\W*(?:yes|ja|si|oui|sim|да|हां|是的|はい|نعم)?\W*(?:{_RIGHT})\s*[!.,]|{_ABOUT}\W*(?:{_RIGHT}){_END}"
    r"|^\W*(?:well done|good job|great job|nailed it|bravo|excellent|full marks|you passed|gut gemacht|muy bien|bien joue|muito bem|молодец|很好|完全正确|素晴らしい|احسنت)\b"
    r"|\byou(?:'ve| have)? (?:nailed|aced|passed|got (?:it|that|this) (?:right|correct)|answered (?:it )?correctly)"
)
_NEGATIVE = re.compile(
    rf"^\W*(?:no|nein|non|nao|нет|नहीं|不|いいえ|لا)?\W*(?:{_WRONG})\s*[!.,]|{_ABOUT}\W*(?:unfortunately |leider )?(?:{_WRONG})"
    r"|\byou(?:'ve| have)? (?:failed|missed (?:it|the point)|got (?:it|that|this) wrong|answered (?:it )?(?:wrongly|incorrectly))"
)
_PARTLY = re.compile(
    r"\b(?:partly|partially|half|almost|nearly|teilweise|fast|en parte|parcial|en partie|presque|em parte|частично)\b|部分"
)
_SCORE = re.compile(
    r"\b(?:you|your)\b[^.]{0,40}\b\d+\s*(?:/|of|out of|von|de|sur)\s*\d+\b(?![^.]{0,12}(?:prompts|levels|stages))|\b(?:score|grade|mark) (?:is|of|:)\W*\d"
    r"|\b\d+\s*(?:points|punkte|puntos|%)\b[^.]{0,20}\byou\b|\b100 ?%"
)


def says_right(text: str) -> bool:
    """Whether a folded sentence calls the answer right, wholly."""
    return bool(_POSITIVE.search(text)) and not _PARTLY.search(text) and not _NEGATIVE.search(text)


def says_wrong(text: str) -> bool:
    return bool(_NEGATIVE.search(text)) and not _PARTLY.search(text)


def says_score(text: str) -> bool:
    return bool(_SCORE.search(text))
