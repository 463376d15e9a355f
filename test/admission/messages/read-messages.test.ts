import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CHECKS } from "../../../src/policy/checks.ts";
import type { FoundMessage } from "../../../src/admission/messages/found-message.ts";
import { readMessages } from "../../../src/admission/messages/read-messages.ts";
import { podForbidden, statementOf, warningLine } from "../../../src/admission/sentences.ts";
import { createEvaluator, formatLevelVersion } from "../../../src/policy/evaluator.ts";
import { LATEST } from "../../../src/policy/version.ts";
import { goQuote } from "../../../src/api/words/go-quote.ts";

const APE =
  'allowPrivilegeEscalation != false (container "app" must set securityContext.allowPrivilegeEscalation=false)';
const CAPS = 'unrestricted capabilities (container "app" must set securityContext.capabilities.drop=["ALL"])';
const ROOT = 'runAsNonRoot != true (pod or container "app" must set securityContext.runAsNonRoot=true)';
const BOTH = `${APE}, ${CAPS}`;
const REJECTED = `pods "web" is forbidden: violates PodSecurity "restricted:latest": ${BOTH}`;
const WARNED = `would violate PodSecurity "restricted:latest": ${BOTH}`;

/** A message in short: its type, its policy, its pod, the others, its file, and its checks with their containers. */
function shortly({ type, policy, pod, others, file, violations, unknown, cut }: FoundMessage): string {
  const checks = violations.map(({ check, containers }) => [check.id, ...containers].join(" "));
  const parts = [type, policy && formatLevelVersion(policy), pod, others > 0 && `+${others}`, file, checks.join(", ")];
  return [...parts, unknown !== "" && `unknown: ${unknown}`, cut && "cut"].filter(Boolean).join(" | ");
}

const TWO = "allowPrivilegeEscalation app, capabilities_restricted app";

/** Texts, the messages in them, and the number of other lines. */
const TEXTS: readonly (readonly [name: string, text: string, messages: readonly string[], otherLines: number])[] = [
  ["a message alone", REJECTED, [`rejected | restricted:latest | web | ${TWO}`], 0],
  [
    "without a name",
    `pods is forbidden: violates PodSecurity "baseline:v1.30": hostPort (container "a" uses hostPort 80)`,
    ["rejected | baseline:v1.30 | hostPorts a"],
    0,
  ],
  [
    "an error of kubectl",
    `Error from server (Forbidden): error when creating "a dir/x.yaml": ${REJECTED}`,
    [`rejected | restricted:latest | web | a dir/x.yaml | ${TWO}`],
    0,
  ],
  [
    "an error of kubectl about standard input",
    `Error from server (Forbidden): error when creating "STDIN": ${REJECTED}`,
    [`rejected | restricted:latest | web | ${TWO}`],
    0,
  ],
  ["a warning", `Warning: ${WARNED}\ndeployment.apps/web created\n\n`, [`warned | restricted:latest | ${TWO}`], 1],
  [
    "an event",
    `8s  Warning  FailedCreate  replicaset/web-5d  Error creating: ${REJECTED}`,
    [`rejected | restricted:latest | web | ${TWO}`],
    0,
  ],
  ["an audit annotation", `audit-violations: ${WARNED}`, [`warned | restricted:latest | ${TWO}`], 0],
  [
    "an audit event with two sentences",
    JSON.stringify({
      responseStatus: { message: REJECTED },
      annotations: { "pod-security.kubernetes.io/audit-violations": WARNED, other: 'a "b"' },
    }),
    [`rejected | restricted:latest | web | ${TWO}`, `warned | restricted:latest | ${TWO}`],
    0,
  ],
  [
    "two sentences in a line",
    `${REJECTED} and ${WARNED}`,
    [`rejected | restricted:latest | web | ${TWO}`, `warned | restricted:latest | ${TWO}`],
    0,
  ],
  [
    "a structured log",
    `E1130 1 replica_set.go:1 err=${JSON.stringify(REJECTED)} key="a/b"`,
    [`rejected | restricted:latest | web | ${TWO}`],
    0,
  ],
  [
    "folded YAML",
    `    message: 'pods "web" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation\n      != false (container "app" must set securityContext.allowPrivilegeEscalation=false),\n      ${CAPS}'\n    reason: FailedCreate\n`,
    [`rejected | restricted:latest | web | ${TWO}`],
    1,
  ],
  ["Windows line ends", `a\r\n${REJECTED}\r\nb\r\n`, [`rejected | restricted:latest | web | ${TWO}`], 2],
  [
    "warnings about running pods",
    'Warning: existing pods in namespace "x" violate the new PodSecurity enforce level "restricted:latest"\nWarning: db-0 (and 1 other pod): seccompProfile\nWarning: web (and 2 other pods): runAsNonRoot != true, seccompProfile\nnamespace/x labeled',
    [
      "existing | restricted:latest | db-0 | +1 | seccompProfile_restricted",
      "existing | restricted:latest | web | +2 | runAsNonRoot, seccompProfile_restricted",
    ],
    1,
  ],
  [
    "running pods at baseline",
    'existing pods in namespace "x" violate the new PodSecurity enforce level "baseline:v1.25"\nweb: seccompProfile',
    ["existing | baseline:v1.25 | web | seccompProfile_baseline"],
    0,
  ],
  ["running pods without their headline", "Warning: web: hostPath volumes", ["existing | web | hostPathVolumes"], 0],
  ["no message", "Warning: web: it is old\nnote: privileged\nviolates PodSecurity\n", [], 3],
  ["violations alone", BOTH, [`bare | ${TWO}`], 0],
  ["a message that is cut off", REJECTED.slice(0, -20), [`rejected | restricted:latest | web | ${TWO} | cut`], 0],
  [
    "a check that is not known",
    `${REJECTED}, new rule (container "app" must not do it)`,
    [`rejected | restricted:latest | web | ${TWO} | unknown: new rule (container "app" must not do it)`],
    0,
  ],
  [
    "words that are not known",
    `violates PodSecurity "restricted:latest": privileged (container "app" should not), ${ROOT}`,
    ["bare | restricted:latest | privileged app, runAsNonRoot app"],
    0,
  ],
  [
    "an older server's latest",
    `violates PodSecurity "restricted:latest": non-default capabilities (container "a" must not include "X" in securityContext.capabilities.add)`,
    ["bare | restricted:latest | capabilities_baseline a"],
    0,
  ],
  [
    "a newer version",
    `violates PodSecurity "restricted:v1.99": ${ROOT}`,
    ["bare | restricted:v1.99 | runAsNonRoot app"],
    0,
  ],
  ["an invalid policy", `violates PodSecurity "strict": ${ROOT}`, ["bare | runAsNonRoot app"], 0],
  [
    "values with quotes, parentheses and commas",
    `violates PodSecurity "restricted:latest": unrestricted capabilities (container "a" must not include "), runAsUser=0 (", "x\\" in securityContext.capabilities.add), ${ROOT}`,
    ["bare | restricted:latest | capabilities_restricted a, runAsNonRoot app"],
    0,
  ],
];

describe("the API server's messages in a text", () => {
  for (const [name, text, messages, otherLines] of TEXTS) {
    it(name, () => {
      const found = readMessages(text);
      assert.deepEqual({ ...found, messages: found.messages.map(shortly) }, { messages, unread: 0, otherLines });
    });
  }

  it("rejections in a wrapped log are rejections, the later ones too", () => {
    const line = (pod: string): string =>
      `E1201 "Unhandled Error" err="sync \\"default/${pod}\\"\nfailed with pods \\"${pod}\\" is forbidden: violates PodSecurity \\"restricted:latest\\": runAsNonRoot\n!= true (pod or container \\"app\\" must set securityContext.runAsNonRoot=true)" logger="UnhandledError"\n`;
    for (const text of [
      line("a") + line("b"),
      'm: "pods \\"a\\" is forbidden:\n  \\ violates PodSecurity \\"restricted:latest\\": hostPID"\n' + line("b"),
    ]) {
      const { messages } = readMessages(text);
      assert.deepEqual(new Set(messages.map(({ type }) => type)), new Set(["rejected"]), text);
    }
    assert.equal(readMessages(line("a") + line("b")).messages.length, 2);
  });

  it("a message with many containers and values is read completely", () => {
    const containers = Array.from({ length: 300 }, (_, index) => ({
      name: `c${index}`,
      securityContext: { privileged: true, capabilities: { add: [`)${index}, privileged (`] } },
    }));
    const pod = { spec: { containers } };
    const violations = createEvaluator(CHECKS).evaluate(pod, { level: "restricted", version: LATEST });
    const statement = statementOf({
      level: "restricted",
      version: LATEST,
      modes: ["enforce"],
      requested: false,
      newIn: [],
      violations,
    });
    const text = `${podForbidden("web", statement)}\n${warningLine(statement)}\nerr=${goQuote(podForbidden("web", statement))}`;
    const { messages, otherLines } = readMessages(text);
    assert.equal(otherLines, 0);
    assert.deepEqual(
      messages.map((message) => message.violations.map(({ check, reason, detail }) => [check.id, reason, detail])),
      Array(3).fill(violations.map(({ check, reason, detail }) => [check, reason, detail])),
    );
  });
});
