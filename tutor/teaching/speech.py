"""What a reply is, whatever it is about: an answer, a question, "I don't know", or something else.

The phrases that say so in English, and the commonest in German, Spanish and French. `Phrases` compares stems, so a
phrase stands for its other forms too; accents and capitals do not matter.
"""

from __future__ import annotations

from functools import lru_cache

from tutor.teaching.roles import Act
from tutor.teaching.text import Phrases, Span, Word, content, phrase_list, sentences, word_set, words

UNKNOWN = Phrases(
    phrase_list(
        """
        i do not know | do not know | dunno | dont know | idk | no idea | no clue | not a clue
        not the faintest | no earthly idea | beats me | who knows | can not say | could not say | could not tell
        can not tell | hard to say | hard to tell | not sure | unsure | i am not certain | not certain
        no information | unclear | i have not looked | never looked | never checked | have to ask
        would have to ask | need to ask | let me ask | would have to check | have to check | need to check
        let me check | ask my | ask our | not my area | not my department | above my pay | above my pay grade
        i would not know | would not know | no visibility | haven't got a clue | have not got a clue
        have not the foggiest | no knowledge | i forgot | i forget | can not remember | do not remember
        not aware | search me | your guess is as good | unknown | god knows | only god knows | i am new
        just joined | new here | do not have a clue | i am lost | no opinion | not involved | weis nicht
        weis ich nicht | keine ahnung | kein plan | keinen plan | nicht sicher | unklar | weis es nicht
        weiss nicht | weiss ich nicht | da bin ich uberfragt | no se | no lo se | ni idea | no tengo idea
        no estoy seguro | no estoy segura | no sabria | quien sabe | je ne sais pas | sais pas | aucune idee
        pas sur | pas sure | je sais pas | je l'ignore | chais pas
        """
    ),
    exact=True,
)

GIVES_UP = Phrases(
    phrase_list(
        """
        i give up | give up | just tell me | tell me the answer | show me the answer | what is the answer
        what is the right answer | what is the solution | pass | skip | skip it | skip this | next | i am stuck
        stuck | you tell me | please tell me | show me | show the answer | give me the answer | reveal
        no guess | can not answer | i can not | too hard | help | help me | hint | give me a hint | ich gebe auf
        me rindo | j'abandonne | sag es mir | sag mir die antwort | dime la respuesta | paso | je passe | weiter
        hinweis | pista
        """
    ),
    exact=True,
)
"""Said and nothing else, these mean "I don't know" to a question that is graded."""

ASKS = Phrases(
    phrase_list(
        """
        what do you mean | what does that mean | what does it mean | what is meant | what do they mean
        what you mean | what ... mean | what counts as | what qualifies | do you mean | does that mean
        does that include | does that count | does it count | would that count | is that what you mean
        can you explain | could you explain | please explain | explain that | explain it | explain what
        explain the | can you give | could you give | can you clarify | could you clarify | please clarify
        clarify | give me an example | an example please | example please | for example what | for instance what
        such as what | can you rephrase | could you rephrase | rephrase | say that again | come again
        what exactly | i do not understand | do not understand | did not understand | do not get it
        do not get the question | do not get what | not sure what you mean | not sure what that means
        not sure i understand | not sure i follow | i do not follow | do not follow | never heard of
        i have a question | quick question | what is that | what is this | what does this | in what sense
        define | meaning of | what are you asking | tell me more | tell me about | help me understand
        can you tell me | could you tell me | i wonder | was meinst du | was meinen sie | was heist
        was bedeutet | was ist | wie meinst | verstehe nicht | verstehe die frage | erklar | erklare
        zum beispiel was | que significa | que quiere decir | que quieres decir | a que te refieres | que es
        no entiendo | explica | c'est quoi | ca veut dire quoi | que veut dire | qu'est ce que
        je ne comprends pas | comprends pas | explique | que voulez vous dire | tu veux dire
        """
    ),
    exact=True,
)

_OPENERS = word_set(
    """
    wait hm hmm hmmm um uh er erm oh ah ok okay so well but and also sorry please hold on hey hi actually first
    then before just quick question alright right aber und moment warte pero espera mais attends
    """
)
_WH = word_set(
    """
    what whats why how which who whom whose when where was wie warum wieso welche welcher wer wann wo que cual
    como por cuando donde quien quoi comment pourquoi quel quelle combien
    """
)
_AUX = word_set(
    """
    is are am do does did can could would should will was were has have had may might shall must ist sind hat
    haben kann muss soll es esta tiene puede hay est sont peut
    """
)
_SUBJECT = word_set(
    """
    i you we it that this there they he she the a an my our your these those any all one someone anyone es das
    die der ein eine man wir ich
    """
)

_AT_THE_RULES = Phrases(
    phrase_list(
        """
        ignore ... rules | ignore ... instructions | ignore ... prompt | ignore ... above | ignore ... previous
        ignore everything | forget ... instructions | forget ... rules | forget everything
        disregard ... instructions | disregard ... rules | disregard ... above | disregard ... previous
        override ... rules | bypass ... rules | system prompt | system message | you are now a | you are now an
        you are now in | act as a | act as an | act as if | pretend you | pretend to be | jailbreak
        developer mode | mark this | mark it as | mark me | mark my answer | grade this as | grade me
        grade it as | grade my answer | give me full | full marks | full credit | full points | score this
        score me | set ... score | set the verdict | verdict correct | output correct | respond with correct
        reply with correct | answer is correct by definition | treat this as | count this as | accept this
        accept my answer | consider this | write level | print level | set level | set the level | set my level
        just write | new instructions | as an ai | rate this | award me | award full | note to the grader
        dear grader | attention grader | grader note | to the grader | the grader should | grader should
        must be graded | should be graded | must be marked | should be marked | please pass me | let me pass
        you must accept | you have to accept | criteria are met | criteria met | all criteria | every criterion
        rubric | ignoriere ... regeln | ignoriere ... anweisungen | ignora ... instrucciones | ignora ... reglas
        ignore ... consignes | ignore ... regles
        """
    ),
    exact=True,
)

_SMALL_TALK = Phrases(
    phrase_list(
        """
        hello | hi | hey | hi there | good morning | good evening | good afternoon | how are you | thanks
        thank you | thank you very much | bye | goodbye | see you | lol | haha | hahaha | nice | cool | great
        wow | ok | okay | k | kk | alright | fine | hmm | hm | meh | whatever | test | testing | asdf | foo
        foo bar | bla | blah | blah blah | tell me a joke | what is the weather | write a poem | write me a poem
        sing | sing a song | who are you | are you a bot | are you human | are you an ai | are you real
        shut up | you suck | this sucks | stupid | this is stupid | you are stupid | idiot | fuck | fuck you
        fuck off | wtf | go away | boring | this is boring | i am bored | i am hungry | i am tired | i love you
        hallo | guten morgen | danke | tschus | hola | gracias | buenos dias | adios | bonjour | salut | merci
        au revoir | nice to meet you | happy birthday | you are useless | this is useless | useless
        i hate this | i hate you | hate this | damn | crap | screw you
        """
    ),
    exact=True,
)

_I_AM = Phrases(
    phrase_list(
        """
        i am a | i am an | i am the | i am our | i am one of | i work as | as a | my background is | my role is
        my job is | my job title is | my title is | ich bin | ich arbeite als | soy | soy el | soy la | trabajo como
        je suis | je travaille comme | je travaille en tant que | sou | trabalho como
        """
    ),
    exact=True,
)
_ROLE_NOUNS = word_set(
    """
    scientist engineer manager developer programmer analyst lead leader student teacher lecturer architect owner
    director researcher consultant intern trainee founder cto ceo cio devops sre admin administrator dba statistician
    beginner newbie newcomer novice designer tester physicist mathematician economist doctor nurse journalist
    ingenieur ingenieurin entwickler entwicklerin leiter leiterin studentin forscher forscherin berater beraterin
    chef chefin datenwissenschaftler datenwissenschaftlerin teamleiter teamleiterin informatiker informatikerin
    cientifico cientifica ingeniero ingeniera gerente desarrollador desarrolladora analista estudiante jefe jefa
    directora profesor profesora ingenieure scientifique developpeur developpeuse etudiant etudiante responsable
    directeur directrice chercheur chercheuse cientista engenheiro engenheira desenvolvedor desenvolvedora
    """
)
_MY_PLACE = Phrases(
    phrase_list(
        """
        i manage the team | i manage a team | i manage our team | i manage the data team | i manage the ml team
        i manage the department | i manage people | i manage the group | i lead the team | i lead a team
        i lead our team | i lead the data team | i lead the ml team | i lead the group | i lead the department
        i run the team | i run a team | i head the team | i head the department | i am in charge of the team
        i am not technical | i am non technical | i am not a technical person | i do not code | i can not code
        i do not program | i am new to | i am completely new | i am a complete beginner | i have no background
        i know nothing about | i come from | ich leite das team | ich leite ein team | dirijo el equipo
        dirijo un equipo | je dirige l'equipe | je dirige une equipe | je gere l'equipe | lidero a equipe
        """
    ),
    exact=True,
)

_TAIL = word_set("right correct no yes isn't doesn't ok okay huh true oder verdad non")


def _after_openers(inside: tuple[Word, ...]) -> tuple[Word, ...]:
    at = 0
    while at < len(inside) - 1 and inside[at].text in _OPENERS:
        at += 1
    return inside[at:]


def _whole(phrases: Phrases, inside: tuple[Word, ...], slack: int = 0) -> bool:
    """Whether the words are one of the phrases and at most `slack` words more."""
    return any(len(inside) - (hit.last - hit.first + 1) <= slack for hit in phrases.find(inside))


def interrogative(sentence: Span) -> bool:
    """Whether the sentence asks by its own shape, and not only by a rhetorical mark at its end."""
    inside = _after_openers(sentence.words)
    if not inside:
        return sentence.asks
    first = inside[0].text
    second = inside[1].text if len(inside) > 1 else ""
    if ASKS.find(inside) or first in {"explain", "define", "clarify", "elaborate"}:
        return True
    if not sentence.asks:
        # Without the mark only an unmistakable order of words asks ("how do we …", "what is …").
        return first in {"what", "why", "how", "who", "where"} and second in _AUX and len(inside) > 2
    if first in _WH or (first in _AUX and (second in _SUBJECT or len(inside) > 3)):
        return True
    return any(word.text in {"what", "why", "how", "which", "whats"} for word in inside[1:4])


def at_the_rules(text: str) -> bool:
    """Whether the text gives orders to whoever reads or grades it."""
    return bool(_AT_THE_RULES.find(words(text)))


def small_talk(text: str) -> bool:
    """Whether the text is a greeting, an insult or a noise, and nothing more."""
    inside = tuple(words(text))
    if not inside:
        return False
    found = _SMALL_TALK.find(inside)
    covered = {index for hit in found for index in range(hit.first, hit.last + 1)}
    return bool(found) and len(inside) - len(covered) <= (1 if len(inside) > 2 else 0)


def of_oneself(text: str) -> str:
    """The sentences in which the learner says who they are ("I'm a data scientist"), as typed; empty without one."""
    found = []
    for sentence in sentences(text[:1000]):
        inside = sentence.words
        role = any(
            any(word.text in _ROLE_NOUNS for word in inside[hit.last + 1 : hit.last + 5]) for hit in _I_AM.find(inside)
        )
        if (role or _MY_PLACE.find(inside)) and not sentence.asks:
            found.append(text[sentence.start : sentence.end])
    return ". ".join(found)


def only_of_oneself(text: str) -> bool:
    """Whether the text says who the learner is, in a sentence or two, and nothing more."""
    said = of_oneself(text)
    return bool(said) and len(words(text)) - len(words(said)) <= 2 and len(words(text)) <= 25


def gives_up(text: str) -> bool:
    """Whether the text asks to be told, or to go on, and nothing more."""
    inside = tuple(words(text))
    if not inside or len(inside) > 9:
        return False
    return _whole(GIVES_UP, inside, 3 if len(inside) > 4 else 1)


@lru_cache(maxsize=256)
def act_of(question: str, reply: str) -> Act:
    """What a reply to a question that is graded is. Whatever may be an attempt is an answer."""
    inside = tuple(words(reply))
    if not inside:
        return "question" if "?" in reply[:200] else "off_topic"
    if at_the_rules(reply):
        return "off_topic"
    if gives_up(reply):
        return "dont_know"
    unknown = UNKNOWN.find(inside)
    if unknown and not ASKS.find(inside):
        covered = {index for hit in unknown for index in range(hit.first, hit.last + 1)}
        rest = content(word for index, word in enumerate(inside) if index not in covered)
        said_more = any(word.text in {"but", "maybe", "perhaps", "probably", "guess", "because"} for word in inside)
        if len(rest) <= 3 or (len(rest) <= 6 and not said_more and unknown[0].first <= 2):
            return "dont_know"
    parts = sentences(reply)
    asking = [part for part in parts if interrogative(part)]
    if asking:
        stated = [part for part in parts if part not in asking and len(content(part.words)) >= 3]
        if not stated and not all(_tentative(part, question) for part in asking):
            return "question"
    if small_talk(reply):
        return "off_topic"
    return "answer"


def _tentative(sentence: Span, question: str) -> bool:
    """Whether a short question is an attempt in a question's clothing: "is it the pipeline?", "level 1?"."""
    inside = _after_openers(sentence.words)
    if not inside or not sentence.asks or ASKS.find(inside):
        return False
    if inside[-1].text in _TAIL and len(inside) > 2 and inside[0].text not in _WH | _AUX:
        return True
    first = inside[0].text
    if first in _WH:
        return False
    if first in {"is", "are", "would", "could", "does", "do", "was", "will", "can", "ist", "es", "est"}:
        second = inside[1].text if len(inside) > 1 else ""
        # "is it …?" puts an answer forward; "is a … needed?" asks something new unless the question had its words.
        if second in {"it", "that", "this", "they", "there"} and len(inside) <= 10:
            return first in {"is", "are", "would", "could", "was"} or len(inside) <= 5
        return False
    return len(inside) <= 12
