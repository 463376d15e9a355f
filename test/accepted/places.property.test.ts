import assert from "node:assert/strict";
import { test } from "node:test";
import { acceptViolations } from "../../src/accepted/accept.ts";
import { acceptedEntries } from "../../src/accepted/entries.ts";
import { annotationRules } from "../../src/accepted/notes.ts";
import { ruleOf, type AcceptedRule } from "../../src/accepted/rule.ts";
import { settings } from "../../src/app/settings/decode-settings.ts";
import { lint } from "../../src/audit/lint.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { renderAcceptedList } from "../../src/render/formats/accepted/list.ts";
import { stringifyYaml } from "../../src/render/words/documents/yaml.ts";
import type { AcceptedBy, AcceptedEntry } from "../../src/report/acceptance.ts";
import type { Report } from "../../src/report/report.ts";
import { parseYamlDocument } from "../../src/text/yaml.ts";
import { OPTIONS, itemsOf, levelAt } from "../audit/items.ts";
import * as fc from "../property.ts";
import { SEED } from "../seed.ts";

/** The number of rules in each place. */
const RULES = 60;
/** The days of the injected clock: before, on and after the last day of some rules. */
const TODAY = "2026-12-01";
const DAYS = ["2026-11-30", TODAY, "2026-12-02"];
const IDS = CHECKS.map(({ id }) => id);

/** A workload that violates many checks in its pod and in three containers. */
function manifest(name: string, annotations: Readonly<Record<string, string>> = {}): string {
  const violating = "securityContext: {privileged: true, capabilities: {add: [SYS_ADMIN]}, procMount: Unmasked}";
  const container = (of: string): string =>
    `{name: ${of}, image: i, ports: [{containerPort: 80, hostPort: 80}], ${violating}}`;
  return `${stringifyYaml({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "shop", annotations },
  })}spec:
  template:
    spec:
      hostPID: true
      securityContext: {runAsNonRoot: false, seccompProfile: {type: Unconfined}, sysctls: [{name: kernel.msgmax, value: "1"}]}
      volumes: [{name: v, hostPath: {path: /}}]
      initContainers: [${container("init")}]
      containers: [${container("a")}, ${container("b")}]
`;
}

function lintText(text: string): Report {
  const levels = [levelAt("baseline", "latest"), levelAt("restricted", "latest")];
  return lint(() => itemsOf(text), { ...OPTIONS, levels });
}

/** The accepted fields of a report with their reasons and days, and its counts. */
function shown(report: Report, rules: readonly AcceptedRule[], today: string) {
  const workloads = report.namespaces.flatMap((namespace) => namespace.workloads);
  const annotations = annotationRules(workloads, false);
  assert.deepEqual(annotations.notes, []);
  const { report: accepted, use } = acceptViolations(report, rules, annotations.rules, today);
  const fields = accepted.namespaces.flatMap((namespace) =>
    namespace.workloads.flatMap(({ results, otherResults }) =>
      [...results, ...otherResults].flatMap(({ level, violations }) =>
        violations.map(({ check, accepted: whole, fields: all }) => [
          ...[level, check, whole?.reason ?? null],
          ...all.map((field) => [field.path, field.accepted?.reason ?? null, field.accepted?.until ?? null]),
        ]),
      ),
    ),
  );
  return { fields, summary: accepted.summary, expired: use.expired.size, matched: use.matched.size };
}

/** Reads entries from the text of a file, like a run. */
function rulesIn(entries: readonly AcceptedEntry[], by: AcceptedBy): readonly AcceptedRule[] {
  const faults: object[] = [];
  const read =
    by === "file"
      ? acceptedEntries(
          parseYamlDocument([...renderAcceptedList(entries, "a.yaml")].join("")).value,
          [],
          faults as never,
        )
      : settings(parseYamlDocument(stringifyYaml({ accept: entries })).value, [], faults as never)?.accept;
  assert.deepEqual(faults, []);
  assert.ok(read !== undefined);
  return read.map((entry) => ruleOf(entry, { by, file: "a.yaml", line: 1 }));
}

/** The same entry as an annotation of the workload. */
function annotationOf({ check, reason, container, until }: AcceptedEntry): Readonly<Record<string, string>> {
  const settingsOf = [
    ...(container === undefined ? [] : [`container=${container}`]),
    ...(until === undefined ? [] : [`until=${until}`]),
  ];
  return { [`kubectl-pss/accept.${check}`]: [reason, ...settingsOf].join("; ") };
}

/** A reason that an annotation can express, which has no semicolon at its end. */
const reason = fc
  .string({ unit: fc.constantFrom("a", "é", " ", ";", ":", "#", "'", '"', "-", "*"), minLength: 1, maxLength: 12 })
  .map((text) => `why ${text}`.replace(/[\s;]+$/, ""));

/** An entry about one workload, which an annotation can express. */
const entry: fc.Arbitrary<AcceptedEntry> = fc.record(
  {
    namespace: fc.constantFrom("shop"),
    kind: fc.constant("Deployment"),
    name: fc.constant("web"),
    check: fc.constantFrom(...IDS),
    container: fc.constantFrom("", "a", "b", "init", "*", "?", "i*", "none"),
    reason,
    until: fc.constantFrom("2026-11-30", "2026-12-01", "2027-01-31"),
  },
  { requiredKeys: ["namespace", "kind", "name", "check", "reason"] },
);

test(`${RULES} rules have the same meaning in a list, in the configuration and in an annotation, on each day`, () => {
  const plain = lintText(manifest("web"));
  const counts = { rules: 0, matched: 0, none: 0, days: 0, expired: 0 };
  // Exactly this number, in the fast lane too.
  for (const one of fc.sample(entry, { numRuns: RULES, seed: SEED })) {
    counts.rules++;
    const annotated = lintText(manifest("web", annotationOf(one)));
    for (const today of DAYS) {
      const inList = shown(plain, rulesIn([one], "file"), today);
      assert.deepEqual(shown(plain, rulesIn([one], "configuration"), today), inList);
      assert.deepEqual(shown(annotated, [], today), inList);
      counts.days++;
      counts[inList.matched > 0 ? "matched" : "none"]++;
      counts.expired += inList.expired;
    }
  }
  const text = JSON.stringify(counts);
  assert.deepEqual([counts.rules, counts.days], [RULES, RULES * DAYS.length], text);
  assert.ok(counts.matched > 0 && counts.none > 0 && counts.expired > 0, text);
});

test("a rule counts until the end of its last day, in each place", () => {
  const one = {
    namespace: "shop",
    kind: "Deployment",
    name: "web",
    check: "hostNamespaces",
    reason: "why",
    until: TODAY,
  };
  const plain = lintText(manifest("web"));
  const annotated = lintText(manifest("web", annotationOf(one)));
  for (const [today, expired] of [
    ["2026-11-30", 0],
    [TODAY, 0],
    ["2026-12-02", 1],
    ["2027-01-01", 1],
  ] as const) {
    const all = [
      shown(plain, rulesIn([one], "file"), today),
      shown(plain, rulesIn([one], "configuration"), today),
      shown(annotated, [], today),
    ];
    assert.deepEqual(
      all.map((each) => [each.expired, each.summary.accepted]),
      all.map(() => [expired, 1 - expired]),
      today,
    );
  }
});

/** Entries about several workloads, which only a list and the configuration can express. */
const patterns: fc.Arbitrary<AcceptedEntry> = fc.record(
  {
    namespace: fc.constantFrom("shop", "sh*", "other", "????"),
    kind: fc.constantFrom("Deployment", "*Set", "D*"),
    name: fc.constantFrom("web", "w*", "api", "*"),
    check: fc.constantFrom(...IDS, "*", "capabilities_*", "host*"),
    container: fc.constantFrom("", "a", "?", "*"),
    reason,
    until: fc.constantFrom("2026-11-30", "2026-12-01"),
  },
  { requiredKeys: ["check", "reason"] },
);

test("lists of rules with patterns have the same meaning in a list and in the configuration", () => {
  const plain = lintText(`${manifest("web")}---\n${manifest("api")}`);
  fc.assert(
    fc.property(fc.array(patterns, { maxLength: 4 }), (entries) => {
      const inList = shown(plain, rulesIn(entries, "file"), TODAY);
      assert.deepEqual(shown(plain, rulesIn(entries, "configuration"), TODAY), inList);
    }),
    { numRuns: RULES },
  );
});
