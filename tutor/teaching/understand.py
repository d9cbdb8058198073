"""The authored ear: reads yes, no or unknown for each fact out of a reply, by rules.

It knows how people speak of any process (by hand, by itself, planned, used to, elsewhere, partly); how they speak of
the lesson's own subject is in the lesson (`Cues`). A wrong reading that nobody confirms is the worst that can happen,
so a reading is plain only when all that the reply says points one way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tutor.lesson.model import Cues, Lesson
from tutor.teaching.roles import Act, Reading, Understanding
from tutor.teaching.speech import ASKS, UNKNOWN, act_of, at_the_rules, gives_up, interrogative, small_talk
from tutor.teaching.text import NEGATORS, STOP, Hit, Phrases, Span, Word, content, negated, sentences, spans, words

HARD, SOFT, WEAK = 3, 2, 1
"""How much a sign is worth: it says so; it suggests so; it hints."""


def _lines(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for line in text.strip().splitlines() for part in line.split("|") if part.strip())


YES_WORDS = frozenset(
    """yes yep yeah yup ya yea yess y aye sure absolutely definitely certainly indeed affirmative totally correct true
    exactly yessir 👍 ✅ ✔ ✓ ☑ 👌 💯 ja jap jo klar jawohl genau natürlich naturlich si claro sip oui ouais
    evidemment""".split()
)
NO_WORDS = frozenset(
    """no nope nah naw n nay negative never 👎 ❌ ✗ ✘ ⛔ nein ne nee no nunca jamas non nan niemals jamais nada
    nothing none nop noo""".split()
)

YES = Phrases(
    _lines(
        """
        we do | it does | they do | i do | yes we do | we sure do | it does indeed | we do indeed | it already does | it is | they are | we have | we have it | we do have | we have that
        of course | for sure | you bet | by all means | it sure does | all of it | all of them | everything | always
        every time | fully | completely | entirely | 100 percent | 100 | a hundred percent | already done | already do
        already does | we already do | all the time | that is right | that is the case | pretty much yes | all done
        auf jeden fall | na klar | tun wir | haben wir | asi es | por supuesto | lo tenemos | bien sur | tout a fait
        we got that | we got it | we got one | got it covered | done and dusted | guilty as charged | did it
        """
    ),
    exact=True,
)
NO = Phrases(
    _lines(
        """
        we do not | it does not | they do not | i do not | it is not | is not | they are not | we have not | not really
        not yet | not at all | no way | not even close | not even a little | not ever | of course not | i wish | if only
        far from it | nothing like that | nothing of the sort | nothing of the kind | nothing whatsoever | none of it | none of that | none of them | not a bit | no chance | as if
        in your dreams | dream on | yeah right | ha ha no | quite the opposite | the opposite | not so far
        not a single one | not as such | not us | not here | not today | not now | not currently | not at the moment
        not right now | zero | not so much | still not | does not | do not | afraid not | nowhere near | not so
        cold no | hell no | god no | certainly not | absolutely not | definitely not | not in the slightest
        noch nicht | nicht wirklich | gar nicht | uberhaupt nicht | leider nicht | leider nein | haben wir nicht
        todavia no | aun no | para nada | de momento no | en absoluto | tampoco | no tenemos | no lo tenemos
        pas encore | pas du tout | pas vraiment | toujours pas | bien sur que non | on n'a pas | nous n'avons pas
        """
    ),
    exact=True,
)

AUTOMATIC = Phrases(
    _lines(
        """
        automatic | automatically | automated | automate | automation | by itself | by themselves | itself | themselves
        all by itself | on its own | on their own | of its own accord | hands off | hands free | hands-off | zero touch
        zero-touch | no touch | unattended | untouched | without intervention | without any intervention
        no intervention | takes care of itself | runs itself | does everything | does it all | does the rest
        handles everything | handles the rest | handles all | magically | like magic | on autopilot | autopilot
        self driving | self-driving | lights out | fire and forget | set and forget | the system does | a system does
        a machine does | the machine does | the bot does | a bot does | a job does | while we sleep | while i sleep
        while everyone sleeps | while we are asleep | nobody lifts a finger | without us | without me | without them | without anybody's help | triggers itself
        automatisch | vollautomatisch | von selbst | von allein | von alleine | selbststandig | läuft von selbst
        automatiquement | automatique | automatise | automatisee | tout seul | toute seule | se lance seul
        automaticamente | automatico | automatica | automatizado | automatizada | solo solito | por si solo | va solo | va sola
        funciona solo | funciona sola | por si sola | por si mismo | se hace solo | se lanza solo
        """
    )
)
MANUAL = Phrases(
    _lines(
        """
        manual | manually | by hand | hand job | by hands | hand-run | hand run | handmade | hand-made | hands on
        hands-on | hand-rolled by | hand copied | hand-copied | hand deployed | hand-deployed | copy paste | copy-paste
        copy and paste | copied and pasted | elbow grease | human in the loop | human being | a human | human
        a person | person | people | somebody | someone | some guy | some poor soul | poor soul | poor sod | one of us
        one of them | one of the guys | one of our | one of the | a colleague | colleague | coworker | co-worker
        an intern | the intern | our intern | intern | my boss | a teammate | teammate | guy from | guys from | anybody
        anyone | manpower | myself | ourselves | yours truly | presses | click | clicks | clicking | button
        lift a finger | babysit | babysitting | intervention | intervenes | intervene | touches | touch
        old-fashioned way | old fashioned way | old school | human step | hand step | hand steps | hand work
        handarbeit | von hand | per hand | handisch | manuell | jemand | jemanden | irgendwer | selber
        a mano | a manita | manual | manuales | manualmente | alguien | una persona | yo mismo
        a la main | manuel | manuelle | manuellement | quelqu'un | moi-meme | une personne | un humain | eine person
        ein mensch | menschen | personne ne
        """
    )
)
# What a person does to a process as a matter of course: said of "I" or "we" it hints at hand work.
DOINGS = Phrases(
    _lines(
        """
        run | start | launch | execute | rerun | re-run | kick off | kick | fire up | trigger | do it | do that | do this
        do the | do all | do every | retrain | train | deploy | release | publish | ship | copy | move | upload | download
        export | send | put | paste | type | log in | login | ssh | open | press | click | drag | restart | build
        hand over | push it to | push the | pull | take | change | swap | replace | update | approve | decide | check
        notify | remember | zip | mail | email | e-mail | toca | tocamos | touche | coordinate | handle | make | go through | walk | carry | bring | schedule a | look at | test
        starten | machen | kopieren | ausfuhren | lanzamos | hacemos | copiamos | ejecutamos | lancons | faisons
        copions | lance | copie | kopiert | startet | macht | lanza | copia | hace
        """
    )
)
_PERSONS = frozenset(
    """i we he she they you ich wir er man yo nosotros je nous on tu engineer engineers scientist scientists developer
    developers dev devs analyst analysts manager managers admin admins ops devops sysadmin lead boss cto founder guy
    guys consultant consultants student students expert experts researcher researchers operator operators he'll
    contractor contractors dba kollege kollegin entwickler ingeniero ingeniera ingenieur""".split()
)
_LOOSE = frozenset("we they you wir nous on nosotros devs ops".split())
_ADVERBS = frozenset(
    """usually always just then still also only normally often simply do does have has to must need needs would can will
    who that actually manually currently typically basically either or and myself""".split()
)
_SET_UP = frozenset(
    """wrote write written set built build configured configure created create made designed implemented installed
    introduced automated automate developed added add maintains maintain owns own looks look gets get notices
    monitors monitor watches watch wants want cares needs can could may""".split()
)
HARMLESS = Phrases(
    _lines(
        """
        notified | notify | notifies | alerts | get paged | pages | is paged | gets an email | get an email | alarm goes
        informed | emailed if | gets a message | get a message | woken up | wakes | only look | only looks | just look
        just watch | just watches | just reads | only if it fails | only when it fails | if it fails | when it fails
        on failure | if something breaks | when something breaks | if something goes wrong | unless it breaks
        unless something breaks | set it up | set up | set that up | wrote a | wrote the | built it | built a | built that
        configured | only intervene | goes home | went home | on vacation | on holiday | is asleep | sleeping
        """
    ),
    exact=True,
)
EVERYTHING = Phrases(
    _lines(
        """
        all three | all of them | all of the above | both | each of them | every one of them | everything
        everything else | the whole lot | the lot | all of it | all of that | nothing is | nothing here is
        none of the three | none of these | none of those | alles | todo | tout | nichts
        """
    )
)

FUTURE = Phrases(
    _lines(
        """
        plan | plan to | planning | planned | plans to | planned for | we will | will be | going to | going to be | soon
        next week | next month | next quarter | next year | next sprint | next release | next spring | next summer
        next half | this quarter hopefully | later this year | later this month | end of the year | end of year
        by the end of | end of the quarter | roadmap | on the list | to-do | todo list | to do list | backlog
        in the backlog | hope to | hoping to | hopefully | want to | wants to | would like | would love | wish | intend
        intend to | aim to | aiming to | working on | work on it | work in progress | wip | in progress | under way
        underway | in the works | under construction | being built | building it | we are building | are building
        is building | being set up | setting it up | setting up | rolling it out | rolling out next | about to
        starting next | starting in | from next | as of next | someday | some day | one day | eventually | tomorrow
        future | considering | consider | thinking about | thinking of | looking into | looking at | evaluating
        piloting | pilot | poc | proof of concept | prototype | prototyping | experimenting with | playing with
        playing around | trialling | trialing | trying out | trying to | try to | not yet | in development
        coming | almost there | nearly there | getting there | almost done | once we have | once it is ready | scheduled for
        slated | target is | target date | vision | dream | migrating to | moving to | switching to | in beta | sandbox
        only in staging | only in dev | not in production | in dev only | staging only | on staging only
        geplant | planen | wollen wir | nachstes jahr | nachsten monat | nachste woche | bald | demnachst | in arbeit
        wir arbeiten | soll kommen | irgendwann | planeado | planeamos | previsto | pronto | el proximo
        proximo ano | queremos | vamos a | estamos trabajando | prevu | bientot | l'annee prochaine | on va
        on travaille | nous allons | en cours | le mois prochain | q1 | q2 | q3 | q4 | h1 | h2
        """
    ),
    exact=True,
)
PAST = Phrases(
    _lines(
        """
        used to | use to be | formerly | previously | in the past | back then | back in | back when | once had | we had
        had a | had it | had one | had that | had some | had been | it was | it were | was automated | were automated
        was automatic | was automatically | was a | was running | was fully | ran until | worked until | did until | until last
        until recently | used be | years ago | months ago | weeks ago | last year | before the | before we
        left the company | früher | fruher | damals | war mal | hatten wir
        antes | teniamos | antiguamente | avant | autrefois | ne plus | n'est plus | n'a plus | on avait | anciennement
        """
    ),
    exact=True,
)
OFF = Phrases(
    _lines(
        """
        stopped | stopped working | switched off | switched it off | turned off | turned it off | disabled | shut down
        shut it down | decommissioned | retired | abandoned | gave up | broke | is broken | it is broken
        been broken | broken | rotted | bitrot | fell apart | died | is dead | is down | dead since | gone since | got rid of
        removed | ripped out | paused | on hold | on pause | on ice | deprecated | unplugged | commented out
        collapsed | crashed and | not working | does not work | out of order | kaputt | abgeschaltet | ausgeschaltet
        desactivado | roto | desactive | casse | en panne
        """
    ),
    exact=True,
)
"""What is there and does not run."""
PRESENT = Phrases(
    _lines(
        """
        now | nowadays | these days | today | currently | at present | at the moment | presently | since then
        ever since | as of now | as of this | as of last | since last | since the | since we | by now | meanwhile
        already | finally | jetzt | heute | inzwischen | mittlerweile | seit | ahora | hoy | desde | actualmente | maintenant
        aujourd'hui | depuis | actuellement
        """
    ),
    exact=True,
)
ELSEWHERE = Phrases(
    _lines(
        """
        another team | other team | other teams | different team | sister team | neighbouring team | neighboring team
        team next door | next door | other department | another department | other departments | another company
        other company | other companies | other division | another division | other group | another group
        other product | another product | other project | another project | other projects | different project
        last job | old job | previous job | former job | last company | old company | previous company | former company
        previous employer | former employer | last employer | old employer | last place | previous place | old team
        previous team | former team | last team | a friend | my friend | competitor | competitors | parent company | head office
        rest of the company | elsewhere | somewhere else | in other parts | other unit | other office | big tech
        colleagues at | colleagues in | team in berlin | web team | app team | backend team | frontend team
        mobile team | software team | software side | recommendations team | ads team | search team | fraud team
        pricing team | other models | other model | another model | different model | my wife | my husband
        anderes team | anderen team | andere abteilung | anderen abteilung | im alten job | letzten job | anderen firma
        otro equipo | otros equipos | otra empresa | otro departamento | mi anterior | trabajo anterior
        autre equipe | une autre | autres equipes | autre service | ancien travail | ancienne boite
        """
    ),
    exact=True,
)
PARTLY = Phrases(
    _lines(
        """
        partly | partially | in part | part of it | parts of it | only part | some parts | part is | half | halfway
        half-way | half of | halfways | semi | semi-automatic | semi-automated | kind of | sort of | kinda | somewhat
        mostly | most of | for the most part | almost | nearly | largely | mainly | not all | not everything | not every
        not fully | not completely | not entirely | not quite | not 100 | not totally | not always | not for all
        except | except for | apart from | aside from | other than | save for | with the exception | exception
        some of | for some | in some | some models | some steps | some are | sometimes | yes and no | yes but no
        a bit | a little | a few | only some | only the | only for | just the | to some extent | to a degree | up to a point
        the rest | the last step | the last mile | last bit | one step
        one manual | one exception | first half | second half | the first part | the second part | more or less
        hybrid | mixed | mix of | combination | usually | normally | most times | most of the time | often
        jein | teils | teilweise | zum teil | halb | fast | meistens | groestenteils | nicht ganz | nicht alles
        mas o menos | en parte | parcialmente | a medias | casi | a veces | medio | depende del
        en partie | partiellement | a moitie | presque | plus ou moins | parfois | pas tout | pas entierement
        """
    ),
    exact=True,
)
HEDGE = Phrases(
    _lines(
        """
        i think | think so | maybe | perhaps | probably | possibly | i guess | guess so | i believe | believe so
        afaik | as far as i know | as far as i can | i suppose | suppose so | supposedly | supposed to | apparently | might
        should be | should work | in theory | in principle | theoretically | on paper | officially | i assume
        presumably | i heard | i was told | they say | they claim | allegedly | seems | seem to | looks like
        not sure | not certain | if i remember | iirc | depends | it depends | could be | i hope | let us say
        glaube | vielleicht | wahrscheinlich | vermutlich | denke | kommt drauf an | eigentlich | creo que | quizas
        tal vez | supongo | en teoria | depende | je crois | je pense | peut-etre | sans doute | en theorie | ca depend
        """
    ),
    exact=True,
)
OTHERS_DO = Phrases(
    _lines(
        """
        team does | team handles | team takes care | team owns | team is responsible | team's job | team deals
        team runs that | team looks after | ops does | ops handles | it does that | it handles | it department
        vendor does | vendor handles | vendor takes | contractor | consultants do | agency does | they do that
        they handle | they take care | they deal | someone else | somebody else | somebody else's | other people do
        devops handles | devops does | platform team | not us | not our job | macht das team | lo hace el equipo
        c'est l'equipe
        """
    ),
    exact=True,
)

_EVENTUAL = frozenset("automate have get add build introduce set move switch migrate change implement start use".split())
_HABIT = frozenset("if when whenever once every each as after unless".split())
_PRONOUNS = frozenset("it they this that he she we i you there everything nobody someone".split())


_COUNTS = Phrases(
    _lines("does that count | does it count | would that count | is that it | is that enough | is that a yes | is that a no"),
    exact=True,
)


@dataclass
class _Sign:
    """One thing that a clause says of a fact."""

    value: bool
    weight: int
    clause: int


@dataclass
class _Clause:
    """A clause with what can be told of it without knowing the fact."""

    span: Span
    lead: bool | None = None
    """It opens with, or is, a yes or a no."""
    said: bool | None = None
    """It says yes or no of its subject without naming how ("we do", "the rest is not")."""
    generic: list[tuple[Hit, bool, int]] = field(default_factory=list)
    """Hits of the words for by-itself and by-hand: the hit, what it says, its weight."""
    doing: int = 0
    """How much it says that a person does it."""
    harmless: bool = False
    future: bool = False
    off: bool = False
    past: bool = False
    present: bool = False
    elsewhere: bool = False
    partly: bool = False
    hedge: bool = False
    unknown: bool = False
    others: bool = False
    pending: bool = False
    """A negation that has not met what it denies; it goes on into the next clause of a list."""
    flipped: bool = False
    """Stands under such a negation of the clause before."""


@dataclass(frozen=True)
class _Matchers:
    """A fact's cues, ready to be looked for."""

    topic: Phrases
    automatic: Phrases
    manual: Phrases
    likely: Phrases
    parts: tuple[Phrases, ...]
    harmless: Phrases
    yes: Phrases
    no: Phrases
    unknown: Phrases


@lru_cache(maxsize=64)
def _matchers(cues: Cues) -> _Matchers:
    return _Matchers(
        topic=Phrases(cues.topic),
        automatic=Phrases(cues.automatic),
        manual=Phrases(cues.manual),
        likely=Phrases(cues.likely),
        parts=tuple(Phrases(group) for group in cues.part),
        harmless=Phrases(cues.harmless),
        yes=Phrases(cues.yes, exact=True),
        no=Phrases(cues.no, exact=True),
        unknown=Phrases(cues.unknown, exact=True),
    )


def _is_whole(phrases: Phrases, inside: Sequence[Word], slack: int = 0) -> bool:
    return any(len(inside) - (hit.last - hit.first + 1) <= slack for hit in phrases.find(inside))


_FILLERS = frozenset("well um uh hmm hm erm so oh ah ok okay actually honestly sadly unfortunately lol haha ha hey and but leider tja pues bueno ben euh bah alas sorry nope".split()) - {"nope"}
_LEAD_NOT_NO = frozenset("one body doubt problem matter longer idea clue human person need longer hand hands manual steps step more".split())


def _lead(inside: Sequence[Word]) -> bool | None:
    at = 0
    while at < len(inside) and inside[at].text in _FILLERS:
        at += 1
    if at >= len(inside):
        return None
    first = inside[at].text
    rest = inside[at + 1 :]
    if first in YES_WORDS and not (first in {"correct", "true", "exactly", "sure"} and len(rest) > 3):
        return True
    if first in NO_WORDS:
        # "no" before a noun denies the noun and does not answer ("no person needed", "nothing is done by hand").
        if first in {"no", "nothing", "never", "none", "ne", "negative", "n"} and rest:
            return None if first != "no" or not _separate(inside, at) else False
        return False
    return None


def _separate(inside: Sequence[Word], at: int) -> bool:
    """Whether the "no" at `at` stands for itself: what follows is a sentence of its own ("no we do it by hand")."""
    return inside[at + 1].text in _PERSONS | _PRONOUNS | {"not", "sadly", "still", "sorry", "unfortunately", "nope", "no", "the", "our", "just", "only", "at"}


def _clauses(reply: str, kept: Iterable[Span]) -> list[_Clause]:
    """The clauses of the sentences that state something, with what each says."""
    numbers = {sentence.start for sentence in kept}
    ends = {sentence.start: sentence.end for sentence in kept}
    found: list[_Clause] = []
    for span in spans(reply):
        if any(start <= span.start < ends[start] for start in numbers):
            found.append(_clause(span, found[-1] if found else None, reply))
    return found


def _clause(span: Span, before: _Clause | None, reply: str) -> _Clause:
    inside = span.words
    clause = _Clause(span)
    texts = [word.text for word in inside]
    clause.lead = _lead(inside)
    clause.harmless = bool(HARMLESS.find(inside))
    clause.present = bool(PRESENT.find(inside))
    clause.elsewhere = bool(ELSEWHERE.find(inside))
    clause.partly = bool(PARTLY.find(inside)) or span.opener in {"except", "sauf"} or texts[-1] == "only" or _some_of(texts)
    clause.hedge = bool(HEDGE.find(inside))
    clause.unknown = bool(UNKNOWN.find(inside))
    clause.others = bool(OTHERS_DO.find(inside))
    clause.past = bool(PAST.find(inside))
    clause.off = any(not negated(inside, hit.first) or hit.phrase.startswith(("not", "does")) for hit in OFF.find(inside))
    clause.future = _is_future(inside)
    carried = (
        before is not None
        and before.pending
        and before.span.sentence == span.sentence
        and span.opener in {",", "and", "und", "or"}
        and texts[min(len(texts) - 1, 1 if span.opener.isalpha() else 0)] not in _PRONOUNS | YES_WORDS
    )
    clause.flipped = carried
    for hit in AUTOMATIC.find(inside):
        value = negated(inside, hit.first) == carried
        # "the deploy itself is by hand": "itself" alone says nothing when it only underlines its noun.
        weak = hit.phrase in {"itself", "themselves"} and hit.last + 1 < len(inside)
        clause.generic.append((hit, value, WEAK if weak else HARD))
    for hit in MANUAL.find(inside):
        clause.generic.append((hit, negated(inside, hit.first) != carried, HARD))
    for index, word in enumerate(inside):
        if word.text in {"nobody", "niemand", "nadie"} or (word.text == "no" and inside[index + 1 : index + 2] and inside[index + 1].text == "one"):
            follow = inside[index + 1 :]
            if follow and follow[0].text in {"ever", "has"} and not {w.text for w in follow[1:3]} & {"to", "a", "any"}:
                # "nobody has retrained it": it has not been done.
                clause.generic.append((Hit(index, index, word.text), False, HARD))
            elif DOINGS.find(follow) or {w.text for w in follow} & {"has", "needs", "need", "must", "involved", "needed", "required", "have", "in"}:
                clause.generic.append((Hit(index, index, word.text), True, HARD))
    if not clause.flipped:
        clause.doing = max(_person_does(inside), SOFT if _named_person(inside, reply) else 0)
    clause.said = _said(inside)
    has_negator = any(text in NEGATORS for text in texts)
    clause.pending = (has_negator or carried) and not clause.generic and clause.lead is None
    return clause


def _some_of(texts: Sequence[str]) -> bool:
    """Whether a number says that a part is done ("3 of 5", "80 percent", "only the tests")."""
    counts = {"one", "two", "three", "four", "five", "six", "some", "most", "few", "half"}
    for at, text in enumerate(texts[:-1]):
        number = text.isdigit() or text in counts
        if number and texts[at + 1] == "of" and set(texts[at + 2 : at + 4]) & (counts | set("23456789")):
            return True
        if text.isdigit() and text != "100" and texts[at + 1] in {"percent", "prozent"}:
            return True
    return texts[0] in {"only", "just", "nur", "solo"} and len(texts) <= 5


def _person_does(inside: Sequence[Word]) -> int:
    """How much the clause says that a person does it: "we run" may still speak of what the team's machines do."""
    found = 0
    for index, word in enumerate(inside[:-1]):
        if word.text not in _PERSONS or word.text in STOP and index and inside[index - 1].text == "ask":
            continue
        after = index + 1
        while after < len(inside):
            hits = DOINGS.find(inside[after : after + 4])
            if hits and hits[0].first == 0 and not negated(inside, after):
                found = max(found, SOFT if word.text in _LOOSE else HARD)
            if inside[after].text not in _ADVERBS:
                break
            after += 1
    return found


def _named_person(inside: Sequence[Word], reply: str) -> bool:
    """Whether somebody with a name does it ("Marta runs it"); a capital is all that tells a name."""
    for word, after in zip(inside, inside[1:], strict=False):
        if not reply[word.start].isupper() or reply[word.start : word.end].isupper() or len(word.text) < 2:
            continue
        verb = after.text.endswith(("s", "t")) and DOINGS.find([after])
        does = after.text == "does" and inside[-1].text in {"it", "that", "this", "does", "them", "everything"}
        if (verb or does) and word.text not in _PRONOUNS | STOP and not AUTOMATIC.find([word]):
            return True
    return False


def _is_future(inside: Sequence[Word]) -> bool:
    hits = FUTURE.find(inside)
    texts = {word.text for word in inside}
    for hit in hits:
        if hit.phrase in {"we will", "will be", "coming", "looking at", "consider"} and (texts & _HABIT or hit.phrase == "coming"):
            continue
        return True
    for index, word in enumerate(inside):
        if word.text == "will" and not texts & _HABIT:
            after = {later.stem for later in inside[index + 1 : index + 4]}
            if after & _EVENTUAL or "automat" in after:
                return True
    return False


def _said(inside: Sequence[Word]) -> bool | None:
    opening = [word.text for word in inside[:2]]
    if opening in (["but", "not"], ["and", "not"], ["aber", "nicht"], ["pero", "no"], ["mais", "pas"]):
        return False
    if len(opening) == 2 and opening[1] in {"for", "to", "on", "with"}:
        if opening[0] in {"no", "not", "nope"}:
            return False
        if opening[0] in {"yes", "yep"}:
            return True
    if _is_whole(NO, inside, 1) or NO.find(inside[:4]) and len(inside) <= 5:
        return False
    tail = [word.text for word in inside[-3:]]
    if len(tail) >= 2 and tail[-1] == "not" and tail[-2] in {"is", "are", "do", "does", "have", "has", "can", "will"}:
        return False
    if tail and tail[-1] in {"nope", "no", "nein", "non", "nah", "never"} and len(inside) > 1:
        return False
    if tail and tail[-1] in {"yes", "yep", "yeah", "ja", "si", "oui", "yup"} and len(inside) > 1:
        return True
    if _is_whole(YES, inside):
        return True
    if len(tail) >= 2 and tail[-1] in {"is", "does", "do"} and len(inside) <= 4 and tail[-2] not in {"what", "it"}:
        return True
    return None


@dataclass
class _Verdict:
    value: bool | None
    plain: bool
    partly: bool
    clauses: list[int]


class RuleEar:
    """Understands replies by rules and the lesson's own words."""

    def classify(self, lesson: Lesson, question: str, reply: str) -> Act:
        """What a reply to a check or quiz question is; only an answer is graded."""
        return act_of(question, reply)

    def understand(self, lesson: Lesson, asked: str | None, reply: str) -> Understanding:
        """Read the lesson's facts out of `reply`; `asked` is the fact that was asked for, or None."""
        facts = {fact.id: _matchers(lesson.cues.get(fact.id, Cues())) for fact in lesson.facts}
        if asked not in facts:
            asked = None
        inside = tuple(words(reply))
        if not inside:
            return Understanding("question" if "?" in reply[:200] else "off_topic")
        if at_the_rules(reply):
            return Understanding("off_topic")
        if asked and (whole := _whole_reply(asked, facts[asked], inside, reply)):
            return whole
        parts = sentences(reply)
        asking = [part for part in parts if _really_asks(part)]
        stated = [part for part in parts if part not in asking]
        clauses = _clauses(reply, stated)
        readings = _read(facts, asked, clauses, reply)
        if readings:
            return Understanding("answer", readings)
        if asking:
            return Understanding("question")
        if any(clause.unknown or clause.others for clause in clauses) or gives_up(reply):
            return Understanding("dont_know")
        if small_talk(reply) or (asked is not None and not _on_topic(facts, clauses)):
            return Understanding("off_topic")
        return Understanding("answer")


def _whole_reply(asked: str, cues: _Matchers, inside: tuple[Word, ...], reply: str) -> Understanding | None:
    """A reply that as a whole stands in the lesson's lists of replies."""
    evidence = reply[inside[0].start : inside[-1].end]
    for phrases, value in ((cues.yes, True), (cues.no, False)):
        if _is_whole(phrases, inside):
            return Understanding("answer", (Reading(asked, value, evidence, "?" not in reply, "rule"),))
    return Understanding("dont_know") if _is_whole(cues.unknown, inside) else None


def _really_asks(part: Span) -> bool:
    if not interrogative(part):
        return False
    # "we have a cron job, does that count?" states something first, and is read with the question mark in mind.
    if part.asks and (tail := _COUNTS.find(part.words)) and tail[0].first >= 3:
        return False
    # "don't know what you mean by X" asks; "I don't know what starts it" does not.
    return part.asks or bool(ASKS.find(part.words)) or not UNKNOWN.find(part.words)


def _on_topic(facts: dict[str, _Matchers], clauses: Sequence[_Clause]) -> bool:
    """Whether the reply speaks of a process at all."""
    for clause in clauses:
        inside = clause.span.words
        if clause.generic or clause.doing or clause.lead is not None or clause.said is not None:
            return True
        if clause.future or clause.past or clause.partly or clause.hedge or clause.elsewhere:
            return True
        for cues in facts.values():
            if any(phrases.find(inside) for phrases in (cues.topic, cues.automatic, cues.manual, cues.likely, *cues.parts)):
                return True
    return False


def _read(
    facts: dict[str, _Matchers], asked: str | None, clauses: Sequence[_Clause], reply: str
) -> tuple[Reading, ...]:
    about = _about(facts, asked, clauses)
    readings: list[Reading] = []
    for fact, cues in facts.items():
        verdict = _verdict(cues, clauses, about[fact], own=fact == asked)
        if verdict.value is None:
            continue
        evidence = _evidence(reply, clauses, verdict.clauses)
        tentative = any(clauses[number].span.asks for number in verdict.clauses)
        plain = verdict.plain and not tentative and not verdict.partly and bool(evidence)
        if fact != asked:
            plain = plain and asked is not None and _explicit(facts, fact, clauses, verdict)
        readings.append(Reading(fact, verdict.value, evidence, plain, "rule", verdict.partly))
    return tuple(readings)


def _about(facts: dict[str, _Matchers], asked: str | None, clauses: Sequence[_Clause]) -> dict[str, list[int]]:
    """For each fact, the clauses that speak of it."""
    about: dict[str, list[int]] = {fact: [] for fact in facts}
    last: set[str] = set()
    last_sentence = -1
    for number, clause in enumerate(clauses):
        inside = clause.span.words
        named = {fact for fact, cues in facts.items() if cues.topic.find(inside)}
        own = set()
        if asked:
            cues = facts[asked]
            if any(p.find(inside) for p in (cues.topic, cues.automatic, cues.manual, cues.likely, *cues.parts)):
                own.add(asked)
        elsewhere_named = {
            fact for fact, cues in facts.items() if fact != asked and (fact in named or any(p.find(inside) for p in cues.parts))
        }
        first = inside[1].text if clause.span.opener.isalpha() and len(inside) > 1 else inside[0].text
        follows = clause.span.sentence == last_sentence or first in {"it", "this", "that", "they"}
        if EVERYTHING.find(inside) and clause.generic and not named:
            now = set(facts)
        elif named or own:
            now = named | own
        elif elsewhere_named:
            now = set()
        elif follows and last:
            now = set(last)
        else:
            now = {asked} if asked else set()
        # A yes or no that opens the reply answers what was asked, whatever the clause goes on to name.
        if asked and clause.lead is not None and number == 0:
            about[asked].append(number)
        for fact in now:
            if number not in about[fact]:
                about[fact].append(number)
        if now:
            last, last_sentence = now, clause.span.sentence
    return about


def _signs(cues: _Matchers, clause: _Clause, number: int, *, own: bool) -> list[_Sign]:
    """What the clause says of the fact."""
    inside = clause.span.words
    signs: list[_Sign] = []
    own_harmless = bool(cues.harmless.find(inside))
    harmless = clause.harmless or own_harmless
    whole = len(cues.parts) < 2 or bool(cues.topic.find(inside))
    covered: set[int] = set()
    named_auto = False
    for hit in cues.automatic.find(inside):
        denied = negated(inside, hit.first) != clause.flipped
        signs.append(_Sign(not denied, HARD, number))
        named_auto = named_auto or not denied
        covered |= set(range(hit.first, hit.last + 1))
    manual_hits = [(hit, negated(inside, hit.first) != clause.flipped) for hit in cues.manual.find(inside)]
    for hit, denied in manual_hits:
        if set(range(hit.first, hit.last + 1)) & covered:
            continue
        if harmless and not denied:
            continue
        signs.append(_Sign(denied, HARD, number))
        covered |= set(range(hit.first, hit.last + 1))
    for hit, value, weight in clause.generic:
        if set(range(hit.first, hit.last + 1)) & covered:
            continue
        if not value and harmless and (not _by_hand(hit.phrase) or (own_harmless and not _part_named(cues, inside))):
            continue
        if value and not whole and weight == HARD and _part_named(cues, inside):
            # A part that is automatic does not make the whole so.
            weight = SOFT if cues.parts[-1].find(inside) else WEAK
        following = {word.text for word in inside[hit.last + 1 : hit.last + 3]}
        if not value and not _by_hand(hit.phrase) and following & _SET_UP:
            continue
        signs.append(_Sign(value, weight, number))
    if not signs and cues.likely.find(inside):
        hit = cues.likely.find(inside)[0]
        denied = negated(inside, hit.first) != clause.flipped
        signs.append(_Sign(not denied, HARD if denied else SOFT, number))
    for phrases, value in ((cues.yes, True), (cues.no, False)):
        if own and _is_whole(phrases, inside):
            signs.append(_Sign(value, HARD, number))
    if clause.said is not None and not any(sign.value != clause.said for sign in signs):
        signs.append(_Sign(clause.said, HARD, number))
    if not signs:
        topics = cues.topic.find(inside)
        parts = [hit for part in cues.parts for hit in part.find(inside)] if own else []
        if any(negated(inside, hit.first) for hit in [*topics, *parts]) or (clause.flipped and topics):
            signs.append(_Sign(False, HARD, number))
        elif topics and _has(inside):
            signs.append(_Sign(True, SOFT, number))
    if clause.doing and not harmless and not any(sign.value for sign in signs):
        signs.append(_Sign(False, clause.doing, number))
    return signs


def _has_cause(cues: _Matchers, clauses: Sequence[_Clause], number: int) -> bool:
    """Whether the clause says when it happens, and no person stands on either side ("it retrains when …")."""
    inside = clauses[number].span.words
    if number + 1 >= len(clauses) or not cues.topic.find(inside):
        return False
    after = clauses[number + 1]
    if after.span.sentence != clauses[number].span.sentence or after.doing:
        return False
    texts = {word.text for word in (*inside, *after.span.words)}
    cause = after.span.opener in {"when", "whenever", "as soon as", "sobald", "wenn", "cuando", "quand"}
    return cause and not texts & (_PERSONS | NEGATORS | {"someone", "somebody", "anyone", "our"}) and not after.generic


def _by_hand(phrase: str) -> bool:
    return "hand" in phrase or "manu" in phrase or phrase in {"a mano", "click", "clicks", "clicking", "presses", "button"}


def _part_named(cues: _Matchers, inside: Sequence[Word]) -> bool:
    return any(part.find(inside) for part in cues.parts)


def _has(inside: Sequence[Word]) -> bool:
    """Whether the clause says that something is there ("we have …", "there is …")."""
    texts = [word.text for word in inside]
    for index, text in enumerate(texts[:-1]):
        if text in {"have", "use", "got", "haben", "tenemos", "avons", "nutzen", "usamos"} and index <= 4:
            return not any(word in NEGATORS for word in texts)
        if text == "there" and texts[index + 1] in {"is", "are"}:
            return not any(word in NEGATORS for word in texts)
    return False


def _verdict(cues: _Matchers, clauses: Sequence[_Clause], about: Sequence[int], *, own: bool) -> _Verdict:
    nothing = _Verdict(None, False, False, [])
    if not about:
        return nothing
    lead: bool | None = None
    lead_at = -1
    now: list[_Sign] = []
    then: list[_Sign] = []
    partly = hedge = unknown = crossed = False
    marked: list[int] = []
    named: set[tuple[int, int]] = set()
    skip_sentence_after_unknown = -1
    for number in about:
        clause = clauses[number]
        inside = clause.span.words
        if clause.unknown:
            unknown = True
            skip_sentence_after_unknown = clause.span.sentence
            continue
        # "I don't know | if it is automatic": the rest of such a clause is what is not known.
        if skip_sentence_after_unknown == clause.span.sentence and clause.span.opener in {"if", "when", "which", "who", "wenn", "cuando", "quand"}:
            continue
        if own and lead is None and clause.lead is not None and number <= 1:
            lead, lead_at = clause.lead, number
        # "without a person? no": the next sentence answers what this one asks.
        if clause.span.asks and any(later.lead is not None and later.span.sentence == clause.span.sentence + 1 for later in clauses):
            continue
        signs = _signs(cues, clause, number, own=own)
        if own and not signs and clause.doing == 0 and _has_cause(cues, clauses, number):
            signs.append(_Sign(True, SOFT, number))
        crossed = crossed or (lead is not None and number != lead_at and clause.lead is (not lead))
        if clause.others and not any(sign.weight == HARD for sign in signs):
            unknown = True
            continue
        # Who denies twice is easily misread.
        hedge = hedge or clause.hedge or sum(word.text in NEGATORS for word in inside) > 1
        partly = partly or clause.partly
        apart = clause.future or clause.off or clause.elsewhere or (clause.past and not clause.present)
        if apart:
            then += signs
            # "we used to do it by hand" takes nothing from what is said of today.
            by_hand_once = (clause.past or clause.off) and not clause.future and not clause.elsewhere
            if not (by_hand_once and signs and not any(sign.value for sign in signs)):
                marked.append(number)
            continue
        now += signs
        named |= {(clause.span.sentence, index) for index, part in enumerate(cues.parts) if part.find(inside)}
    claimed = {clauses[sign.clause].span.sentence for sign in now if sign.value}
    if cues.parts and len({part for sentence, part in named if sentence in claimed}) == len(cues.parts):
        for sign in now:
            if sign.value and sign.weight == SOFT:
                sign.weight = HARD
    if own and not now and not then and lead is None and len(cues.parts) > 1 and not partly:
        # "merging runs the tests and deploys": no word for "by itself", and no person either.
        for sentence in {sentence for sentence, _ in named}:
            if len({part for here, part in named if here == sentence}) == len(cues.parts):
                now += [_Sign(True, SOFT, n) for n in about if clauses[n].span.sentence == sentence]
    yes = max((sign.weight for sign in now if sign.value), default=0)
    no = max((sign.weight for sign in now if not sign.value), default=0)
    used = sorted({sign.clause for sign in now if sign.weight > WEAK or not (yes > WEAK or no > WEAK)})
    if lead is not None:
        used = sorted({lead_at, *used})
    doubt = hedge or unknown
    if lead is None and not yes and not no:
        if partly and own:
            return _Verdict(False, False, True, [n for n in about if clauses[n].partly])
        if marked and (own or then):
            # Nothing of today, only of what was, will be, or is elsewhere.
            said = [sign for sign in then if sign.value]
            if not said and then and all(clauses[n].past or clauses[n].off for n in marked):
                return nothing
            plain = own and not doubt and not any(clauses[n].elsewhere for n in marked)
            return _Verdict(False, plain, False, marked)
        return nothing
    if lead is None:
        value, plain = _weigh(yes, no)
        if value is None:
            return nothing
        split = bool(yes and no >= SOFT)
        if partly or split:
            if value and (partly and not no) or split:
                return _Verdict(False, False, True, used)
            return _Verdict(value, plain and not value and not split and not doubt, partly and bool(yes), used)
        if marked and value:
            plain = False
        return _Verdict(value, plain and not doubt, False, used)
    if crossed:
        return _Verdict(False, False, True, used)
    if lead:
        if no >= SOFT or partly:
            return _Verdict(False, False, True, used)
        if marked and not yes:
            return _Verdict(False, False, False, [lead_at, *marked])
        return _Verdict(True, not doubt and not marked, False, used)
    if yes == HARD and not no and not partly and not marked:
        return _Verdict(True, False, False, used)
    return _Verdict(False, not doubt and not yes, bool(yes) and partly, used)


def _weigh(yes: int, no: int) -> tuple[bool | None, bool]:
    """The value of signs both ways, and whether it is plain."""
    if not yes and not no:
        return None, False
    if no and no >= yes:
        return False, no == HARD and not yes
    if yes == WEAK:
        return None, False
    return True, yes == HARD and not no


def _evidence(reply: str, clauses: Sequence[_Clause], used: Sequence[int]) -> str:
    """One stretch of the reply that holds the clauses used, or the first of them when they stand far apart."""
    if not used:
        return ""
    start, end = clauses[min(used)].span.start, clauses[max(used)].span.end
    if end - start > 240:
        start, end = clauses[used[-1]].span.start, clauses[used[-1]].span.end
    return reply[start:end][:400]


def _explicit(facts: dict[str, _Matchers], fact: str, clauses: Sequence[_Clause], verdict: _Verdict) -> bool:
    """Whether a fact that was not asked for is named, alone, and said to be so in so many words."""
    for number in verdict.clauses:
        clause = clauses[number]
        inside = clause.span.words
        named = [name for name, cues in facts.items() if cues.topic.find(inside)]
        if named != [fact] or clause.hedge or clause.off or clause.partly or clause.future or clause.past or clause.elsewhere:
            return False
        if len(inside) > 8 or (clause.said is None and not clause.generic):
            return False
    return bool(verdict.clauses)


_ = re
