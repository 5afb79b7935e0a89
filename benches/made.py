"""What filings and their taxonomies are made of, as text."""

import itertools
import pathlib

NAMESPACES = """xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"
    xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xbrldt="http://xbrl.org/2005/xbrldt"
    xmlns:xbrldi="http://xbrl.org/2006/xbrldi" xmlns:iso4217="http://www.xbrl.org/2003/iso4217"
    xmlns:enum2="http://xbrl.org/2020/extensible-enumerations-2.0" xmlns:ex="http://example.com/made\""""
ROLE = "http://www.xbrl.org/2003/role/"
ARCROLE = "http://www.xbrl.org/2003/arcrole/"
DIMENSIONAL = "http://xbrl.org/int/dim/arcrole/"
YEAR = ("2004-01-01", "2004-12-31")


# What taxonomies are made of.


def element(name, kind="monetaryItemType", group="xbrli:item", abstract=False, more=""):
    kind = kind if ":" in kind else f"xbrli:{kind}"
    period = 'xbrli:periodType="duration"'
    return f'<xs:element name="{name}" id="{name}" type="{kind}" substitutionGroup="{group}" nillable="true" \
abstract="{str(abstract).lower()}" {period} {more}/>'


def amounts(count, prefix="C"):
    return (element(f"{prefix}{number}") for number in range(count))


def members(count):
    return (element(f"M{number}", "stringItemType", abstract=True) for number in range(count))


def cube(number=""):
    """A hypercube and its dimension."""
    yield element(f"Lines{number}", "stringItemType", abstract=True)
    yield element(f"Table{number}", "stringItemType", "xbrldt:hypercubeItem", abstract=True)
    yield element(f"Axis{number}", "stringItemType", "xbrldt:dimensionItem", abstract=True)


def arc(kind, arcrole, start, end, order=1, more=""):
    return f'<link:{kind}Arc xlink:type="arc" xlink:arcrole="{arcrole}" xlink:from="{start}" xlink:to="{end}" \
order="{order}" {more}/>'


def dimensional(arcrole, start, end, order=1, more=""):
    return arc("definition", DIMENSIONAL + arcrole, start, end, order, more)


def presented(start, end, order=1):
    return arc("presentation", ARCROLE + "parent-child", start, end, order)


def summation(total, part, order=1):
    return arc("calculation", ARCROLE + "summation-item", total, part, order, 'weight="1"')


def cube_arcs(names, domain, number="", more=""):
    """The arcs of a closed hypercube over some lines, whose dimension has a domain."""
    closed = 'xbrldt:contextElement="segment" xbrldt:closed="true"'
    yield dimensional("all", f"Lines{number}", f"Table{number}", more=closed)
    yield dimensional("hypercube-dimension", f"Table{number}", f"Axis{number}")
    if domain:
        yield dimensional("dimension-domain", f"Axis{number}", domain)
    for order, name in enumerate(names):
        yield dimensional("domain-member", f"Lines{number}", name, order)


def locator(name):
    return f'<link:loc xlink:type="locator" xlink:href="made.xsd#{name}" xlink:label="{name}"/>'


# What instances are made of.


def context(name, entity="made", dimensions="", period=YEAR):
    segment = f"<xbrli:segment>{dimensions}</xbrli:segment>" if dimensions else ""
    return f'<xbrli:context id="{name}"><xbrli:entity><xbrli:identifier scheme="http://example.com">{entity}\
</xbrli:identifier>{segment}</xbrli:entity><xbrli:period><xbrli:startDate>{period[0]}</xbrli:startDate>\
<xbrli:endDate>{period[1]}</xbrli:endDate></xbrli:period></xbrli:context>'


def unit(name, measures):
    return f'<xbrli:unit id="{name}">{measures}</xbrli:unit>'


YEN = unit("u", "<xbrli:measure>iso4217:JPY</xbrli:measure>")


def explicit(member, axis="Axis"):
    return f'<xbrldi:explicitMember dimension="ex:{axis}">ex:{member}</xbrldi:explicitMember>'


def typed(value, axis="Axis"):
    return f'<xbrldi:typedMember dimension="ex:{axis}"><ex:value>{value}</ex:value></xbrldi:typedMember>'


def amount(concept, value, where="c", unit="u", decimals=0, more=""):
    return f'<ex:{concept} contextRef="{where}" unitRef="{unit}" decimals="{decimals}"{more}>{value}</ex:{concept}>'


def text(concept, value, where="c", more=""):
    return f'<ex:{concept} contextRef="{where}"{more}>{value}</ex:{concept}>'


class Made:
    """A filing that is written into a folder."""

    def __init__(self, folder, other=False):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        # Whether this is the one that another is compared with.
        self.other = other
        self.references = []

    def write(self, name, start, lines, end, separator="\n"):
        with open(self.folder / name, "w", encoding="utf-8") as out:
            out.write(start)
            for line in lines:
                out.write(line + separator)
            out.write(end)
        return self.folder / name

    def schema(self, *parts):
        imports = {
            "http://www.xbrl.org/2003/instance": "http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd",
            "http://xbrl.org/2005/xbrldt": "http://www.xbrl.org/2005/xbrldt-2005.xsd",
            "http://xbrl.org/2020/extensible-enumerations-2.0":
                "https://www.xbrl.org/2020/extensible-enumerations-2.0.xsd",
        }
        start = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" {NAMESPACES}\n\
    targetNamespace="http://example.com/made" elementFormDefault="qualified">\n'
        for namespace, place in imports.items():
            start += f'<xs:import namespace="{namespace}" schemaLocation="{place}"/>\n'
        self.write("made.xsd", start, itertools.chain(*parts), "</xs:schema>\n")

    def linkbase(self, kind, names, *arcs):
        """A linkbase with one link, which has locators of some names."""
        start = f"<link:linkbase {NAMESPACES}>\n"
        if kind == "definition":
            for arcrole in ["all", "hypercube-dimension", "dimension-domain", "domain-member"]:
                start += f'<link:arcroleRef xlink:type="simple" arcroleURI="{DIMENSIONAL}{arcrole}" \
xlink:href="http://www.xbrl.org/2005/xbrldt-2005.xsd#{arcrole}"/>\n'
        start += f'<link:{kind}Link xlink:type="extended" xlink:role="{ROLE}link">\n'
        end = f"</link:{kind}Link>\n</link:linkbase>\n"
        self.write(f"made_{kind[:3]}.xml", start, itertools.chain(map(locator, names), *arcs), end)
        self.references.append(kind)

    def instance(self, *parts, separator="\n", more=""):
        start = f'<xbrli:xbrl {NAMESPACES}{more}>\n<link:schemaRef xlink:type="simple" xlink:href="made.xsd"/>\n'
        for kind in self.references:
            start += f'<link:linkbaseRef xlink:type="simple" xlink:role="{ROLE}{kind}LinkbaseRef" \
xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase" xlink:href="made_{kind[:3]}.xml"/>\n'
        return self.write("made.xml", start, itertools.chain(*parts), "</xbrli:xbrl>\n", separator)

    def json(self, facts):
        """An xBRL-JSON report of the same taxonomy: names of facts with what they say."""
        names = [f'"made_{kind[:3]}.xml"' for kind in self.references]
        start = '{"documentInfo": {"documentType": "https://xbrl.org/2021/xbrl-json", "taxonomy": ["made.xsd"'
        start += "".join(f", {name}" for name in names)
        start += '], "namespaces": {"ex": "http://example.com/made", "e": "http://example.com", \
"xbrl": "https://xbrl.org/2021", "iso4217": "http://www.xbrl.org/2003/iso4217"}, "linkTypes": {"footnote": \
"http://www.xbrl.org/2003/arcrole/fact-footnote"}, "linkGroups": {"_": "http://www.xbrl.org/2003/role/link"}},\n\
"facts": {\n'
        lines = (f'{"," if number else ""}"{name}": {said}' for number, (name, said) in enumerate(facts))
        return self.write("made.json", start, lines, "}}\n")
