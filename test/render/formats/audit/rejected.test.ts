import assert from "node:assert/strict";
import { test } from "node:test";
import { rejectedNow } from "../../../../src/render/formats/audit/rejected.ts";
import { audit } from "../../../audit/clusters.ts";
import { PIPE, terminal, text } from "../../painted.ts";
import { deployment, namespace, PLAIN, PRIVILEGED } from "./dumps.ts";

function many(count: number): string {
  const names = Array.from({ length: count }, (_, index) => `web-${String(index).padStart(2, "0")}`);
  return namespace("a", "enforce: baseline") + names.map((name) => deployment("a", name, PRIVILEGED)).join("");
}

test("nothing is printed if nothing is rejected", () => {
  assert.equal(text(rejectedNow(audit(namespace("a") + deployment("a", "web", PRIVILEGED)).namespaces, PIPE)), "");
  const dump = namespace("a", "audit: restricted", "warn: restricted") + deployment("a", "web", PLAIN);
  assert.equal(text(rejectedNow(audit(dump).namespaces, PIPE)), "");
});

test("a terminal has ten rows and the number of the others; a pipe has all rows", () => {
  const { namespaces } = audit(many(12));
  const lines = text(rejectedNow(namespaces, terminal(100)))
    .trimEnd()
    .split("\n");
  assert.equal(lines[0], "REJECTED NOW: 12 workloads in 1 namespace cannot start a new pod");
  assert.equal(lines[1], "  a  Deployment/web-00  enforce=baseline  privileged");
  assert.equal(lines.length, 12);
  assert.equal(lines.at(-1), "  and 2 more workloads: -o wide lists all");
  assert.equal(text(rejectedNow(namespaces, PIPE)).trimEnd().split("\n").length, 13);
});
