"""The members of the demo: names, trades and a line about each."""

import random
from typing import NamedTuple

FIRST = (
    "Marta", "Yusuf", "Ingrid", "Tomasz", "Amina", "Declan", "Rosa", "Kwame", "Lena", "Hassan",
    "Bridget", "Mateo", "Sofia", "Olu", "Greta", "Pavel", "Nadia", "Callum", "Farida", "Jorge",
    "Hanne", "Samir", "Ewa", "Tariq", "Moira", "Kofi", "Elif", "Anton", "Grace", "Rafael",
    "Signe", "Malik", "Teresa", "Viktor", "Zainab", "Owen", "Carmen", "Emeka", "Birgit", "Luis",
    "Aisha", "Stefan", "Noor", "Patrick", "Ines", "Juma", "Katya", "Liam", "Mina", "Nils",
)  # fmt: skip
LAST = (
    "Okafor", "Demir", "Lindqvist", "Kowalczyk", "Diallo", "Byrne", "Ferrer", "Mensah", "Hoffmann",
    "Rahman", "Walsh", "Alvarez", "Costa", "Adeyemi", "Petersen", "Novak", "Haddad", "Fraser",
    "Khan", "Morales", "Jensen", "Aziz", "Wojcik", "Malik", "Gallagher", "Boateng", "Yilmaz",
    "Sorokin", "Achieng", "Silva", "Berg", "Toure", "Rossi", "Horvat", "Bello", "Price", "Vega",
    "Nwosu", "Keller", "Ortega", "Abdi", "Popescu", "Said", "Murphy", "Duarte", "Otieno", "Orlova",
    "Doyle", "Tehrani", "Dahl",
)  # fmt: skip
TRADES = (
    "crane driver", "docker, berth 4", "lasher", "straddle carrier driver", "tally clerk",
    "electrician in the workshop", "tug hand", "reefer technician", "gate clerk", "welder",
    "signaller", "mooring gang", "forklift driver, cold store", "canteen cook", "apprentice fitter",
    "night shift planner", "rail shunter", "safety delegate", "cleaner, passenger terminal",
    "pilot boat skipper",
)  # fmt: skip
NOTES = (
    "On the quay since I was nineteen.",
    "Second shift, mostly. Ask me about rosters.",
    "Came over from the container terminal when it closed.",
    "Delegate in the old branch for six years, gladly not alone any more.",
    "New here, and keen to learn how we do things.",
    "I speak up about noise and dust, and I bring measurements.",
    "Three children, one wage: I want rosters that can be planned with.",
    "Happy to translate at meetings.",
    "I keep the books of the strike fund.",
    "Retiring in four years and want to leave it better than I found it.",
)


class Somebody(NamedTuple):
    """A name and a profile."""

    name: str
    profile: str


def cast(count: int, chance: random.Random) -> list[Somebody]:
    """So many different people; the first is always the same."""
    people = []
    for place in range(count):
        first = FIRST[place % len(FIRST)]
        last = LAST[(place + 7 * (place // len(FIRST))) % len(LAST)]
        middle = "" if place < len(FIRST) * len(LAST) // 7 else f" {place}"
        name = f"{first}{middle} {last}"
        trade, note = chance.choice(TRADES), chance.choice(NOTES)
        people.append(Somebody(name, f"{name}\n\n{trade.capitalize()}. {note}"))
    return people
