"""How people speak of any process: done by hand or by itself, planned or past, here or elsewhere, wholly or partly.

In English, and the commonest in German, Spanish and French. What a lesson's own subject is called is not here but in
the lesson's cues. Accents and capitals do not matter; of the lists that are not `exact`, endings do not either.
"""

from __future__ import annotations

from tutor.teaching.text import Phrases, phrase_list, word_set

YES_WORDS = word_set(
    """
    yes yep yeah yup ya yea yess y aye sure absolutely definitely certainly indeed affirmative totally correct
    true exactly yessir 👍 ✅ ✔ ✓ ☑ 👌 💯 ja jap jo klar jawohl genau natürlich naturlich si claro sip oui ouais
    evidemment
    """
)
NO_WORDS = word_set(
    """
    no nope nah naw n nay negative never 👎 ❌ ✗ ✘ ⛔ nein ne nee nunca jamas non nan niemals jamais nada nothing
    none nop noo
    """
)

YES = Phrases(
    phrase_list(
        """
        we do | it does | they do | i do | yes we do | we sure do | it does indeed | we do indeed
        it already does | it is | they are | we have | we have it | we do have | we have that | of course
        for sure | you bet | by all means | it sure does | all of it | all of them | everything | always
        every time | fully | completely | entirely | 100 percent | 100 | a hundred percent | already done
        already do | already does | we already do | all the time | that is right | that is the case
        pretty much yes | all done | auf jeden fall | na klar | tun wir | haben wir | asi es | por supuesto
        lo tenemos | bien sur | tout a fait | we got that | we got it | we got one | got it covered
        done and dusted | guilty as charged | did it
        """
    ),
    exact=True,
)
NO = Phrases(
    phrase_list(
        """
        we do not | it does not | do not have that | do not have it | do not have any | do not have one
        do not have those | have not got | do not do that | do not do it | nothing like that exists
        no such thing | they do not | i do not | it is not | is not | they are not | we have not | not really
        not yet | not at all | no way | not even close | not even a little | not ever | of course not | i wish
        if only | far from it | nothing like that | nothing of the sort | nothing of the kind
        nothing whatsoever | none of it | none of that | none of them | not a bit | no chance | as if
        in your dreams | dream on | yeah right | ha ha no | quite the opposite | the opposite | not so far
        not a single one | not as such | not us | not here | not today | not now | not currently
        not at the moment | not right now | zero | not so much | still not | does not | do not | afraid not
        nowhere near | not so | cold no | hell no | god no | certainly not | absolutely not | definitely not
        not in the slightest | noch nicht | nicht wirklich | gar nicht | uberhaupt nicht | leider nicht
        leider nein | haben wir nicht | todavia no | aun no | para nada | de momento no | en absoluto | tampoco
        no tenemos | no lo tenemos | pas encore | pas du tout | pas vraiment | toujours pas | bien sur que non
        on n'a pas | nous n'avons pas
        """
    ),
    exact=True,
)

AUTOMATIC = Phrases(
    phrase_list(
        """
        automatic | automatically | automated | automate | automation | by itself | by themselves | itself
        themselves | all by itself | on its own | on their own | of its own accord | hands off | hands free
        hands-off | zero touch | zero-touch | no touch | unattended | untouched | without intervention
        without any intervention | no intervention | takes care of itself | runs itself | does everything
        does it all | does the rest | handles everything | handles the rest | handles all | magically
        like magic | on autopilot | autopilot | self driving | self-driving | lights out | fire and forget
        set and forget | the system does | a system does | a machine does | the machine does | the bot does
        a bot does | a job does | while we sleep | while i sleep | while everyone sleeps | while we are asleep
        nobody lifts a finger | without us | without me | without them | without anybody's help
        triggers itself | automatisch | vollautomatisch | von selbst | von allein | von alleine | selbststandig
        läuft von selbst | automatiquement | automatique | automatise | automatisee | tout seul | toute seule
        se lance seul | automaticamente | automatico | automatica | automatizado | automatizada | solo solito
        por si solo | va solo | va sola | funciona solo | funciona sola | por si sola | por si mismo
        se hace solo | se lanza solo
        """
    )
)
MANUAL = Phrases(
    phrase_list(
        """
        manual | manually | by hand | hand job | by hands | hand-run | hand run | handmade | hand-made
        hands on | hands-on | hand-rolled by | hand copied | hand-copied | hand deployed | hand-deployed
        copy paste | copy-paste | copy and paste | copied and pasted | elbow grease | human in the loop
        human being | a human | human | a person | person | people | somebody | someone | some guy
        some poor soul | poor soul | poor sod | one of us | one of them | one of the guys | one of our
        one of the | a colleague | colleague | coworker | co-worker | an intern | the intern | our intern
        intern | my boss | a teammate | teammate | a guy | guy from | guys from | anybody | anyone | manpower
        myself | ourselves | yours truly | presses | click | clicks | clicking | button | lift a finger
        babysit | babysitting | intervention | intervenes | intervene | touches | touch | old-fashioned way
        old fashioned way | old school | human step | hand step | hand steps | hand work | handarbeit | von hand
        per hand | handisch | manuell | jemand | jemanden | irgendwer | selber | a mano | a manita | manuales
        manualmente | alguien | una persona | yo mismo | a la main | manuel | manuelle | manuellement
        quelqu'un | moi-meme | une personne | un humain | eine person | ein mensch | menschen | personne ne
        """
    )
)
# What a person does to a process as a matter of course: said of "I" or "we" it hints at hand work.
DOINGS = Phrases(
    phrase_list(
        """
        run | start | launch | execute | rerun | re-run | kick off | kick | fire up | trigger | do it | do that
        do this | do the | do all | do every | retrain | train | deploy | release | publish | ship | copy | move
        upload | download | export | send | put | paste | type | log in | login | ssh | open | press | click
        drag | restart | build | hand over | push it to | push the | pull | take | change | swap | replace
        update | approve | decide | check | notify | remember | zip | mail | email | e-mail | toca | tocamos
        touche | coordinate | handle | make | go through | walk | carry | bring | schedule a | look at | test
        starten | machen | kopieren | ausfuhren | lanzamos | hacemos | copiamos | ejecutamos | lancons | faisons
        copions | lance | copie | kopiert | startet | macht | lanza | copia | hace
        """
    )
)
PERSONS = word_set(
    """
    i we he she they you ich wir er man yo nosotros je nous on tu engineer engineers scientist scientists
    developer developers dev devs analyst analysts manager managers admin admins ops devops sysadmin lead boss
    cto founder guy guys consultant consultants student students expert experts researcher researchers operator
    operators he'll contractor contractors dba kollege kollegin entwickler ingeniero ingeniera ingenieur
    """
)
LOOSE = word_set("we they you wir nous on nosotros devs ops")
ADVERBS = word_set(
    """
    usually always just then still also only normally often simply do does have has to must need needs would can
    will who that actually manually currently typically basically either or and myself
    """
)
MACHINES = word_set(
    """
    script scripts job jobs server scheduler timer system machine tool platform workflow service cluster daemon
    bot robot computer software process orchestrator cloud skript rechner sistema serveur systeme ordinateur
    """
)
SET_UP = word_set(
    """
    wrote write written set built build configured configure created create made designed implemented installed
    introduced automated automate developed added add maintains maintain owns own looks look gets get notices
    monitors monitor watches watch wants want cares needs can could may
    """
)
HARMLESS = Phrases(
    phrase_list(
        """
        notified | notify | notifies | alerts | get paged | pages | is paged | gets an email | get an email
        alarm goes | informed | emailed if | gets a message | get a message | woken up | wakes | only look
        only looks | just look | just watch | just watches | just reads | only if it fails | only when it fails
        if it fails | when it fails | on failure | if something breaks | when something breaks
        if something goes wrong | unless it breaks | unless something breaks | set it up | set up | set that up
        wrote a | wrote the | built it | built a | built that | configured | only intervene | goes home
        went home | on vacation | on holiday | is asleep | sleeping
        """
    ),
    exact=True,
)
EVERYTHING = Phrases(
    phrase_list(
        """
        all three | all of them | all of the above | both | each of them | every one of them | everything
        everything else | the whole lot | the lot | all of it | all of that | nothing is | nothing here is
        none of the three | none of these | none of those | alles | todo | tout | nichts
        """
    )
)

FUTURE = Phrases(
    phrase_list(
        """
        plan | plan to | planning | planned | plans to | planned for | we will | will be | going to
        going to be | soon | next week | next month | next quarter | next year | next sprint | next release
        next spring | next summer | next half | this quarter hopefully | later this year | later this month
        end of the year | end of year | by the end of | end of the quarter | roadmap | on the list | to-do
        todo list | to do list | backlog | in the backlog | hope to | hoping to | hopefully | want to | wants to
        would like | would love | wish | intend | intend to | aim to | aiming to | working on | work on it
        work in progress | wip | in progress | under way | underway | in the works | under construction
        being built | building it | we are building | are building | is building | being set up | setting it up
        setting up | rolling it out | rolling out next | about to | starting next | starting in | from next
        as of next | someday | some day | one day | eventually | tomorrow | future | considering | consider
        thinking about | thinking of | looking into | looking at | evaluating | piloting | pilot | poc
        proof of concept | prototype | prototyping | experimenting with | playing with | playing around
        trialling | trialing | trying out | trying to | try to | not yet | in development | coming
        almost there | nearly there | getting there | are on it | almost done | once we have | once it is ready
        scheduled for | slated | target is | target date | vision | dream | migrating to | moving to
        switching to | in beta | sandbox | only in staging | only in dev | not in production | in dev only
        staging only | on staging only | geplant | planen | wollen wir | nachstes jahr | nachsten monat
        nachste woche | bald | demnachst | in arbeit | wir arbeiten | soll kommen | irgendwann | planeado
        planeamos | previsto | pronto | el proximo | proximo ano | queremos | vamos a | estamos trabajando
        prevu | bientot | l'annee prochaine | on va | on travaille | nous allons | en cours | le mois prochain
        q1 | q2 | q3 | q4 | h1 | h2
        """
    ),
    exact=True,
)
PAST = Phrases(
    phrase_list(
        """
        used to | use to be | formerly | previously | in the past | back then | back in | back when | once had
        we had | had a | had it | had one | had that | had some | had been | it was | it were | was automated
        were automated | was automatic | was automatically | was a | was running | was fully | ran until
        worked until | did until | until last | until recently | used be | years ago | months ago | weeks ago
        last year | before the | before we | left the company | früher | fruher | damals | war mal | hatten wir
        antes | teniamos | antiguamente | avant | autrefois | ne plus | n'est plus | n'a plus | on avait
        anciennement
        """
    ),
    exact=True,
)
OFF = Phrases(
    phrase_list(
        """
        tried to | attempted | never got finished | never finished | stopped | stopped working | switched off
        switched it off | turned off | turned it off | disabled | shut down | shut it down | decommissioned
        retired | abandoned | gave up | broke | is broken | it is broken | been broken | broken | rotted
        bitrot | fell apart | died | is dead | is down | dead since | gone since | got rid of | removed
        ripped out | paused | on hold | on pause | on ice | deprecated | unplugged | commented out | collapsed
        crashed and | not working | does not work | out of order | kaputt | abgeschaltet | ausgeschaltet
        desactivado | roto | desactive | casse | en panne
        """
    ),
    exact=True,
)
"""What is there and does not run."""
PRESENT = Phrases(
    phrase_list(
        """
        now | nowadays | these days | today | currently | at present | at the moment | presently | since then
        ever since | as of now | as of this | as of last | since last | since the | since we | by now
        meanwhile | already | finally | jetzt | heute | inzwischen | mittlerweile | seit | ahora | hoy | desde
        actualmente | maintenant | aujourd'hui | depuis | actuellement
        """
    ),
    exact=True,
)
ELSEWHERE = Phrases(
    phrase_list(
        """
        another team | other team | other teams | different team | sister team | neighbouring team
        neighboring team | team next door | next door | other department | another department
        other departments | another company | other company | other companies | other division
        another division | other group | another group | other product | another product | other project
        another project | other projects | different project | last job | old job | previous job | former job
        last company | old company | previous company | former company | previous employer | former employer
        last employer | old employer | last place | previous place | old team | previous team | former team
        last team | a friend | my friend | competitor | competitors | parent company | head office
        rest of the company | elsewhere | somewhere else | in other parts | other unit | other office | big tech
        colleagues at | colleagues in | team in berlin | web team | app team | backend team | frontend team
        mobile team | software team | software side | recommendations team | ads team | search team | fraud team
        pricing team | other models | other model | another model | different model | my wife | my husband
        anderes team | anderen team | andere abteilung | anderen abteilung | im alten job | letzten job
        anderen firma | otro equipo | otros equipos | otra empresa | otro departamento | mi anterior
        trabajo anterior | autre equipe | une autre | autres equipes | autre service | ancien travail
        ancienne boite
        """
    ),
    exact=True,
)
PARTLY = Phrases(
    phrase_list(
        """
        partly | partially | in part | part of it | parts of it | only part | some parts | part is | half
        halfway | half-way | half of | halfways | semi | semi-automatic | semi-automated | kind of | sort of
        kinda | somewhat | mostly | most of | for the most part | almost | nearly | largely | mainly | not all
        not everything | not every | not fully | not completely | not entirely | not quite | not 100
        not totally | not always | not for all | except | except for | apart from | aside from | other than
        save for | with the exception | exception | some of | for some | in some | some models | some steps
        some are | sometimes | yes and no | yes but no | a bit | a little | a few | only some | only the
        only for | just the | to some extent | to a degree | up to a point | the rest | the last step
        the last mile | last bit | one step | one manual | one exception | first half | second half
        the first part | the second part | more or less | hybrid | mixed | mix of | combination | usually
        normally | most times | most of the time | often | jein | teils | teilweise | zum teil | halb | fast
        meistens | groestenteils | nicht ganz | nicht alles | mas o menos | en parte | parcialmente | a medias
        casi | a veces | medio | depende del | en partie | partiellement | a moitie | presque | plus ou moins
        parfois | pas tout | pas entierement
        """
    ),
    exact=True,
)
HEDGE = Phrases(
    phrase_list(
        """
        do not quote me | i think | think so | maybe | perhaps | probably | possibly | i guess | guess so
        i believe | believe so | afaik | as far as i know | as far as i can | i suppose | suppose so
        supposedly | supposed to | apparently | might | should be | should work | in theory | in principle
        theoretically | on paper | officially | i assume | presumably | i heard | i was told | they say
        they claim | allegedly | seems | seem to | looks like | not sure | not certain | if i remember | iirc
        depends | it depends | could be | i hope | let us say | glaube | vielleicht | wahrscheinlich
        vermutlich | denke | kommt drauf an | eigentlich | creo que | quizas | tal vez | supongo | en teoria
        depende | je crois | je pense | peut-etre | sans doute | en theorie | ca depend
        """
    ),
    exact=True,
)
OTHERS_DO = Phrases(
    phrase_list(
        """
        team does | team handles | team takes care | team owns | team is responsible | team's job | team deals
        team runs that | team looks after | ops does | ops handles | it does that | it handles | it department
        vendor does | vendor handles | vendor takes | contractor | consultants do | agency does | they do that
        they handle | they take care | they deal | someone else | somebody else | somebody else's
        other people do | devops handles | devops does | platform team | not us | not our job | macht das team
        lo hace el equipo | c'est l'equipe
        """
    ),
    exact=True,
)
