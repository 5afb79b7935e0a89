//! What reading an instance may find.

crate::rules! {
    class Specification, "XBRL 2.1";

    NOT_AN_INSTANCE = Error "xbrl.4.1:notAnInstance" at "4.1" {
        title: "a document that is to be an instance is none",
        why: "Facts are inside an xbrli:xbrl element; in any other document there are none to be found.",
        example: "<xbrl xmlns=\"http://www.xbrl.org/2001/instance\"/>",
        mended: "<xbrl xmlns=\"http://www.xbrl.org/2003/instance\">…</xbrl>",
    }
}
