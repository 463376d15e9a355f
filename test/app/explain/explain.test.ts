import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { count } from "../../../src/api/words/plural.ts";
import { explain, runExplain } from "../../../src/app/explain/explain.ts";
import { CHECKS } from "../../../src/policy/checks.ts";
import { isUserError } from "../../../src/api/user-error.ts";
import { LEVELS } from "../../../src/api/level.ts";
import { NEWEST_MINOR } from "../../../src/policy/version.ts";
import type { Explanation } from "../../../src/report/explanation.ts";
import { recordedTerminal } from "../terminal.ts";

const NEWEST = `v1.${NEWEST_MINOR}`;

/** A summary of a topic. */
function shortly(explanation: Explanation): string {
  switch (explanation.topic) {
    case "checks":
      return `${explanation.checks.length} checks`;
    case "check":
      return explanation.check.id;
    case "level":
      return `${explanation.level}:${explanation.version}, ${explanation.revised.length} checks`;
    case "versions":
      return `${explanation.from} to ${explanation.to}`;
    case "matches":
      return explanation.checks.map(({ id }) => id).join(", ");
    case "implied":
      return "implied";
    case "pod-security-policy":
      return `${explanation.mapping.rows.length} rows of PodSecurityPolicy`;
    case "missing-pods":
      return "missing pods";
    case "kinds":
      return explanation.kinds.map(({ group, kind, places }) => `${group}/${kind} ${places.length}`).join(", ");
    case "topics":
      return explanation.topics.map(shortly).join(" + ");
    case "messages":
      return count(explanation.messages.length, "message");
  }
}

const KNOWN: readonly (readonly [text: string | undefined, topic: string])[] = [
  [undefined, "19 checks"],
  ["RayCluster", "ray.io/RayCluster 3"],
  ["raycluster.ray.io", "ray.io/RayCluster 3"],
  ["kafka.strimzi.io/KAFKA", "kafka.strimzi.io/Kafka 6"],
  ["Job", "batch.volcano.sh/Job 1"],
  ["Rollout hostPorts", "argoproj.io/Rollout 1 + hostPorts"],
  ["DeploymentConfig", "apps.openshift.io/DeploymentConfig 1"],
  ["hostPorts", "hostPorts"],
  ["HOSTPORTS", "hostPorts"],
  ["privileged", "privileged"],
  ["privileged:latest", "privileged:latest, 0 checks"],
  ["baseline", "baseline:latest, 12 checks"],
  ["Restricted", "restricted:latest, 15 checks"],
  ["restricted:v1.0", "restricted:v1.0, 12 checks"],
  [`restricted:${NEWEST}`, `restricted:${NEWEST}, 15 checks`],
  ["v1.33..v1.34", "v1.33 to v1.34"],
  ["v1.34..v1.33", "v1.33 to v1.34"],
  ["v1.9..v1.10", "v1.9 to v1.10"],
  ["latest..v1.30", `v1.30 to ${NEWEST}`],
  ["v1.30..latest", `v1.30 to ${NEWEST}`],
  // Fields, in the notation of manifests and documents.
  ["spec.containers[*].securityContext.privileged", "privileged"],
  ["spec.containers[0].securityContext.privileged", "privileged"],
  ["securityContext.runAsNonRoot", "runAsNonRoot"],
  ["hostPID", "hostNamespaces"],
  ["hostpid=true", "hostNamespaces"],
  ["hostNetwork: true", "hostNamespaces"],
  ["spec.template.spec.hostNetwork", "hostNamespaces"],
  ["spec.jobTemplate.spec.template.spec.hostIPC", "hostNamespaces"],
  ["spec.initContainers[*].securityContext.capabilities.drop", "capabilities_restricted"],
  ["capabilities", "capabilities_baseline, capabilities_restricted"],
  ["spec.volumes[*].hostPath", "hostPathVolumes, restrictedVolumes"],
  ["volumes[2].nfs", "restrictedVolumes"],
  ["livenessProbe.httpGet.host", "hostProbesAndHostLifecycle"],
  [
    'metadata.annotations["container.apparmor.security.beta.kubernetes.io/web"]',
    "appArmorProfile, seccompProfile_baseline",
  ],
  // Reasons and words.
  ["unrestricted capabilities", "capabilities_restricted"],
  ["Unrestricted CAPABILITIES", "capabilities_restricted"],
  ["drop ALL", "capabilities_restricted"],
  ["host namespaces", "hostNamespaces"],
  ["runAsNonRoot != true", "runAsNonRoot"],
  ["seccompProfile", "seccompProfile_baseline, seccompProfile_restricted"],
  ["restricted volume types", "restrictedVolumes"],
  // Mistakes.
  ["drop: [all]", "capabilities_restricted"],
  ["CAP_NET_BIND_SERVICE", "capabilities_baseline, capabilities_restricted"],
  ["NET_BIND_SERVICE", "capabilities_baseline, capabilities_restricted"],
  ["add: [CAP_CHOWN]", "capabilities_baseline, capabilities_restricted"],
  ["CAP_CHOWN", "capabilities_baseline"],
  ["os.name: Windows", "allowPrivilegeEscalation, capabilities_restricted, seccompProfile_restricted"],
  ["net/ipv4/tcp_syncookies", "sysctls"],
  // Several topics.
  ["hostPorts restrictedVolumes", "hostPorts + restrictedVolumes"],
  [" hostPorts,  RESTRICTEDVOLUMES ", "hostPorts + restrictedVolumes"],
  ["runAsUser runAsNonRoot", "runAsUser + runAsNonRoot"],
  ["hostNetwork hostPort", "hostNamespaces + hostPorts"],
  ["baseline v1.33..v1.34 procMount", "baseline:latest, 12 checks + v1.33 to v1.34 + procMount"],
  ["hostPorts hostPorts", "hostPorts"],
  ["hostPID hostIPC", "hostNamespaces"],
  // Several words for one field, or one reason.
  ["capabilities drop", "capabilities_restricted"],
  ["privileged containers", "privileged"],
  ["hostPath volumes", "hostPathVolumes"],
  ["privileged: true", "privileged"],
  // Messages.
  ["runAsNonRoot != true, seccompProfile", "1 message"],
  [
    'violates PodSecurity "baseline:latest": privileged (container "a" must not set securityContext.privileged=true)',
    "1 message",
  ],
  [
    'privileged (container "a" must not set securityContext.privileged=true), runAsUser=0 (pod must not set runAsUser=0)',
    "1 message",
  ],
  ["web (and 2 other pods): hostPort, privileged", "1 message"],
  // Words of kubectl about a controller without pods.
  ["implied", "implied"],
  ["(Implied)", "implied"],
  ["FailedCreate", "missing pods"],
  ["failedcreate", "missing pods"],
  ["ReplicaFailure", "missing pods"],
  ["0 pods", "missing pods"],
  ["no pods", "missing pods"],
  ["0/1", "missing pods"],
  ["0/3 ready", "missing pods"],
  ["latest..latest", `${NEWEST} to ${NEWEST}`],
];

/** Topics that do not exist, with the message and the hint. */
const UNKNOWN: readonly (readonly [text: string, message: string, hint: RegExp])[] = [
  ["", 'there is no check, level, field, reason or kind ""', /^kubectl pss explain lists the checks\.$/],
  ["xyz", 'there is no check, level, field, reason or kind "xyz"', /^kubectl pss explain lists the checks\.$/],
  ["a", 'there is no check, level, field, reason or kind "a"', /^kubectl pss explain lists/],
  ["previleged", 'there is no check, level, field, reason or kind "previleged"', /^Did you mean privileged\? kubectl/],
  ["runasroot", 'there is no check, level, field, reason or kind "runasroot"', /^Did you mean runAsNonRoot\? /],
  [
    "Seccomp",
    'there is no check, level, field, reason or kind "Seccomp"',
    /^Did you mean seccompProfile_baseline or seccompProfile_restricted\? /,
  ],
  ["hostNetwrk", 'there is no check, level, field, reason or kind "hostNetwrk"', /^Did you mean hostNetwork\? /],
  [
    "hostPorts restrictdVolumes",
    'there is no check, level, field, reason or kind "restrictdVolumes"',
    /^Did you mean restrictedVolumes\? /,
  ],
  [
    "hostPrts, restrictedVolums",
    'there is no check, level, field, reason or kind "hostPrts, restrictedVolums"',
    /^Did you mean hostPorts or restrictedVolumes\? /,
  ],
  [
    "hostPorts baseline:v1.99",
    `v1.99 is newer than ${NEWEST}, the newest version known here`,
    new RegExp(`evaluated as ${NEWEST}`),
  ],
  ["hostPorts -", "- reads messages from standard input, and no other topic", /command of their own\.$/],
  ["it is broken", 'there is no check, level, field, reason or kind "it is broken"', /^kubectl pss explain lists/],
  ["restrict:v1.30", 'there is no check, level, field, reason or kind "restrict:v1.30"', /^Did you mean restricted\? /],
  ["v1.34", '"v1.34" is a version, not a check', /restricted:v1\.34 .* v1\.33\.\.v1\.34 its changes/],
  ["v1.0", '"v1.0" is a version, not a check', /restricted:v1\.0 .* v1\.0\.\.v1\.0 its changes/],
  [
    "latest",
    '"latest" is a version, not a check',
    new RegExp(`restricted:latest .* v1\\.${NEWEST_MINOR - 1}\\.\\.latest its changes`),
  ],
  ["v1.99", `v1.99 is newer than ${NEWEST}, the newest version known here`, /use that, or latest\.$/],
  [
    "baseline:v1.99",
    `v1.99 is newer than ${NEWEST}, the newest version known here`,
    new RegExp(`evaluated as ${NEWEST}`),
  ],
  ["v1.2..v1.99", `v1.99 is newer than ${NEWEST}, the newest version known here`, new RegExp(`evaluated as ${NEWEST}`)],
  ["baseline:1.30", 'version "1.30" must be "latest" or "v1.x"', /^Write v1\.30\.$/],
  ["baseline:V1.07.2", 'version "V1.07.2" must be "latest" or "v1.x"', /^Write v1\.7\.$/],
  ["baseline:", 'version "" must be "latest" or "v1.x"', new RegExp(`^Write it like ${NEWEST}\\.$`)],
  [
    "v1.1..v1.99999999999999999999",
    'version "v1.99999999999999999999" must be "latest" or "v1.x"',
    new RegExp(`^Write it like ${NEWEST}\\.$`),
  ],
  ["..", 'version "" must be "latest" or "v1.x"', new RegExp(`^Write it like ${NEWEST}\\.$`)],
  ["v1.1..v1.2..v1.3", '"v1.1..v1.2..v1.3" is not a pair of versions', /^Write it like v1\.33\.\.v1\.34\.$/],
  ["v1.1...v1.2", 'version ".v1.2" must be "latest" or "v1.x"', /^Write it like/],
];

const NO_MESSAGE = "no message of Pod Security Admission found";
const UNREAD = "a message of Pod Security Admission was found, but its violations cannot be read";
/** Texts without a message, and the error. */
const NO_MESSAGES: readonly (readonly [text: string, message: string])[] = [
  ["namespace/web created\n", NO_MESSAGE],
  [
    'Warning: existing pods in namespace "x" violate the new PodSecurity enforce level "restricted:latest"\n',
    NO_MESSAGE,
  ],
];

const PRIVILEGED = 'privileged (container "a" must not set securityContext.privileged=true)';

describe("messages on standard input", () => {
  for (const [text, message] of NO_MESSAGES) {
    it(`${JSON.stringify(text)} is rejected with an example`, async () => {
      await assert.rejects(runExplain(["-"], recordedTerminal(text)), {
        name: "UserError",
        message,
        hint: /^Expected a text such as: pods "web"/,
      });
    });
  }

  for (const text of ["", " \n"]) {
    it(`${JSON.stringify(text)} is rejected with the ways to get a message to explain`, async () => {
      await assert.rejects(runExplain(["-"], recordedTerminal(text)), {
        name: "UserError",
        message: "standard input is empty, so there is nothing to explain",
        hint: /2>&1 .*\n.*kubectl pss audit -n NAMESPACE --messages \| kubectl pss explain -$/,
      });
    });
  }

  it("an endless input is rejected", async () => {
    const endless = {
      ...recordedTerminal(),
      readStandardInput: (limit: number) => Promise.resolve(Buffer.alloc(limit + 1)),
    };
    await assert.rejects(runExplain(["-"], endless), { message: /longer than 16 MiB/ });
  });

  it("a word that is no message is also rejected on the command line", () => {
    assert.throws(() => explain("violates PodSecurity"), { name: "UserError", message: UNREAD });
  });

  it("a message that cannot be read is found, with advice", async () => {
    const text = 'a: violates PodSecurity "restricted:latest": new rule (x)\n';
    await assert.rejects(runExplain(["-"], recordedTerminal(text)), { message: UNREAD, hint: /one line, .* -o json/ });
  });

  it("the messages of a controller that creates pods again are one", async () => {
    const line = (pod: string): string =>
      `Error creating: pods "${pod}" is forbidden: violates PodSecurity "baseline:latest": ${PRIVILEGED}\n`;
    const explanation = await runExplain(
      ["-"],
      recordedTerminal(`LAST SEEN\n${line("a-1")}${line("a-2")}${line("a-1")}`),
    );
    assert.ok(explanation.topic === "messages");
    const [message, ...others] = explanation.messages;
    assert.deepEqual(others, []);
    assert.deepEqual([message?.pods, message?.count, explanation.otherLines], [["a-1", "a-2"], 3, 1]);
    assert.deepEqual(message?.violations[0]?.changes, [
      { item: { list: "containers", name: "a" }, path: ["securityContext", "privileged"], value: false },
    ]);
  });
});

describe("the topic of explain", () => {
  for (const [text, topic] of KNOWN) {
    it(`${text}`, () => assert.equal(shortly(explain(text)), topic));
  }

  it("every check by its ID, and every level at its name with a version", () => {
    for (const { id } of CHECKS) assert.equal(shortly(explain(id.toLowerCase())), id);
    for (const level of LEVELS)
      assert.match(shortly(explain(`${level}:${NEWEST}`)), new RegExp(`^${level}:${NEWEST}, `));
  });

  it("the example of a field shows this field, in all checks", () => {
    for (const { id, restrictedFields } of CHECKS) {
      for (const field of restrictedFields.filter((path) => !/^spec\.(?:init|ephemeral)Containers/.test(path))) {
        const name = field.replace(/\[\*\]$/, "").replace(/["*\]]*$/, "");
        const words = /annotations/.test(name) ? ["annotations:"] : name.replaceAll("[*]", "").split(".").slice(1);
        const explanation = explain(field);
        const checks = "checks" in explanation && explanation.topic === "matches" ? explanation.checks : [];
        const shown = explanation.topic === "check" ? explanation.check : checks.find((check) => check.id === id);
        for (const word of words) assert.ok(shown?.example.includes(word), `${field}: ${word} in the example of ${id}`);
      }
    }
  });

  it("changes are listed for baseline and restricted", () => {
    const explanation = explain("v1.33..v1.34");
    assert.ok(explanation.topic === "versions");
    assert.deepEqual(
      explanation.levels.map(({ level }) => level),
      ["baseline", "restricted"],
    );
  });

  it("changes of the API server itself are those of its releases after the older version, up to the newer one", () => {
    for (const [text, subjects] of [
      ["v1.24..v1.26", ["v1.26 warn", "v1.26 seLinuxOptions"]],
      ["v1.26..v1.29", ["v1.28 hostPort"]],
      ["v1.29..v1.32", ["v1.30 securityContext.appArmorProfile", "v1.30 appArmorProfile", "v1.31 volumes[*].image"]],
      [`v1.32..${NEWEST}`, ["v1.33 restrictedVolumes"]],
    ] as const) {
      const explanation = explain(text);
      assert.ok(explanation.topic === "versions");
      assert.deepEqual(
        explanation.releases.map(({ version, about }) => `${version} ${about}`),
        subjects,
        text,
      );
    }
  });

  it("every rule of an older release is among the changes", () => {
    const explanation = explain(`v1.0..${NEWEST}`);
    assert.ok(explanation.topic === "versions");
    const listed = new Set(explanation.releases.map(({ version, about }) => `${version} ${about}`));
    const rules = CHECKS.flatMap(({ id, revisions }) =>
      revisions.flatMap(({ earlier = [] }) => earlier.map(({ until }) => `v1.${until} ${id}`)),
    );
    assert.ok(rules.length > 0);
    for (const rule of rules) assert.ok(listed.has(rule), rule);
  });

  for (const [text, message, hint] of UNKNOWN) {
    it(`${JSON.stringify(text)} is rejected with advice`, () => {
      assert.throws(() => explain(text), { name: "UserError", message, hint });
    });
  }
});

describe("several topics", () => {
  const topicsOf = async (...words: string[]): Promise<string[]> => {
    const explanation = await runExplain(words, recordedTerminal());
    return (explanation.topic === "topics" ? explanation.topics : [explanation]).map(shortly);
  };
  const both = ["capabilities_restricted", "hostNamespaces"];

  it("arguments with spaces are explained in turn", async () => {
    const found = await topicsOf("unrestricted capabilities", "host namespaces");
    assert.equal(found.length, 2);
    assert.deepEqual(await topicsOf("unrestricted capabilities, host namespaces"), found);
    assert.deepEqual(await topicsOf(`"unrestricted capabilities" "host namespaces"`), found);
    assert.deepEqual(await topicsOf(`'unrestricted capabilities', 'host namespaces'`), found);
    assert.deepEqual(found, both);
    assert.equal((await topicsOf("drop ALL", "hostIPC")).length, 2);
    assert.equal((await topicsOf('"host namespaces"')).length, 1);
  });

  it("each of several messages", async () => {
    const message = (pod: string) =>
      `pods "${pod}" is forbidden: violates PodSecurity "baseline:latest": ${PRIVILEGED}`;
    assert.equal((await topicsOf(message("a"), "host namespaces")).length, 2);
  });

  it("the words of one message, divided by a shell at any place", async () => {
    const words = ["violates", 'PodSecurity "baseline:latest":', "privileged", PRIVILEGED.slice("privileged ".length)];
    assert.deepEqual(await topicsOf(...words), await topicsOf(words.join(" ")));
  });
});

test("a text without a message is followed by the command that finds one", () => {
  const advice = (text: string): string => {
    try {
      explain(text);
    } catch (error) {
      assert.ok(isUserError(error));
      return error.hintLines.join(" ");
    }
    return "";
  };
  const manifest = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: web\n  namespace: shop\n";
  assert.match(advice(manifest), /kubectl pss lint --level restricted --messages FILE \| kubectl pss explain -$/);
  const uid = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9";
  assert.match(advice(`${manifest}  uid: ${uid}\n`), /kubectl pss audit -n shop --messages \| kubectl pss explain -$/);
  const json = JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata: { namespace: "shop", uid } }, null, 2);
  assert.match(advice(json), /kubectl pss audit -n shop --messages \| kubectl pss explain -$/);
  const events =
    "LAST SEEN   TYPE      REASON   OBJECT    MESSAGE\n4s          Normal    Pulled   pod/web   Pulled it\n";
  assert.match(advice(events), /kubectl pss audit -n NAMESPACE --messages \| kubectl pss explain -$/);
  assert.match(advice("a\nb"), /^Expected a text such as/);
});

test("the events of a StatefulSet, as kubectl prints them, have its lines to set", () => {
  const events =
    "LAST SEEN   TYPE      REASON         OBJECT            MESSAGE\n" +
    '4s          Warning   FailedCreate   statefulset/erp   create Pod erp-0 in StatefulSet erp failed error: pods "erp-0" is forbidden: ' +
    'violates PodSecurity "restricted:latest": runAsNonRoot != true (pod or container "erp" must set securityContext.runAsNonRoot=true)\n';
  const explained = explain(events);
  assert.ok(explained.topic === "messages");
  assert.deepEqual(
    explained.messages.map(({ pods, violations }) => [pods, violations.map(({ check }) => check.id)]),
    [[["erp-0"], ["runAsNonRoot"]]],
  );
  assert.equal(explained.otherLines, 1);
});
