import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { loadAll } from "js-yaml";
import manifest from "../../package.json" with { type: "json" };

const TEXT = readFileSync("docs/in-cluster.md", "utf8");
/** A golden file that has every metric. */
const METRICS = readFileSync("test/golden/render/metrics-audit.prom", "utf8");

/** Each metric with the labels that any of its series has. */
function written(): Map<string, ReadonlySet<string>> {
  const names = [...METRICS.matchAll(/^# TYPE (\S+) gauge$/gm)].map(([, name = ""]) => name);
  return new Map(
    names.map((name) => {
      const series = METRICS.matchAll(new RegExp(`^${name}\\{(.*)\\} \\S+$`, "gm"));
      return [
        name,
        new Set(
          [...series].flatMap(([, labels = ""]) => [...labels.matchAll(/(\w+)="/g)].map(([, label = ""]) => label)),
        ),
      ];
    }),
  );
}

/** What the table says. */
function documented(): Map<string, ReadonlySet<string>> {
  const rows = TEXT.matchAll(/^\| `(kubectl_pss_\w+)` \| (.*?) \|/gm);
  return new Map(
    Array.from(rows, ([, name = "", labels = ""]) => [
      name,
      new Set([...labels.matchAll(/`(\w+)`/g)].map(([, label = ""]) => label)),
    ]),
  );
}

test("the table has every metric and its labels, in their order", () => {
  const metrics = written();
  // Of the golden file's lists none was refused in one namespace alone.
  metrics.set("kubectl_pss_unreadable_lists", new Set(["resource", "namespace"]));
  assert.deepEqual([...documented()], [...metrics]);
});

test("the alerts ask for metrics and labels that there are", () => {
  const metrics = written();
  const [, rules = ""] = /^## Alerts\n.*?^```yaml\n(.*?)^```$/ms.exec(TEXT) ?? [];
  const [document] = loadAll(rules) as { groups: { rules: { alert: string; expr: string }[] }[] }[];
  const expressions = document?.groups.flatMap((group) => group.rules) ?? [];
  assert.equal(expressions.length, 5);
  for (const { alert, expr } of expressions) {
    for (const [, name = "", selector = ""] of expr.matchAll(/(kubectl_pss_\w+)(\{.*?\})?/g)) {
      const labels = metrics.get(name);
      assert.ok(labels !== undefined, `${alert}: ${name}`);
      for (const [, label = ""] of selector.matchAll(/(\w+)(?:=|!=|=~|!~)"/g))
        assert.ok(labels.has(label), `${alert}: ${label}`);
    }
  }
});

test("what it tags is this version", () => {
  const versions = [...TEXT.matchAll(/kubectl-pss:(v[\d.]+\d)/g)].map(([, version]) => version);
  assert.deepEqual([...new Set(versions)], [`v${manifest.version}`]);
});
