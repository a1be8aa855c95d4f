"""Words that are no names: a name that holds one ("Finn_17 (a name on a game)") must not black it out everywhere.

`NO_NAMES` describe somebody, or say nothing of anybody. `ALSO_NAMES` are everyday words and names of people too: in a
copy they give way to "[word left out]", which says of nobody that it was they.
"""

from __future__ import annotations

import re

NO_NAMES = frozenset(
    re.findall(
        r"\w+",
        """
        a about above account accounts across adult adults after again against age aged ago alias all alleged
        almost alone along already also although always am among an and anonymous another any anybody anyone
        anything app apps are area around as asked at aunt auntie away babies baby back bad bag base be because
        been before behind being believed below beside between big bike black blond blonde blue both boy
        boyfriend boys brother brothers building bus but by cafe call called calling calls came camp camper can
        cannot car care carer carers centre chair chat chats child children childs church class clothes club
        coach coat colleague come comes coming computer contact contacts coordinator could council cousin
        cousins dad daddy dads daughter daughters day days december device did discord do does dog doing done
        door down driver during each either eldest else email even evening ever every everybody everyone
        everything facebook family father fathers february female few film first five for fortnite foster four
        friday fridays friend friends from front game gamer games gang gave get gets girl girlfriend girls give
        gives glasses go goes going gone got grade gran grandad grandfather grandma grandmother grandpa granny
        green group groups guardian guest had hair half hall handle has hat have having he headteacher helper
        helpers her here hers herself him himself his home house how husband i if in inside instagram into is it
        its itself jacket january july jumper just kid kids knew know known knows lad lads lady last later
        leader leaders least left leg less like little live lives living look looked looks made make makes male
        man manager many march maybe me member members men mentioned message messages might mine minecraft
        minibus monday mondays more morning most mother mothers much mum mummy mums must my myself name named
        names near nearly neighbour neighbours nephew never new next nickname niece nine nintendo no nobody none
        nor not nothing november now number october off office officer often old older oldest on once one online
        only onto or other others our out outside over own page parent parents park partner party past people
        perhaps person phone photo photos picture pictures place played player playing plays playstation police
        post posts primary profile pupil pupils rather really red relative remain reporter roblox room said same
        saturday saturdays saw say says school schools second secondary see seen sender september server seven
        several shall she shirt shop should sibling siblings side signal since sister sisters site six skype
        small snapchat so social some somebody someone something sometimes son sons soon staff steam stepbrother
        stepdad stepfather stepmother stepmum stepsister still stop stranger street student students such sunday
        sundays sure surname suspect take taken takes tall teacher teachers team teen teenage teenager teenagers
        telegram tell ten text than that the their them themselves then there these they thing things think
        thinks third this those though thought three through thursday thursdays tiktok time times to today
        together toilet told tomorrow too took toward towards town trainer trustee tuesday tuesdays twelve twice
        twin twins twitch twitter two uncle unclear under unknown unnamed unsure until up upon us use used user
        username using van very victim video videos visitor visitors volunteer volunteers want wanted was we
        wearing wears wednesday wednesdays week weeks went were what whatsapp when where whether which while
        white who whoever whole whom whose why wife wishes with withheld within without witness woman women word
        words work worker workers works would write writes wrote xbox year years yellow yes yesterday yet you
        young younger youngest your yours youth youtube
        """,
    )
)

ALSO_NAMES = frozenset(
    re.findall(
        r"\w+",
        """
        able angel april art ash august autumn baker banks barber bell berry bill bird bishop black blue bond
        book booth bow brook brooks brown bush butcher butler cage carpenter cash chance chase christian clay
        cliff cole colt cook cooper crystal daisy dawn day dean dear destiny duke early east easter eve fair
        faith farmer field fisher ford forest fox frank friend gene german gift ginger gold good grace grant
        gray green grey guy hall hand harmony harper haven hazel heath heather heaven hill hood hope house hunt
        hunter iris ivy jack jewel joy june justice king knight lake lance land lane law leaf liberty lily
        little long love low lucky major man march mark marsh mason max may melody mercy miles mill miller moon
        nice nick noble north ocean olive page park parks pat patience pearl penny pepper piper place pool pope
        poppy price prince prudence queen rain ray red reed reef rich ring rob robin rock rose rush rusty sage
        sandy scout sea sharp shepherd short silver sky small snow south spring star stone storm strong sue
        summer sunny swan tan temple tiger trinity tucker turner urban victor violet walker wall ward waters
        weaver wells west white will willow winter wise wolf wood woods worth wright young
        """,
    )
)
