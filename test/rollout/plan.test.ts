import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BUILTIN_POLICY, type Labels } from "../../src/admission/labels.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { parseVersion } from "../../src/policy/version.ts";
import { createEvaluator } from "../../src/policy/evaluator.ts";
import { minorVersion, NEWEST_MINOR } from "../../src/policy/version.ts";
import { USUAL_PLAN, type PlanOptions } from "../../src/rollout/options.ts";
import { pinOf, planRollout, type PlannedSteps } from "../../src/rollout/plan.ts";
import { withPlanAgain } from "../../src/render/formats/plan/script/plan-again.ts";
import { conditionsText, conditionsTitle, stepHeadline } from "../../src/render/words/plan/step-words.ts";
import { seenNamespace } from "../../src/rollout/history/seen-namespace.ts";
import { inputOf, PODS } from "./clusters.ts";

const PREFIX = "pod-security.kubernetes.io/";

const OPTIONS: PlanOptions = {
  ...USUAL_PLAN,
  admission: {
    evaluator: createEvaluator(CHECKS),
    exemptions: { usernames: [], namespaces: ["exempt"], runtimeClasses: [] },
    defaults: BUILTIN_POLICY,
  },
};

/** Labels from `enforce=baseline warn-version=v1.30`. */
function labelsOf(text: string): Labels {
  const words = text.split(" ").filter((word) => word !== "");
  return Object.fromEntries(
    words.map((word) => [PREFIX + word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)]),
  );
}

/** Plans for namespaces, each given by its labels and the names of its pods. */
function plan(
  namespaces: Readonly<Record<string, readonly [labels: string, pods: string]>>,
  options: Partial<PlanOptions> = {},
): PlannedSteps {
  const all = { ...OPTIONS, ...options };
  const inputs = Object.entries(namespaces).map(([name, [labels, pods]]) =>
    inputOf(
      {
        name,
        labels: labelsOf(labels),
        pods: pods.split(" ").flatMap((pod) => (PODS[pod] === undefined ? [] : [PODS[pod]])),
      },
      all,
    ),
  );
  return planRollout(inputs, all);
}

/** The commands of each step, without their common part. */
function commandsOf({ steps }: PlannedSteps): string[][] {
  return steps.map(({ commands }) =>
    commands.map((command) => command.replace("kubectl label --overwrite ns ", "").replaceAll(PREFIX, "")),
  );
}

type Case = readonly [
  namespaces: Parameters<typeof plan>[0],
  options: Partial<PlanOptions>,
  commands: readonly (readonly string[])[],
];

const CASES: Readonly<Record<string, Case>> = {
  "a namespace without labels gets the labels of Kubernetes' guide, and then its own level": [
    { a: ["", "plain"] },
    {},
    [
      ["a enforce=privileged audit=baseline warn=baseline"],
      [],
      ["a enforce=baseline audit=restricted warn=restricted"],
      ["a enforce=restricted"],
    ],
  ],
  "named namespaces stay privileged, with audit and warn at baseline": [
    { a: ["", "privileged plain"], b: ["enforce=privileged", "hostNetwork"] },
    { keepPrivileged: new Set(["a", "b"]) },
    [["a enforce=privileged audit=baseline warn=baseline"], ["b audit=baseline warn=baseline"], [], []],
  ],
  "a namespace that does not meet baseline is fixed for baseline first, each with its own command": [
    {
      a: ["enforce=privileged audit=baseline warn=baseline", "privileged hostNetwork"],
      b: ["enforce=privileged audit=baseline warn=baseline", "privileged"],
    },
    {},
    [
      [],
      [],
      [],
      ["b enforce=baseline audit=restricted warn=restricted", "a enforce=baseline audit=restricted warn=restricted"],
    ],
  ],
  "without running pods, only audit and warn are raised": [
    { a: ["", ""], b: ["enforce=baseline", ""], c: ["enforce=restricted", ""] },
    {},
    [
      ["a enforce=privileged audit=baseline warn=baseline"],
      ["b audit=restricted warn=restricted", "c audit=restricted"],
      [],
      [],
    ],
  ],
  "without running pods, enforce is raised on request": [
    { a: ["enforce=privileged audit=baseline warn=baseline", ""] },
    { includeEmpty: true },
    [[], ["a audit=restricted warn=restricted"], ["a enforce=restricted"], []],
  ],
  "the namespaces that Kubernetes creates get enforce only if something runs there": [
    {
      a: ["enforce=privileged audit=baseline warn=baseline", ""],
      "kube-node-lease": ["enforce=privileged audit=baseline warn=baseline", ""],
      "kube-public": ["enforce=privileged", ""],
      "kube-system": ["enforce=privileged audit=baseline warn=baseline", "restricted"],
    },
    { includeEmpty: true },
    [
      [],
      ["a kube-system audit=restricted warn=restricted", "kube-public audit=baseline warn=baseline"],
      ["a kube-system enforce=restricted"],
      [],
    ],
  ],
  "one level at a time": [
    { a: ["enforce=privileged audit=baseline warn=baseline", "restricted"], b: ["", "restricted"] },
    { maxStep: 1 },
    [
      ["b enforce=privileged audit=baseline warn=baseline"],
      [],
      ["a b enforce=baseline audit=restricted warn=restricted"],
      [],
    ],
  ],
  "namespaces that get the same share a command": [
    { b: ["", "restricted"], a: ["", "restricted"], c: ["enforce=restricted", "restricted"] },
    {},
    [
      ["a b enforce=privileged audit=restricted warn=restricted"],
      ["c audit=restricted"],
      ["a b enforce=restricted"],
      [],
    ],
  ],
  "enforce no further than the target, and audit and warn one level above it": [
    { a: ["", "restricted"], b: ["enforce=baseline", "plain"], c: ["enforce=restricted", "plain"] },
    { target: "baseline" },
    [
      ["a enforce=privileged audit=baseline warn=baseline"],
      ["b audit=restricted warn=restricted", "c audit=restricted"],
      ["a enforce=baseline audit=restricted warn=restricted"],
      [],
    ],
  ],
  "invalid labels are replaced by the levels in force": [
    { a: ["enforce=baseline audit=Restricted warn-version=1.30", "plain"] },
    {},
    [["a audit=restricted warn=restricted warn-version=latest"], [], [], ["a enforce=restricted"]],
  ],
  "levels of the cluster defaults become labels, and are never relaxed": [
    { a: ["", "plain"] },
    {
      admission: {
        ...OPTIONS.admission,
        defaults: {
          ...BUILTIN_POLICY,
          enforce: { ...BUILTIN_POLICY.enforce, level: "baseline", from: "configuration" },
          warn: { ...BUILTIN_POLICY.warn, level: "restricted", from: "configuration" },
        },
      },
    },
    [["a enforce=baseline audit=restricted warn=restricted"], [], [], ["a enforce=restricted"]],
  ],
  "a pinned version does not change, and determines the level": [
    { a: ["enforce=privileged enforce-version=v1.18 audit=baseline warn=baseline", "noSeccomp"] },
    {},
    [[], ["a audit=restricted warn=restricted"], ["a enforce=restricted"], []],
  ],
  "a version is set if it is requested": [
    { a: ["enforce=baseline audit=restricted warn=restricted", "restricted"] },
    { version: minorVersion(30) },
    [[], ["a audit-version=v1.30 warn-version=v1.30"], ["a enforce=restricted enforce-version=v1.30"], []],
  ],
  "a version is not set if it forbids admitted pods": [
    { a: ["enforce=baseline enforce-version=v1.33 audit=restricted warn=restricted", "probeHost"] },
    { version: minorVersion(34) },
    [[], ["a audit-version=v1.34 warn-version=v1.34"], [], ["a enforce-version=v1.34"]],
  ],
  "a version is not set for enforce without tested pods, unless it is requested": [
    {
      a: ["enforce=restricted enforce-version=v1.20 audit=restricted warn=restricted", ""],
      b: ["enforce=baseline enforce-version=v1.20 audit=restricted warn=restricted", ""],
      c: ["enforce=baseline enforce-version=v1.20 audit=Restricted warn=restricted", ""],
    },
    { version: minorVersion(34) },
    [["c audit=restricted"], ["a b c audit-version=v1.34 warn-version=v1.34"], [], []],
  ],
  "a version is set for enforce without running pods with --include-empty": [
    { a: ["enforce=restricted enforce-version=v1.20 audit=restricted warn=restricted", ""] },
    { version: minorVersion(34), includeEmpty: true },
    [[], ["a audit-version=v1.34 warn-version=v1.34"], ["a enforce-version=v1.34"], []],
  ],
  "a version is not named for enforce in a namespace that stays privileged": [
    { a: ["enforce=baseline enforce-version=v1.20 audit=restricted warn=restricted", "restricted"] },
    { version: minorVersion(34), keepPrivileged: new Set(["a"]) },
    [[], ["a audit-version=v1.34 warn-version=v1.34"], [], []],
  ],
  "a namespace that enforces more than it meets has violations to fix, and no label helps": [
    { a: ["enforce=restricted audit=restricted warn=restricted", "plain"] },
    {},
    [[], [], [], []],
  ],
  "exempt and skipped namespaces do not change": [
    { exempt: ["", "plain"], a: ["", "plain"] },
    { skip: new Set(["a"]) },
    [[], [], [], []],
  ],
  "a level that is met only before or only after an upgrade is not enforced": [
    { a: ["enforce=baseline audit=restricted warn=restricted", "userNamespace"] },
    { upgradeFrom: 34 },
    [[], [], [], ["a enforce=restricted"]],
  ],
};

describe("a plan", () => {
  for (const [name, [namespaces, options, commands]] of Object.entries(CASES)) {
    it(name, () => assert.deepEqual(commandsOf(plan(namespaces, options)), commands));
  }

  it("lists the blocking violations, beginning with the namespaces that need the fewest fixes", () => {
    const { steps, summary } = plan({
      a: ["enforce=baseline audit=restricted warn=restricted", "plain plain restricted"],
      b: ["enforce=baseline audit=restricted warn=restricted", "noSeccomp"],
    });
    const [, , , fix] = steps;
    assert.equal(fix?.safe, false);
    assert.deepEqual(
      fix?.namespaces.map(({ name, workloads, blockedBy }) => [
        name,
        workloads,
        ...blockedBy.map(
          ({ kind, name: workload, checks }) => `${kind} ${workload}: ${checks.map(({ check }) => check).join(" ")}`,
        ),
      ]),
      [
        ["b", 1, "Pod web-0: seccompProfile_restricted"],
        [
          "a",
          3,
          "Deployment web-1: allowPrivilegeEscalation capabilities_restricted runAsNonRoot seccompProfile_restricted",
          "Pod web-0: allowPrivilegeEscalation capabilities_restricted runAsNonRoot seccompProfile_restricted",
        ],
      ],
    );
    assert.deepEqual(summary, {
      namespaces: 2,
      changed: 0,
      observeFirst: 0,
      observationOver: 0,
      blocked: 2,
      kept: 0,
      enforcing: { privileged: 0, baseline: 2, restricted: 0 },
      unknown: 0,
    });
  });

  it("begins the blocking violations with the namespaces whose workloads are rejected now, however many fixes they need", () => {
    const labels = labelsOf("enforce=baseline audit=restricted warn=restricted");
    const [plain = assert.fail(), noSeccomp = assert.fail()] = [PODS["plain"], PODS["noSeccomp"]];
    const inputs = [
      inputOf({ name: "a", labels, pods: [noSeccomp] }, OPTIONS),
      inputOf({ name: "b", labels, pods: [plain, plain], rejectedBy: "baseline" }, OPTIONS),
    ];
    const [, , , fix] = planRollout(inputs, OPTIONS).steps;
    assert.deepEqual(
      fix?.namespaces.map(({ name, rejectedNow }) => [name, rejectedNow]),
      [
        ["b", 1],
        ["a", 0],
      ],
    );
  });

  it("counts a workload of a history without known checks as one fix", () => {
    const labels = labelsOf("enforce=baseline audit=restricted warn=restricted");
    const [restricted = assert.fail(), noSeccomp = assert.fail()] = [PODS["restricted"], PODS["noSeccomp"]];
    const verdict = { type: "blocked", level: "restricted", version: "latest", workloads: 1 } as const;
    const earlier = { name: "b", enforce: null, audit: null, verdict, evidence: { pods: 1, days: 1 }, workloads: [] };
    const history = seenNamespace({ ...earlier, folded: 1 }, () => false, { enforce: "baseline", applies: true });
    const inputs = [
      inputOf({ name: "a", labels, pods: [noSeccomp] }, OPTIONS),
      { ...inputOf({ name: "b", labels, pods: [restricted] }, OPTIONS), history },
    ];
    const [, , , fix] = planRollout(inputs, OPTIONS).steps;
    assert.deepEqual(
      fix?.namespaces.map(({ name, blockedBy }) => [name, blockedBy.map(({ checks }) => checks.length)]),
      [
        ["a", [1]],
        ["b", [0]],
      ],
    );
  });

  it("puts namespaces with fewer days of observation first", () => {
    const pods = [PODS["restricted"] ?? assert.fail()];
    const inputs = Object.entries({ a: 30, b: 7 }).map(([name, observeDays]) => ({
      ...inputOf({ name, labels: {}, pods, isCautious: true }, OPTIONS),
      observeDays,
    }));
    const { steps } = planRollout(inputs, OPTIONS);
    assert.deepEqual(
      steps[2]?.groups.map((group) => [group.namespaces.join(), group.observeDays]),
      [
        ["b", 7],
        ["a", 30],
      ],
    );
  });

  it("lists the namespaces that keep their enforce level, with the reason", () => {
    const namespaces = { exempt: ["", "plain"], p: ["", "privileged"], s: ["", ""], k: ["", "plain"] } as const;
    const found = (options: Partial<PlanOptions>): string[] =>
      plan(namespaces, options).kept.map(
        ({ name, reason, because, needs }) => `${name} ${reason}: ${because} (${needs.length})`,
      );
    assert.deepEqual(found({ skip: new Set(["s"]) }), [
      "exempt exempt: exempt by the admission configuration: its labels have no effect (0)",
      "s skipped: skipped (--skip) (0)",
    ]);
    assert.deepEqual(found({ keepPrivileged: new Set(["k", "p"]) }).slice(1), [
      "k privileged: kept (--keep-privileged), but everything in it meets baseline; audit and warn still report what violates baseline; step 1 still sets enforce=privileged audit=baseline warn=baseline there: these labels reject nothing new (0)",
      "p privileged: kept (--keep-privileged): 1 workload does not meet baseline; audit and warn still report what violates baseline; step 1 still sets enforce=privileged audit=baseline warn=baseline there: these labels reject nothing new (1)",
      "s empty: nothing runs here, so nothing was tested: --include-empty raises it, too; step 1 still sets enforce=privileged audit=baseline warn=baseline there: these labels reject nothing new (0)",
    ]);
  });

  it("names a lower enforce level only if the current one rejects running pods", () => {
    const relaxOf = (labels: string, pods: string, options: Partial<PlanOptions> = {}) => {
      const { steps, namespaces } = plan({ a: [labels, pods] }, options);
      assert.equal(namespaces[0]?.enforce?.planned, namespaces[0]?.enforce?.now);
      const relax = steps[3]?.namespaces[0]?.relax;
      return relax && `${relax.level}: ${relax.command.replaceAll(PREFIX, "")}`;
    };
    const watched = "audit=restricted warn=restricted";
    const command = "kubectl label --overwrite ns a";
    assert.equal(relaxOf(`enforce=restricted ${watched}`, "plain"), `baseline: ${command} enforce=baseline`);
    assert.equal(relaxOf(`enforce=restricted ${watched}`, "privileged"), null);
    const target = "baseline" as const;
    assert.equal(
      relaxOf(`enforce=restricted ${watched}`, "plain", { target }),
      `baseline: ${command} enforce=baseline`,
    );
    assert.equal(relaxOf(`enforce=baseline ${watched}`, "plain"), null);
    // Unreadable objects may violate the lower level, too.
    const unread = { name: "a", labels: labelsOf(`enforce=baseline ${watched}`), isComplete: false };
    const { steps } = planRollout(
      [inputOf({ ...unread, pods: [PODS["privileged"] ?? assert.fail()] }, OPTIONS)],
      OPTIONS,
    );
    assert.equal(steps[3]?.namespaces[0]?.relax, null);
  });

  it("gives the reason why an empty namespace of Kubernetes is kept, with and without --include-empty", () => {
    for (const includeEmpty of [false, true]) {
      const { kept } = plan({ "kube-public": ["", ""] }, { includeEmpty });
      assert.deepEqual(
        kept.map(({ reason, because }) => `${reason}: ${because}`),
        [
          "system: created by Kubernetes itself, and nothing runs here: --include-empty does not raise it either; step 1 still sets enforce=privileged audit=baseline warn=baseline there: these labels reject nothing new",
        ],
      );
    }
  });

  const LABEL = "pod-security.kubernetes.io/";
  const INSTEAD = "The API server uses another value in place of an invalid label:";
  for (const [labels, pin, says] of [
    ["", undefined, ""],
    ["enforce=Restricted", undefined, "restricted for enforce. The commands write restricted for enforce."],
    ["enforce=baseline audit=x", undefined, "privileged for audit. The commands write the level to watch for audit."],
    [
      "enforce=baseline enforce-version=1.30",
      undefined,
      "latest for a version. The commands write latest for a version.",
    ],
    ["enforce=baseline enforce-version=1.30", "v1.30", "latest for a version. The commands write v1.30 for a version."],
    [
      "enforce=x enforce-version=1.30 audit=x warn=x warn-version=x",
      undefined,
      "restricted for enforce, privileged for audit and warn, latest for a version. " +
        "The commands write restricted for enforce, latest for a version, the level to watch for audit and warn.",
    ],
  ] as const) {
    it(`says what step 1 does with ${labels === "" ? "no label" : labels}${pin === undefined ? "" : `, pinned to ${pin}`}`, () => {
      const options = pin === undefined ? {} : { version: parseVersion(pin) ?? assert.fail() };
      const [step] = plan({ a: [labels, "plain"] }, options).steps;
      const [, end = ""] = step?.why.split(` ${INSTEAD} `) ?? [];
      assert.equal(end, says);
      // The words are about these commands.
      const to = step?.namespaces[0]?.to ?? {};
      for (const [, value = "", which = ""] of says.matchAll(
        /write (?:restricted for enforce, )?(\S+) for (enforce|a version)/g,
      ))
        assert.equal(to[`${LABEL}enforce${which === "enforce" ? "" : "-version"}`], value);
    });
  }

  it("has no step for a namespace with unknown labels, and keeps it", () => {
    const privileged = PODS["privileged"] ?? assert.fail();
    const unknown = { labels: {}, pods: [privileged], areLabelsKnown: false };
    const keptWith = (options: Partial<PlanOptions>) => {
      const all = { ...OPTIONS, ...options };
      const inputs = ["a", "exempt"].map((name) => inputOf({ ...unknown, name }, all));
      return planRollout(inputs, all);
    };
    const { steps, kept, summary, upgrade } = keptWith({ upgradeFrom: 20 });
    assert.ok(steps.every(({ namespaces }) => namespaces.length === 0));
    assert.deepEqual(upgrade?.namespaces, []);
    assert.deepEqual(
      kept.map(({ name, reason, because, needs }) => [name, reason, because, needs.length]),
      [
        ["a", "unread", "its labels could not be read, so its policy is unknown", 1],
        ["exempt", "exempt", "exempt by the admission configuration: its labels have no effect", 1],
      ],
    );
    const enforcing = { privileged: 0, baseline: 0, restricted: 0 };
    assert.deepEqual(summary, {
      namespaces: 2,
      changed: 0,
      observeFirst: 0,
      observationOver: 0,
      blocked: 0,
      kept: 2,
      enforcing,
      unknown: 2,
    });
    const reasons = (options: Partial<PlanOptions>) => keptWith(options).kept.map(({ reason }) => reason);
    assert.deepEqual(reasons({ skip: new Set(["a"]) }), ["skipped", "exempt"]);
    assert.deepEqual(reasons({ keepPrivileged: new Set(["a"]) }), ["unread", "exempt"]);
  });

  it("does not raise enforce if an object could not be read, and gives the reason", () => {
    const input = inputOf({ name: "a", labels: {}, pods: [], isComplete: false }, OPTIONS);
    const { steps, kept } = planRollout([input], OPTIONS);
    assert.deepEqual(
      steps.map(({ namespaces }) => namespaces.length),
      [1, 0, 0, 0],
    );
    assert.deepEqual(
      kept.map(({ reason }) => reason),
      ["unread"],
    );
  });

  it("leaves out namespaces whose labels a tool manages, on request", () => {
    const owner = { manager: "helm", tool: "Helm", advice: "Helm sets them" };
    const input = inputOf({ name: "a", labels: {}, pods: [PODS["restricted"] ?? assert.fail()], owner }, OPTIONS);
    const reasons = (options: Partial<PlanOptions>) => {
      const { steps, kept } = planRollout([input], { ...OPTIONS, ...options });
      return [steps.map(({ groups }) => groups.map(({ tool }) => tool)), kept.map(({ because }) => because)];
    };
    assert.deepEqual(reasons({}), [[["Helm"], [], ["Helm"], []], []]);
    assert.deepEqual(reasons({ skipManaged: true }), [[[], [], [], []], ["skipped (--skip-managed): Helm sets them"]]);
  });

  it("puts the namespaces that can be changed at once before the namespaces to observe, and namespaces of a tool last in each group", () => {
    const owner = { manager: "helm", tool: "Helm", advice: "Helm sets them" };
    const pods = [PODS["restricted"] ?? assert.fail()];
    const inputs = [
      { name: "a", labels: {}, pods, owner },
      { name: "b", labels: {}, pods, isCautious: true },
      { name: "c", labels: {}, pods },
      { name: "d", labels: {}, pods, isCautious: true, owner },
      { name: "e", labels: {}, pods },
    ].map((one) => inputOf(one, OPTIONS));
    const { steps, summary } = planRollout(inputs, OPTIONS);
    assert.deepEqual(
      steps.map(({ groups }) => groups.map((group) => [group.namespaces.join(), group.observeDays, group.tool])),
      [
        [
          ["b,c,e", null, null],
          ["a,d", null, "Helm"],
        ],
        [],
        [
          ["c,e", null, null],
          ["a", null, "Helm"],
          ["b", 7, null],
          ["d", 7, "Helm"],
        ],
        [],
      ],
    );
    assert.equal(summary.observeFirst, 2);
  });

  it("says since when a namespace of step 3 is observed, if no earlier step changes its labels", () => {
    const pods = [PODS["restricted"] ?? assert.fail()];
    const options: PlanOptions = { ...OPTIONS, daysSince: (time) => Number(time.slice(8, 10)) - 12 };
    const watched = labelsOf("enforce=baseline audit=restricted warn=restricted");
    const observedOf = (labels: Labels, watchedSince?: string, isCautious = true, some = options) => {
      const input = inputOf({ name: "a", labels, pods, isCautious }, some);
      const { steps, namespaces } = planRollout(
        [{ ...input, ...(watchedSince !== undefined && { watchedSince }) }],
        some,
      );
      const raised = steps.find(({ id }) => id === "enforce")?.namespaces[0]?.observed;
      assert.deepEqual(namespaces[0]?.observed, raised, "the namespace in the whole plan has the same");
      return raised;
    };
    assert.deepEqual(observedOf(watched, "2026-11-15T00:00:00Z"), { since: "2026-11-15T00:00:00Z", days: 3 });
    // The clock of the cluster may be ahead.
    assert.deepEqual(observedOf(watched, "2026-11-11T00:00:00Z"), { since: "2026-11-11T00:00:00Z", days: 0 });
    assert.deepEqual(observedOf(watched), { since: null, days: null }, "managedFields are not known");
    assert.equal(observedOf(watched, "2026-11-15T00:00:00Z", false), null, "it need not be observed");
    assert.equal(observedOf(watched, "2026-11-15T00:00:00Z", true, OPTIONS), null, "nobody counts");
    const unwatched = labelsOf("enforce=baseline audit=baseline warn=restricted");
    assert.equal(observedOf(unwatched, "2026-11-15T00:00:00Z"), null, "step 2 begins the observation");
    assert.equal(observedOf({}, "2026-11-15T00:00:00Z"), null, "step 1 begins the observation");
  });

  it("tells how to make a history of the observation on the same cluster, and to plan again with it", () => {
    const pods = [PODS["restricted"] ?? assert.fail()];
    const options = { ...OPTIONS, kubectl: ["kubectl", "--context", "prod west"] };
    const input = inputOf({ name: "a", labels: labelsOf("enforce=baseline"), pods, isCautious: true }, options);
    const { steps } = planRollout([input], options);
    const how = steps.find(({ id }) => id === "observe")?.how ?? [];
    assert.deepEqual(
      how.flatMap(({ command }) => command ?? []),
      [
        "kubectl pss history -o json --context 'prod west' audit-logs/ > history.json",
        `kubectl --context 'prod west' get --raw /metrics | grep 'pod_security_evaluations_total{decision="deny",mode="audit"'`,
      ],
    );
    assert.ok(how.some(({ text }) => text.includes("is then in step 4")));
    assert.deepEqual(
      how.flatMap(({ again }) => (again === undefined ? [] : [again])),
      [["--history", "history.json"], []],
    );
    // Only the command line knows the flags of the run. Without it, the flags of the cluster are known.
    const commandsBy = (style: Parameters<typeof withPlanAgain>[1]) =>
      withPlanAgain({ steps, kubectl: options.kubectl }, style, true).steps.flatMap((step) =>
        step.how.flatMap(({ command }) => (command?.startsWith("kubectl pss plan") === true ? [command] : [])),
      );
    assert.deepEqual(commandsBy({}), [
      "kubectl pss plan --history history.json --context 'prod west'",
      "kubectl pss plan --context 'prod west'",
    ]);
    assert.deepEqual(commandsBy({ pss: (words) => ({ text: `kubectl pss ${words.join(" ")} -n a`, isWhole: true }) }), [
      "kubectl pss plan --history history.json -n a",
      "kubectl pss plan -n a",
    ]);
  });

  it("puts namespaces whose days of observation are over apart from those that still wait, and before them", () => {
    const pods = [PODS["restricted"] ?? assert.fail()];
    const options: PlanOptions = { ...OPTIONS, daysSince: (time) => 20 - Number(time.slice(8, 10)) };
    const labels = labelsOf("enforce=baseline audit=restricted warn=restricted");
    const inputs = Object.entries({ a: "19", b: "13", c: "14", d: "01", e: "" }).map(([name, day]) => ({
      ...inputOf({ name, labels, pods, isCautious: true }, options),
      ...(day !== "" && { watchedSince: `2026-11-${day}T00:00:00Z` }),
    }));
    const { steps } = planRollout(inputs, options);
    const raising = steps.find(({ id }) => id === "enforce") ?? assert.fail();
    assert.deepEqual(
      raising.groups.map((group) => [group.namespaces.join(), conditionsText(raising, group)]),
      [
        ["b,d", "The 7 days of observation are over. Run the commands if the audit log has no violation there."],
        ["a,c,e", "After 7 days of observation"],
      ],
    );
    const tooled = raising.groups.map((group) => ({ ...group, tool: "Helm" }));
    const tool = "Helm manages these labels, too, and may reset them";
    assert.deepEqual(
      [...raising.groups, ...tooled].map((group) => conditionsTitle(raising, group)),
      [
        "The 7 days of observation are over. If the audit log has no violation there, run:",
        "After 7 days of observation:",
        `The 7 days of observation are over. If the audit log has no violation there, run (${tool}):`,
        `After 7 days of observation; ${tool}:`,
      ],
    );
    assert.equal(raising.commands.length, 2);
    assert.deepEqual(
      raising.groups.flatMap(({ commands }) => commands),
      raising.commands,
    );
  });

  it("counts namespaces whose days of observation are over apart from those that still wait, in each sentence", () => {
    const pods = [PODS["restricted"] ?? assert.fail()];
    const options: PlanOptions = { ...OPTIONS, daysSince: (time) => 20 - Number(time.slice(8, 10)) };
    const labels = labelsOf("enforce=baseline audit=restricted warn=restricted");
    const planWith = (days: readonly (string | null)[]) => {
      const inputs = days.map((day, index) => ({
        ...inputOf({ name: `n${index}`, labels, pods, isCautious: day !== null }, options),
        ...(day !== null && { watchedSince: `2026-11-${day}T00:00:00Z` }),
      }));
      const { steps, summary } = planRollout(inputs, options);
      const raising = steps.find(({ id }) => id === "enforce") ?? assert.fail();
      const how = steps.find(({ id }) => id === "observe")?.how ?? [];
      return {
        headline: stepHeadline(raising).replace(/^.*: /u, ""),
        counts: [summary.observeFirst, summary.observationOver],
        starts: how.map(({ text }) => text.split(" ").slice(0, 3).join(" ")),
        how: how.map(({ text }) => text).join("\n"),
      };
    };
    const waiting = planWith(["19", "18"]);
    assert.equal(waiting.headline, "2 namespaces after 7 days of observation");
    assert.deepEqual(waiting.counts, [2, 0]);
    assert.doesNotMatch(waiting.how, /are over/);
    const over = planWith(["01"]);
    assert.equal(over.headline, "1 namespace whose 7 days of observation are over");
    assert.deepEqual(over.counts, [1, 1]);
    assert.deepEqual(over.starts, [
      "The days of",
      "Copy the audit",
      "Plan again with",
      "If the log",
      "Without an audit",
      "The numbers count",
    ]);
    assert.match(over.how, /^The days of observation are over in 1 namespace: check the audit log as below\./);
    assert.doesNotMatch(over.how, /How long|Who waits|[Aa]fter the days/);
    const mixed = planWith([null, "01", "02", "19"]);
    assert.equal(
      mixed.headline,
      "1 namespace now, 2 more whose 7 days of observation are over, 1 more after 7 days of observation",
    );
    assert.deepEqual(mixed.counts, [3, 2]);
    assert.match(
      mixed.how,
      /^Who waits for step 3: 1 namespace, .*\nHow long: 7 days .* 1 namespace is observed already: /,
    );
    assert.match(mixed.how, /\nThe days of observation are over in 2 namespaces: .*\nThen copy /);
    assert.match(mixed.how, /\nAfter the days, plan again:$/);
  });

  it("sets audit and warn to the version to enforce where theirs is older, and in namespaces to observe also where it is newer", () => {
    const pods = [PODS["restricted"] ?? assert.fail()];
    const commandsWith = (labels: string, isCautious: boolean): string[][] =>
      commandsOf(planRollout([inputOf({ name: "a", labels: labelsOf(labels), pods, isCautious }, OPTIONS)], OPTIONS));
    const older = "enforce=baseline enforce-version=v1.20 audit=restricted warn=restricted";
    assert.deepEqual(commandsWith(older, true), [
      [],
      ["a audit-version=v1.20 warn-version=v1.20"],
      ["a enforce=restricted"],
      [],
    ]);
    assert.deepEqual(commandsWith(older, false), [[], [], ["a enforce=restricted"], []]);
    const newer = "enforce=baseline audit=restricted audit-version=v1.20 warn=restricted";
    assert.deepEqual(commandsWith(newer, true), [[], ["a audit-version=latest"], ["a enforce=restricted"], []]);
    assert.deepEqual(commandsWith(newer, false), [[], ["a audit-version=latest"], ["a enforce=restricted"], []]);
    // Nothing is raised above the target, so the version stays.
    const above = [inputOf({ name: "a", labels: labelsOf(newer), pods }, { ...OPTIONS, target: "baseline" })];
    assert.deepEqual(commandsOf(planRollout(above, { ...OPTIONS, target: "baseline" })), [[], [], [], []]);
    // Restricted has the same checks in both versions.
    const same =
      "enforce=baseline enforce-version=v1.25 audit=restricted audit-version=v1.26 warn=restricted warn-version=v1.25";
    assert.deepEqual(commandsWith(same, true), [[], [], ["a enforce=restricted"], []]);
    const invalid = "enforce-version=v1.20 audit=Restricted";
    assert.deepEqual(commandsWith(invalid, true)[0], [
      "a enforce=privileged audit=restricted audit-version=v1.20 warn=restricted warn-version=v1.20",
    ]);
  });

  it("does not raise enforce to a level that rejects a workload now, and names it", () => {
    const pods = [PODS["restricted"] ?? assert.fail()];
    const found = (rejectedBy: "baseline" | "restricted", enforce: string) => {
      const labels = labelsOf(`enforce=${enforce} audit=restricted warn=restricted`);
      const { steps, namespaces } = planRollout([inputOf({ name: "a", labels, pods, rejectedBy }, OPTIONS)], OPTIONS);
      const blocked = steps[3]?.namespaces[0];
      const [obstacle] = blocked?.blockedBy ?? [];
      assert.equal(namespaces[0]?.rejectedNow, 1);
      assert.match(obstacle?.rejected ?? "", /violates PodSecurity/);
      assert.deepEqual(
        obstacle?.checks.map(({ check }) => check),
        ["hostNamespaces"],
      );
      return [namespaces[0].enforce?.planned, blocked?.to[`${PREFIX}enforce`]];
    };
    assert.deepEqual(found("restricted", "privileged"), ["baseline", "restricted"]);
    assert.deepEqual(found("baseline", "privileged"), ["privileged", "baseline"]);
    assert.deepEqual(found("baseline", "baseline"), ["baseline", "baseline"]);
    assert.deepEqual(found("restricted", "restricted"), ["restricted", "restricted"]);
  });

  it("undoes each step by itself", () => {
    const { steps } = plan({ a: ["enforce=baseline", "restricted"] });
    assert.deepEqual(
      steps.map(({ undo }) => undo.map((command) => command.replaceAll(PREFIX, ""))),
      [[], ["kubectl label ns a audit- warn-"], ["kubectl label --overwrite ns a enforce=baseline"], []],
    );
  });

  it("shows the changes of an upgrade for namespaces with latest", () => {
    const namespaces = {
      a: ["enforce=baseline audit=restricted warn=restricted", "probeHost userNamespace"],
      pinned: ["enforce=baseline enforce-version=v1.33 audit=privileged warn=privileged", "probeHost"],
    } as const;
    const { upgrade } = plan(namespaces, { upgradeFrom: 33 });
    assert.equal(`${upgrade?.from} ${upgrade?.to}`, `v1.33 v1.${NEWEST_MINOR}`);
    assert.deepEqual(
      upgrade?.namespaces.map(({ name, violates, holds }) => [
        name,
        violates.map(
          (workload) => `${workload.name} ${workload.modes.join()} ${workload.checks.map(({ check }) => check).join()}`,
        ),
        holds.map(
          (workload) => `${workload.name} ${workload.modes.join()} ${workload.checks.map(({ check }) => check).join()}`,
        ),
      ]),
      [["a", ["web-0 enforce,audit,warn hostProbesAndHostLifecycle"], ["web-1 audit,warn runAsNonRoot,runAsUser"]]],
    );
    assert.equal(plan(namespaces).upgrade, null);
  });

  it("shows where warn follows enforce after an upgrade, and who gets warnings", () => {
    const namespaces = {
      follows: ["enforce=baseline enforce-version=v1.25", "hostNetwork restricted"],
      invalid: ["enforce=Restricted", "plain"],
      own: ["enforce=restricted warn=privileged", "plain"],
      none: ["audit=restricted", "plain"],
    } as const;
    const upgraded = (upgradeFrom: number, defaults = OPTIONS.admission.defaults) =>
      plan(namespaces, { upgradeFrom, admission: { ...OPTIONS.admission, defaults } }).upgrade?.namespaces.map(
        ({ name, warn, violates, holds }) => [
          name,
          `${warn?.before} ${warn?.after}`,
          violates.map((workload) => `${workload.name} ${workload.modes.join()}`),
          holds.length,
        ],
      );
    const follows = ["follows", "privileged baseline", ["web-0 warn"], 0];
    assert.deepEqual(upgraded(25), [follows]);
    // Servers older than the oldest known one, too.
    assert.deepEqual(upgraded(22), [follows]);
    assert.deepEqual(upgraded(26), []);
    // A default of the configuration counts before the upgrade, with its own version.
    const warn = { level: "baseline", version: minorVersion(24), from: "configuration" } as const;
    assert.deepEqual(upgraded(25, { ...OPTIONS.admission.defaults, warn }), []);
  });

  it("shows the cost of a pin", () => {
    assert.equal(pinOf(undefined, CHECKS, NEWEST_MINOR), null);
    const newer = pinOf(minorVersion(33), CHECKS, NEWEST_MINOR)?.newer.map(({ check, since }) => `${check} ${since}`);
    assert.ok(newer?.includes("hostProbesAndHostLifecycle v1.34"));
    const newest = minorVersion(NEWEST_MINOR);
    assert.deepEqual(pinOf(newest, CHECKS, NEWEST_MINOR), { version: newest.text, newer: [] });
  });
});
