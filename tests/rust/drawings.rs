//! Drawings that anyone may open by their own address: nothing in them runs, moves or is fetched from elsewhere.

use greenpaper::read::{unsafe_content, unsafe_drawing};

/// A drawing with this inside.
fn drawing(inside: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:h=\"http://www.w3.org/1999/xhtml\" viewBox=\"0 0 9 9\">{inside}</svg>"
    )
}

const PROGRAM: &str = "it has a program in it";
const FETCHES: &str = "it fetches something from elsewhere";
const MOVES: &str = "something in it moves or changes";
const UNREADABLE: &str = "it is no drawing that can be read";
const PAGE: &str = "a part of a web page is embedded in it";

#[test]
fn active_content_is_refused_with_its_place() {
    let refused = [
        ("<script>alert(1)</script>", PROGRAM),
        ("<SCRIPT>alert(1)</SCRIPT>", PROGRAM),
        ("<h:script>alert(1)</h:script>", PROGRAM),
        ("<metadata><h:script>alert(1)</h:script></metadata>", PROGRAM),
        ("<rect onclick=\"alert(1)\"/>", PROGRAM),
        ("<rect OnLoad=\"alert(1)\"/>", PROGRAM),
        ("<a href=\"javascript:alert(1)\"><text>x</text></a>", PROGRAM),
        ("<a href=\" &#1;JavaScript:alert(1)\"><text>x</text></a>", UNREADABLE),
        ("<a href=\"java&#9;script:alert(1)\"><text>x</text></a>", PROGRAM),
        ("<a xlink:href=\"java&#10;script:alert(1)\"><text>x</text></a>", PROGRAM),
        ("<a href=\"data:text/html,x\"><text>x</text></a>", "an address that is not allowed"),
        ("<set attributeName=\"href\" to=\"javascript:alert(1)\"/>", MOVES),
        ("<animate attributeName=\"href\" values=\"javascript:alert(1)\"/>", MOVES),
        ("<animateTransform attributeName=\"transform\"/>", MOVES),
        ("<foreignObject><p>x</p></foreignObject>", PAGE),
        ("<h:iframe src=\"https://evil.example\"/>", PAGE),
        ("<iframe xmlns=\"http://www.w3.org/1999/xhtml\" src=\"https://evil.example\"/>", PAGE),
        ("<iframe src=\"https://evil.example\"/>", "an element that is not part of a drawing"),
        ("<audio src=\"x\"/>", "an element that is not part of a drawing"),
        ("<handler type=\"text/ecmascript\">alert(1)</handler>", "an element that is not part of a drawing"),
        ("<use href=\"https://evil.example/x.svg#a\"/>", FETCHES),
        ("<use xlink:href=\"//evil.example/x.svg#a\"/>", FETCHES),
        ("<use href=\"data:image/svg+xml,x\"/>", FETCHES),
        ("<image href=\"https://evil.example/x.png\"/>", FETCHES),
        ("<image href=\"/\\evil.example/x.png\"/>", FETCHES),
        ("<image href=\"data:image/svg+xml;base64,x\"/>", FETCHES),
        ("<filter><feImage href=\"https://evil.example/x.png\"/></filter>", FETCHES),
        ("<style>@import url(https://evil.example/x.css);</style>", FETCHES),
        ("<style>@im\\70 ort \"https://evil.example/x.css\";</style>", FETCHES),
        ("<style><![CDATA[@/**/import 'x'; rect { fill: url( \"https://evil.example\" ) }]]></style>", FETCHES),
        ("<rect style=\"background: u\\72l(https://evil.example)\"/>", FETCHES),
        ("<rect style=\"background: URL('https://evil.example')\"/>", FETCHES),
        ("<rect style=\"background: image-set('https://evil.example' 1x)\"/>", FETCHES),
        ("<rect style=\"background: -webkit-image-set('https://evil.example' 1x)\"/>", FETCHES),
        ("<rect fill=\"url(https://evil.example#a)\"/>", FETCHES),
        ("<g xml:base=\"https://evil.example/\"/>", "it changes where its addresses lead"),
        // What looks like a comment in a string or an address is none.
        ("<style>a { content: \"/*\" } b { fill: url(https://evil.example) } c { content: \"*/\" }</style>", FETCHES),
        ("<style>@namespace x '/*'; @import 'https://evil.example/x.css'; a { content: '*/' }</style>", FETCHES),
        ("<style>a { fill: url(#a/*) } b { fill: url(https://evil.example) } /* */</style>", FETCHES),
        ("<rect style=\"font-family: '/*'; background: url(https://evil.example); fill: '*/'\"/>", FETCHES),
        ("<a href=\"https://example.org\" ping=\"https://evil.example\"><text>x</text></a>", "tells others who follows it"),
        ("<math xmlns=\"http://www.w3.org/1998/Math/MathML\" href=\"javascript:alert(1)\"/>", PROGRAM),
        ("<rect cursor=\"url(https://evil.example/x.cur), auto\"/>", FETCHES),
        ("<style>:root { --u: url(https://evil.example) } rect { fill: var(--u) }</style>", FETCHES),
    ];
    for (inside, words) in refused {
        let text = drawing(inside);
        let found = unsafe_content(&text).unwrap_or_else(|| panic!("{inside} is allowed"));
        assert!(found.what.contains(words), "{inside}: {}", found.what);
        assert!(found.what.contains("line 1, column ") || words == UNREADABLE, "{inside}: {}", found.what);
    }
}

#[test]
fn what_comes_before_a_drawing_is_checked() {
    let svg = drawing("<rect/>");
    for (head, words) in [
        ("<?xml-stylesheet href=\"https://evil.example/x.css\"?>", "it fetches a style sheet"),
        ("<?xml version=\"1.0\" encoding=\"ISO-2022-JP\"?>", "it says that its encoding is `iso-2022-jp`"),
        ("<?xml\tversion=\"1.0\" encoding=\"ISO-2022-JP\"?>", "it says that its encoding is `iso-2022-jp`"),
        ("<?xml\nversion='1.0'\nencoding = 'UTF-16'?>", "it says that its encoding is `utf-16`"),
        ("<!DOCTYPE svg [<!ATTLIST svg onload CDATA \"alert(1)\">]>", "its document type declares more than names for text"),
        ("<!DOCTYPE svg [<!ENTITY % a \"&#60;!ATTLIST svg onload CDATA 'alert(1)'>\"> %a;]>", "it is no drawing that can be read"),
        ("<!DOCTYPE svg [<!ENTITY a \"<script>alert(1)</script>\">]>", ""),
    ] {
        let text = if words.is_empty() { format!("{head}{}", drawing("&a;")) } else { format!("{head}{svg}") };
        let found = unsafe_content(&text).map(|found| found.what).unwrap_or_default();
        let expected = if words.is_empty() { PROGRAM } else { words };
        assert!(found.contains(expected), "{head}: {found}");
    }
    assert!(unsafe_drawing(&[0xff, 0xfe, 0x3c, 0]).is_some(), "UTF-16");
}

#[test]
fn what_drawing_programs_write_is_allowed() {
    for inside in [
        "<defs><linearGradient id=\"a\"><stop offset=\"0\"/></linearGradient></defs><rect fill=\"url(#a)\"/><use href=\"#a\"/>",
        "<style>rect { fill: url(\"#a\"); } /* see https://example.org */ @media print { text { fill: black } }</style>",
        "<style>@font-face { src: url(data:font/woff2;base64,AAAA) } @namespace svg url(http://www.w3.org/2000/svg);</style>",
        "<a href=\"https://example.org/plan\"><text>Our plan</text></a><a href=\"mailto:a@example.org\"><text>Write</text></a>",
        "<image href=\"data:image/png;base64,AAAA\"/><image href=\"photo.png\"/>",
        "<metadata><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:li rdf:resource=\"https://example.org/\"/></rdf:RDF></metadata>",
        "<sodipodi:namedview xmlns:sodipodi=\"http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd\" pagecolor=\"#ffffff\"/>",
        "<text aria-label=\"Map (see image(s) 1)\" style=\"font-family: 'Noto Sans'\">on the map: javascript:</text>",
        "<switch><text systemLanguage=\"en\">A</text></switch><flowRoot/><title>T</title><desc>D</desc>",
        "<filter id=\"f\"><feGaussianBlur stdDeviation=\"2\"/></filter><g filter=\"url(#f)\" style=\"mix-blend-mode:normal\"/>",
    ] {
        assert_eq!(unsafe_content(&drawing(inside)), None, "{inside}");
    }
    let illustrator = "<?xml version=\"1.0\" encoding=\"utf-8\"?><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\" [<!ENTITY ns_svg \"http://www.w3.org/2000/svg\">]><svg xmlns=\"&ns_svg;\"><rect/></svg>";
    assert_eq!(unsafe_content(illustrator), None);
    let latin = "<?xml version=\"1.0\" encoding=\"iso-8859-1\" standalone=\"no\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    assert_eq!(unsafe_content(latin), None);
}

#[test]
fn a_text_too_long_to_set_is_refused() {
    let found = unsafe_content(&drawing(&format!("<text>{}</text>", "a".repeat(200_000)))).expect("refused");
    assert!(found.what.contains("200000 characters"), "{}", found.what);
}

#[test]
fn what_takes_for_ever_to_read_or_draw_is_refused() {
    let many = |form: &dyn Fn(usize) -> String, count| (0..count).map(form).collect::<String>();
    let attributes = format!("<rect {}/>", many(&|n| format!("a{n} = \"1\" "), 20_000));
    let prefixes = many(&|n| format!("<g xmlns:p{n}='urn:{n}'/>"), 20_000);
    let nested = "<g>".repeat(1_000) + &"</g>".repeat(1_000);
    let rules = format!("<style>{}</style>{}", many(&|n| format!(".a{n}{{fill:red}}"), 5_000), "<rect class=\"a1\"/>".repeat(5_000));
    for (inside, words) in [
        (attributes, "more than 256 attributes or prefixes (line 1)"),
        (prefixes, "more than 256 attributes or prefixes (line 1)"),
        (nested, "more than 256 elements in it are within each other"),
        (rules, "5002 elements and 5000 rules"),
    ] {
        let found = unsafe_content(&drawing(&inside)).expect("refused");
        assert!(found.what.contains(words), "{}", found.what);
    }
    let usual = format!("<style>{}</style>{}", ".st0{fill:red}".repeat(100), "<g xmlns:a='urn:a'><rect/></g>".repeat(5_000));
    assert_eq!(unsafe_content(&drawing(&usual)), None);
}

#[test]
fn a_large_drawing_is_checked_quickly() {
    // Two million characters on one line: places must not be counted for what is allowed.
    let text = drawing(&"<rect x=\"1\" style=\"fill: url(#a)\"/>".repeat(60_000));
    let start = std::time::Instant::now();
    assert_eq!(unsafe_content(&text), None);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}
