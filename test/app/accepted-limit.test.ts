import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { RuleIndex } from "../../src/accepted/rule.ts";
import { rulesIn } from "../../src/app/accepted/accepted-violations.ts";

const directory = mkdtempSync(join(tmpdir(), "pss-accepted-"));
after(() => rmSync(directory, { recursive: true }));

const listOf = (entries: readonly string[]): string => {
  const file = join(directory, "accepted.yaml");
  writeFileSync(file, entries.join(""));
  return file;
};
const MOST = 100_000;

test("a list of accepted violations has 100,000 entries at most", () => {
  const entries = Array.from({ length: MOST }, (_, index) => `- {name: p${index}, check: hostPorts, reason: r}\n`);
  assert.equal(rulesIn(listOf(entries), false).length, MOST);
  const message = /: 100,001 entries, and at most 100,000 are read$/;
  assert.throws(() => rulesIn(listOf([...entries, entries[0] ?? ""]), false), { message });
});

test("the rules about a workload come in the order of the list, those with a whole name first", () => {
  const patterns = ["w*", "*", "web-?", "web*", "x*", "we*b-1", "web-1"];
  const entries = patterns.map((name) => `- {name: "${name}", check: hostPorts, reason: "${name}"}\n`);
  entries.push(
    '- {namespace: shop, check: hostPorts, reason: "shop"}\n',
    '- {namespace: other, check: hostPorts, reason: "other"}\n',
  );
  const index = new RuleIndex(rulesIn(listOf(entries), false));
  const reasonsOf = (name: string): string[] =>
    index.about({ namespace: "shop", kind: "Pod", name }).map(({ acceptance }) => acceptance.reason);
  assert.deepEqual(reasonsOf("web-1"), ["web-1", "w*", "*", "web-?", "web*", "we*b-1", "shop"]);
  assert.deepEqual(reasonsOf("x"), ["*", "x*", "shop"]);
  assert.deepEqual(reasonsOf(""), ["*", "shop"]);
});

test("a pattern is compared only with names that begin like it", () => {
  const patterns = Array.from({ length: 100 }, (_, index) => `- {name: "p${index}-*", check: hostPorts, reason: r}\n`);
  let compared = 0;
  const rules = rulesIn(listOf(patterns), false).map((rule) => ({
    ...rule,
    isAbout: (workload: Parameters<typeof rule.isAbout>[0]): boolean => {
      compared++;
      return rule.isAbout(workload);
    },
  }));
  assert.equal(new RuleIndex(rules).about({ namespace: "ns", kind: "Pod", name: "p42-a" }).length, 1);
  assert.equal(compared, 1);
});
