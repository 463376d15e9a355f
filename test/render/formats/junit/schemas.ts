import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { XMLSerializer } from "@xmldom/xmldom";
import { validateXML } from "xmllint-wasm";
import { readXml } from "./xml-document.ts";

const JENKINS = schemaOf("junit-10.xsd");
const SUREFIRE = schemaOf("surefire-suite.xsd");

function schemaOf(name: string): string {
  return readFileSync(new URL(`../../../schemas/${name}`, import.meta.url), "utf8");
}

/** Asserts that documents are valid for Jenkins, and that each of their suites is a valid report of Maven Surefire. */
export async function assertValidJunit(...documents: readonly string[]): Promise<void> {
  await assertValid(documents, JENKINS);
  const suites = documents.flatMap((xml) => [...readXml(xml).getElementsByTagName("testsuite")]);
  await assertValid(
    suites.map((suite) => new XMLSerializer().serializeToString(suite)),
    SUREFIRE,
  );
}

async function assertValid(documents: readonly string[], schema: string): Promise<void> {
  if (documents.length === 0) return;
  const xml = documents.map((contents, index) => ({ fileName: `${index}.xml`, contents }));
  const { valid, rawOutput } = await validateXML({ xml, schema });
  assert.ok(valid, rawOutput);
}
