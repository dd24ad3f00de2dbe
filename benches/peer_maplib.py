"""The peer of `benches/tables`: one stOTTR template a table, mapped by maplib from frames of polars. Checks nothing.

Usage: peer_maplib.py FOLDER OUT
"""

import sys

import polars as pl
from mapping import PREFIXES, XSD, tables
from maplib import Model

# The column type for language-tagged strings in maplib: a struct of text and language.
TEXT = f"<{PREFIXES['rdf']}langString>"


def iri(template, column):
    before, after = template[: template.index("{")], template[template.index("}") + 1 :]
    return pl.lit(before) + pl.col(column) + pl.lit(after)


def value(name, template, language, datatype):
    """The type of a template's parameter, and the column for it; maplib accepts some datatypes only as native polars types, not as strings."""
    column = pl.col(name)
    if template:
        return "ottr:IRI", iri(template, name)
    if language:
        return TEXT, pl.when(column.is_not_null()).then(pl.struct(column.alias(TEXT), pl.lit(language).alias("l")))
    if datatype == XSD + "date":
        column = column.str.to_date("%Y-%m-%d")
    elif datatype == XSD + "decimal":
        column = column.str.to_decimal(scale=12).cast(pl.Decimal(38, 12))
    elif datatype == XSD + "boolean":
        column = column == "true"
    return f"<{datatype}>", column


def main():
    model = Model()
    for number, (path, about, properties) in enumerate(tables(sys.argv[1])):
        frame = pl.read_csv(path, infer_schema=False)
        columns = [iri(about, about[about.index("{") + 1 : about.index("}")]).alias("subject")]
        parameters, statements = ["ottr:IRI ?subject"], []
        for name, predicate, template, language, datatype in properties:
            if name:
                parameter, column = value(name, template, language, datatype)
                parameters.append(f"? {parameter} ?{name}")
                columns.append(column.alias(name))
            statements.append(f"ottr:Triple(?subject, <{predicate}>, {f'?{name}' if name else f'<{template}>'})")
        template = f"https://example.org/bench/template-{number}"
        model.add_template(f"<{template}> [{', '.join(parameters)}] :: {{ {', '.join(statements)} }} .")
        model.map(template, frame.select(columns))
    model.write(sys.argv[2], format="ntriples")


main()
