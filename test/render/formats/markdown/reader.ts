/** Reads Markdown like GitHub: CommonMark, tables, strikethrough, and automatic links for addresses. */
import assert from "node:assert/strict";
import { DOMParser, type Element, type Node } from "@xmldom/xmldom";
import markdownIt from "markdown-it";

const parser = markdownIt({ html: true, linkify: true });

/** The visible parts of a document. */
export interface Shown {
  /** Its elements and the text between them, with `…` in place of code. */
  readonly skeleton: string;
  /** The texts of its code, in order. */
  readonly code: string[];
}

/** Renders Markdown, and parses the HTML with a strict parser. */
export function readMarkdown(markdown: string): Shown {
  const html = parser.render(markdown);
  const document = new DOMParser({
    // The parser warns about U+FFFD, which is an ordinary character.
    onError: (level, message) => assert.equal(level, "warning", message),
  }).parseFromString(`<div>${html}</div>`, "text/xml");
  const code: string[] = [];
  return { skeleton: document.documentElement === null ? "" : skeletonOf(document.documentElement, code), code };
}

function skeletonOf(node: Node, code: string[]): string {
  if (node.nodeType === node.TEXT_NODE) return node.nodeValue ?? "";
  assert.equal(node.nodeType, node.ELEMENT_NODE);
  const { tagName, attributes } = node as Element;
  const names = Array.from(attributes, ({ name, value }) => ` ${name}=${value}`).join("");
  if (tagName === "code") {
    code.push(node.textContent ?? "");
    return `<code${names}>…</code>`;
  }
  const inner = Array.from(node.childNodes, (child) => skeletonOf(child, code)).join("");
  return `<${tagName}${names}>${inner}</${tagName}>`;
}
