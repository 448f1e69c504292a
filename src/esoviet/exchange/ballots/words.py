"""What words in vote files mean, in English, German, French, Spanish, and some Italian and
Portuguese.

Everything here is compared in lower case, with single blanks. Words for sides, ranks and columns
are closed lists: what is not in them is never taken for one of them.
"""

import re
from collections.abc import Mapping
from typing import get_args

from esoviet.exchange.ballots.sheet import Side

WORDS: dict[Side, str] = {
    "yes": "yea;yes;aye;y;for;in favour;in favor;paired yea;announced yea;agree;true;passed;"
    "ja;dafür;zustimmung;wahr;oui;pour;vrai;sí;si;a favor;verdadero;afirmativo;sì;favorevole;sim",
    "no": "nay;no;n;against;paired nay;announced nay;disagree;false;opposed;"
    "nein;dagegen;ablehnung;falsch;non;contre;faux;en contra;contra;falso;negativo;contrario;não",
    "abstain": "present;abstain;abstains;abstained;abstention;abstaining;abstained from voting;"
    "enthaltung;enthält sich;enthalten;blanc;s'abstient;se abstiene;abstención;abstencion;"
    "abstenciones;en blanco;astenuto;abstenção;neutral;abst;abst.",
    "absent": "not voting;absent;no_show;no show;did not vote;-;;excused;abwesend;nicht beteiligt;"
    "nicht abgegeben;entschuldigt;absente;absent(e);excusé;ausente;no vota;no votó;assente",
}
SIDES: Mapping[str, Side] = {
    word: side for side in get_args(Side) for word in WORDS[side].split(";")
}
POSITIVE = frozenset(word for word, side in SIDES.items() if side == "yes") | {
    "approve", "approved", "approval", "accept", "accepted", "acceptable", "like", "good",
}  # fmt: skip
MARKS = frozenset({"x", "✓", "✔", "☑", "☒", "[x]", "(x)", "*", "•", "●", "checked", "selected"})
VOTER = frozenset(
    {"voter", "voter id", "voter_id", "voterid", "voter name", "login", "user", "username"}
    | {"nombre y apellidos", "nombre completo", "nombre y apellido", "apellidos y nombre"}
    | {"vorname und nachname", "nachname", "nom et prénom", "nom complet", "prénom et nom"}
    | {"nome completo", "eleitor", "eleitora", "sócia", "sócio", "endereço de e-mail"}
    | {"user name", "e-mail", "email", "e-mail address", "email address", "mail", "e mail"}
    | {"ballot", "ballot id", "ballot_id", "ballotid", "ballot number", "cast vote record"}
    | {"id", "name", "full name", "your name", "member", "member id", "respondent"}
    | {"respondent id", "response id", "token", "first name and last name"}
    | {"wähler", "wählerin", "wähler*in", "mitglied", "teilnehmer", "teilnehmerin"}
    | {"e-mail-adresse", "ihr name", "vor- und nachname", "benutzer", "benutzername", "stimmzettel"}
    | {"électeur", "électrice", "nom", "votre nom", "adresse e-mail", "courriel", "adhérent"}
    | {"adresse électronique", "participant", "participante", "bulletin", "membre", "votant"}
    | {"votante", "socia", "socio", "nombre", "su nombre", "correo", "correo electrónico"}
    | {"dirección de correo electrónico", "usuario", "miembro", "papeleta", "elettore", "nome"}
)
COUNT = frozenset(
    {"count", "weight", "number of ballots", "ballots", "votes", "multiplicity"}
    | {"anzahl", "gewicht", "stimmen", "anzahl stimmzettel", "nombre de bulletins", "poids"}
    | {"voix", "cantidad", "peso", "número de papeletas", "votos", "papeletas"}
    | {"frequency", "freq", "freq.", "voters", "copies", "quantity", "qty", "how many"}
    | {"häufigkeit", "fréquence", "effectif", "frecuencia", "frequência", "quantidade"}
    | {"boletins", "contagem", "voti", "schede", "weights", "total ballots", "ballot count"}
)
_COUNTED = re.compile(
    r"(?:#|no\.|nr\.|number|num\.?|nb\.?|anzahl|zahl|nombre|n[uú]mero|cantidad|quantidade|total)"
    r" ?(?:of |der |de |di |d')?(?:the |equal |identical |valid |gleiche[rn]? |gültige[rn]? )?"
    r"(?:ballots?|votes?|voters?|papers|records|stimmen|stimmzettel|wahlzettel|wähler|voix"
    r"|bulletins|votants|votos|papeletas|votantes|boletins|voti|schede)"
)
TOTALS = frozenset(
    {"total", "totals", "sum", "summe", "gesamt", "insgesamt", "total général", "totaux", "suma"}
    | {"totales", "totale", "soma", "totais", "grand total", "subtotal", "gesamtsumme", "somme"}
    | {"average", "mean", "median", "durchschnitt", "mittelwert", "moyenne", "media", "promedio"}
    | {"média", "avg", "avg.", "ø"}
)
"""Heads and labels of what was added up."""
TIME = frozenset(
    {"timestamp", "time stamp", "time", "date", "submitted", "submitted at", "start time"}
    | {"completion time", "last modified time", "created", "submitdate", "startdate", "datestamp"}
    | {"date submitted", "start date", "end date", "recorded date", "duration", "interviewzeit"}
    | {"zeitstempel", "datum", "zeit", "startzeit", "fertigstellungszeit", "horodateur"}
    | {"heure de début", "heure de fin", "heure", "marca temporal", "fecha", "hora"}
    | {"carimbo de data/hora", "data/hora", "hora de início", "hora de conclusão"}
    | {"hora de inicio", "hora de finalización", "informazioni cronologiche", "data"}
)
ASIDE = frozenset(
    {"precinct", "ward", "district", "county", "ballot style", "party", "state", "batch", "station"}
    | {"precinct portion", "source filepath", "cvr provider", "contest id", "tabulator id"}
    | {"batch id", "record id", "tabulator", "remade", "status", "row", "no.", "nr", "nr.", "#"}
    | {"comment", "comments", "remarks", "notes", "ip", "ip address", "language", "age", "sex"}
    | {"gender", "score", "total points", "ballot index", "voter set", "batchid", "imprintedid"}
    | {"bemerkung", "bemerkungen", "kommentar", "kommentare", "anmerkungen", "alter", "sprache"}
    | {
        "wahlkreis",
        "partei",
        "fraktion",
        "commentaire",
        "commentaires",
        "remarques",
        "âge",
        "parti",
    }
    | {"circonscription", "langue", "comentario", "comentarios", "observaciones", "edad", "partido"}
    | {"distrito", "idioma", "grupo", "group", "gruppe", "groupe", "lastpage", "startlanguage"}
)
QUESTION = frozenset(
    {"rollcall", "roll_call", "roll call", "poll_id", "poll", "question", "division", "motion"}
    | {"frage", "abstimmung", "antrag", "pregunta", "votación", "moción", "scrutin", "amendement"}
    | {"question id", "question_id", "bill", "vote_id", "vote id", "rollnumber"}
)
MEMBER = frozenset(
    {"senator", "member", "voter", "mandate_id", "name", "politician", "representative", "deputy"}
    | {"legislator", "icpsr", "mitglied", "abgeordnete", "abgeordneter", "wähler", "député"}
    | {"députée", "membre", "nom", "votant", "socia", "socio", "miembro", "votante", "nombre"}
    | {"diputado", "diputada", "email", "e-mail", "login", "voter id", "voter_id", "id"}
)
VOTE = frozenset(
    {"vote", "position", "cast", "cast_code", "choice", "ballot", "votes", "answer", "stimme"}
    | {
        "votum",
        "voto",
        "voix",
        "antwort",
        "réponse",
        "respuesta",
        "sentido del voto",
        "sens du vote",
    }
)
RANKING = re.compile(
    r"\b(rank(s|ed|ing)?|ranglist|rangfolge|reihenfolge|rangieren|order of preference|preference"
    r"|classe[rz]|classement|ordene|ordena|clasifi\w+|prefer\w+|reihen)\b",
    re.IGNORECASE,
)
SCORING = re.compile(
    r"\b(scores?|points?|stars?|rate|ratings?|grades?|punkte|bewert\w+|note[rz]?|étoiles"
    r"|puntos|puntúe|puntuación|valore|estrellas)\b",
    re.IGNORECASE,
)
NO_OPINION = frozenset(
    {"no opinion", "-", "?", "keine meinung", "sans opinion", "sin opinión", "sin opinion"}
)
UNRANKED = frozenset({"", "n/a", "na", "unranked", "not ranked", "none", "blank", "null", "–", "—"})
SKIPPED = frozenset(
    {"undervote", "skipped", "skip", "skipped ranking", "blank", "none", "-", "", "no vote"}
    | {"no choice", "no selection", "no ranking", "leer", "keine", "vide", "vacío", "xxx", "n/a"}
)
OVERVOTES = frozenset({"overvote", "over vote", "overvoted", "over-vote", "overvotes"})
VOID = frozenset(
    {"uncertified write in", "uncertified write-in", "invalid", "rejected write-in", "void"}
    | {"invalid write-in", "ungültig", "nul", "nulo"}
)
WRITE_INS = frozenset(
    {"uwi", "undeclared write-in", "undeclared write-ins", "undeclared", "write-in", "write in"}
    | {"writein", "write-ins", "write ins", "write_in", "undeclaredwriteins", "unresolved write-in"}
    | {"undeclared write ins", "other write-ins", "unqualified write-in", "unassigned write-in"}
)
_NTH = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
_ORDER: dict[str, int] = {
    word: place
    for words in (
        _NTH,
        "erste|zweite|dritte|vierte|fünfte|sechste|siebte|achte|neunte|zehnte",
        "erst|zweit|dritt|viert|fünft|sechst|siebt|acht|neunt|zehnt",
        "premier|deuxième|troisième|quatrième|cinquième|sixième|septième|huitième",
        "première|seconde",
        "primera|segunda|tercera|cuarta|quinta|sexta|séptima|octava|novena|décima",
        "primer|segundo|tercer|cuarto|quinto|sexto|séptimo|octavo",
        "primeira|segunda|terceira|quarta|quinta|sexta|sétima|oitava",
    )
    for place, word in enumerate(words.split("|"), start=1)
}
ORDINAL = "|".join(sorted(_ORDER, key=len, reverse=True))
SUFFIX = r"(?:st|nd|rd|th|er|ers|ère|ere|re|nde|ème|eme|e|\.?[ºª°]|o|a|ro|do|to|ra|da|ta|\.)"
PLACE = (
    r"(?:choices?|ranks?|ranking|rank choice|preferences?|prefs?|place|wahl|platz|präferenz|rang|"
    r"choix|préférence|vœu|opción|opcion|preferencia|lugar|puesto|elección|scelta|priority|prio|"
    r"escolha|opção|preferência|posição|preferenza|"
    r"priorität|priorité|prioridad)"
)
_CELL = re.compile(
    rf"([0-9]{{1,3}})\s*({SUFFIX})?(?:\s*{PLACE})?|{PLACE}\s*#?([0-9]{{1,3}})", re.IGNORECASE
)
_SPELLED = re.compile(rf"({ORDINAL})(?:\s+{PLACE})?", re.IGNORECASE)


def folded(text: str) -> str:
    """A head or cell as these lists spell it."""
    return " ".join(text.split()).casefold().strip(" :*")


def is_count(head: str) -> bool:
    """Whether a folded head is that of a number of equal ballots."""
    return head in COUNT or bool(_COUNTED.fullmatch(head))


def ordinal(word: str) -> int:
    """The number of a spelled ordinal, such as "second" or "zweite"; 0 for any other word."""
    return _ORDER.get(word.casefold(), 0)


def rank_of(cell: str) -> tuple[int, bool] | None:
    """A rank in a cell, and whether its spelling says that it is one ("2nd", "Rang 2")."""
    if match := _CELL.fullmatch(cell):
        plain = match[0].rstrip(".").isdigit()
        return int(match[1] or match[3]), not plain
    if match := _SPELLED.fullmatch(cell):
        return ordinal(match[1]), True
    return None
