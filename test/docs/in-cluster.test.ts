import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import manifest from "../../package.json" with { type: "json" };
import { one, selects } from "../deploy/manifests.ts";
import { RULES, SERVICE_MONITOR, TEXT } from "./in-cluster.ts";

/** A golden file with every metric except that of `--level`, and a file with that one. */
const METRICS = ["audit", "level"]
  .map((name) => readFileSync(`test/golden/formats/prometheus/${name}.prom`, "utf8"))
  .join("\n");

/** Each metric, with the labels of all its series. */
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

/** The metrics and labels in the table. */
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
  const rows = [...documented()];
  assert.deepEqual(new Map(rows), written());
  // In the golden files, the metrics of namespaces with --level follow the others.
  const order = rows.map(([name]) => name).filter((name) => !name.includes("_level_violating_"));
  assert.deepEqual(
    order,
    [...written().keys()].filter((name) => !name.includes("_level_violating_")),
  );
});

test("the alerts use existing metrics and labels", () => {
  const metrics = written();
  assert.equal(RULES.length, 5);
  for (const { alert, expr } of RULES) {
    for (const [, name = "", selector = ""] of expr.matchAll(/(kubectl_pss_\w+)(\{.*?\})?/g)) {
      const labels = metrics.get(name);
      assert.ok(labels !== undefined, `${alert}: ${name}`);
      for (const [, label = ""] of selector.matchAll(/(\w+)(?:=|!=|=~|!~)"/g))
        assert.ok(labels.has(label), `${alert}: ${label}`);
    }
  }
});

test("its image tags have this version", () => {
  const versions = [...TEXT.matchAll(/kubectl-pss:(v[\d.]+\d)/g)].map(([, version]) => version);
  assert.deepEqual([...new Set(versions)], [`v${manifest.version}`]);
});

test("each alert waits before it fires, and has a summary", () => {
  for (const { alert, for: wait, annotations } of RULES) {
    assert.match(wait, /^\d+[mhdw]$/, alert);
    assert.notEqual(annotations.summary, "", alert);
  }
});

test("the ServiceMonitor selects the Service and its port, and honours labels", () => {
  const { metadata, spec } = SERVICE_MONITOR;
  const service = one("Service");
  assert.equal(metadata.namespace, service.metadata.namespace);
  assert.ok(selects(spec.selector.matchLabels, service.metadata.labels ?? {}));
  const ports = service.spec.ports.map(({ name }) => name);
  assert.deepEqual(spec.endpoints, [{ port: ports[0], honorLabels: true }]);
});

test("the install command replaces each OWNER", () => {
  const [, pattern = "", replacement = ""] =
    /^sed 's\|(.*)\|(.*)\|' deploy\/kubernetes\.yaml \| kubectl apply -f -$/m.exec(TEXT) ?? [];
  const text = readFileSync("deploy/kubernetes.yaml", "utf8");
  // Replaces once in each line, like sed without g.
  const applied = text.split("\n").map((line) => line.replace(new RegExp(pattern), replacement));
  assert.notEqual(pattern, "");
  assert.doesNotMatch(applied.join("\n"), /OWNER/);
  assert.equal(applied.filter((line, index) => line !== text.split("\n")[index]).length, 1);
});
