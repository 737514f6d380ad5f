"""Tests of lxml: the largest extension here, written in Cython, over a C library."""

import copy
import io
import os
import threading

import pytest

etree = pytest.importorskip("lxml.etree")
html = pytest.importorskip("lxml.html")
objectify = pytest.importorskip("lxml.objectify")

REEF = b"""<?xml version="1.0" encoding="utf-8"?>
<reef xmlns:m="urn:moss"><!-- a comment -->
  <kelp id="a" length="3">blade<m:moss/>tail</kelp>
  <kelp id="b" length="12"><![CDATA[<raw>]]></kelp>
  <rock id="c"/>
</reef>"""
STYLE = b"""<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:param name="least" select="0"/>
<xsl:template match="/reef"><long><xsl:for-each select="kelp[@length &gt; $least]">
<k><xsl:value-of select="@id"/></k></xsl:for-each></long></xsl:template></xsl:stylesheet>"""
SCHEMA = b"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="reef"><xs:complexType>
<xs:sequence><xs:element name="kelp" type="xs:int" maxOccurs="9"/></xs:sequence></xs:complexType>
</xs:element></xs:schema>"""


@pytest.fixture
def reef():
    return etree.fromstring(REEF)


@pytest.fixture(scope="module")
def lengths():
    return etree.XPath("sum(//kelp/@length)")


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("//kelp", 2),
        ("//kelp[@id='a']", 1),
        ("//*", 5),
        ("//comment()", 1),
        ("//@id", 3),
        ("//kelp/text()", 3),
        ("//m:moss", 1),
        ("//nothing", 0),
        ("/reef/kelp[last()]", 1),
        ("//kelp|//rock", 3),
    ],
)
def test_xpath(reef, path, count):
    assert len(reef.xpath(path, namespaces={"m": "urn:moss"})) == count


@pytest.mark.parametrize("path", ["//", "[", "count(", "//x:y", "nope()"])
def test_bad_xpath(reef, path):
    with pytest.raises(etree.XPathError):
        reef.xpath(path)


@pytest.mark.parametrize(
    "text", [b"", b"<", b"<a>", b"<a></b>", b"<a b=c/>", b"<a>&nope;</a>", b"<a/><b/>", b"\xff"]
)
def test_broken_documents(text):
    with pytest.raises(etree.XMLSyntaxError) as info:
        etree.fromstring(text)
    assert info.value.error_log is not None


@pytest.mark.parametrize("method", ["xml", "html", "text", "c14n"])
def test_serialization(reef, method):
    options = {} if method == "c14n" else {"encoding": "utf-8"}
    assert b"blade" in etree.tostring(reef, method=method, **options)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "ascii", "unicode"])
def test_encodings(encoding):
    root = etree.Element("r")
    root.text = "naïve"
    assert etree.fromstring(etree.tostring(root, encoding=encoding)).text == "naïve"


def test_compiled_xpath(reef, lengths):
    assert lengths(reef) == 15


def test_build_a_tree():
    root = etree.Element("reef", nsmap={None: "urn:reef"})
    for i in range(200):
        etree.SubElement(root, "{urn:reef}kelp", id=str(i)).text = f"blade {i}"
    assert len(root) == 200
    root[10].getparent().remove(root[10])
    del root[:50]
    assert root[0].get("id") == "51"


def test_elements_outlive_their_tree(reef):
    element = reef.find("kelp")
    del reef
    assert element.getroottree().getroot().tag == "reef"


def test_move_between_documents(reef):
    other = etree.Element("other")
    other.append(reef[1])
    assert other[0].get("id") == "a" and len(reef) == 3


def test_attributes(reef):
    kelp = reef.find("kelp")
    kelp.attrib.update({"length": "4", "depth": "8"})
    assert dict(kelp.attrib) == {"id": "a", "length": "4", "depth": "8"}
    assert kelp.attrib.pop("depth") == "8"
    with pytest.raises(KeyError):
        kelp.attrib["nope"]


def test_bad_names():
    with pytest.raises(ValueError):
        etree.Element("not a name")
    with pytest.raises(ValueError):
        etree.Element("a").text = "\x00"
    with pytest.raises(TypeError):
        etree.Element("a").append("text")


def test_deep_copy(reef):
    twin = copy.deepcopy(reef)
    twin[1].set("id", "twin")
    assert reef[1].get("id") == "a"


def test_iterparse():
    seen = []
    for event, element in etree.iterparse(io.BytesIO(REEF), events=("start", "end", "comment")):
        seen.append(event)
        if event == "end":
            element.clear()
    assert seen.count("end") == 5 and seen.count("comment") == 1


def test_iterparse_left_in_the_middle():
    parser = etree.iterparse(io.BytesIO(b"<r>" + b"<a/>" * 1000 + b"</r>"))
    assert next(iter(parser))[1].tag == "a"


def test_feed_parser():
    parser = etree.XMLParser()
    for start in range(0, len(REEF), 10):
        parser.feed(REEF[start : start + 10])
    assert parser.close().tag == "reef"


def test_parser_target():
    class Names:
        def __init__(self):
            self.names = []

        def start(self, tag, attributes):
            self.names.append(tag)

        def close(self):
            return self.names

    assert etree.fromstring(REEF, etree.XMLParser(target=Names()))[:2] == ["reef", "kelp"]


def test_parser_target_that_raises():
    class Broken:
        def start(self, tag, attributes):
            raise LookupError(tag)

        def close(self):
            return None

    with pytest.raises(LookupError):
        etree.fromstring(REEF, etree.XMLParser(target=Broken()))


def test_resolver():
    class Resolver(etree.Resolver):
        def resolve(self, url, public_id, context):
            return self.resolve_string('<!ENTITY kelp "blade">', context)

    parser = etree.XMLParser(load_dtd=True)
    parser.resolvers.add(Resolver())
    assert etree.fromstring(b'<!DOCTYPE r SYSTEM "r.dtd"><r>&kelp;</r>', parser).text == "blade"


def test_element_classes():
    class Kelp(etree.ElementBase):
        @property
        def length(self):
            return int(self.get("length"))

    lookup = etree.ElementNamespaceClassLookup()
    lookup.get_namespace(None)["kelp"] = Kelp
    parser = etree.XMLParser()
    parser.set_element_class_lookup(lookup)
    assert [kelp.length for kelp in etree.fromstring(REEF, parser).findall("kelp")] == [3, 12]


@pytest.mark.parametrize("least", [0, 5, 20])
def test_xslt(reef, least):
    transform = etree.XSLT(etree.fromstring(STYLE))
    result = transform(reef, least=str(least))
    assert len(result.getroot()) == sum(length > least for length in (3, 12))


def test_bad_xslt():
    with pytest.raises(etree.XSLTParseError):
        etree.XSLT(etree.XML("<nope/>"))


def test_xpath_functions(reef):
    def longest(context, nodes):
        return max(nodes, key=lambda node: int(node.get("length")))

    evaluate = etree.XPathEvaluator(
        reef, extensions={("urn:f", "longest"): longest}, namespaces={"f": "urn:f"}
    )
    assert evaluate("f:longest(//kelp)")[0].get("id") == "b"


def test_xpath_function_that_raises(reef):
    def broken(context):
        raise ArithmeticError

    evaluate = etree.XPathEvaluator(reef, extensions={(None, "broken"): broken})
    with pytest.raises(ArithmeticError):
        evaluate("broken()")


def test_schema():
    schema = etree.XMLSchema(etree.fromstring(SCHEMA))
    assert schema.validate(etree.fromstring(b"<reef><kelp>3</kelp></reef>"))
    with pytest.raises(etree.DocumentInvalid, match="kelp"):
        schema.assertValid(etree.fromstring(b"<reef><kelp>long</kelp></reef>"))


def test_dtd():
    dtd = etree.DTD(io.StringIO("<!ELEMENT reef (kelp*)><!ELEMENT kelp EMPTY>"))
    assert dtd.validate(etree.XML("<reef><kelp/></reef>"))
    assert not dtd.validate(etree.XML("<reef><rock/></reef>"))
    assert "rock" in str(dtd.error_log.last_error)


def test_relax_ng():
    relax = etree.RelaxNG(
        etree.XML('<element name="a" xmlns="http://relaxng.org/ns/structure/1.0"><text/></element>')
    )
    assert relax(etree.XML("<a>b</a>")) and not relax(etree.XML("<b/>"))


def test_html():
    page = html.fromstring("<div><p class=a>One<p>Two <a href='/x'>link</a></div>")
    assert [p.text_content() for p in page.iter("p")] == ["One", "Two link"]
    page.make_links_absolute("http://example.org/")
    assert page.xpath("//a/@href") == ["http://example.org/x"]


def test_html_form():
    form = html.fromstring(
        "<form><input name=a value=1><select name=b><option selected>x</select></form>"
    )
    form.fields["a"] = "2"
    assert dict(form.form_values()) == {"a": "2", "b": "x"}


def test_objectify():
    root = objectify.fromstring("<r><n>3</n><n>4</n><s>kelp</s><b>true</b></r>")
    assert root.n[0] + root.n[1] == 7 and root.s == "kelp" and root.b
    root.new = [1, 2]
    with pytest.raises(AttributeError):
        root.nope
    assert "new" in objectify.dump(root)


def test_file(tmp_path, reef):
    path = os.fspath(tmp_path / "reef.xml")
    reef.getroottree().write(path, xml_declaration=True, encoding="utf-8")
    assert etree.parse(path).getroot().find("rock") is not None
    with pytest.raises(OSError):
        etree.parse(os.fspath(tmp_path / "nope.xml"))


def test_incremental_file():
    buffer = io.BytesIO()
    with etree.xmlfile(buffer) as file, file.element("reef"):
        for i in range(10):
            file.write(etree.Element("kelp", id=str(i)))
    assert len(etree.fromstring(buffer.getvalue())) == 10


def test_incremental_file_left_by_an_exception():
    buffer = io.BytesIO()
    with pytest.raises(InterruptedError), etree.xmlfile(buffer) as file, file.element("reef"):
        raise InterruptedError


def test_iteration(reef):
    assert [e.tag for e in reef.iter("kelp", "rock")] == ["kelp", "kelp", "rock"]
    assert [e.get("id") for e in reef[2].itersiblings(preceding=True)] == ["a", None]
    assert reef[1].getnext().getprevious() is reef[1]
    assert list(reef.itertext())[1:3] == ["blade", "tail"]


def test_proxies_are_one(reef):
    assert reef[1] is reef.find("kelp")
    assert len({id(e) for _ in range(3) for e in reef}) <= 12


def test_entities_and_instructions():
    root = etree.XML("<r><?go now?><!--c--></r>")
    root.append(etree.Entity("kelp"))
    assert [type(child).__name__ for child in root] == [
        "_ProcessingInstruction",
        "_Comment",
        "_Entity",
    ]


def test_threads():
    found = []

    def work():
        for _ in range(10):
            found.append(etree.fromstring(REEF).xpath("count(//kelp)"))

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [2.0] * 30


def test_a_tree_handed_between_threads():
    trees = []
    thread = threading.Thread(target=lambda: trees.append(etree.fromstring(REEF)))
    thread.start()
    thread.join()
    trees[0].append(etree.Element("new"))
    assert trees[0][-1].tag == "new"


def test_a_large_document():
    data = b"<r>" + b"".join(b"<kelp id='%d'>blade</kelp>" % i for i in range(3000)) + b"</r>"
    root = etree.fromstring(data)
    assert sum(len(e.text) for e in root) == 15000
    etree.strip_tags(root, "kelp")
    assert len(root) == 0


def test_cdata_and_entities_survive():
    root = etree.fromstring(REEF, etree.XMLParser(strip_cdata=False))
    assert b"<![CDATA[<raw>]]>" in etree.tostring(root)


def test_canonical(reef):
    assert etree.canonicalize(etree.tostring(reef, encoding="unicode")).startswith("<reef")


def test_xinclude(tmp_path):
    (tmp_path / "part.xml").write_text("<part/>")
    main = tmp_path / "main.xml"
    main.write_text(
        '<r xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="part.xml"/></r>'
    )
    tree = etree.parse(os.fspath(main))
    tree.xinclude()
    assert tree.getroot()[0].tag == "part"
