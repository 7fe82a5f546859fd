"""German compounds divided into the words they are made of. Pure.

A compound is a row of modifiers and a head: "Bebauungsplanverfahren" is Bebauung + Plan + Verfahren. Of all ways to cover a word with
words of the list, joined by linking elements, the one with the fewest and plainest parts is taken. A first part that nobody knows
("Listemannstraße") is allowed where a long enough head stands behind it.
"""

from typing import NamedTuple

from search.lexicon import Lexicon, Reading

SHORTEST = 6  # letters of a word that may be a compound
LINKS = ("", "s", "n", "en", "es", "er", "e", "ens")
PENALTIES = {"": 0.0, "s": 0.05, "n": 0.05, "en": 0.1, "es": 0.15, "er": 0.15, "e": 0.25, "ens": 0.3}

# Parts of three letters are words by chance too often; these are not.
_SHORT_WORDS = """
    aal abi abo afd alm alt amt art ast axt bad bar bau bio box bus cdu ehe eid eis elb fdp fuss gas gut hof hut jazz kfz kita kur lkw
    mai mut nah neu not nuss oeko oel ohr ort ost pkw pop rad rap rat rot sau see spd sud sued tag tal tat tee tip tod ton top tor
    tram tuer ufer uhr vor web weg wer west zoll zoo zug
"""
_SHORT = frozenset(_SHORT_WORDS.split())

# Endings and beginnings that the word list also knows as words.
_NEVER_WORDS = """
    abel aer aktion alben alen alie alter amen ande anden ander anten aten ator bare barer chen dem den dens der des die ehr ein eine
    einen einer eins eis eise eit ell elle ellen eln ende enden ene enen ens ent ente enten ents eren erer erie erien erin erl ern ers
    ert erte ester eten etter eur gen haft heit heiten hin ich ieren ige igen iger iges ihm ihn ina ine inen ing inne innen ion ionen
    isch ist isten itaet keit keiten lich lien ling linge los mal man mann men mit nant nen ner nie nier nis nisse oder olen orin para
    pern rale rang rant reich reis ria rial rien rium sal sam schaft schaften sel sen ser sich sie sin sing sten stens ster tel ten
    ter tion tionen toren trum tum tun tur turen tut ueber ung ungen uns unter ver wal wart wei zeh zen zent
"""
_NEVER = frozenset(_NEVER_WORDS.split())
_NEVER_FIRST_WORDS = """
    ab alle an anti auch auf aus be bei beige da dann dar dass dein denn dies diese dieser dort durch eben ein ent er etwa fehl fort
    fuer ganz ge gegen gen habe haben hat hatte her herab heran heraus herbei herein herum herunter hervor hier hin hinaus hinein
    hinter hinweg hinzu ihr ihre in inter jede jeder ko kon los mehr miss mit muss nach nein nieder noch ob ohne per pro raus re rein
    sehr sein seine selbst sind statt sub tran trans ueber um umher un unter ur ver vor voran voraus vorbei vorueber weg weiter welch
    welche wenn wer werde wider wieder wird wo wurde zer zu zurueck zusammen zwischen
"""
_NEVER_FIRST = frozenset(_NEVER_FIRST_WORDS.split())
_NEVER_LAST_WORDS = """
    achte ahme ahmen alte amtlich barem barer bares bart beck bert besch bewerb brandt bunge burg burger cher dung ehen eigen eilen
    elia ende erweis erweise esser ewald falls fein folge frau gest halb halben hilde iker imme jahrig johann kult legung leine liger
    lunge machung mut nahme nahmen native nehmen nomen nueber nutzbar ober omme rade ragen rall ration reise rell rente riege rinne
    rinnen ritt runge saechlich samt samtes samts schalk schwer sichtlich staendig staet stag steher stens stet strie tand teig tier
    traege trage trass treibe wann weis weise weisen welche welcher wuchs zehnt zeiger zent zustellen
"""
_NEVER_LAST = frozenset(_NEVER_LAST_WORDS.split())

# Words whose parts have nothing to do with their meaning any more.
_OPAQUE_WORDS = """
    abstand allianz angebot antwort anwalt arbeit aufstand augenblick auskunft bankrott bedarf beispiel bereich beruf bescheid bestand
    besuch betrieb bewusstsein buerger buergermeister cottbus demokratie dezember dienstag direktor donnerstag einheit erfolg europa
    februar fraktion fraunhofer freiheit freitag gegenstand generation gericht gesellschaft gesichtspunkt gewohnheit gleichzeitig
    gottschalk gutachten gutachter hannelore hartmut haushalt hochzeit industrie initiative institut jahrzehnt januar juli juni
    kamerad kameradschaft kandidat kapitel katastrophe kategorie kindheit kontrolle konzept kornelia kosten krankheit madeleine
    marlene mathilde mediator mehrheit minderheit mittwoch moment monat montag notebook notwendig notwendigkeit november oktober
    partei partner politik prozent quadrat rechtzeitig regelung religion restaurant samstag schublade seehofer september software
    sonntag standpunkt station stellungnahme straftat tatsache tourismus tradition transistor umstand universitaet unternehmen urlaub
    verantwortlich verantwortung verstand verstorbene vielleicht vorstand weihnachten wettbewerb widerstand wirtschaft wohlstand
    wolfgang zeitung zukunft zustand
"""
_OPAQUE = frozenset(_OPAQUE_WORDS.split())
# Beginnings of nouns that are no words, but leave one behind them.
_PREFIXES_WORDS = "aussen gegen hinter innen mehr mikro nach neben nicht ueber un unter vorder zwischen"
_PREFIXES = frozenset(_PREFIXES_WORDS.split())
_SHORTEST_PREFIXED = 5

_PLACES_WORDS = (
    "strasse wald weg platz park allee ufer ring baum hof berg tal see teich gasse damm wall siedlung bruecke"
)
_PLACES = frozenset(_PLACES_WORDS.split())
_LONG_PLACES = frozenset(
    place for place in _PLACES if len(place) > 3
)  # in names the list knows: "Grunewald", but not "Kapital"
_UNKNOWN_SHORTEST = 3
_HEAD_SHORTEST = 5  # behind a part nobody knows


class _Way(NamedTuple):
    cost: float
    parts: tuple[str, ...]


def divided(word: str, lexicon: Lexicon, *, noun: bool = True) -> tuple[str, ...]:
    """The parts of a folded word as base forms, the head last; none where it is not a compound.

    ``noun``: whether it may be a noun; what is none ends in an adjective ("barrierefrei").
    """
    if len(word) < SHORTEST or not word.isalpha() or word in _OPAQUE:
        return ()
    return (
        _covered(word, lexicon, noun=noun)
        or (_prefixed(word, lexicon) if noun else ())
        or (_with_unknown(word, lexicon) if noun else ())
    )


def _prefixed(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """A noun behind a prefix: "Mehrkosten", "Innenhof"."""
    for prefix in _PREFIXES:
        rest = word.removeprefix(prefix)
        least = _SHORTEST_PREFIXED if len(prefix) > 2 else SHORTEST + 1
        if rest == word or not (len(rest) >= least or rest in _SHORT) or rest in _NEVER_LAST:
            continue
        if lemma := _noun(lexicon.readings(rest), rest):
            return (prefix, lemma)
    return ()


def _covered(word: str, lexicon: Lexicon, *, noun: bool) -> tuple[str, ...]:
    """The cheapest way to cover the whole word with at least two parts."""
    ways: dict[int, _Way] = {0: _Way(0.0, ())}
    length = len(word)
    for start in range(length - 2):
        way = ways.get(start)
        if way is None:
            continue
        for end in range(start + 3, length - 2):
            found = _modifier(word[start:end], lexicon)
            if found is not None and (cost := way.cost + found.cost) < ways.get(end, _NONE).cost:
                ways[end] = _Way(cost, way.parts + found.parts)
        head = _head(word[start:], lexicon, noun=noun) if start else None
        if head is not None and (cost := way.cost + head.cost - start * _LONG_BEGINNING) < ways.get(length, _NONE).cost:
            ways[length] = _Way(cost, way.parts + head.parts)
    return ways[length].parts if length in ways else ()


_NONE = _Way(float("inf"), ())
_LONG_BEGINNING = 0.01  # of two ways the one with the longer beginning: Kultur + Szene, not Kult + Urszene


_SIBILANTS = ("ss", "zs", "xs", "schs")  # no linking s stands behind these sounds: "Bußgeld" has no Bus in it


def _modifier(surface: str, lexicon: Lexicon) -> _Way | None:
    """A part before the head, with its linking element."""
    best: _Way | None = None
    for link in LINKS:
        if not surface.endswith(link) or len(surface) - len(link) < 3 or (link == "s" and surface.endswith(_SIBILANTS)):
            continue
        found = _core(surface.removesuffix(link) if link else surface, lexicon, linked=bool(link))
        if found is not None and (best is None or found.cost + PENALTIES[link] < best.cost):
            best = _Way(found.cost + PENALTIES[link], found.parts)
    return best


def _core(core: str, lexicon: Lexicon, *, linked: bool) -> _Way | None:
    if not _may_be_part(core) or core in _NEVER_FIRST:
        return None
    readings = lexicon.readings(core)
    short = 0.2 if len(core) == 3 else 0.0
    if lemma := _noun(readings, core):
        return _Way(1.0 + short + (0.0 if lemma == core and not _is_genitive(core, lexicon) else 0.3), (lemma,))
    if linked:
        return None
    if len(core) >= 4 and (lemma := _noun(lexicon.readings(core + "e"), core + "e", itself=True)):
        return _Way(1.2 + short, (lemma,))  # Schul-, Straß-, Sprach-
    if any(reading.lemma == core and not reading.noun for reading in readings):
        return _Way(1.1 + short, (core,))
    if len(core) >= 4:
        for verb in (core + "en", core + "n"):
            if any(reading.lemma == verb and not reading.noun for reading in lexicon.readings(verb)):
                return _Way(1.3 + short, (verb,))  # Fahr-, Wohn-, Wander-
    return None


def _is_genitive(core: str, lexicon: Lexicon) -> bool:
    """Whether it is rather another word and its linking element: the list knows "Königs" as a name."""
    return core.endswith("s") and bool(_noun(lexicon.readings(core[:-1]), core[:-1], itself=True))


def _head(core: str, lexicon: Lexicon, *, noun: bool) -> _Way | None:
    if not _may_be_part(core) or core in _NEVER_LAST:
        return None
    readings = lexicon.readings(core)
    short = 0.2 if len(core) == 3 else 0.0
    if noun and (lemma := _noun(readings, core)):
        return _Way(1.0 + short, (lemma,)) if lemma not in _NEVER_LAST else None
    if len(core) >= 4 and (lemma := _adjective(readings, participle=not noun and core.endswith(_PARTICIPLES))):
        return _Way(1.3, (lemma,))
    return None


def _may_be_part(core: str) -> bool:
    return core in _SHORT if len(core) == 3 else len(core) > 3 and core not in _NEVER


def _noun(readings: tuple[Reading, ...], core: str, *, itself: bool = False) -> str:
    lemmas = [reading.lemma for reading in readings if reading.noun and len(reading.lemma) >= 3]
    if core in lemmas or itself:
        return core if core in lemmas else ""
    return min(lemmas, key=lambda lemma: (abs(len(lemma) - len(core)), lemma), default="")


_PARTICIPLES = ("t", "te", "ten", "ter", "tes", "en", "ene", "enen", "end", "ende", "enden", "ender", "endes")


def _adjective(readings: tuple[Reading, ...], *, participle: bool) -> str:
    """An adjective, or a participle ("flächendeckend")."""
    lemmas = [reading.lemma for reading in readings if not reading.noun]
    plain = [lemma for lemma in lemmas if not lemma.endswith(("en", "ern", "eln"))]
    found = plain or (lemmas if participle else [])
    return found[0] if found and len(found[0]) >= 4 else ""


def _with_unknown(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """A part nobody knows and the longest head behind it; in a word the list knows only where that is what places are called."""
    known = bool(lexicon.readings(word))
    for start in range(_UNKNOWN_SHORTEST, len(word) - 2):
        core = word[start:]
        if (known or len(core) < _HEAD_SHORTEST) and core not in (_LONG_PLACES if known else _PLACES):
            continue
        lemma = _noun(lexicon.readings(core), core) if _may_be_part(core) and core not in _NEVER_LAST else ""
        if lemma and (len(lemma) >= _HEAD_SHORTEST or lemma in _PLACES):
            return (word[:start], lemma)
    return ()
