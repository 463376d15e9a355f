import assert from "node:assert/strict";
import { it } from "node:test";
import * as fc from "../property.ts";
import { MODES } from "../../src/api/mode.ts";
import { levelLabel, versionLabel, POLICY_LABELS } from "../../src/api/policies/policy-labels.ts";
import { BUILTIN_POLICY, resolvePolicy, type ResolvedPolicy } from "../../src/admission/labels.ts";
import { findingsOf } from "../../src/audit/findings.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { createEvaluator } from "../../src/policy/evaluator.ts";
import { compareLevels, LEVELS, type Level } from "../../src/api/level.ts";
import { LATEST, minorVersion, parseVersion, type Version } from "../../src/policy/version.ts";
import type { LabelOwner } from "../../src/report/plan/rollout-plan.ts";
import type { PlanOptions } from "../../src/rollout/options.ts";
import { planRollout, type PlannedSteps } from "../../src/rollout/plan.ts";
import { admits, allMeet, inputOf, PODS, runCommands, type TestNamespace } from "./clusters.ts";
import { IS_FULL } from "../seed.ts";

const VERSIONS = ["latest", "v1.0", "v1.18", "v1.24", "v1.33", "v1.34", "v1.99"];

const level = fc.constantFrom(...LEVELS);
const version = fc.constantFrom(...VERSIONS).map((text): Version => parseVersion(text) ?? LATEST);

/** Mostly valid labels of some modes. */
const labels = fc
  .record(
    Object.fromEntries(
      MODES.flatMap((mode) => [
        [levelLabel(mode), fc.oneof({ weight: 12, arbitrary: level }, fc.constantFrom("", "Baseline"))],
        [versionLabel(mode), fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...VERSIONS) }, fc.constant("1.24"))],
      ]),
    ),
    { requiredKeys: [] },
  )
  .chain((some) => fc.constantFrom({}, some, some))
  .map((some): Record<string, string> => ({ ...some, team: "a" }));

const pods = fc.array(fc.constantFrom(...Object.values(PODS)), { maxLength: 4 });
/** Most namespaces have pods of one kind, because otherwise every plan would have violations to fix. */
const contents = fc.oneof(
  pods,
  fc.constantFrom(...Object.values(PODS)).map((one) => [one, one]),
);

const OWNER: LabelOwner = { manager: "helm", tool: "Helm", advice: "change the chart" };

const cluster: fc.Arbitrary<readonly TestNamespace[]> = fc
  .array(
    fc.record({
      labels,
      pods: contents,
      finished: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, contents),
      owner: fc.constantFrom(null, null, OWNER),
      isCautious: fc.constantFrom(false, false, true),
      rejectedBy: fc.constantFrom(undefined, undefined, undefined, "baseline" as const, "restricted" as const),
      seen: fc.constantFrom(undefined, undefined, undefined, "baseline" as const, "restricted" as const),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((all) =>
    all.map(({ rejectedBy, seen, ...one }, index) => ({
      name: `ns-${index}`,
      ...one,
      ...(rejectedBy && { rejectedBy }),
      ...(seen && { seen }),
    })),
  );

const defaults: fc.Arbitrary<ResolvedPolicy> = fc.oneof(
  fc.constant(BUILTIN_POLICY),
  fc.record({ enforce: level, audit: level, warn: level, version }).map((some) => {
    const part = (one: Level) => ({ level: one, version: some.version, from: "configuration" as const });
    return { enforce: part(some.enforce), audit: part(some.audit), warn: part(some.warn) };
  }),
);

const options: fc.Arbitrary<PlanOptions> = fc.record({
  admission: fc.record({
    evaluator: fc.constantFrom(createEvaluator(CHECKS), createEvaluator(CHECKS, 33)),
    exemptions: fc.record({
      usernames: fc.constant([]),
      namespaces: fc.constantFrom([], ["ns-0"]),
      runtimeClasses: fc.constantFrom([], ["sandbox"]),
    }),
    defaults,
  }),
  target: fc.constantFrom("restricted", "restricted", "baseline"),
  maxStep: fc.constantFrom(2, 2, 1),
  version: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, version),
  skip: fc.constantFrom(new Set<string>(), new Set(["ns-1"])),
  skipManaged: fc.constantFrom(false, false, true),
  includeEmpty: fc.boolean(),
  hasHistory: fc.constant(false),
  keepPrivileged: fc.constantFrom(new Set<string>(), new Set<string>(), new Set(["ns-2"])),
  upgradeFrom: fc.constantFrom(undefined, undefined, 30),
  kubectl: fc.constant(["kubectl"]),
});

const plan = (namespaces: readonly TestNamespace[], asked: PlanOptions): PlannedSteps =>
  planRollout(
    namespaces.map((namespace) => inputOf(namespace, asked)),
    asked,
  );

const policyOf = ({ labels: some }: TestNamespace, { admission }: PlanOptions) =>
  resolvePolicy(some, admission.defaults);

const safeSteps = ({ steps }: PlannedSteps) => steps.filter(({ safe }) => safe);

const isInvalid = (label: string): boolean =>
  label.startsWith("pod-security") && !/=(privileged|baseline|restricted|latest|v1\.(0|[1-9]\d*))$/.test(label);

/** Replaces invalid labels by their meaning for the API server. */
const valid = (some: TestNamespace["labels"]): TestNamespace["labels"] =>
  Object.fromEntries(
    Object.entries(some).map(([name, value]) => {
      if (!isInvalid(`${name}=${value}`)) return [name, value];
      if (name.endsWith("-version")) return [name, "latest"];
      return [name, name.endsWith("enforce") ? "restricted" : "privileged"];
    }),
  );

const RUNS = { numRuns: IS_FULL ? 20_000 : 1_000 };

it("no step rejects an object that was admitted before it, and no step relaxes a level", () => {
  fc.assert(
    fc.property(cluster, options, (namespaces, asked) => {
      let current = namespaces;
      for (const { commands } of safeSteps(plan(namespaces, asked))) {
        const after = runCommands(current, commands);
        for (const [index, namespace] of after.entries()) {
          const before = current[index] ?? namespace;
          for (const pod of namespace.pods) {
            if (admits(before, pod, asked.admission))
              assert.ok(admits(namespace, pod, asked.admission), namespace.name);
          }
          const [old, now] = [policyOf(before, asked), policyOf(namespace, asked)];
          for (const mode of MODES) assert.ok(compareLevels(now.policy[mode].level, old.policy[mode].level) >= 0, mode);
          assert.ok(now.errors.length === 0 || namespace === before || now.errors.length === old.errors.length);
        }
        current = after;
      }
    }),
    RUNS,
  );
});

it("the safe steps leave every namespace at the strictest level that its objects meet", () => {
  fc.assert(
    fc.property(cluster, options, (namespaces, asked) => {
      if (asked.maxStep === 1 || asked.upgradeFrom !== undefined) return;
      const { kept, steps } = plan(namespaces, asked);
      const left = new Set(kept.map(({ name }) => name));
      const after = runCommands(
        namespaces,
        steps.flatMap(({ safe, commands }) => (safe ? commands : [])),
      );
      for (const [index, namespace] of after.entries()) {
        if (left.has(namespace.name) || namespace.rejectedBy !== undefined) continue;
        const { enforce } = policyOf(namespace, asked).policy;
        const before = policyOf(namespaces[index] ?? namespace, asked).policy.enforce;
        const wanted = LEVELS.toReversed().find(
          (one) =>
            compareLevels(one, asked.target) <= 0 &&
            (namespace.seen === undefined || compareLevels(one, namespace.seen) < 0) &&
            allMeet(namespace, { level: one, version: asked.version ?? enforce.version }, asked.admission),
        );
        assert.ok(wanted !== undefined);
        const expected = compareLevels(before.level, wanted) > 0 ? before.level : wanted;
        assert.equal(enforce.level, expected, namespace.name);
      }
    }),
    RUNS,
  );
});

it("no step raises enforce to a level that a history speaks against, and the last step names the workload", () => {
  let held = 0;
  fc.assert(
    fc.property(cluster, options, (namespaces, asked) => {
      const { steps } = plan(namespaces, asked);
      const without = plan(
        namespaces.map(
          (namespace) =>
            Object.fromEntries(
              Object.entries(namespace).filter(([name]) => name !== "seen"),
            ) as unknown as TestNamespace,
        ),
        asked,
      );
      const raised = (some: PlannedSteps): ReadonlyMap<string, Level> =>
        new Map(some.namespaces.flatMap(({ name, enforce }) => (enforce === null ? [] : [[name, enforce.planned]])));
      const named = new Set(
        steps.flatMap((step) =>
          step.namespaces.flatMap(({ name, blockedBy }) =>
            blockedBy.some((obstacle) => obstacle.seen !== undefined) ? [name] : [],
          ),
        ),
      );
      const [now, before] = [raised(plan(namespaces, asked)), raised(without)];
      for (const namespace of namespaces) {
        const { name, seen } = namespace;
        const [level, free] = [now.get(name), before.get(name)];
        assert.ok(level !== undefined && free !== undefined);
        const { level: old } = policyOf(namespace, asked).policy.enforce;
        if (seen === undefined || compareLevels(free, seen) < 0) {
          assert.equal(level, free, name);
          continue;
        }
        assert.ok(compareLevels(level, seen) < 0 || level === old, name);
        if (level === free) continue;
        if (asked.maxStep === 2) assert.ok(named.has(name), name);
        held++;
      }
    }),
    RUNS,
  );
  assert.ok(held > 0);
});

it("if something could not be read, no hidden object is rejected", () => {
  fc.assert(
    fc.property(cluster, options, pods, (namespaces, asked, hidden) => {
      const partly = namespaces.map((namespace, index) => ({ ...namespace, isComplete: index % 2 === 0 }));
      const after = runCommands(
        partly,
        safeSteps(plan(partly, asked)).flatMap(({ commands }) => commands),
      );
      for (const [index, namespace] of after.entries()) {
        const before = partly[index];
        if (before === undefined || before.isComplete) continue;
        for (const pod of [...namespace.pods, ...hidden]) {
          if (admits(before, pod, asked.admission)) assert.ok(admits(namespace, pod, asked.admission), namespace.name);
        }
      }
    }),
    RUNS,
  );
});

it("after all steps of a plan, the next plan is empty", () => {
  fc.assert(
    fc.property(cluster, options, (namespaces, asked) => {
      // A plan with one level at a time needs a second round.
      const rounds = asked.maxStep === 1 ? 2 : 1;
      let current = namespaces;
      for (let round = 0; round < rounds; round++) {
        current = runCommands(
          current,
          safeSteps(plan(current, asked)).flatMap(({ commands }) => commands),
        );
      }
      assert.deepEqual(
        safeSteps(plan(current, asked)).flatMap(({ commands }) => commands),
        [],
      );
    }),
    RUNS,
  );
});

it("after all steps of a plan, audit has no finding about audit and warn", () => {
  fc.assert(
    fc.property(cluster, options, (namespaces, asked) => {
      const { kept, steps } = plan(namespaces, asked);
      const left = new Set(kept.flatMap(({ name, reason }) => (/exempt|managed|skipped/.test(reason) ? [name] : [])));
      const { evaluator } = asked.admission;
      for (const namespace of runCommands(
        namespaces,
        steps.flatMap(({ safe, commands }) => (safe ? commands : [])),
      )) {
        if (left.has(namespace.name)) continue;
        const findings = findingsOf({
          resolution: policyOf(namespace, asked),
          isExempt: false,
          areLabelsKnown: true,
          exemptViolations: 0,
          blockBaseline: [],
          latestViolations: { enforce: 0, audit: 0, warn: 0 },
          evaluator,
        });
        const codes = findings.map(({ code }) => code);
        assert.ok(!codes.includes("audit-not-stricter"), `${namespace.name}: ${codes.join(" ")}`);
      }
    }),
    RUNS,
  );
});

it("no enforce level is raised at once that would have rejected finished work", () => {
  fc.assert(
    fc.property(cluster, options, (namespaces, asked) => {
      const groups = safeSteps(plan(namespaces, asked)).flatMap((step) => step.groups);
      const after = runCommands(
        namespaces,
        groups.flatMap(({ observeDays, commands }) => (observeDays === null ? commands : [])),
      );
      for (const [index, namespace] of after.entries()) {
        const before = namespaces[index] ?? namespace;
        for (const pod of namespace.finished ?? []) {
          if (admits(before, pod, asked.admission)) assert.ok(admits(namespace, pod, asked.admission), namespace.name);
        }
      }
    }),
    RUNS,
  );
});

it("each step raises enforce only to a level that audit and warn reported before, and after an observation to the same version", () => {
  let observed = 0;
  fc.assert(
    fc.property(cluster, options, (namespaces, asked) => {
      const { evaluator } = asked.admission;
      let current = namespaces;
      for (const { safe, commands, groups } of plan(namespaces, asked).steps) {
        const after = runCommands(current, commands);
        const daysOf = new Map(groups.flatMap((group) => group.namespaces.map((name) => [name, group.observeDays])));
        for (const [index, namespace] of after.entries()) {
          const { policy: before } = policyOf(current[index] ?? namespace, asked);
          const { enforce } = policyOf(namespace, asked).policy;
          if (compareLevels(enforce.level, before.enforce.level) <= 0) continue;
          for (const mode of ["audit", "warn"] as const) {
            assert.ok(compareLevels(before[mode].level, enforce.level) >= 0, `${namespace.name}: ${mode}`);
            if ((daysOf.get(namespace.name) ?? null) === null) continue;
            const { version: watched } = before[mode];
            // Before an upgrade, the server evaluates a version that is newer than itself as its own.
            const isSame = [Infinity, asked.upgradeFrom ?? Infinity].every((newest) => {
              const at = ({ text, minor }: Version) => ({
                ...enforce,
                version: minor > newest ? minorVersion(newest) : { text, minor },
              });
              return evaluator.hasSameChecks(at(watched), at(enforce.version));
            });
            assert.ok(isSame, `${namespace.name}: ${mode} at ${watched.text}, and enforce at ${enforce.version.text}`);
            observed++;
          }
        }
        if (safe) current = after;
      }
    }),
    RUNS,
  );
  assert.ok(observed > 0);
});

it("undo restores the labels byte for byte, and replaces invalid ones, which no server accepts, by their meaning", () => {
  fc.assert(
    fc.property(cluster, options, (namespaces, asked) => {
      const { steps } = plan(namespaces, asked);
      const states = [namespaces];
      for (const { commands } of steps) states.push(runCommands(states.at(-1) ?? [], commands));
      for (const [index, { undo, namespaces: changed }] of [...steps.entries()].toReversed()) {
        const touched = new Set(changed.map(({ name }) => name));
        const undone = runCommands(states[index + 1] ?? [], undo);
        for (const [at, { name, labels: old }] of (states[index] ?? []).entries()) {
          assert.deepEqual(undone[at]?.labels, touched.has(name) ? valid(old) : old, name);
        }
        assert.deepEqual(
          undo.filter((command) => command.split(" ").some((word) => word.includes("=") && isInvalid(word))),
          [],
        );
      }
    }),
    RUNS,
  );
});

it("exempt, skipped and managed namespaces are not changed, and kept ones get no stricter enforce", () => {
  fc.assert(
    fc.property(cluster, options, (namespaces, asked) => {
      const { kept, steps } = plan(namespaces, asked);
      const reasons = new Map(kept.map(({ name, reason }) => [name, reason]));
      for (const { namespaces: changed } of steps) {
        for (const { name, from, to } of changed) {
          const reason = reasons.get(name);
          assert.ok(reason === undefined || reason === "privileged" || reason === "empty", `${name} is ${reason}`);
          const [old, now] = [from, to].map(
            (some) => resolvePolicy(some, asked.admission.defaults).policy.enforce.level,
          );
          if (reason !== undefined) assert.equal(now, old, name);
          for (const label of Object.keys(to)) assert.ok(POLICY_LABELS.includes(label), label);
        }
      }
    }),
    RUNS,
  );
});

it("without running pods, enforce is raised only with --include-empty, but audit and warn are raised", () => {
  fc.assert(
    fc.property(cluster, options, (namespaces, asked) => {
      const { namespaces: planned, kept, steps } = plan(namespaces, asked);
      const reasons = new Map(kept.map(({ name, reason }) => [name, reason]));
      const after = runCommands(
        namespaces,
        steps.flatMap(({ safe, commands }) => (safe ? commands : [])),
      );
      for (const [index, { name, workloads, enforce }] of planned.entries()) {
        assert.equal(workloads === 0, namespaces[index]?.pods.length === 0);
        if (reasons.get(name) !== "empty") continue;
        assert.ok(workloads === 0 && !asked.includeEmpty && enforce?.planned === enforce?.now);
        const old = policyOf(namespaces[index] ?? { name, labels: {}, pods: [] }, asked).policy.enforce;
        assert.deepEqual(
          policyOf(after[index] ?? { name, labels: {}, pods: [] }, asked).policy.enforce.version,
          old.version,
        );
        const { policy } = policyOf(after[index] ?? { name, labels: {}, pods: [] }, asked);
        for (const mode of ["audit", "warn"] as const) {
          const isStrictest = policy[mode].level === "restricted";
          assert.ok(isStrictest || compareLevels(policy[mode].level, policy.enforce.level) > 0, mode);
        }
      }
    }),
    RUNS,
  );
});

it("no level is enforced that rejects a workload now, unless it was enforced before", () => {
  fc.assert(
    fc.property(cluster, options, (namespaces, asked) => {
      const after = runCommands(
        namespaces,
        safeSteps(plan(namespaces, asked)).flatMap(({ commands }) => commands),
      );
      for (const [index, namespace] of after.entries()) {
        const { rejectedBy, pods } = namespace;
        const before = namespaces[index];
        if (before === undefined || rejectedBy === undefined || pods.length === 0) continue;
        const [old, now] = [before, namespace].map((one) => policyOf(one, asked).policy.enforce.level);
        assert.ok(old !== undefined && now !== undefined);
        assert.ok(now === old || compareLevels(now, rejectedBy) < 0, `${old} to ${now}, rejected by ${rejectedBy}`);
      }
    }),
    RUNS,
  );
});

it("the groups of a step have its namespaces and commands, each once; no group mixes owners or days of observation", () => {
  fc.assert(
    fc.property(cluster, options, (namespaces, asked) => {
      const byName = new Map(namespaces.map((one) => [one.name, one]));
      for (const { id, groups, commands, undo, namespaces: changed } of plan(namespaces, asked).steps) {
        const names = groups.flatMap((group) => group.namespaces);
        assert.deepEqual(names.toSorted(), changed.map(({ name }) => name).toSorted());
        assert.deepEqual(
          [groups.flatMap((group) => group.commands), groups.flatMap((group) => group.undo)],
          [commands, undo],
        );
        const raises = id === "enforce" || id === "fix";
        for (const group of groups) {
          assert.ok(id !== "fix" || group.namespaces.length === 1);
          for (const name of group.namespaces) {
            const { isCautious = false, owner, finished = [] } = byName.get(name) ?? {};
            const isObserved = group.observeDays !== null;
            assert.ok(isObserved ? raises && (isCautious || finished.length > 0) : !raises || !isCautious, name);
            assert.ok(!isObserved || group.observeDays === 7, name);
            assert.equal(group.tool, owner?.tool ?? null);
          }
        }
        // The commands of all namespaces together have the effect of the step's commands.
        const alone = changed.flatMap(({ command }) => command ?? []);
        assert.deepEqual(runCommands(namespaces, alone), runCommands(namespaces, commands));
      }
    }),
    RUNS,
  );
});

it("each namespace below the target is in the last step, or kept with a reason", () => {
  fc.assert(
    fc.property(cluster, options, (namespaces, asked) => {
      // With one level at a time, or two versions, another plan continues.
      if (asked.maxStep === 1 || asked.upgradeFrom !== undefined || asked.version !== undefined) return;
      const { kept, steps } = plan(namespaces, asked);
      const named = new Set([...kept, ...(steps.at(-1)?.namespaces ?? [])].map(({ name }) => name));
      const after = runCommands(
        namespaces,
        steps.flatMap(({ safe, commands }) => (safe ? commands : [])),
      );
      for (const namespace of after) {
        const { enforce } = policyOf(namespace, asked).policy;
        if (compareLevels(enforce.level, asked.target) < 0) assert.ok(named.has(namespace.name), namespace.name);
      }
    }),
    RUNS,
  );
});
