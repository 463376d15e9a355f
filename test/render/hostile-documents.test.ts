/** Formats for machines: a real parser reads the same from a hostile and from a harmless report, except for the texts. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Element, Node } from "@xmldom/xmldom";
import * as fc from "../property.ts";
import { renderHtml } from "../../src/render/formats/html/html.ts";
import { renderJunit } from "../../src/render/formats/junit/junit.ts";
import { renderSarif } from "../../src/render/formats/sarif/sarif.ts";
import { clusterReports, lintReports, assertHarmless, tame, type Tamed } from "./hostile-reports.ts";
import { PIPE, text } from "./painted.ts";
import { shownText } from "./formats/sarif/log.ts";
import { readXml, visibleText } from "./formats/junit/xml-document.ts";

const LINT = lintReports({ hasAccepted: true });
const AUDIT = clusterReports("AuditReport", { hasAccepted: true });
const RUNS = { numRuns: 200 };

for (const [name, reports] of [
  ["lint", LINT],
  ["audit", AUDIT],
] as const) {
  test(`SARIF is read back: ${name}`, () => {
    fc.assert(
      fc.property(reports, (hostile) => {
        const tamed = tame(hostile);
        const output = text(renderSarif(hostile, PIPE));
        const expected: unknown = JSON.parse(text(renderSarif(tamed.report, PIPE)));
        assert.deepEqual(sarifTexts(JSON.parse(output)), sarifTexts(expected, tamed.restore));
        assertHarmless(output);
      }),
      RUNS,
    );
  });

  test(`JUnit's XML is read back: ${name}`, () => {
    fc.assert(
      fc.property(reports, (hostile) => {
        const tamed = tame(hostile);
        const output = text(renderJunit(hostile, PIPE));
        const expected = xmlTexts(readXml(text(renderJunit(tamed.report, PIPE))));
        assert.deepEqual(
          xmlTexts(readXml(output)).map(inLines),
          expected.map((one) => inLines(tamed.restore(one, visibleText))),
        );
        // No name adds a line to the text of a case.
        const lines = (document: string): number => document.split("\n").length;
        assert.equal(lines(output), lines(text(renderJunit(tamed.report, PIPE))));
        assertHarmless(output);
      }),
      RUNS,
    );
  });
}

/** The lines of a case's text. */
function inLines(shown: string): string {
  return shown.replaceAll("\\n", "\n").replaceAll("\\r", "\r");
}

describe("no text of a manifest begins or ends an element of HTML", () => {
  for (const [name, reports] of [
    ["lint", LINT],
    ["audit", AUDIT],
    ["dry run", clusterReports("DryRunReport")],
  ] as const) {
    test(name, () => {
      fc.assert(
        fc.property(reports, (hostile) => {
          const output = text(renderHtml(hostile, PIPE));
          assert.deepEqual(elementsOf(output), elementsOf(text(renderHtml(tame(hostile).report, PIPE))));
          assertHarmless(output);
        }),
        RUNS,
      );
    });
  }
});

/** A log with the messages that a reader shows, and with files as paths with the separators of URIs. */
function sarifTexts(log: unknown, restore: Tamed["restore"] = (shown) => shown): unknown {
  const walk = (field: unknown, name: string): unknown => {
    if (typeof field === "string") {
      const shown = name === "text" ? shownText({ text: field }) : field;
      return restore(shown, (original) => original.toWellFormed());
    }
    if (Array.isArray(field)) return field.map((item) => walk(item, name));
    if (typeof field !== "object" || field === null) return field;
    if ("uri" in field && typeof field.uri === "string")
      return filePath(restore(decodeURIComponent(field.uri), (file) => file));
    return Object.fromEntries(Object.entries(field).map(([key, inner]) => [key, walk(inner, key)]));
  };
  return walk(log, "");
}

/** A path without its beginning and its separators, because the renderer chooses them. */
function filePath(path: string): string {
  const unified = path.toWellFormed().replaceAll("\\", "/");
  return unified.replace(/^(?:file:(?=\/)|\.?\/)+/, "");
}

/** Every name, attribute and text of a document, in order. */
function xmlTexts(node: Node): string[] {
  if (node.nodeType === node.TEXT_NODE) return [node.nodeValue ?? ""];
  const { tagName, attributes } = node as Element;
  const own =
    tagName === undefined ? [] : [tagName, ...Array.from(attributes, ({ name, value }) => `${name}=${value}`)];
  return [...own, ...Array.from(node.childNodes, xmlTexts).flat()];
}

/** The names of the tags and comments of a page, without the marks of hidden characters. */
function elementsOf(html: string): string[] {
  return (html.match(/<(?:\/?[a-z]\w*|!)/gi) ?? []).filter((tag) => !/^<\/?span$/.test(tag));
}
