"""What another program reads in texts: JSON Lines in, JSON Lines out, in the order of the input.

Usage: peer_reading.py text2num|quantulum3|dateparser-split|dateparser-ngram < DOCUMENTS > READ

A document has `text`, `language` and perhaps `published`. Each line that is written is a list: of text2num the text with its numbers
in digits; of quantulum3 the least and greatest value, the unit's name, its currency code or null, and its symbols; of
dateparser the first day or time that is meant. A text at which a program raises an exception is an object with the exception as `error`.
"""

import datetime
import json
import sys
import warnings


def text2num():
    from text_to_num import alpha2digit

    # Without the threshold, "un" to "trois" remain words.
    return lambda document: [alpha2digit(document["text"], document["language"], threshold=0)]


def quantulum3():
    # It says once that its optional classifier is missing.
    warnings.simplefilter("ignore")
    from quantulum3 import parser

    def read(document):
        found = []
        for one in parser.parse(document["text"]):
            spread = one.uncertainty or 0
            ends = sorted([one.value - spread, one.value + spread])
            unit = one.unit
            found.append([*ends, unit.name, getattr(unit, "currency_code", None), list(unit.symbols or [])])
        return found

    return read


def dateparser(strategy):
    warnings.simplefilter("ignore")
    from dateparser.search import search_dates

    def read(document):
        # A date that is known to the month or year only is its first day; without one, any day, so that the clock is not read.
        day = document.get("published", "2024-05-22").split("/")[0] + "-01-01"
        settings = {
            "RELATIVE_BASE": datetime.datetime.fromisoformat(day[:10]),
            "PREFER_DATES_FROM": "past",
            "PREFER_DAY_OF_MONTH": "first",
            "PREFER_MONTH_OF_YEAR": "first",
        }
        found = search_dates(document["text"], languages=[document["language"]], settings=settings, strategy=strategy)
        return [moment.isoformat() for _, moment in found or []]

    return read


READERS = {
    "text2num": text2num,
    "quantulum3": quantulum3,
    "dateparser-split": lambda: dateparser("split"),
    "dateparser-ngram": lambda: dateparser("ngram"),
}


def main():
    read = READERS[sys.argv[1]]()
    for line in sys.stdin:
        try:
            found = read(json.loads(line))
        except Exception as error:  # Any: the programs raise many kinds, and each is a text that was not read.
            found = {"error": repr(error)}
        print(json.dumps(found, ensure_ascii=False))


main()
