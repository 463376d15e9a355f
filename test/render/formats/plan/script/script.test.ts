import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it, test } from "node:test";
import { renderPlanCommands } from "../../../../../src/render/formats/plan/script/commands.ts";
import { stepHeadline } from "../../../../../src/render/words/plan/step-words.ts";
import type { PlannedNamespace, PlanStep, RolloutPlan } from "../../../../../src/report/plan/rollout-plan.ts";
import { DONE_PLAN, LARGE_PLAN, PLAN as WHOLE } from "../../../../fixtures/reports/plan.ts";
import { leaveOut } from "../../../../missing-tool.ts";
import { runScript as run, SHELLS, type ScriptRun } from "./run-script.ts";

/** A plan with the days of observation of each group of its steps. */
function withDays(plan: RolloutPlan, daysOf: (step: PlanStep, index: number) => number | null): RolloutPlan {
  const steps = plan.steps.map((step) => ({
    ...step,
    groups: step.groups.map((group, index) => ({ ...group, observeDays: daysOf(step, index) })),
  }));
  return { ...plan, steps };
}

type ByNamespace = Record<string, Record<string, string>>;

/** The labels of the namespaces of a plan after some of its steps, without the prefix. */
function labelsAt({ steps }: RolloutPlan, step: number): ByNamespace {
  const short = (labels: PlannedNamespace["to"]): Record<string, string> =>
    Object.fromEntries(Object.entries(labels).map(([label, value]) => [label.replace(/^.*\//, ""), value]));
  const all: ByNamespace = {};
  for (const { number, namespaces } of steps) {
    for (const { name, from, to } of namespaces) {
      all[name] ??= short(from);
      if (number <= step) all[name] = short(to);
    }
  }
  return all;
}

/** The calls of a run, without those that read the labels of namespaces. */
function withoutReads(calls: ScriptRun["calls"]): ScriptRun["calls"] {
  return calls.filter((call) => !call.includes("namespaces"));
}

/** Without observation, apply runs all commands of the safe steps. */
const PLAN = withDays(WHOLE, () => null);
const UID = PLAN.cluster.uid ?? "";
const HERE = { uid: UID, labels: labelsAt(PLAN, 0) };
const DONE = { uid: UID, labels: labelsAt(PLAN, 3) };
const SERVER = "https://10.0.0.1:6443";

/** A command to paste, the identity of a cluster, or a line of kubectl or about one namespace. Any other line of a script fits into 80 columns. */
const LONG_LINE =
  /kubectl |sh (?:rollout\S*|'[^']*'|-s) |^namespace\/|: skipped$|^ {2}\S* {2}in |^ {2}(?:found|expected): /;

/** Runs a script, and measures its lines. The calls that read labels are separate. */
function runScript(...args: Parameters<typeof run>): ScriptRun & { readonly reads: number } {
  const result = run(...args);
  const calls = withoutReads(result.calls);
  for (const line of `${result.stdout}\n${result.stderr}`.split("\n")) {
    assert.ok(line.length <= 80 || LONG_LINE.test(line), line);
  }
  return { ...result, calls, reads: result.calls.length - calls.length };
}

function scriptOf(plan: RolloutPlan): string {
  return [...renderPlanCommands(plan)].join("");
}

/** The arguments of the kubectl calls of a step, from its commands. */
function labels(step: PlanStep | undefined, direction: "commands" | "undo" = "commands"): string[][] {
  const lines = step?.[direction] ?? [];
  const { stdout } = spawnSync("sh", ["-eu"], {
    encoding: "utf8",
    input: `kubectl() { printf '%s\\0' "$@"; echo; }\n${lines.join("\n")}\n`,
  });
  return stdout
    .split("\0\n")
    .slice(0, -1)
    .map((call) => call.split("\0"));
}

const [FIRST, SECOND, THIRD, LAST] = PLAN.steps;
const SAFE = [FIRST, SECOND, THIRD];
const GUARD = ["--context", "prod west", "get", "namespace", "kube-system", "-o", "jsonpath={.metadata.uid}"];

for (const shell of SHELLS) {
  describe(`the script of a plan, in ${shell.join(" ")}`, () => {
    const script = scriptOf(PLAN);

    it("prints its steps without arguments, and exits with 2", (t) => {
      const { code, stdout, calls } = runScript(t, script, [], HERE, { shell });
      assert.deepEqual([code, calls], [2, []]);
      assert.match(stdout, /^Plan to restricted for \d+ namespaces of prod west at https:\/\/10\.0\.0\.1:6443;/);
      assert.match(stdout, /^ {2}Step 1, Close the gap: \d+ namespaces$/m);
      assert.match(stdout, /^ {2}Step 4, .*, not yet safe$/m);
      assert.match(
        stdout,
        /^Usage: sh rollout\.sh apply\|undo \[STEP\]\n {7}sh rollout\.sh dry-run \[apply\|undo\] \[STEP\]$/m,
      );
      runScript(t, scriptOf(WHOLE), [], HERE, { shell });
    });

    for (const args of [
      ["aply"],
      ["--halp"],
      [""],
      ["apply", "5"],
      ["apply", ""],
      ["undo", "1", "2"],
      ["apply", "1 2"],
      ["apply", "--dry-run"],
      ["apply", "1", "--dry-run=server"],
      ["apply", "observed", "--no-wait"],
      ["dry-run", "dry-run"],
      ["dry-run", "undo", "7"],
    ]) {
      it(`runs nothing for ${JSON.stringify(args)}`, (t) => {
        const { code, stdout, stderr, calls } = runScript(t, script, args, HERE, { shell });
        assert.deepEqual([code, stdout, calls], [2, "", []]);
        assert.match(stderr, /^(?:unknown argument: |unknown step: |too many arguments)/);
        assert.match(stderr, /^Usage: /m);
        assert.ok(stderr.split("\n").length <= 6, stderr);
      });
    }

    for (const argument of ["help", "-h", "--help"]) {
      it(`prints the same for ${argument}, and exits with 0`, (t) => {
        const { code, stdout, calls } = runScript(t, script, [argument], HERE, { shell });
        assert.deepEqual([code, calls], [0, []]);
        assert.equal(stdout, runScript(t, script, [], HERE, { shell }).stdout);
      });
    }

    it("apply runs the guard, and then the commands of the safe steps in order", (t) => {
      const { code, stdout, calls } = runScript(t, script, ["apply"], HERE, { shell });
      assert.equal(code, 0);
      assert.deepEqual(calls, [GUARD, ...SAFE.flatMap((step) => labels(step))]);
      assert.deepEqual(
        stdout.split("\n").filter((line) => line.startsWith("apply: ")),
        SAFE.map((step) => `apply: ${step === undefined ? "" : stepHeadline(step)}`),
      );
      assert.match(
        stdout,
        /^Done\. Plan again into a new file: .*:\n {2}kubectl pss plan -o commands --context 'prod west' > rollout-2\.sh$/m,
      );
      assert.match(stdout, /^Keep this file to undo this: sh rollout\.sh undo$/m);
      const repeated = runScript(t, script, ["apply"], DONE, { shell });
      assert.doesNotMatch(repeated.stdout, /Keep this file/);
    });

    it("apply 2 runs the guard and that step", (t) => {
      const { code, calls } = runScript(t, script, ["apply", "2"], HERE, { shell });
      assert.deepEqual([code, calls], [0, [GUARD, ...labels(SECOND)]]);
    });

    it("apply 4 is rejected before anything runs: the step is not yet safe", (t) => {
      const { code, stderr, calls } = runScript(t, script, ["apply", "4"], HERE, { shell });
      assert.deepEqual([code, calls], [2, []]);
      assert.match(stderr, /^Step 4 is not yet safe: [^]*kubectl pss plan --step 4 [^]*\nNothing was run\.\n$/);
      assert.match(stderr, /^sh rollout\.sh dry-run 4 asks the API server\.$/m);
    });

    it("undo runs the undo commands of the steps, the last step first", (t) => {
      const all = runScript(t, script, ["undo"], DONE, { shell });
      assert.deepEqual(
        [all.code, all.calls],
        [0, [GUARD, ...SAFE.toReversed().flatMap((step) => labels(step, "undo"))]],
      );
      const fixed = { uid: UID, labels: labelsAt(PLAN, 4) };
      const one = runScript(t, script, ["undo", "4"], fixed, { shell });
      assert.deepEqual([one.code, one.calls], [0, [GUARD, ...labels(LAST, "undo")]]);
    });

    it("undo includes the commands of step 4 that were run by hand", (t) => {
      const fixed = { uid: UID, labels: labelsAt(PLAN, 4) };
      const { code, calls, stderr } = runScript(t, script, ["undo"], fixed, { shell });
      assert.deepEqual([code, stderr], [0, ""]);
      const undone = [LAST, THIRD, SECOND, FIRST].flatMap((step) => labels(step, "undo"));
      assert.deepEqual(calls, [GUARD, ...undone]);
    });

    it("dry-run runs the commands of apply with --dry-run=server, and the commands of step 4 if it is named", (t) => {
      const dry = (step: PlanStep | undefined): string[][] => labels(step).map((call) => [...call, "--dry-run=server"]);
      const all = runScript(t, script, ["dry-run"], HERE, { shell });
      assert.deepEqual([all.code, all.calls], [0, [GUARD, ...SAFE.flatMap(dry)]]);
      assert.match(all.stdout, /^Nothing was changed\. /m);
      for (const [step, isTold] of [
        ["1", false],
        ["2", false],
        ["3", true],
        ["4", true],
      ] as const) {
        const { stdout } = runScript(t, script, ["dry-run", step], HERE, { shell });
        assert.equal(/^The API server looks only at running pods\. /m.test(stdout), isTold, step);
      }
      const last = runScript(t, script, ["dry-run", "4"], HERE, { shell });
      assert.deepEqual([last.code, last.calls], [0, [GUARD, ...dry(LAST)]]);
      assert.ok(dry(LAST).length > 0);
      for (const { name } of LAST?.namespaces ?? []) assert.match(last.stdout, new RegExp(`^ {2}${name}: `, "m"));
      assert.match(last.stdout, /^apply does not run step 4: it is not yet safe\.$/m);
    });

    for (const action of ["apply", "undo"]) {
      for (const step of ["", "1", "3"]) {
        for (const at of [0, 1, 3]) {
          it(`dry-run ${action} ${step} runs the commands of ${action} ${step}, after step ${at}`, (t) => {
            const [changed = ""] = FIRST?.namespaces.map(({ name }) => name) ?? [];
            const now = { uid: UID, labels: { ...labelsAt(PLAN, at), [changed]: { enforce: "baseline" } } };
            const words = step === "" ? [action] : [action, step];
            const real = runScript(t, script, words, now, { shell });
            const dry = runScript(t, script, ["dry-run", ...words], now, { shell });
            const [guard = [], ...calls] = real.calls;
            assert.deepEqual(dry.calls, [guard, ...calls.map((call) => [...call, "--dry-run=server"])]);
            assert.deepEqual([dry.code, dry.labels], [real.code, now.labels]);
            const namesIn = (text: string): string[] =>
              Array.from(text.matchAll(/^(\S+): .*skipped$/gm), ([, name = ""]) => name);
            assert.deepEqual(namesIn(dry.stderr), namesIn(real.stderr));
            if (action === "undo") return;
            const short = runScript(t, script, ["dry-run", ...words.slice(1)], now, { shell });
            assert.deepEqual([short.calls, short.stdout], [dry.calls, dry.stdout]);
          });
        }
      }
    }

    it("dry-run prints the reason for each namespace without a command", (t) => {
      const first = runScript(t, script, ["dry-run", "1"], DONE, { shell });
      assert.deepEqual([first.code, first.calls], [0, [GUARD]]);
      const [later, same] = [
        THIRD?.namespaces.map(({ name }) => name) ?? [],
        FIRST?.namespaces.map(({ name }) => name) ?? [],
      ];
      for (const name of same) {
        const why = later.includes(name) ? "has the labels of a later step" : "has these labels";
        assert.match(first.stdout, new RegExp(`^namespace/${name} already ${why}$`, "m"));
      }
    });

    it("dry-run undo of steps that never ran says so in a line for each of them, as undo does", (t) => {
      for (const words of [["undo"], ["undo", "3"]]) {
        const dry = runScript(t, script, ["dry-run", ...words], HERE, { shell });
        const real = runScript(t, script, words, HERE, { shell });
        assert.deepEqual([dry.code, dry.stderr, dry.calls], [0, "", [GUARD]]);
        const lines = real.stdout.split("\n").filter((line) => line.startsWith("undo: "));
        assert.ok(lines.length > 0 && lines.every((line) => line.endsWith(": nothing to undo")), real.stdout);
        const end = "Nothing was changed, and undo would change nothing now.\n";
        assert.equal(dry.stdout, lines.map((line) => `dry-run ${line}\n`).join("") + end);
        assert.match(real.stdout, /^To see what is set now: /m);
      }
    });

    it("dry-run undo names the namespaces in which nothing happens if it changes others", (t) => {
      const [changed = "", ...others] = THIRD?.namespaces.map(({ name }) => name) ?? [];
      assert.ok(others.length > 0);
      const before = labelsAt(PLAN, 2);
      const now = { ...before, [changed]: DONE.labels[changed] ?? {} };
      const { stdout } = runScript(t, script, ["dry-run", "undo", "3"], { uid: UID, labels: now }, { shell });
      assert.match(stdout, /^namespace\/\S+ already has the labels from before this step$/m);
    });

    for (const isPiped of [true, false]) {
      it(`kubectl does not read the script from its standard input (${isPiped ? "a pipe" : "a file"})`, (t) => {
        const { code, calls, input } = runScript(t, script, ["apply"], HERE, { shell, isPiped });
        assert.deepEqual([code, input], [0, ""]);
        assert.equal(calls.length, 1 + SAFE.flatMap((step) => labels(step)).length);
      });
    }

    for (const action of ["apply", "undo", "dry-run"]) {
      it(`${action} runs nothing on another cluster, and names both`, (t) => {
        const { code, stdout, stderr, calls } = runScript(t, script, [action], { uid: "other\u001b[31m" }, { shell });
        assert.deepEqual([code, stdout, calls], [2, "", [GUARD]]);
        assert.equal(
          stderr,
          "kubectl talks to another cluster. The uid of namespace kube-system is\n" +
            `  ${UID}  in prod west at ${SERVER}, for which this script was made\n` +
            "  other[31m  in the cluster of kubectl\nNothing was run.\n",
        );
      });

      it(`${action} runs nothing if kubectl cannot identify the cluster`, (t) => {
        const { code, stdout, stderr, calls } = runScript(t, script, [action], {}, { shell });
        assert.deepEqual([code, stdout, calls], [2, "", [GUARD]]);
        assert.match(stderr, /^Error from server \(Forbidden\)\nkubectl could not get .*\nNothing was run\.\n$/);
      });

      it(`${action} runs nothing if kubectl prints no uid`, (t) => {
        const { code, stderr, calls } = runScript(t, script, [action], { uid: "" }, { shell });
        assert.deepEqual([code, calls], [2, [GUARD]]);
        assert.match(stderr, /^ {2}none {2}in the cluster of kubectl$/m);
      });
    }

    for (const action of ["apply", "dry-run"]) {
      it(`${action} stops at the first command that fails`, (t) => {
        const { code, stdout, stderr, calls } = runScript(
          t,
          script,
          [action],
          { ...HERE, failing: `ns ${SECOND?.groups[0]?.namespaces[0]} ` },
          { shell },
        );
        assert.equal(code, 1);
        assert.equal(calls.length, 1 + labels(FIRST).length + 1);
        assert.match(stderr, /^Stopped in step 2: /m);
        assert.doesNotMatch(stdout, /^(?:Done|Nothing was changed)/m);
      });
    }

    it("undo continues after a command that fails, with a message, because a namespace may no longer exist", (t) => {
      const { code, stdout, stderr, calls } = runScript(
        t,
        script,
        ["undo"],
        { ...DONE, failing: `ns ${SECOND?.groups[0]?.namespaces[0]} ` },
        { shell },
      );
      assert.equal(code, 1);
      assert.deepEqual(
        calls.slice(1),
        SAFE.toReversed().flatMap((step) => labels(step, "undo")),
      );
      assert.match(stderr, /^Not everything is undone: /m);
      assert.doesNotMatch(stdout, /^Done/m);
    });

    const OBSERVING = withDays(PLAN, (step, index) => (step.id === "enforce" && index === 0 ? 9 : null));
    const observing = scriptOf(OBSERVING);
    const [WAITING, ...OTHERS] = labels(THIRD);
    const count = `${OBSERVING.steps[2]?.groups[0]?.namespaces.length} namespaces`;

    it("apply leaves out namespaces to observe first, with and without its step, and prints a message", (t) => {
      assert.ok(WAITING !== undefined && OTHERS.length > 0);
      const told = new RegExp(
        `^Left out: ${count} of step 3\\. Observe them for 9 days, and then run:\\n {2}sh rollout\\.sh apply observed$`,
        "m",
      );
      const all = runScript(t, observing, ["apply"], HERE, { shell });
      assert.deepEqual(all.calls, [GUARD, ...labels(FIRST), ...labels(SECOND), ...OTHERS]);
      assert.match(all.stdout, told);
      const ready = { uid: UID, labels: labelsAt(PLAN, 2) };
      for (const action of ["apply", "dry-run"]) {
        const named = runScript(t, observing, [action, "3"], ready, { shell });
        assert.equal(named.calls.length, 1 + OTHERS.length);
        assert.match(named.stdout, told);
      }
      assert.doesNotMatch(runScript(t, observing, ["apply", "2"], HERE, { shell }).stdout, /Left out/);
      const overview = runScript(t, observing, [], HERE, { shell }).stdout.replaceAll("\n  ", " ");
      assert.match(overview, new RegExp(`^Note: apply leaves out ${count} of step 3`, "m"));
    });

    it("apply observed changes the namespaces that were left out, and undo 3 undoes both parts", (t) => {
      const names = OBSERVING.steps[2]?.groups[0]?.namespaces ?? [];
      const since = Object.fromEntries(names.map((name) => [name, "2026-11-21T12:00:00Z"]));
      const ready = { uid: UID, labels: labelsAt(PLAN, 2), since, now: "2026-11-30T12:00:59Z" };
      const { code, calls, stdout } = runScript(t, observing, ["apply", "observed"], ready, { shell });
      assert.deepEqual([code, calls], [0, [GUARD, WAITING]]);
      assert.doesNotMatch(stdout, /Left out/);
      const undone = runScript(t, observing, ["undo", "3"], DONE, { shell });
      assert.deepEqual([undone.code, undone.labels], [0, ready.labels]);
      const half = runScript(t, observing, ["apply", "3"], ready, { shell });
      const back = runScript(t, observing, ["undo"], { uid: UID, labels: half.labels }, { shell });
      assert.equal(back.code, 0, back.stderr);
      assert.deepEqual(runScript(t, observing, ["undo", "observed"], DONE, { shell }).calls.length, 2);
      const without = runScript(t, script, ["apply", "observed"], HERE, { shell });
      assert.deepEqual([without.code, without.calls], [2, []]);
      assert.match(without.stderr, /^No namespace of this plan must be observed first\.\n/);
    });

    for (const [since, now, age] of [
      ["2026-11-21T12:00:00Z", "2026-11-30T11:59:00Z", 8],
      ["2026-11-30T12:00:00Z", "2026-11-30T12:00:00Z", 0],
      ["2024-02-28T23:59:00Z", "2024-03-08T23:58:59Z", 8],
      ["2023-02-28T23:59:00Z", "2023-03-09T23:58:59Z", 8],
      ["2025-12-31T08:09:00Z", "2026-01-09T08:08:00Z", 8],
    ] as const) {
      // busybox uses its own date command.
      if (shell[0] === "busybox") continue;
      it(`apply observed skips a namespace after ${age} of 9 days of observation, from ${since} to ${now}`, (t) => {
        const names = OBSERVING.steps[2]?.groups[0]?.namespaces ?? [];
        const [young = "", ...old] = names;
        const times = { ...Object.fromEntries(old.map((name) => [name, "2020-01-01T00:00:00Z"])), [young]: since };
        const ready = { uid: UID, labels: labelsAt(PLAN, 2), since: times, now };
        for (const words of [["apply"], ["dry-run"], ["dry-run", "apply"]]) {
          const { code, stderr, calls } = runScript(t, observing, [...words, "observed"], ready, { shell });
          assert.equal(code, 1);
          const which = words.length === 1 && words[0] === "apply" ? "skipped" : "would be skipped";
          assert.ok(stderr.startsWith(`${young}: observed for ${age} of 9 days, since ${since}: ${which}\n`), stderr);
          assert.match(
            stderr,
            /^If you observed a namespace in another way:\n {2}sh rollout\.sh apply observed --no-wait$/m,
          );
          assert.deepEqual(calls[1]?.includes(young), false);
          for (const name of old) assert.ok(calls[1]?.includes(name));
        }
      });
    }

    it("apply observed skips a namespace whose managedFields are missing, and --no-wait changes it", (t) => {
      const names = OBSERVING.steps[2]?.groups[0]?.namespaces ?? [];
      for (const time of [undefined, "yesterday", "2026-11-21T12:00:00Z;touch pwned"]) {
        const since = time === undefined ? {} : Object.fromEntries(names.map((name) => [name, time]));
        const ready = { uid: UID, labels: labelsAt(PLAN, 2), since };
        const { code, stderr, calls } = runScript(t, observing, ["apply", "observed"], ready, { shell });
        assert.deepEqual([code, calls], [1, [GUARD]]);
        for (const name of names) {
          assert.match(stderr, new RegExp(`^${name}: start of the observation unknown .*: skipped$`, "m"));
        }
        const forced = runScript(t, observing, ["apply", "observed", "--no-wait"], ready, { shell });
        assert.deepEqual([forced.code, forced.calls], [0, [GUARD, WAITING]]);
      }
    });

    it("a repeated step changes nothing, also after a later step", (t) => {
      for (const step of ["1", "2", "3"]) {
        const { code, calls, labels: now, stdout, stderr } = runScript(t, script, ["apply", step], DONE, { shell });
        assert.deepEqual([code, stderr, calls, now], [0, "", [GUARD], DONE.labels], step);
        const { length } = PLAN.steps[Number(step) - 1]?.namespaces ?? [];
        assert.match(stdout, new RegExp(`^Nothing to do in ${length} of its namespaces: `, "m"));
      }
    });

    it("one call of kubectl reads the labels of all namespaces of a step", (t) => {
      assert.equal(runScript(t, script, ["apply"], HERE, { shell }).reads, 3);
      // undo of one step compares the labels before it runs anything.
      assert.equal(runScript(t, script, ["undo", "2"], DONE, { shell }).reads, 2);
    });

    it("apply skips a namespace whose labels have changed since the plan, and names it", (t) => {
      const [changed = "", gone = ""] = THIRD?.namespaces.map(({ name }) => name) ?? [];
      const { [gone]: _, ...others } = labelsAt(PLAN, 2);
      const now = { ...others, [changed]: { enforce: "baseline", "enforce-version": "v1.30" } };
      const {
        code,
        labels: then,
        stderr,
        stdout,
      } = runScript(t, script, ["apply", "3"], { uid: UID, labels: now }, { shell });
      assert.equal(code, 1);
      assert.equal(
        stderr,
        `${gone}: the namespace does not exist: skipped\n${changed}: its labels have changed since the plan: skipped\n` +
          "  found:    <enforce-version=v1.30 enforce=baseline>\n" +
          "  expected: <audit=restricted enforce=privileged warn=restricted>\n" +
          `Not everything is done: see the errors above.\nSkipped, because their labels have changed: ${changed}\n`,
      );
      assert.doesNotMatch(stdout, /Done/);
      const { [gone]: __, ...wanted } = labelsAt(PLAN, 3);
      assert.deepEqual(then, { ...wanted, [changed]: now[changed] });
    });

    it("apply skips a namespace in which an earlier step is missing", (t) => {
      const { code, calls, stderr } = runScript(t, script, ["apply", "3"], HERE, { shell });
      const moved = new Set([FIRST, SECOND].flatMap((step) => step?.namespaces.map(({ name }) => name) ?? []));
      const third = THIRD?.namespaces.map(({ name }) => name) ?? [];
      const others = third.filter((name) => !moved.has(name));
      const labelled = calls.slice(1).flatMap((call) => call.slice(call.indexOf("ns") + 1, -1));
      assert.deepEqual([code, labelled.toSorted()], [1, others.toSorted()]);
      for (const name of third.filter((one) => moved.has(one))) {
        assert.ok(stderr.includes(`${name}: an earlier step of this plan is not applied there: skipped\n`), stderr);
      }
    });

    it("undo changes only namespaces with the labels of its step", (t) => {
      const nothing = runScript(t, script, ["undo"], HERE, { shell });
      assert.deepEqual([nothing.code, nothing.stderr, nothing.calls], [0, "", [GUARD]]);
      assert.match(nothing.stdout, /^undo: Step 4, Fix, then enforce: nothing to undo$/m);
      assert.doesNotMatch(nothing.stdout, /namespaces|other labels/);
      const [changed = ""] = THIRD?.namespaces.map(({ name }) => name) ?? [];
      const now = { ...DONE.labels, [changed]: { enforce: "baseline" } };
      const { code, stderr, labels: then } = runScript(t, script, ["undo", "3"], { uid: UID, labels: now }, { shell });
      assert.equal(code, 1);
      assert.ok(
        stderr.startsWith(
          `${changed}: its labels have changed since the plan: skipped\n  found:    <enforce=baseline>\n`,
        ),
        stderr,
      );
      const byHand =
        `Skipped, because their labels have changed: ${changed}\nIf you want the labels from before the plan there, too, run:\n` +
        `  kubectl --context 'prod west' label --overwrite ns ${changed} pod-security.kubernetes.io/enforce=privileged\n`;
      assert.ok(stderr.endsWith(byHand), stderr);
      assert.deepEqual(then, { ...labelsAt(PLAN, 2), [changed]: now[changed] });
    });

    it("undo of a step is rejected if a later step is applied: it would undo only a part", (t) => {
      const both = FIRST?.namespaces.filter(({ name }) => THIRD?.namespaces.some((one) => one.name === name)) ?? [];
      for (const words of [
        ["undo", "1"],
        ["dry-run", "undo", "1"],
      ]) {
        const { code, stdout, stderr, calls } = runScript(t, script, words, DONE, { shell });
        assert.deepEqual([code, stdout, calls], [2, "", [GUARD]]);
        assert.equal(
          stderr,
          `A later step of this plan is applied in ${both.length} of the namespaces:\nundo 1 would undo only a part.\n` +
            "Undo the later step first, or all steps: sh rollout.sh undo\nNothing was run.\n",
        );
      }
    });

    for (const [file, self, next, others] of [
      ["rollout.sh", "sh rollout.sh", "rollout-2.sh", []],
      ["rollout.sh", "sh rollout.sh", "rollout-4.sh", ["rollout-2.sh", "rollout-3.sh"]],
      ["rollout-2.sh", "sh rollout-2.sh", "rollout-3.sh", []],
      ["plan-2026.sh", "sh plan-2026.sh", "plan-2026-2.sh", []],
      ["./steps", "sh ./steps", "./steps-2.sh", []],
      ["my plan.sh", "sh 'my plan.sh'", "'my plan-2.sh'", []],
      ["it's $(touch pwned)", "sh rollout.sh", "rollout-2.sh", []],
    ] as const) {
      it(`has its path in its messages: ${file}${others.length > 0 ? ", beside the scripts of later plans" : ""}`, (t) => {
        const run = runScript(t, script, [], HERE, { shell, file, others });
        assert.match(run.stdout, new RegExp(`^Usage: ${self.replaceAll(".", String.raw`\.`)} apply`, "m"));
        const { stdout } = runScript(t, script, ["apply", "1"], HERE, { shell, file, others });
        assert.ok(stdout.includes(` > ${next}\n`), stdout);
        assert.ok(stdout.includes(`Keep this file to undo this: ${self} undo 1\n`), stdout);
      });
    }

    it("from a pipe it names the pipe, and has no file for undo", (t) => {
      const piped = "kubectl pss plan -o commands --context 'prod west' | sh -s --";
      const { stdout } = runScript(t, script, ["help"], HERE, { shell, isPiped: true });
      assert.ok(stdout.includes(`Usage: ${piped} apply|undo [STEP]\n`), stdout);
      const applied = runScript(t, script, ["apply"], HERE, { shell, isPiped: true });
      assert.match(
        applied.stdout,
        /^Only this script can undo what it did, and it came from a pipe: no file has it\.$/m,
      );
    });

    it("after undo, apply runs the same steps again, also with invalid labels", (t) => {
      const there = runScript(t, script, ["apply"], HERE, { shell });
      assert.deepEqual(there.labels, DONE.labels);
      const back = runScript(t, script, ["undo"], { uid: UID, labels: there.labels }, { shell });
      const again = runScript(t, script, ["undo"], { uid: UID, labels: back.labels }, { shell });
      assert.deepEqual([again.code, again.stderr], [0, ""]);
      const twice = runScript(t, script, ["apply"], { uid: UID, labels: back.labels }, { shell });
      assert.deepEqual([twice.code, twice.labels], [0, DONE.labels]);
    });

    it("stops if kubectl cannot read the labels", (t) => {
      for (const action of ["apply", "undo"]) {
        const { code, calls, stderr } = runScript(
          t,
          script,
          [action, "2"],
          { ...HERE, failing: " get namespaces " },
          { shell },
        );
        assert.deepEqual([code, calls], [1, [GUARD]]);
        assert.match(stderr, /^Stopped before step 2: /m);
      }
    });

    it("runs nothing of a truncated script, and does not exit with 0", (t) => {
      const lines = script.split("\n");
      const cuts = lines.slice(2, -1).map((_, index) => lines.slice(0, index + 2).join("\n"));
      // Also within the last lines: a call without its arguments would be another call.
      const end = script.lastIndexOf("if [ -t 0 ]");
      for (let at = end; at < script.length - 2; at++) cuts.push(script.slice(0, at));
      // Each truncated script is a run of a shell, so the test skips lines in the long middle.
      for (const cut of cuts.filter((_, index) => index % 5 === 0 || index > lines.length)) {
        const { code, stdout, calls } = runScript(t, cut, ["apply"], HERE, { shell, isPiped: true });
        assert.deepEqual([stdout, calls], ["", []], cut);
        assert.notEqual(code, 0, cut);
      }
    });

    it("runs on a large plan", (t) => {
      const { code, calls } = runScript(
        t,
        scriptOf(LARGE_PLAN),
        ["apply"],
        { uid: UID, labels: labelsAt(LARGE_PLAN, 0) },
        { shell, isPiped: true },
      );
      assert.equal(code, 0);
      assert.equal(
        calls.length,
        1 + LARGE_PLAN.steps.filter(({ safe }) => safe).flatMap(({ commands }) => commands).length,
      );
    });

    it("does nothing for a finished plan", (t) => {
      const { code, stdout, calls } = runScript(t, scriptOf(DONE_PLAN), ["apply"], HERE, { shell });
      assert.deepEqual([code, calls], [0, [GUARD]]);
      assert.match(stdout, /^apply: Step 1, Close the gap: nothing to do$/m);
    });

    const BY_SERVER = scriptOf({ ...PLAN, cluster: { uid: null, server: `${SERVER}/` } });
    const OLD = (url: string): string =>
      `I1130 12:00:00.000000 1 round_trippers.go:560] GET ${url}/version?timeout=32s 200 OK in 1 milliseconds\n`;
    const NEW = (url: string): string =>
      `I1130 12:00:00.000000 1 round_trippers.go:632] "Response" verb="GET" url="${url}/version?timeout=32s" status="200 OK"\n`;

    for (const log of [
      OLD(SERVER),
      NEW(SERVER),
      OLD("https://me:secret@10.0.0.1:6443"),
      `I1130 loader\n${NEW(SERVER)}${NEW("https://b")}`,
    ]) {
      it(`without a uid, it runs on the server of the plan: ${log.trim()}`, (t) => {
        const { code, calls } = runScript(t, BY_SERVER, ["apply", "2"], { log, labels: HERE.labels }, { shell });
        assert.deepEqual([code, calls], [0, [["--context", "prod west", "version", "-v=6"], ...labels(SECOND)]]);
      });
    }

    it("normalizes addresses before it compares them: case of the host, default ports, paths", (t) => {
      for (const [server, url] of [
        ["https://api.example.com", "https://API.example.com:443"],
        ["http://api.example.com", "http://api.example.com:80/"],
        ["https://rancher/k8s/clusters/c-A", "https://Rancher/k8s/clusters/c-A"],
        ["https://[::1]:6443", "https://[::1]:6443"],
      ] as const) {
        const { code } = runScript(
          t,
          scriptOf({ ...PLAN, cluster: { uid: null, server } }),
          ["undo", "2"],
          { log: OLD(url), labels: HERE.labels },
          { shell },
        );
        assert.equal(code, 0, url);
      }
    });

    for (const url of [
      "https://10.0.0.1:644",
      "https://10.0.0.10:6443",
      "http://10.0.0.1:6443",
      "https://10.0.0.1:6443/k8s",
      "https://x/https://10.0.0.1:6443",
    ]) {
      it(`without a uid, it runs nothing on ${url}`, (t) => {
        const log = OLD(url.replace("//", "//me:secret@"));
        const { code, stdout, stderr, calls } = runScript(t, BY_SERVER, ["apply"], { log }, { shell });
        assert.deepEqual([code, stdout, calls.length], [2, "", 1]);
        assert.equal(
          stderr,
          `kubectl talks to another server:\n  ${SERVER}  is the server for which this script was made\n` +
            `  ${url}  is the server of kubectl\nNothing was run.\n`,
        );
      });
    }

    it("without a uid, it runs nothing if the server does not answer, or kubectl does not print its address", (t) => {
      const refused = runScript(t, BY_SERVER, ["apply"], {}, { shell });
      assert.deepEqual([refused.code, refused.calls.length], [2, 1]);
      assert.match(refused.stderr, /^The connection was refused\nkubectl could not ask .*\nNothing was run\.\n$/);
      const silent = runScript(t, BY_SERVER, ["apply"], { log: "" }, { shell });
      assert.deepEqual([silent.code, silent.calls.length], [2, 1]);
      assert.match(silent.stderr, /Nothing was run\.\n$/);
    });

    it("without both it has no guard, with a warning in its head and at each run", (t) => {
      const open = scriptOf({ ...PLAN, source: { type: "files", files: 1 }, cluster: { uid: null, server: null } });
      assert.match(open.split("\n").slice(0, 6).join("\n"), /^# NO GUARD: the dump has no uid /m);
      const note = { severity: "warning", code: "mixed-clusters", message: "m", source: null } as const;
      const mixed = scriptOf({ ...PLAN, cluster: { uid: null, server: null }, notes: [note] });
      assert.match(mixed, /^# NO GUARD: the dump contains objects of several clusters, so/m);
      const { code, stderr, calls } = runScript(t, open, ["apply", "2"], { labels: HERE.labels }, { shell });
      assert.deepEqual([code, calls], [0, labels(SECOND)]);
      assert.match(stderr, /^Not checked: /);
      assert.match(runScript(t, open, [], {}, { shell }).stdout, /^NO GUARD: /m);
    });
  });
}

test("the script has the time of the plan, if it is known", () => {
  assert.doesNotMatch(scriptOf(PLAN), /Made at/);
  assert.match(
    scriptOf({ ...PLAN, generatedAt: "2026-11-30T12:00:00Z" }),
    /^# Made at 2026-11-30T12:00:00Z by kubectl pss plan\.$/m,
  );
});

test("one step is printed as commands to paste, without functions, with a comment that it has no guard", () => {
  for (const step of PLAN.steps) {
    const lines = scriptOf({ ...PLAN, steps: [step] }).split("\n");
    const commands = lines.filter((line) => !line.startsWith("#") && line !== "" && line !== "set -eu");
    assert.deepEqual(commands, step.safe ? step.commands : []);
    assert.ok(lines.some((line) => line.startsWith("# No guard: these commands label any cluster")));
    assert.ok(lines.includes("#   kubectl pss plan -o commands --context 'prod west' > rollout.sh"));
  }
});

test("one step has the commands of namespaces to observe as comments, with the reason", () => {
  const step = WHOLE.steps.find(({ id }) => id === "enforce");
  assert.ok(step !== undefined);
  const lines = scriptOf({ ...WHOLE, steps: [step] }).split("\n");
  const waiting = step.groups.filter(({ observeDays }) => observeDays !== null);
  assert.ok(waiting.length > 0);
  for (const { commands, observeDays, namespaces } of waiting) {
    const [command = ""] = commands;
    const at = lines.findIndex((line) => line === `# ${command}`);
    assert.match(
      lines.slice(at - 1 - namespaces.length, at).join("\n"),
      new RegExp(`^# After ${observeDays} days of observation:\n#   \\S+: `),
    );
    assert.ok(!lines.includes(command));
  }
});

test("the commands in the script have the flags of the run", () => {
  const suggestions = {
    pss: (words: readonly string[]) => ({
      text: `kubectl pss ${words.join(" ")} --target baseline --skip a`,
      isWhole: true,
    }),
    kubectl: () => ({ text: "kubectl", isWhole: true }),
  };
  const script = [...renderPlanCommands(PLAN, { suggestions })].join("");
  const commands = script.match(/kubectl pss plan .*$/gm) ?? [];
  assert.equal(commands.filter((line) => line.startsWith("kubectl pss plan --target baseline --skip a")).length, 1);
  assert.equal(
    commands.filter((line) => line.startsWith("kubectl pss plan -o commands --target baseline --skip a")).length,
    2,
  );
  assert.equal(
    commands.filter((line) => line.startsWith("kubectl pss plan --step 4 --target baseline --skip a")).length,
    1,
  );
  assert.equal(commands.length, 4);
  const one = [...renderPlanCommands({ ...PLAN, steps: PLAN.steps.slice(0, 1) }, { suggestions })].join("");
  assert.match(one, /^# {3}kubectl pss plan -o commands --target baseline --skip a > rollout\.sh$/m);
});

test("the commands of one step mention a guard of the script only if it has one", () => {
  const [step = assert.fail()] = PLAN.steps;
  const headOf = (plan: RolloutPlan): string => scriptOf({ ...plan, steps: [step] }).split("\n")[2] ?? "";
  assert.match(headOf(PLAN), /^# No guard: .* A script that runs only on this cluster:$/);
  const open = { ...PLAN, cluster: { uid: null, server: null } };
  assert.match(headOf(open), /^# No guard: .* A script that compares the labels first:$/);
});

test("shellcheck finds nothing in the scripts", () => {
  const isThere = spawnSync("shellcheck", ["--version"]).status === 0;
  if (!isThere)
    return leaveOut(
      "The scripts of plans are not checked, because shellcheck is not installed: see https://www.shellcheck.net",
    );
  for (const cluster of [PLAN.cluster, { uid: null, server: SERVER }, { uid: null, server: null }]) {
    for (const plan of [PLAN, DONE_PLAN]) {
      // The script of a finished plan does not call kubectl.
      const excluded = plan === DONE_PLAN ? ["--exclude=SC2317"] : [];
      const { stdout } = spawnSync("shellcheck", [...excluded, "-"], {
        encoding: "utf8",
        input: scriptOf({ ...plan, cluster }),
      });
      assert.equal(stdout, "");
    }
  }
});
