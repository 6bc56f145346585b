"""Invented people from everywhere. Any likeness to somebody real is chance."""

from __future__ import annotations

FAMILIES = (
    ("Pérez", ("Ana", "Marta", "Hugo")), ("Gómez", ("Luis", "Inés")), ("Lee", ("Mia", "Leo", "Grace")),
    ("Réyes", ("Ñandú", "Sol")), ("佐藤", ("美咲", "翔太")), ("Müller", ("Jörg", "Lena", "Finn")),
    ("Łukasiewicz", ("Zofia", "Paweł")), ("Sørensen", ("Søren", "Freja")), ("Benali", ("Aïcha", "Yanis", "Nour")),
    ("Иванов", ("Олег", "Мария")), ("O'Connor", ("Siobhán", "Declan")), ("Nguyễn", ("Thảo", "Minh", "An")),
    ("Papadopoulos", ("Eleni", "Νίκος")), ("da Silva", ("João", "Beatriz", "Caio")), ("Yılmaz", ("Işıl", "Emre")),
    ("Kowalski", ("Jan", "Ewa")), ("Okafor", ("Chidi", "Adaeze")), ("Haddad", ("Layla", "Karim")),
    ("Singh", ("Arjun", "Priya")), ("김", ("서연", "민준")),
    ("de la Fuente y Santamaría", ("María del Carmen", "Íñigo")),
    ("Jónsdóttir", ("Björk", "Sigrún")), ("van der Berg", ("Pieter", "Sanne")), ("Novák", ("Tomáš", "Eliška")),
    ("Mbeki", ("Thabo", "Naledi")), ("Tanaka", ("Haruto", "Yui")), ("Rossi", ("Giulia", "Matteo")),
    ("Fernández", ("Mar", "Tomás", "Ana")), ("Abebe", ("Selam", "Dawit")), ("Cohen", ("Noa", "Eitan")),
)  # fmt: skip
"""A surname and its first names: the first one pays and guards, the others are the children."""

SINGLES = (
    "May Sun", "Ada Thompson", "Bo Li", "Ana María Velázquez", "Zoë Dubois", "Kwame Mensah", "Ingrid Lindqvist",
    "Rui Costa", "Fatima Zahra El Idrissi", "Ken Watanabe", "Olu Adeyemi", "Petra Horváth", "Renée Lefèvre",
    "Santiago Quispe", "Tariq Aziz", "Una Byrne", "Viktor Dvořák", "Wang Fang", "Ximena Rojas", "Yusuf Demir",
    "Željko Marić", "Amara Diallo", "Bruno Conti", "Chloé Martin", "Dylan Rhys-Jones", "Esi Boateng", "Farid Rahimi",
    "Gita Patel", "Håkon Dahl", "Ivana Petrović", "Jasper Visser", "Keiko Mori", "Lucía Ibáñez", "Mateus Rocha",
    "Nadia Haq", "Oscar Nyström", "Pilar Domínguez", "Quentin Moreau", "Rania Khoury", "Stella Mancini",
    "Teuila Faleolo", "Ulrike Schäfer", "Vera Kuznetsova", "Wiremu Parata", "Xenia Stavrou", "Yara Mansour",
    "Zuzana Kováčová", "Björn Åkesson", "Ángel Núñez", "Dorota Wiśniewska",
)  # fmt: skip

FOCUSES = (
    "Left hand, Bartók 3",
    "Sight reading",
    "Quadratic equations",
    "Past paper 7",
    "Scales in thirds",
    "Breathing",
    "Fractions",
    "Essay plan",
    "Trial lesson",
    "Duet for June",
    "Phrasing",
    "Trigonometry",
)
NOTES = (
    "Practised the scales, slower next time.", "Forgot the book again.", "Homework: page 42, odd numbers.",
    "Wants to try the spring concert.", "Arrived ten minutes late.", "Much better rhythm today.",
)  # fmt: skip
REASONS = ("sibling discount", "introductory offer", "half of it was lost to the fire drill", "agreed with the owner")
CASH_IN = (("Change from the bank", 20_00), ("Coins from the safe", 10_00))
CASH_OUT = (("Stamps", 3_50), ("Tea and biscuits", 6_80), ("Window cleaner", 15_00), ("Printer paper", 8_90))
"""What cash goes in and out for, and how much."""
