import * as fc from "../property.ts";

/** Texts that break a format without escapes: JSON, XML, a URI, a SARIF message, a terminal. */
const NASTY = [
  '"', "'", "\\", "/", "\n", "\r\n", "\r", "\t", " ", "\u0000", "\u001b[31m", "\u0085", "\u00a0", "\u200b", "\u202e", "\u2028", "\ufeff",
  "\ufffe", "\uffff", "\ud800", "\udfff", "\u{10ffff}", "😀", "👨‍👩‍👧", "日本", "שלום", "<", ">", "&", "&amp;", "&#x1b;", "]]>", "<![CDATA[", "<!--",
  "-->", "<script>alert(1)</script>", "<?xml", "{", "}", "{0}", "{{", "[a](b)", "](", "[", "\\]", "%0A", "%", "#", "?", "..", "./", ":", "::error::", "##[error]", "##vso[a.b]", "##", 
  '"results": []', '"toolExecutionNotifications": []', "C:\\", "a", "web",
]; // prettier-ignore

/** Text of a malicious or broken manifest. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...NASTY), { maxLength: 6 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary" }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 5 }).map((units) => String.fromCharCode(...units)),
);
