"""Filings of many shapes and of any size, each with its taxonomy: what a large bank brings, or an adversary.

    python3 benches/shapes.py SHAPE SIZE FOLDER [--other]

Writes a filing into the folder and prints the path of its report; with `--other`, the one that it is compared with.
"""

import itertools
import sys
from typing import Callable, NamedTuple

from made import (
    ARCROLE, DIMENSIONAL, NAMESPACES, ROLE, YEN, Made, amount, amounts, arc, context, cube, cube_arcs,
    dimensional, element, explicit, locator, members, presented, summation, text, typed, unit,
)

# Concepts of a context, and how many of them are one total with its parts.
CONCEPTS, GROUP = 100, 10
# Members of the axis; each has the contexts of several years.
MEMBERS = 1000
# Children of a parent in a balanced tree.
CHILDREN = 10


class Shape(NamedTuple):
    """A shape, with the size that it is measured at, and by which commands."""

    # A function of what is made and of a size, which gives the report's path.
    write: Callable
    size: int
    commands: tuple


SHAPES = {}


def shape(size, *commands):
    """Notes a shape under the name of its function."""

    def note(write):
        name = write.__name__.replace("_", " ")
        SHAPES[name] = Shape(write, size, commands or ("validate", "facts", "convert", "diff"))
        return write

    return note


def cubes(made, strangers=0):
    """The taxonomy of `facts`: sums, and a hypercube with a thousand members; and others that no fact is in."""
    names = [f"C{number}" for number in range(CONCEPTS)]
    all_members = [f"M{number}" for number in range(MEMBERS)]
    others = range(strangers)
    made.schema(
        cube(), [element("Domain", "stringItemType", abstract=True)], amounts(CONCEPTS), members(MEMBERS),
        *(cube(number) for number in others),
    )
    parts = (number for number in range(CONCEPTS) if number % GROUP)
    sums = (summation(f"C{part - part % GROUP}", f"C{part}", part % GROUP) for part in parts)
    made.linkbase("calculation", names, sums)
    domain = (dimensional("domain-member", "Domain", member, order) for order, member in enumerate(all_members))
    strange = (f"{name}{number}" for number in others for name in ("Lines", "Table", "Axis"))
    made.linkbase(
        "definition", itertools.chain(["Lines", "Table", "Axis", "Domain"], names, all_members, strange),
        cube_arcs(names, "Domain"), domain, *(cube_arcs([], "M0", number) for number in others),
    )


def value_of(made, fact, size):
    """Amounts whose sums hold, also in a last context that is cut off; of the other filing one in fifty differs."""
    place, concept = divmod(fact, CONCEPTS)
    group = concept - concept % GROUP
    parts = min(size - (place * CONCEPTS + group), GROUP) - 1
    value = parts * 1000 if concept == group else 1000
    return value + 7000 if made.other and fact % 50 == 1 else value


@shape(25_000, "validate", "facts", "statement", "convert", "diff")
def facts(made, size):
    """Facts with a dimension in a closed hypercube, a hundred a context, whose sums hold."""
    cubes(made)

    def lines():
        for place in range(-(-size // CONCEPTS)):
            year = 1900 + place // MEMBERS
            period = (f"{year}-01-01", f"{year}-12-31")
            yield context(f"c{place}", dimensions=explicit(f"M{place % MEMBERS}"), period=period)
            for fact in range(place * CONCEPTS, min((place + 1) * CONCEPTS, size)):
                yield amount(f"C{fact % CONCEPTS}", value_of(made, fact, size), f"c{place}", decimals=-3)

    return made.instance([YEN], lines())


def said(value, concept, dimensions="", start=2004, more=""):
    """A fact of xBRL-JSON."""
    return f'{{"value": "{value}", "decimals": 0, "dimensions": {{"concept": "ex:{concept}", "entity": "e:made", \
"period": "{start}-01-01T00:00:00/{start + 1}-01-01T00:00:00", "unit": "iso4217:JPY"{dimensions}}}{more}}}'


@shape(25_000, "validate", "facts", "statement", "convert", "diff")
def json_facts(made, size):
    """The same as xBRL-JSON."""
    cubes(made)

    def told(fact):
        place = fact // CONCEPTS
        member = f', "ex:Axis": "ex:M{place % MEMBERS}"'
        return said(value_of(made, fact, size), f"C{fact % CONCEPTS}", member, 1900 + place // MEMBERS)

    return made.json((f"f{fact}", told(fact)) for fact in range(size))


@shape(25_000, "validate")
def strange_cubes(made, size):
    """Few facts, in a taxonomy of many hypercubes that they are not in."""
    cubes(made, size)
    return made.instance([YEN, context("c", dimensions=explicit("M1")), amount("C1", 1)])


def paragraph(number, word):
    """Some 1,000 bytes of escaped XHTML."""
    words = " ".join(f"{word}{number * 7 + place}" for place in range(90))
    return f"&lt;p style=&quot;margin:0&quot;&gt;{words}, &amp;amp; so on.&lt;/p&gt;"


@shape(2_000)
def text_block(made, size):
    """One fact with a long text; of the other filing one paragraph in a hundred is another."""
    made.schema([element("Note", "stringItemType")])
    words = ("other" if made.other and number % 100 == 50 else "word" for number in range(size))
    value = "".join(paragraph(number, word) for number, word in enumerate(words))
    return made.instance([context("c"), text("Note", value, more=' xml:lang="en"')])


@shape(500, "diff")
def rewritten_text_block(made, size):
    """One fact with a long text; the other filing's has no word in common with it."""
    made.schema([element("Note", "stringItemType")])
    word = "other" if made.other else "word"
    value = "".join(paragraph(number, word) for number in range(size))
    return made.instance([context("c"), text("Note", value, more=' xml:lang="en"')])


@shape(500, "diff")
def reordered_text_block(made, size):
    """One fact with a long text; the other filing's has the same words the other way round."""
    made.schema([element("Note", "stringItemType")])
    numbers = range(size)
    value = "".join(paragraph(number, "word") for number in (reversed(numbers) if made.other else numbers))
    return made.instance([context("c"), text("Note", value, more=' xml:lang="en"')])


def scrawled(made, size, word):
    """One fact with a text that is no mark-up; the other filing's ends otherwise."""
    made.schema([element("Note", "stringItemType")])
    end = "other" if made.other else "end"
    return made.instance([context("c"), text("Note", word * size + end, more=' xml:lang="en"')])


@shape(250_000)
def text_of_open_tags(made, size):
    return scrawled(made, size, "&lt;b ")


@shape(250_000)
def text_of_ampersands(made, size):
    return scrawled(made, size, "&amp;b ")


@shape(250_000)
def text_of_comments(made, size):
    """One fact whose text is cut by comments of XML."""
    return scrawled(made, size, "word <!-- no --> ")


@shape(250_000)
def text_of_one_word(made, size):
    return scrawled(made, size, "word")


@shape(25_000)
def text_blocks(made, size):
    """Texts, each a fact of its own, of which one in ten is another."""
    made.schema([element("Note", "stringItemType")], typed_axis(), amounts(0))
    made.linkbase("definition", ["Lines", "Table", "Axis", "Note"], cube_arcs(["Note"], None))

    def lines():
        for number in range(size):
            yield context(f"c{number}", dimensions=typed(number))
            word = "other" if made.other and number % 10 == 0 else "word"
            yield text("Note", f"{word} {number} and more words behind it, which stay", f"c{number}", ' xml:lang="en"')

    return made.instance(lines())


def typed_axis():
    """A hypercube whose dimension has values."""
    yield '<xs:element name="value" id="value" type="xs:integer"/>'
    for line in cube():
        axis = 'name="Axis"' in line
        yield line.replace("/>", ' xbrldt:typedDomainRef="#value"/>') if axis else line


@shape(25_000)
def contexts(made, size):
    """Contexts with a typed member each, used once."""
    made.schema(typed_axis(), amounts(1))
    made.linkbase("definition", ["Lines", "Table", "Axis", "C0"], cube_arcs(["C0"], None))
    shift = 1 if made.other else 0
    return made.instance(
        [YEN],
        (context(f"c{number}", dimensions=typed(number)) for number in range(size)),
        (amount("C0", number + (shift if number % 50 == 1 else 0), f"c{number}") for number in range(size)),
    )


@shape(25_000, "validate", "facts", "statement", "convert", "diff")
def periods(made, size):
    """Contexts with a period each, used once, and shown by a statement."""
    made.schema(amounts(10), [element("Root", "stringItemType", abstract=True)])
    names = [f"C{number}" for number in range(10)]
    made.linkbase("presentation", ["Root", *names], (presented("Root", name) for name in names))
    shift = 1 if made.other else 0

    def period(number):
        year, number = 1000 + number // 336, number % 336
        day = f"{year}-{1 + number // 28:02}-{1 + number % 28:02}"
        return day, day

    return made.instance(
        [YEN],
        (context(f"c{number}", period=period(number)) for number in range(size)),
        (amount(f"C{number % 10}", number + shift, f"c{number}") for number in range(size)),
    )


@shape(25_000)
def entities(made, size):
    """Contexts with an entity each, used once."""
    made.schema(amounts(1))
    return made.instance(
        [YEN],
        (context(f"c{number}", entity=f"entity{number}") for number in range(size)),
        (amount("C0", number, f"c{number}") for number in range(size)),
    )


@shape(25_000)
def schemes(made, size):
    """Contexts whose entities are in a scheme each, used once."""
    made.schema(amounts(1))

    def own(number):
        return context(f"c{number}").replace("http://example.com", f"http://example.com/{number}")

    return made.instance([YEN], map(own, range(size)), (amount("C0", number, f"c{number}") for number in range(size)))


@shape(25_000)
def equal_contexts(made, size):
    """Contexts that are all equal, each used once, by a concept each."""
    made.schema(amounts(size))
    return made.instance(
        [YEN],
        (context(f"c{number}") for number in range(size)),
        (amount(f"C{number}", number, f"c{number}") for number in range(size)),
    )


def note_link(size, label, resources, arcs):
    """A footnote link to facts `f0` and so on."""
    yield f'<link:footnoteLink xlink:type="extended" xlink:role="{ROLE}link">'
    for number in range(size):
        yield f'<link:loc xlink:type="locator" xlink:href="#f{number}" xlink:label="{label(number)}"/>'
    for name in resources:
        yield f'<link:footnote xlink:type="resource" xlink:label="{name}" xlink:role="{ROLE}footnote" xml:lang="en">\
Note {name}</link:footnote>'
    for start, end in arcs:
        yield f'<link:footnoteArc xlink:type="arc" xlink:arcrole="{ARCROLE}fact-footnote" xlink:from="{start}" \
xlink:to="{end}"/>'
    yield "</link:footnoteLink>"


def noted_facts(made, size):
    """Facts with identifiers, each of a concept of its own."""
    made.schema(amounts(size))
    yield YEN
    yield context("c")
    for number in range(size):
        yield amount(f"C{number}", number, more=f' id="f{number}"')


@shape(17_500)
def footnotes(made, size):
    """Footnote arcs in one link, each from a fact of its own to a footnote of its own."""
    arcs = ((f"l{number}", f"n{number}") for number in range(size))
    link = note_link(size, lambda number: f"l{number}", (f"n{number}" for number in range(size)), arcs)
    return made.instance(noted_facts(made, size), link)


@shape(17_500)
def footnote_of_all(made, size):
    """One footnote arc from the one label of all facts to one footnote."""
    return made.instance(noted_facts(made, size), note_link(size, lambda number: "all", ["n"], [("all", "n")]))


@shape(17_500)
def footnote_arcs_to_one(made, size):
    """Footnote arcs of one link from all facts, each with a label of its own, to one footnote."""
    arcs = ((f"l{number}", "n") for number in range(size))
    return made.instance(noted_facts(made, size), note_link(size, lambda number: f"l{number}", ["n"], arcs))


@shape(17_500)
def footnotes_of_one(made, size):
    """Many footnotes of one fact, by one arc."""
    return made.instance(noted_facts(made, 1), note_link(1, lambda number: "l", ["n"] * size, [("l", "n")]))


@shape(17_500)
def footnote_links(made, size):
    """Footnote links, one for each fact."""
    arcs = [("l", "n")]

    def links():
        for number in range(size):
            yield from (line.replace("#f0", f"#f{number}") for line in note_link(1, lambda _: "l", ["n"], arcs))

    return made.instance(noted_facts(made, size), links())


@shape(250, "validate", "facts")
def footnotes_of_all(made, size):
    """As many relationships as the square of the size: one arc from the one label of all facts to that of all notes."""
    return made.instance(noted_facts(made, size), note_link(size, lambda number: "all", ["n"] * size, [("all", "n")]))


def tree(made, kind, arcrole, size, parent_of):
    """A network over concepts, each with a parent and a fact."""
    made.schema(amounts(size))
    more = 'weight="1"' if kind == "calculation" else ""
    arcs = (
        arc(kind, arcrole, f"C{parent_of(number)}", f"C{number}", number, more) for number in range(1, size)
    )
    made.linkbase(kind, (f"C{number}" for number in range(size)), arcs)
    shift = 1 if made.other else 0
    return made.instance([YEN, context("c")], (amount(f"C{number}", number + shift) for number in range(size)))


# The deepest chain that a statement shows.
DEPTH = 100


def in_chains(number):
    """The parent where each branch of the root is a chain."""
    return 0 if number % DEPTH == 1 else number - 1


def parents(name, kind, arcrole, *commands):
    """Four shapes of trees: all concepts below one, ten below each, chains below one, and one chain."""
    shapes = {
        "wide": lambda number: 0,
        "balanced": lambda number: (number - 1) // CHILDREN,
        "chained": in_chains,
        "deep": lambda number: number - 1,
    }
    for how, parent_of in shapes.items():
        def write(made, size, parent_of=parent_of):
            return tree(made, kind, arcrole, size, parent_of)
        write.__name__ = f"{how} {name}"
        shape(25_000, *commands)(write)


parents("presentation", "presentation", ARCROLE + "parent-child", "validate", "facts", "statement", "diff")
parents("calculation", "calculation", ARCROLE + "summation-item", "validate", "diff")
parents("domain", "definition", DIMENSIONAL + "domain-member", "validate")


@shape(5_000, "validate", "statement", "diff")
def sparse_sums(made, size):
    """One total of many parts, and many contexts that each have the total and another part."""
    made.schema(typed_axis(), amounts(size))
    names = [f"C{number}" for number in range(size)]
    made.linkbase("calculation", names, (summation("C0", name, order) for order, name in enumerate(names[1:])))
    lines = (presented("C0", name, order) for order, name in enumerate(names[1:]))
    made.linkbase("presentation", ["Axis", *names], [presented("C0", "Axis", 0)], lines)
    made.linkbase("definition", ["Lines", "Table", "Axis", *names], cube_arcs(names, None))

    def facts():
        for number in range(1, size):
            yield context(f"c{number}", dimensions=typed(number))
            yield amount("C0", number + made.other, f"c{number}")
            yield amount(f"C{number}", number, f"c{number}")

    return made.instance([YEN], facts())


@shape(2_500, "validate", "facts")
def missing_schemas(made, size):
    """Schemas that aren't there."""
    places = (f'namespace="http://example.com/{number}" schemaLocation="missing{number}.xsd"' for number in range(size))
    made.schema((f"<xs:import {place}/>" for place in places), amounts(1))
    return made.instance([YEN, context("c"), amount("C0", 1)])


def repeated(made, size, value, decimals="INF"):
    """Facts of one concept, all with the same aspects."""
    made.schema(amounts(1))
    facts = (amount("C0", value(number), decimals=decimals) for number in range(size))
    return made.instance([YEN, context("c")], facts)


@shape(25_000)
def duplicates(made, size):
    """The same fact over and over."""
    return repeated(made, size, lambda number: 1)


@shape(25_000)
def inconsistent_duplicates(made, size):
    """Facts that all contradict each other."""
    return repeated(made, size, lambda number: number + made.other)


@shape(25_000)
def consistent_duplicates(made, size):
    """Facts that all agree within their decimals, and differ."""
    return repeated(made, size, lambda number: 1_000_000 + number % 1000 + made.other, decimals=-5)


@shape(25_000)
def duplicated_pairs(made, size):
    """Each fact twice, with another value."""
    made.schema(amounts(size))
    pairs = (amount(f"C{number // 2}", number) for number in range(size))
    return made.instance([YEN, context("c")], pairs)


@shape(25_000)
def units(made, size):
    """Units, each used once."""
    made.schema([element("Rate", "decimalItemType")])
    return made.instance(
        (unit(f"u{number}", f"<xbrli:measure>ex:unit{number}</xbrli:measure>") for number in range(size)),
        [context("c")],
        (amount("Rate", number, unit=f"u{number}") for number in range(size)),
    )


@shape(25_000)
def measures(made, size):
    """One unit that is a product of many measures."""
    made.schema([element("Rate", "decimalItemType")])
    product = "".join(f"<xbrli:measure>ex:unit{number}</xbrli:measure>" for number in range(size))
    return made.instance([unit("u", product), context("c"), amount("Rate", 1)])


def axes(size):
    """A hypercube with many dimensions of one member."""
    yield element("Lines", "stringItemType", abstract=True)
    yield element("Table", "stringItemType", "xbrldt:hypercubeItem", abstract=True)
    for number in range(size):
        yield element(f"Axis{number}", "stringItemType", "xbrldt:dimensionItem", abstract=True)
    yield from members(1)
    yield from amounts(1)


def axes_arcs(size):
    yield dimensional("all", "Lines", "Table", more='xbrldt:contextElement="segment" xbrldt:closed="true"')
    yield dimensional("domain-member", "Lines", "C0")
    for number in range(size):
        yield dimensional("hypercube-dimension", "Table", f"Axis{number}", number)
        yield dimensional("dimension-domain", f"Axis{number}", "M0")


def many_axes(made, size):
    made.schema(axes(size))
    names = ["Lines", "Table", "C0", "M0", *(f"Axis{number}" for number in range(size))]
    made.linkbase("definition", names, axes_arcs(size))


@shape(2_500)
def dimensions(made, size):
    """One context with many dimensions."""
    many_axes(made, size)
    pairs = "".join(explicit("M0", f"Axis{number}") for number in range(size))
    return made.instance([YEN, context("c", dimensions=pairs), amount("C0", 1)])


@shape(2_500)
def json_dimensions(made, size):
    """One fact of xBRL-JSON with many dimensions."""
    many_axes(made, size)
    pairs = "".join(f', "ex:Axis{number}": "ex:M0"' for number in range(size))
    return made.json([("f", said(1, "C0", pairs))])


@shape(25_000)
def json_periods_and_units(made, size):
    """Facts of xBRL-JSON with an entity, a period and a member each."""
    made.schema(typed_axis(), amounts(1))
    made.linkbase("definition", ["Lines", "Table", "Axis", "C0"], cube_arcs(["C0"], None))

    def told(number):
        member = f', "ex:Axis": "{number}"'
        return said(number, "C0", member, 1000 + number % 8000).replace("e:made", f"e:made{number}")

    return made.json((f"f{number}", told(number)) for number in range(size))


@shape(17_500)
def json_footnotes(made, size):
    """Facts of xBRL-JSON, each linked to a footnote of its own."""
    made.schema(amounts(size))

    def lines():
        for number in range(size):
            link = f', "links": {{"footnote": {{"_": ["n{number}"]}}}}'
            yield f"f{number}", said(number, f"C{number}", more=link)
            yield f"n{number}", f'{{"value": "Note {number}", "dimensions": {{"concept": "xbrl:note", "noteId": \
"n{number}", "language": "en"}}}}'

    return made.json(lines())


@shape(25_000, "validate", "facts", "diff")
def tuples(made, size):
    """Tuples of two items each."""
    particles = '<xs:element ref="ex:C0"/><xs:element ref="ex:C1"/>'
    made.schema(amounts(2), [
        f'<xs:element name="Pair" id="Pair" substitutionGroup="xbrli:tuple" nillable="true"><xs:complexType>\
<xs:complexContent><xs:restriction base="xs:anyType"><xs:sequence>{particles}</xs:sequence></xs:restriction>\
</xs:complexContent></xs:complexType></xs:element>'
    ])
    pairs = (f"<ex:Pair>{amount('C0', number + made.other)}{amount('C1', number)}</ex:Pair>" for number in range(size))
    return made.instance([YEN, context("c")], pairs)


@shape(25_000, "validate", "facts", "diff")
def items_of_a_tuple(made, size):
    """One tuple of many items."""
    made.schema(amounts(2), [
        '<xs:element name="Many" id="Many" substitutionGroup="xbrli:tuple" nillable="true"><xs:complexType>\
<xs:complexContent><xs:restriction base="xs:anyType"><xs:sequence><xs:element ref="ex:C0" maxOccurs="unbounded"/>\
</xs:sequence></xs:restriction></xs:complexContent></xs:complexType></xs:element>'
    ])
    items = (amount("C0", number + made.other) for number in range(size))
    return made.instance([YEN, context("c"), "<ex:Many>"], items, ["</ex:Many>"])


def label(name, words):
    start = f'<link:label xlink:type="resource" xlink:label="{name}" xlink:role="{ROLE}label" xml:lang="en">'
    return f"{start}{words}</link:label>"


def labelled(concept, name):
    return arc("label", ARCROLE + "concept-label", concept, name)


@shape(25_000, "validate", "facts", "diff")
def labels(made, size):
    """Labels of one concept."""
    made.schema(amounts(1))
    made.linkbase("label", ["C0"], (label("l", f"Label {number}") for number in range(size)), [labelled("C0", "l")])
    return made.instance([YEN, context("c"), amount("C0", 1)])


@shape(25_000, "validate", "facts", "diff")
def labelled_concepts(made, size):
    """Concepts with a label and a fact each."""
    made.schema(amounts(size))
    words = "Label of another" if made.other else "Label"
    labels = (label(f"l{number}", f"{words} {number}") for number in range(size))
    arcs = (labelled(f"C{number}", f"l{number}") for number in range(size))
    made.linkbase("label", (f"C{number}" for number in range(size)), labels, arcs)
    return made.instance([YEN, context("c")], (amount(f"C{number}", number) for number in range(size)))


def in_roles(made, kind, size, arcs):
    """A total and its two parts, in a link of each of many roles."""
    used = f"<link:usedOn>link:{kind}Link</link:usedOn>"
    made.schema(
        (
            f'<xs:annotation><xs:appinfo><link:roleType roleURI="http://example.com/role/{number}" id="r{number}">\
<link:definition>Role {number}</link:definition>{used}</link:roleType></xs:appinfo></xs:annotation>'
            for number in range(size)
        ),
        amounts(3),
    )

    def lines():
        for number in range(size):
            yield f'<link:roleRef xlink:type="simple" roleURI="http://example.com/role/{number}" \
xlink:href="made.xsd#r{number}"/>'
        for number in range(size):
            yield f'<link:{kind}Link xlink:type="extended" xlink:role="http://example.com/role/{number}">'
            yield from (locator(f"C{name}") for name in range(3))
            yield from arcs
            yield f"</link:{kind}Link>"

    made.write(f"made_{kind[:3]}.xml", f"<link:linkbase {NAMESPACES}>\n", lines(), "</link:linkbase>\n")
    made.references.append(kind)
    values = (amount(f"C{number}", (3, 1, 2)[number] + made.other) for number in range(3))
    return made.instance([YEN, context("c")], values)


@shape(2_500, "validate", "facts", "statement", "diff")
def presentation_roles(made, size):
    return in_roles(made, "presentation", size, [presented("C0", "C1", 1), presented("C0", "C2", 2)])


@shape(2_500, "validate", "diff")
def calculation_roles(made, size):
    return in_roles(made, "calculation", size, [summation("C0", "C1", 1), summation("C0", "C2", 2)])


@shape(250, "validate", "facts", "diff")
def schemas(made, size):
    """Schemas, each imported by the one before it."""
    def include(number):
        return f'<xs:include schemaLocation="part{number}.xsd"/>'

    made.schema([include(0)], amounts(1))
    start = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance" \
targetNamespace="http://example.com/made" elementFormDefault="qualified"><xs:import \
namespace="http://www.xbrl.org/2003/instance" schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>'
    for number in range(size):
        parts = [include(number + 1)] if number + 1 < size else []
        made.write(f"part{number}.xsd", start, [*parts, element(f"Part{number}")], "</xs:schema>\n")
    return made.instance([YEN, context("c")], (amount(f"Part{number}", number) for number in range(size)))


@shape(25_000, "validate", "facts", "convert", "diff")
def enumeration(made, size):
    """One fact whose value is a set of many members."""
    made.schema(
        [element("Set", "enum2:enumerationSetItemType", more='enum2:domain="ex:Domain" \
enum2:linkrole="http://www.xbrl.org/2003/role/link"'), element("Domain", "stringItemType", abstract=True)],
        members(size),
    )
    names = sorted(f"M{number}" for number in range(size))
    arcs = (dimensional("domain-member", "Domain", name, order) for order, name in enumerate(names))
    made.linkbase("definition", ["Domain", *names], arcs)
    kept = names[1:] if made.other else names
    value = " ".join(f"http://example.com/made#{name}" for name in kept)
    return made.instance([context("c"), text("Set", value)])


@shape(25_000, "validate", "facts", "diff")
def enumerations(made, size):
    """Facts whose values are members of one large domain."""
    made.schema(
        typed_axis(),
        [element("One", "enum2:enumerationItemType", more='enum2:domain="ex:Domain" \
enum2:linkrole="http://www.xbrl.org/2003/role/link"'), element("Domain", "stringItemType", abstract=True)],
        members(size),
    )
    names = [f"M{number}" for number in range(size)]
    arcs = (dimensional("domain-member", "Domain", name, order) for order, name in enumerate(names))
    cube_names = ["Lines", "Table", "Axis", "One", "Domain"]
    made.linkbase("definition", [*cube_names, *names], cube_arcs(["One"], None), arcs)
    return made.instance(
        (context(f"c{number}", dimensions=typed(number)) for number in range(size)),
        (text("One", f"http://example.com/made#M{number}", f"c{number}") for number in range(size)),
    )


@shape(25_000, "validate")
def enumerated_values(made, size):
    """Facts whose type lists all their values."""
    values = "".join(f'<xs:enumeration value="v{number}"/>' for number in range(size))
    own = f'<xs:complexType name="listed"><xs:simpleContent><xs:restriction base="xbrli:tokenItemType">{values}\
</xs:restriction></xs:simpleContent></xs:complexType>'
    made.schema([own], typed_axis(), [element("Listed", "ex:listed")])
    made.linkbase("definition", ["Lines", "Table", "Axis", "Listed"], cube_arcs(["Listed"], None))
    return made.instance(
        (context(f"c{number}", dimensions=typed(number)) for number in range(size)),
        (text("Listed", f"v{number}", f"c{number}") for number in range(size)),
    )


@shape(25_000, "validate", "facts", "convert", "diff")
def namespaces(made, size):
    """Facts in a namespace each, which nothing declares."""
    made.schema(amounts(1))

    def fact(number):
        own = f' xmlns:p{number}="http://example.com/{number}"'
        return amount("C0", number + made.other, more=own).replace("ex:", f"p{number}:")

    return made.instance([YEN, context("c")], map(fact, range(size)))


@shape(25_000, "validate", "facts", "convert", "diff")
def languages(made, size):
    """Texts of one concept, each in a language of its own."""
    made.schema([element("Note", "stringItemType")])
    words = (text("Note", f"Note {number}", more=f' xml:lang="x-l{number}"') for number in range(size))
    return made.instance([context("c")], words)


@shape(25_000, "validate")
def invalid_values(made, size):
    """Facts whose values are no numbers, all in one line."""
    made.schema(amounts(1))
    facts = (amount("C0", f"{number} and more") for number in range(size))
    return made.instance([YEN, context("c")], facts, separator="")


@shape(25_000, "validate")
def undeclared(made, size):
    """Facts of concepts that nothing declares."""
    made.schema(amounts(1))
    return made.instance([YEN, context("c")], (amount(f"C{number}", number) for number in range(size)))


@shape(25_000, "validate")
def dangling(made, size):
    """Facts whose contexts and units aren't there."""
    made.schema(amounts(1))
    facts = (amount("C0", number, f"c{number}", f"u{number}") for number in range(size))
    return made.instance([YEN, context("c")], facts)


@shape(25_000, "validate")
def repeated_identifiers(made, size):
    """Facts with one identifier."""
    made.schema(amounts(size))
    return made.instance([YEN, context("c")], (amount(f"C{number}", 1, more=' id="f"') for number in range(size)))


@shape(25_000)
def prefixes(made, size):
    """Facts that declare a prefix each."""
    made.schema(amounts(size))
    def fact(number):
        own = f' xmlns:p{number}="http://example.com/made"'
        return amount(f"C{number}", number, more=own).replace("ex:", f"p{number}:")

    return made.instance([YEN, context("c")], map(fact, range(size)))


@shape(25_000, "diff")
def renamed_concepts(made, size):
    """Facts whose concepts the other filing calls otherwise."""
    prefix = "New" if made.other else "Old"
    made.schema(amounts(size, prefix))
    facts = (amount(f"{prefix}{number}", 1_234_567 + number * 89) for number in range(size))
    return made.instance([YEN, context("c")], facts)


@shape(25_000, "diff")
def renamed_members(made, size):
    """Facts with members that the other filing calls otherwise."""
    prefix = "New" if made.other else "Old"
    all_members = (element(f"{prefix}{number}", "stringItemType", abstract=True) for number in range(size))
    made.schema(cube(), amounts(1), all_members)

    def lines():
        for number in range(size):
            yield context(f"c{number}", dimensions=explicit(f"{prefix}{number}"))
            yield amount("C0", 1_234_567 + number * 89, f"c{number}")

    return made.instance([YEN], lines())


@shape(25_000, "diff")
def replaced_concepts(made, size):
    """Facts that have nothing in common with those of the other filing, not even their values."""
    prefix = "New" if made.other else "Old"
    made.schema(amounts(size, prefix))
    facts = (amount(f"{prefix}{number}", 1_234_567 + number * 89 + made.other * 7) for number in range(size))
    return made.instance([YEN, context("c")], facts)


@shape(25_000, "diff")
def one_value(made, size):
    """Facts whose concepts the other filing calls otherwise, all with one value."""
    prefix = "New" if made.other else "Old"
    made.schema(amounts(size, prefix))
    facts = (amount(f"{prefix}{number}", 1_234_567) for number in range(size))
    return made.instance([YEN, context("c")], facts)


def main():
    name, size, folder, *other = sys.argv[1:]
    print(SHAPES[name].write(Made(folder, bool(other)), int(size)))


if __name__ == "__main__":
    main()
