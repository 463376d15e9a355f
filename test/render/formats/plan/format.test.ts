import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { load, loadAll } from "js-yaml";
import { PLAN_FORMATS, renderPlan, type PlanFormat } from "../../../../src/render/formats/plan/format.ts";
import {
  SCRIPT,
  SCRIPT_HASH,
  STYLE as PAGE_STYLE,
  STYLE_HASH,
} from "../../../../src/render/formats/plan/html/page/assets.ts";
import { PLAN_COMPARISON } from "../../../fixtures/reports/comparisons.ts";
import type { Style, Suggestions } from "../../../../src/render/terminal/style.ts";
import { assertMatchesSchema } from "../../../docs/schema/schemas.ts";
import { assertGolden } from "../../../golden/golden.ts";
import { DONE_PLAN, LARGE_PLAN, PINNED_PLAN, PLAN, UNKNOWN_PLAN } from "../../../fixtures/reports/plan.ts";
import { SUGGESTIONS } from "../../../fixtures/suggestions.ts";
import { readMarkdown } from "../markdown/reader.ts";
import { text } from "../../painted.ts";

const STYLE: Style = { width: 80, colour: false, headers: true, details: false, checks: [] };

const GOLDEN: Readonly<Record<string, readonly [plan: typeof PLAN, format: PlanFormat, style: Partial<Style>]>> = {
  "80.txt": [PLAN, "table", {}],
  "200.txt": [PLAN, "table", { width: 200 }],
  "colour.txt": [PLAN, "table", { width: 200, colour: true }],
  "no-headers.txt": [PLAN, "table", { headers: false }],
  "done.txt": [DONE_PLAN, "table", {}],
  "unknown.txt": [UNKNOWN_PLAN, "table", {}],
  "unknown.md": [UNKNOWN_PLAN, "markdown", {}],
  "pinned.txt": [PINNED_PLAN, "table", {}],
  "large.txt": [LARGE_PLAN, "table", {}],
  "large-terminal.txt": [LARGE_PLAN, "table", { suggestions: SUGGESTIONS }],
  "wide.txt": [PLAN, "wide", {}],
  "plan.json": [PLAN, "json", {}],
  "plan.yaml": [PLAN, "yaml", {}],
  "plan.sh": [PLAN, "commands", {}],
  "done.sh": [DONE_PLAN, "commands", {}],
  "manifests.yaml": [PLAN, "manifests", {}],
  "plan.md": [PLAN, "markdown", {}],
  "plan.html": [PLAN, "html", { suggestions: SUGGESTIONS }],
  "compared.txt": [{ ...PLAN, compared: PLAN_COMPARISON }, "table", {}],
  "compared.md": [{ ...PLAN, compared: PLAN_COMPARISON }, "markdown", {}],
};

async function render(plan: typeof PLAN, format: PlanFormat, style: Partial<Style> = {}): Promise<string> {
  return (
    text(await renderPlan(plan, format, { ...STYLE, ...style }))
      // The style and the script are the same in every page.
      .replace(PAGE_STYLE, () => "…")
      .replace(SCRIPT, () => "…")
      .replace(STYLE_HASH, "sha256-…")
      .replace(SCRIPT_HASH, "sha256-…")
  );
}

for (const [name, [plan, format, style]] of Object.entries(GOLDEN)) {
  test(`${name} has not changed`, async () => assertGolden(`formats/plan/${name}`, await render(plan, format, style)));
}

test("each format has its golden file", () => {
  assert.deepEqual(new Set(Object.values(GOLDEN).map(([, format]) => format)), new Set(PLAN_FORMATS));
});

test("JSON and YAML have the same contents", async () => {
  assert.deepEqual(load(await render(PLAN, "yaml")), JSON.parse(await render(PLAN, "json")));
});

test("an upgrade names the namespaces where warn follows enforce", async () => {
  const names = Array.from({ length: 30 }, (_, index) => `team-${index}`);
  const warn = { before: "privileged", after: "baseline" } as const;
  const namespaces = names.map((name) => ({ name, violates: [], holds: [], warn }));
  const plan = { ...PLAN, upgrade: { from: "v1.25", to: "v1.37", namespaces } };
  const named = "After the upgrade, warn follows enforce in 30 namespaces:";
  for (const format of ["table", "wide", "markdown", "html"] as const) {
    const all = (await render(plan, format, { width: 1000 })).replaceAll(/[`]|<[^>]+>/g, "");
    assert.ok(all.includes("No verdict changes under the current labels."), format);
    assert.ok(all.includes(`${named} team-0 (baseline), team-1 (baseline)`), format);
    assert.ok(/ and \d+ more namespaces\. Users get warnings, and nothing is rejected\./.test(all), format);
    assert.ok(all.includes("kubectl pss explain v1.25..v1.37"), format);
  }
  const unchanged = await render({ ...plan, upgrade: { ...plan.upgrade, namespaces: [] } }, "table");
  assert.ok(!unchanged.includes("warn follows enforce"));
});

test("manifests are Namespaces with pod-security labels and nothing else", async () => {
  const labels = new Map(
    PLAN.steps.filter(({ safe }) => safe).flatMap(({ namespaces }) => namespaces.map(({ name, to }) => [name, to])),
  );
  const documents = loadAll(await render(PLAN, "manifests"));
  assert.deepEqual(
    documents,
    [...labels.keys()]
      .toSorted()
      .map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels: labels.get(name) } })),
  );
});

test("three thousand namespaces fit into a page, and are all shown on request", async () => {
  const table = await render(LARGE_PLAN, "table");
  assert.ok(table.split("\n").length <= 80, `${table.split("\n").length} lines`);
  const wide = await render(LARGE_PLAN, "wide");
  for (const name of ["team-0000", "team-1234", "team-2999"]) assert.ok(wide.includes(name), name);
  for (const line of table.split("\n")) assert.ok(line.length <= 80 || /^  (?:\$|  (?:fix|then):) /.test(line), line);
});

test("a page shows if its script recognizes the cluster, and has its commands as text", async () => {
  const guarded = "The script runs only on the cluster that the plan was made for.";
  const unguarded = "The script runs on any cluster that kubectl talks to";
  const suggestions: Suggestions = {
    ...SUGGESTIONS,
    pss: () => ({ text: "kubectl pss plan -f FILE", isWhole: false }),
  };
  for (const [cluster, says] of [
    [{ uid: "u", server: null }, guarded],
    [{ uid: null, server: "https://example.com" }, guarded],
    [{ uid: null, server: null }, unguarded],
  ] as const) {
    const page = await render({ ...PLAN, cluster }, "html", { suggestions });
    assert.deepEqual(
      [guarded, unguarded].filter((sentence) => page.includes(sentence)),
      [says],
    );
    assert.match(page, /<bdi>kubectl pss plan -f FILE &gt; rollout\.sh<\/bdi>/);
    assert.match(page, /FILE is the input of this run, which can be read only once/);
  }
});

const HOSTILE = "a'b\"c$(touch x)`d`;e|f\n# g\u001b[31m\u202eh";

test("a shell runs nothing from a name, and a terminal gets no raw text of it", async () => {
  const hostile: typeof PLAN = JSON.parse(
    JSON.stringify(PLAN).replaceAll("billing", JSON.stringify(HOSTILE).slice(1, -1)),
  );
  const noUid = { ...hostile, cluster: { uid: null, server: null } };
  const runs = [
    [noUid, ["apply"]],
    [noUid, ["undo"]],
    ...hostile.steps.map((step) => [{ ...hostile, steps: [step] }, []] as const),
  ] as const;
  for (const [one, args] of runs) {
    const script = (await render(one, "commands")).replaceAll(/^ *kubectl .*$/gm, ":");
    // No namespace exists, so all are skipped.
    const input = script.replaceAll("command kubectl", "true");
    const { status, stderr } = spawnSync("sh", ["-eu", "-s", "--", ...args], { input, encoding: "utf8" });
    assert.deepEqual([status, existsSync("x")], [args.length > 0 ? 1 : 0, false], stderr);
    assert.match(stderr, args.length > 0 ? /the namespace does not exist: skipped\n/ : /^$/);
  }
  // sh reads a script byte for byte. No namespace has such a name, so the plan leaves it out.
  for (const format of PLAN_FORMATS.filter((one) => one !== "commands") as readonly PlanFormat[]) {
    // eslint-disable-next-line no-control-regex -- it is what must not be there
    assert.doesNotMatch(await render(hostile, format), /[\u001b\u202e]/, format);
  }
  const { code } = readMarkdown(await render(hostile, "markdown"));
  assert.ok(code.includes("a'b\"c$(touch x)`d`;e|f\\n# g\\x1b[31m\\u202eh"));
  const document = JSON.parse(await render(hostile, "json"));
  assertMatchesSchema(document);
  const names = document.steps.flatMap(({ namespaces }: { namespaces: { name: string }[] }) =>
    namespaces.map(({ name }) => name),
  );
  assert.ok(names.includes(HOSTILE));
});

test("the commands that wait for an observation are comments in a table, and all others are not", async () => {
  for (const format of ["table", "wide"] as const) {
    const lines = new Set((await render(PLAN, format, {})).split("\n").map((line) => line.trim()));
    for (const { safe, groups } of PLAN.steps) {
      for (const { commands, observeDays } of safe ? groups : []) {
        const mark = observeDays === null ? "$" : "#";
        for (const command of commands) assert.ok(lines.has(`${mark} ${command}`), `${format}: ${command}`);
      }
    }
  }
});

test("a table and a script say where the days of observation are over, and what to do first", async () => {
  const withDays = (days: number): typeof PLAN => ({
    ...PLAN,
    steps: PLAN.steps.map((step) => ({
      ...step,
      namespaces: step.namespaces.map((one, index) =>
        one.observed === null
          ? one
          : { ...one, observed: { since: "2026-11-01T00:00:00Z", days: index === 0 ? 0 : days } },
      ),
    })),
  });
  const flat = async (days: number, format: PlanFormat): Promise<string> =>
    (await render(withDays(days), format, {})).replaceAll(/\n *(?:# )?/g, " ");
  assert.match(await flat(40, "table"), /The days of observation are over in 2 of 4 namespaces\. Do what step 2 says /);
  assert.match(await flat(3, "table"), /The commands after # wait for the observation\. The script /);
  const left =
    /apply leaves out 4 namespaces of step 3\. The days of observation are over in 2 of 4 namespaces\. If the audit log has no violation there, run apply observed/;
  assert.match(await flat(40, "commands"), left);
  assert.match(await flat(3, "commands"), /Observe them for up to 31 days, and then run apply observed/);
});

test("a plan of a pipe says that FILE in its commands is a new dump, and a program gets no such command", async () => {
  const pss: Suggestions["pss"] = (words) => ({ text: `kubectl pss ${words.join(" ")} -f FILE`, isWhole: false });
  const how = PLAN.steps.flatMap((step) => step.how.filter(({ again }) => again !== undefined));
  assert.ok(how.length > 0);
  const flat = async (format: PlanFormat): Promise<string> =>
    (await render(PLAN, format, { pss, width: 200 })).replaceAll(/\n *(?:# )?/g, " ");
  for (const format of ["wide", "markdown", "html", "commands"] as const) {
    const all = await flat(format);
    assert.match(all, /After the days, plan again \(FILE is a new dump\):/, format);
    assert.match(all, /Plan again with this history \(FILE is a new dump\):/, format);
  }
  // The table has the instructions for the end of the observation in short.
  assert.match(await flat("table"), /Then check the audit logs, .*: -o wide has the commands\./);
  const script = await flat("commands");
  assert.match(script, /the next step depends on what runs now \(FILE is a new dump\):/);
  assert.match(script, /To see what is set now \(FILE is a new dump\): /);
  assert.match(script, /This prints the command of each \(FILE is a new dump\): /);
  assert.match(script, /'FILE is the dump of the plan\.'/);
  assert.match(await flat("table"), /Plan again after each step; FILE is a new dump:/);
  const [step] = PLAN.steps;
  assert.ok(step !== undefined);
  assert.match(
    text(await renderPlan({ ...PLAN, steps: [step] }, "commands", { ...STYLE, pss })),
    /\(FILE is a new dump\):\n/,
  );
  for (const [format, read] of [
    ["json", JSON.parse],
    ["yaml", load],
  ] as const) {
    const document = read(await render(PLAN, format, { pss })) as typeof PLAN;
    const lines = document.steps.flatMap((step) => step.how);
    assert.deepEqual(
      lines.filter(({ text }) => text.includes("new dump")),
      [
        { text: "Plan again with this history, from a new dump.", command: null },
        { text: "After the days, plan again, from a new dump.", command: null },
      ],
    );
    assert.ok(!JSON.stringify(document).includes("FILE"), format);
  }
});

test("a page, manifests and the summary say where the days of observation are over", async () => {
  const steps = PLAN.steps.map((step) => ({
    ...step,
    namespaces: step.namespaces.map((one) =>
      step.id === "enforce" && one.observeDays !== null ? { ...one, observed: { since: null, days: 40 } } : one,
    ),
  }));
  const raised = steps.find(({ id }) => id === "enforce")?.namespaces ?? [];
  const over = new Map(raised.filter(({ observeDays }) => observeDays !== null).map((one) => [one.name, one]));
  const namespaces = PLAN.namespaces.map((one) => ({ ...one, observed: over.get(one.name)?.observed ?? null }));
  const plan = { ...PLAN, steps, namespaces, summary: { ...PLAN.summary, observationOver: over.size } };
  const page = await render(plan, "html");
  assert.match(page, /Observe first<\/dt><dd><strong>0/);
  assert.match(page, new RegExp(`Observation over</dt><dd><strong>${over.size}`));
  assert.match(page, /<p>(?:<bdi>)?the \d+ days of observation are over: /);
  assert.doesNotMatch(page, /after \d+ days of observation/);
  assert.match(
    await render(plan, "manifests"),
    /^# The 7 days of observation are over; check the audit log before enforce: /m,
  );
  const text = (await render(plan, "table")).replaceAll(/\n */g, " ");
  assert.match(
    text,
    new RegExp(`; ${over.size} of them after a check of the audit log, because the days of observation are over;`),
  );
  assert.doesNotMatch(text, /of them after observation/);
});

test("a page and a step name a new file for the script, which replaces no script of an earlier plan", async () => {
  const suggestions: Suggestions = { ...SUGGESTIONS, newFile: (stem, ending) => `${stem}-2${ending}` };
  const page = await render(PLAN, "html", { suggestions });
  for (const end of [
    "&gt; rollout-2.sh",
    "sh rollout-2.sh dry-run 1",
    "sh rollout-2.sh apply 1",
    "sh rollout-2.sh undo 1",
  ]) {
    assert.ok(page.includes(`${end}</bdi>`), end);
  }
  const step = await render({ ...PLAN, steps: PLAN.steps.slice(2, 3) }, "commands", { suggestions });
  assert.match(step, /^# {3}kubectl pss plan -o commands > rollout-2\.sh$/m);
  for (const text of [page, step]) assert.doesNotMatch(text, /rollout\.sh/);
});

test("the tiles of a page count each namespace once, and a single step has only those that it knows", async () => {
  const tilesOf = async (plan: typeof PLAN): Promise<ReadonlyMap<string, number>> => {
    const page = await render(plan, "html", { suggestions: SUGGESTIONS });
    const found = page.matchAll(/<dt>([^<]+)<\/dt><dd><strong>([\d,]+)<\/strong>/g);
    return new Map(Array.from(found, ([, name = "", number = ""]) => [name, Number(number.replaceAll(",", ""))]));
  };
  for (const plan of [PLAN, DONE_PLAN, PINNED_PLAN, LARGE_PLAN]) {
    const { Namespaces: all, ...parts } = Object.fromEntries(await tilesOf(plan));
    assert.equal(all, plan.namespaces.length);
    assert.equal(
      Object.values(parts).reduce((sum, number) => sum + number, 0),
      all,
    );
  }
  const one = await tilesOf({ ...PLAN, steps: PLAN.steps.slice(1, 2) });
  assert.deepEqual([...one.keys()], ["Namespaces", "Kept"]);
});
