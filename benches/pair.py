"""Two instances that differ in one fact of fifty, of growing size: what their comparison takes, whole processes.

    python3 benches/pair.py [REFERENCE...]

REFERENCE is a command that compares the two files in the place of `{new}` and `{old}` in its arguments; it is run on
the smallest pair. Needs a release build (`cargo build --release`).
"""

import pathlib
import sys
import tempfile

from processes import run

FACTUM = pathlib.Path(__file__).resolve().parent.parent / "target" / "release" / "factum"
SIZES = [125_000, 250_000, 500_000, 1_000_000]
# Facts of a context, and members of the axis; each member has the contexts of several years.
FACTS, MEMBERS = 100, 1000

HEAD = """<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"
    xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:iso4217="http://www.xbrl.org/2003/iso4217"
    xmlns:xbrldi="http://xbrl.org/2006/xbrldi" xmlns:ex="http://example.com/made">
<xbrli:unit id="u"><xbrli:measure>iso4217:JPY</xbrli:measure></xbrli:unit>
"""
CONTEXT = """<xbrli:context id="c{number}"><xbrli:entity><xbrli:identifier scheme="http://example.com">made\
</xbrli:identifier><xbrli:segment><xbrldi:explicitMember dimension="ex:Axis">ex:M{member}</xbrldi:explicitMember>\
</xbrli:segment></xbrli:entity><xbrli:period><xbrli:startDate>{year}-01-01</xbrli:startDate>\
<xbrli:endDate>{year}-12-31</xbrli:endDate></xbrli:period></xbrli:context>
"""
FACT = '<ex:C{concept} contextRef="c{context}" unitRef="u" decimals="-3">{value}</ex:C{concept}>\n'


def write(path, facts, odd):
    """An instance of so many facts; every `odd`th is another than in a plain one."""
    with open(path, "w", encoding="utf-8") as out:
        out.write(HEAD)
        for number in range(-(-facts // FACTS)):
            out.write(CONTEXT.format(number=number, member=number % MEMBERS, year=1900 + number // MEMBERS))
        for fact in range(facts):
            value = fact * 1000 + (7000 if fact % odd == 0 else 0)
            out.write(FACT.format(concept=fact % FACTS, context=fact // FACTS, value=value))
        out.write("</xbrli:xbrl>\n")


def told(command):
    seconds, mebibytes = run(command)
    return f"{seconds:6.2f} s {mebibytes:6.0f} MiB"


def main():
    with tempfile.TemporaryDirectory() as folder:
        old, new = (pathlib.Path(folder) / name for name in ("old.xml", "new.xml"))
        for size in SIZES:
            write(old, size, 100)
            write(new, size, 101)
            print(f"{size:9,} facts each: factum {told([FACTUM, 'diff', old, new])}")
            if size == SIZES[0] and sys.argv[1:]:
                print(f"{'':22}reference {told([part.format(new=new, old=old) for part in sys.argv[1:]])}")


main()
