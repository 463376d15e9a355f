import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sizeOfInventory } from "../../src/audit/workload/report-size.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { createEvaluator } from "../../src/policy/evaluator.ts";
import { mutatePod } from "../../src/psp/changes/mutate.ts";
import { attributedChanges } from "../../src/psp/changes/pod-changes.ts";
import { mutatingFields } from "../../src/psp/changes/mutating-fields.ts";
import { gapsOf } from "../../src/psp/levels/gaps.ts";
import { levelsOf } from "../../src/psp/levels/levels.ts";
import { Grants } from "../../src/psp/migration/grants.ts";
import { AccessObjects } from "../../src/psp/migration/access-objects.ts";
import { MigratedWorkloads } from "../../src/psp/migration/migrated-workloads.ts";
import { migrationOf } from "../../src/psp/migration/migration.ts";
import { simplePolicy } from "../../src/psp/migration/simple-policy.ts";
import { stepsOf } from "../../src/psp/migration/steps.ts";
import type { MigratedNamespace } from "../../src/report/psp/psp-report.ts";
import type { PodSecurityPolicy } from "../../src/psp/policy.ts";
import { STRICT, strictBut } from "./policies.ts";

const TEMPLATE = { spec: { containers: [{ name: "web" }] } };

describe("the changes of a pod", () => {
  it("are a policy's only if the policy would set the same value", () => {
    const policy = strictBut({ fsGroup: { rule: "MustRunAs", ranges: [{ min: 7, max: 9 }] } });
    const pod = mutatePod(policy, TEMPLATE);
    const byPolicy = (fsGroup: number) =>
      attributedChanges(policy, TEMPLATE, {
        ...pod,
        spec: { ...pod.spec, securityContext: { ...pod.spec.securityContext, fsGroup } },
      }).find(({ field }) => field === "securityContext.fsGroup")?.by;
    assert.equal(byPolicy(7), "fsGroup");
    assert.equal(byPolicy(8), null);
    assert.ok(attributedChanges(undefined, TEMPLATE, pod).every(({ by }) => by === null));
  });

  it("are compared by container name, so an injected container is no change", () => {
    const pod = { spec: { containers: [{ name: "proxy", securityContext: { runAsUser: 1337 } }, { name: "web" }] } };
    assert.deepEqual(attributedChanges(STRICT, TEMPLATE, pod), []);
  });

  it("have no seccomp annotation that repeats a field", () => {
    const annotations = { "seccomp.security.alpha.kubernetes.io/pod": "runtime/default" };
    const spec = { ...TEMPLATE.spec, securityContext: { seccompProfile: { type: "RuntimeDefault" } } };
    assert.deepEqual(attributedChanges(STRICT, { spec }, { metadata: { annotations }, spec }), []);
  });
});

describe("the gaps of a policy", () => {
  const evaluator = createEvaluator(CHECKS);
  const codes = (...[spec, annotations]: Parameters<typeof strictBut>): readonly string[] => {
    const policy = strictBut(spec, annotations);
    return gapsOf(policy, levelsOf(policy, evaluator)).map(({ code }) => code);
  };

  it("are all except the conflict for a restricted policy", () => {
    assert.deepEqual(codes({}), [
      "run-as-non-root-unset",
      "overridden-pod-field",
      "probes-and-lifecycle",
      "ephemeral-containers",
    ]);
  });

  it("are a conflict without a seccomp profile that the restricted level accepts", () => {
    const key = "seccomp.security.alpha.kubernetes.io/allowedProfileNames";
    assert.ok(codes({}, { [key]: undefined }).includes("seccomp-conflict"));
    assert.ok(codes({}, { [key]: "" }).includes("seccomp-conflict"));
    assert.ok(!codes({}, { [key]: ",localhost/a" }).includes("seccomp-conflict"));
    assert.ok(!codes({ hostPID: true }, { [key]: undefined }).includes("seccomp-conflict"));
    assert.ok(!codes({ allowPrivilegeEscalation: true }, { [key]: undefined }).includes("seccomp-conflict"));
  });

  it("count no item with a space or an unknown word as a seccomp profile", () => {
    const key = "seccomp.security.alpha.kubernetes.io/allowedProfileNames";
    const levelWith = (items: string): string => levelsOf(strictBut({}, { [key]: items }), evaluator).spirit;
    assert.equal(levelWith("docker/default, runtime/default"), "restricted");
    assert.equal(levelWith("docker/default,other, unconfined"), "restricted");
    assert.equal(levelWith("docker/default,unconfined"), "privileged");
  });

  it("are empty for a privileged policy", () => assert.deepEqual(codes({ privileged: true }), []));

  it("are about ephemeral containers, which only the levels reject", () => {
    const container = { name: "debug", securityContext: { privileged: true } };
    const pod = { spec: { ...TEMPLATE.spec, ephemeralContainers: [container] } };
    assert.deepEqual(mutatePod(STRICT, pod).spec.ephemeralContainers, [container]);
    const version = { text: "latest", minor: Infinity };
    assert.deepEqual(evaluator.evaluate(pod, { level: "baseline", version })[0]?.check, "privileged");
  });
});

describe("the grants of a policy", () => {
  const rule = { apiGroups: ["policy"], resources: ["podsecuritypolicies"], verbs: ["use"] };
  const grantsWith = (rules: readonly object[]): Grants => {
    const grants = new Grants();
    grants.addRole("ClusterRole", { metadata: { name: "r" }, rules });
    const subjects = [
      { kind: "ServiceAccount", name: "a", namespace: "shop" },
      { kind: "Group", name: "g" },
    ];
    const roleRef = { kind: "ClusterRole", name: "r" };
    grants.addBinding("RoleBinding", { metadata: { name: "b", namespace: "shop" }, subjects, roleRef });
    return grants;
  };

  for (const [name, rules, isGranted, everyPolicy] of [
    ["the policy by name", [{ ...rule, resourceNames: ["a"] }], true, false],
    ["another policy", [{ ...rule, resourceNames: ["b"] }], false, false],
    ["every policy", [rule], true, true],
    ["the old group", [{ ...rule, apiGroups: ["extensions"] }], true, true],
    ["everything", [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }], true, true],
    ["another verb", [{ ...rule, verbs: ["get"] }], false, false],
    ["another group", [{ ...rule, apiGroups: [""] }], false, false],
  ] as const) {
    it(`of a rule for ${name}`, () => {
      const found = grantsWith(rules).of("a");
      assert.equal(found.length, isGranted ? 1 : 0);
      if (!isGranted) return;
      assert.equal(found[0]?.everyPolicy, everyPolicy);
      assert.deepEqual(found[0]?.subjects, ["Group g", "ServiceAccount shop/a"]);
    });
  }
});

describe("the copy of a policy", () => {
  it("is not needed for a policy whose changes the levels require, too", () => {
    assert.equal(simplePolicy(STRICT), undefined);
    assert.ok(mutatingFields(STRICT).length > 0);
  });

  it("changes less, and permits no additional field", () => {
    const policy = strictBut(
      {
        defaultAddCapabilities: ["NET_BIND_SERVICE"],
        fsGroup: { rule: "MustRunAs", ranges: [{ min: 1, max: 2 }] },
        allowedHostPaths: [{ pathPrefix: "/var" }],
        runtimeClass: { allowedRuntimeClassNames: ["a"], defaultRuntimeClassName: "a" },
      },
      {
        "seccomp.security.alpha.kubernetes.io/defaultProfileName": "runtime/default",
        "example.com/note": "confidential",
      },
    );
    const copy = JSON.stringify(simplePolicy(policy));
    assert.ok(copy.includes('"allowedCapabilities":["NET_BIND_SERVICE"]') && copy.includes('"pathPrefix":"/var"'));
    assert.ok(copy.includes('"allowedRuntimeClassNames":["a"]'));
    assert.doesNotMatch(copy, /defaultAdd|defaultProfile|defaultRuntime|"max"|confidential/);
  });
});

describe("the steps", () => {
  const namespace: MigratedNamespace = {
    name: "shop",
    pods: 1,
    used: [],
    meets: "baseline",
    recommended: "baseline",
    unknown: null,
    enforced: null,
    changed: [],
  };
  const commandsOf = (namespaces: readonly MigratedNamespace[], policies: readonly string[]): readonly string[] => {
    const all = new Map(policies.map((name) => [name, strictBut({ readOnlyRootFilesystem: true })]));
    const kubectl = ["kubectl", "--context", "a b"];
    return stepsOf({ policies: all, namespaces, grants: new Grants(), kubectl }).flatMap((step) => step.commands);
  };

  it("leave out names that look like a flag, and names that no API server accepts", () => {
    const commands = commandsOf(
      [
        { ...namespace, name: "--all" },
        { ...namespace, name: "a;b" },
      ],
      ["--all", "-f"],
    );
    assert.ok(
      commands.every((command) => !/--all|-f|a;b/.test(command.replace("apply -f -", ""))),
      commands.join("\n"),
    );
  });

  it("quote every other name, and name the cluster", () => {
    const commands = commandsOf([namespace], ["it's"]);
    assert.ok(commands.every((command) => command.includes("kubectl --context 'a b' ")));
    assert.ok(commands.some((command) => command.includes(String.raw`'it'\''s'`)));
  });

  it("keep a stricter enforced level", () => {
    const enforced = commandsOf([{ ...namespace, enforced: "restricted" }], []);
    assert.ok(!enforced.some((command) => command.includes(" label ")));
    const same = commandsOf([{ ...namespace, enforced: "baseline" }], []);
    assert.ok(same.some((command) => command.includes(" label ")));
  });

  it("do not use an existing policy's name for the bypass", () => {
    const commands = commandsOf([namespace], ["psp-bypass"]);
    assert.ok(commands.some((command) => command.includes("create clusterrole psp-bypass-2 ")));
  });

  describe("for the bypass", () => {
    const kubectl = ["kubectl"];
    const bypass: PodSecurityPolicy = {
      metadata: {
        name: "psp-bypass",
        annotations: { "seccomp.security.alpha.kubernetes.io/allowedProfileNames": "*" },
      },
      spec: {
        volumes: ["*"],
        privileged: true,
        allowPrivilegeEscalation: true,
        allowedCapabilities: ["*"],
        allowedUnsafeSysctls: ["*"],
        allowedProcMountTypes: ["Default", "Unmasked"],
        hostNetwork: true,
        hostPorts: [{ min: 0, max: 65535 }],
        hostIPC: true,
        hostPID: true,
        runAsUser: { rule: "RunAsAny" },
        seLinux: { rule: "RunAsAny" },
        supplementalGroups: { rule: "RunAsAny" },
        fsGroup: { rule: "RunAsAny" },
      },
    };
    const use = { apiGroups: ["policy"], resources: ["podsecuritypolicies"], verbs: ["use"] };

    it("do not use the name of an existing role or binding", () => {
      const grants = new Grants();
      grants.addRole("ClusterRole", { metadata: { name: "psp-bypass" }, rules: [{ ...use, verbs: ["get"] }] });
      grants.addBinding("RoleBinding", { metadata: { name: "psp-bypass-2", namespace: "shop" } });
      const commands = stepsOf({ policies: new Map(), namespaces: [namespace], grants, kubectl }).flatMap(
        (step) => step.commands,
      );
      assert.ok(commands.some((command) => command.includes("create clusterrole psp-bypass-3 ")));
      assert.ok(commands.every((command) => !/psp-bypass(?:-2)?(?![-\w])/.test(command)));
    });

    it("create nothing on a second run, and delete everything once", () => {
      const grants = new Grants();
      const rules = [{ ...use, resourceNames: ["psp-bypass"] }];
      grants.addRole("ClusterRole", { metadata: { name: "psp-bypass" }, rules });
      grants.addBinding("RoleBinding", {
        metadata: { name: "psp-bypass", namespace: "shop" },
        roleRef: { kind: "ClusterRole", name: "psp-bypass" },
        subjects: [{ kind: "Group", name: "system:serviceaccounts:shop" }],
      });
      const policies = new Map([["psp-bypass", bypass]]);
      const commands = stepsOf({ policies, namespaces: [namespace], grants, kubectl }).flatMap((step) => step.commands);
      assert.deepEqual(
        commands.filter((command) => command.includes("psp-bypass")),
        [
          "kubectl delete podsecuritypolicies psp-bypass",
          "kubectl delete rolebinding psp-bypass -n shop",
          "kubectl delete clusterrole psp-bypass",
        ],
      );
    });
  });
});

it("an unusable policy has only its fault", () => {
  const size = sizeOfInventory();
  const access = new AccessObjects(true, () => assert.fail("nothing is decoded"), size);
  access.policies.set("a", { metadata: { name: "a" }, spec: {} });
  const evaluator = createEvaluator(CHECKS);
  const workloads = new MigratedWorkloads(access, evaluator, size);
  const { policies } = migrationOf({ access, workloads, evaluator, kubectl: ["kubectl"], isComplete: () => true });
  const fault = "seLinux.rule: expected MustRunAs or RunAsAny";
  const empty = { letter: null, spirit: null, limits: [], mutations: [], gaps: [], pods: 0, grants: [] };
  assert.deepEqual(policies, [{ name: "a", ...empty, fault }]);
});
