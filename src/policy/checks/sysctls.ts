import type { Check, Forbidden, Revision } from "../check.ts";
import { detail, instructInPod } from "../words/detail.ts";
import { phrase } from "../words/phrase.ts";
import type { PodView } from "../pod-view.ts";
import { listOf } from "../words/slots.ts";
import { celList } from "../fields/cel.ts";
import { takeAway } from "../fix/planning.ts";

const REASON = "forbidden sysctls";
/** The API server validates the names before Pod Security Admission, and writes them without quotes. */
const NAMES = phrase`${listOf("[^,]*")}`;

const ADDED_1_0 = [
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.ping_group_range",
  "net.ipv4.ip_unprivileged_port_start",
];
const ADDED_1_27 = ["net.ipv4.ip_local_reserved_ports"];
const ADDED_1_29 = [
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
];
const ADDED_1_32 = ["net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"];
const ADDED_1_37 = ["net.ipv4.tcp_slow_start_after_idle", "net.ipv4.tcp_notsent_lowat"];

const ALLOWED_1_27 = [...ADDED_1_0, ...ADDED_1_27];
const ALLOWED_1_29 = [...ALLOWED_1_27, ...ADDED_1_29];
const ALLOWED_1_32 = [...ALLOWED_1_29, ...ADDED_1_32];
const ALLOWED_1_37 = [...ALLOWED_1_32, ...ADDED_1_37];

/** policy/check_sysctls.go of k8s.io/pod-security-admission v0.37.2. */
export const sysctls: Check = {
  id: "sysctls",
  level: "baseline",
  title: "Sysctls",
  requirement: "Pods set only safe sysctls.",
  description:
    "A sysctl can turn off a protection of the kernel, or change the node for all its pods. " +
    "A safe sysctl has a value of its own for each pod.",
  restrictedFields: ["spec.securityContext.sysctls[*].name"],
  allowedValues: allowedValues(ALLOWED_1_37),
  remediation:
    "Remove the sysctl, or raise the policy's version to one that allows it. A pod that needs the sysctl runs only in a " +
    "privileged namespace, on nodes whose kubelet allows it. Write names with dots, not slashes.",
  example: `
 apiVersion: v1
 kind: Pod
 metadata:
   name: web
 spec:
   securityContext:
     sysctls:
-      - name: kernel.msgmax
-        value: "65536"
       - name: net.ipv4.tcp_keepalive_time
         value: "600"
   containers:
     - name: web
       image: registry.example.com/web:1.4
`,
  reasons: [REASON],
  readDetail: detail(NAMES, ([names]) => [
    instructInPod(
      ["spec", "securityContext", "sysctls"],
      `remove ${names.join(", ")} from spec.securityContext.sysctls`,
    ),
  ]),
  fix: {
    kind: "take away",
    risk: "high",
    edit: "Removes the sysctls that are not safe at the version of the policy. Newer versions allow some of them (kubectl pss explain sysctls).",
    mayBreak: "performance, or a program that refuses to start with the kernel's defaults",
    plan: (pod, { fields }) => {
      const forbidden = new Set(fields.map(({ path }) => path[3]));
      const kept = (pod.spec.securityContext?.sysctls ?? []).filter((_, index) => !forbidden.has(index));
      const path = ["spec", "securityContext", "sysctls"];
      return { changes: [takeAway(path, "high", kept.length === 0 ? undefined : kept)], undecided: [] };
    },
  },
  revisions: [
    { since: 0, check: sysctls_1_0, cel: celOf(ADDED_1_0), allowedValues: allowedValues(ADDED_1_0) },
    {
      since: 27,
      check: sysctls_1_27,
      cel: celOf(ALLOWED_1_27),
      ...allowsMore(ADDED_1_27),
      allowedValues: allowedValues(ALLOWED_1_27),
    },
    {
      since: 29,
      check: sysctls_1_29,
      cel: celOf(ALLOWED_1_29),
      ...allowsMore(ADDED_1_29),
      allowedValues: allowedValues(ALLOWED_1_29),
    },
    {
      since: 32,
      check: sysctls_1_32,
      cel: celOf(ALLOWED_1_32),
      ...allowsMore(ADDED_1_32),
      allowedValues: allowedValues(ALLOWED_1_32),
    },
    { since: 37, check: sysctls_1_37, cel: celOf(ALLOWED_1_37), ...allowsMore(ADDED_1_37) },
  ],
};

function celOf(allowed: readonly string[]): string {
  return `variables.spec.?securityContext.?sysctls.orValue([]).all(s, s.name in ${celList(allowed)})`;
}

function allowedValues(names: readonly string[]): string[] {
  return ["undefined / nil", ...names];
}

function allowsMore(added: readonly string[]): Pick<Revision, "change" | "effect"> {
  return { change: `Allows ${added.join(", ")}.`, effect: "relaxes" };
}

function sysctls_1_0(pod: PodView): Forbidden | undefined {
  return checkSysctls(pod, ADDED_1_0);
}

function sysctls_1_27(pod: PodView): Forbidden | undefined {
  return checkSysctls(pod, ALLOWED_1_27);
}

function sysctls_1_29(pod: PodView): Forbidden | undefined {
  return checkSysctls(pod, ALLOWED_1_29);
}

function sysctls_1_32(pod: PodView): Forbidden | undefined {
  return checkSysctls(pod, ALLOWED_1_32);
}

function sysctls_1_37(pod: PodView): Forbidden | undefined {
  return checkSysctls(pod, ALLOWED_1_37);
}

function checkSysctls(pod: PodView, allowed: readonly string[]): Forbidden | undefined {
  const bad = (pod.spec.securityContext?.sysctls ?? [])
    .map((sysctl, index) => ({ name: sysctl.name ?? "", sysctl, index }))
    .filter(({ name }) => !allowed.includes(name));
  if (bad.length === 0) return undefined;
  return {
    reason: REASON,
    detail: NAMES.write([bad.map(({ name }) => name)]),
    fields: bad.map(({ sysctl, index }) => ({
      path: ["spec", "securityContext", "sysctls", index, "name"],
      value: sysctl.name ?? null,
    })),
  };
}
