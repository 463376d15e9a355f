/**
 * Every hint of docs/usage.md on a likely mistake: the inputs of users, and at least five siblings of each. A note names the found value and the right
 * one, and `--strict` fails on it.
 */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { describe, it } from "node:test";
import { runCli } from "../../cli/run-cli.ts";

const PREFIX = "pod-security.kubernetes.io/";
const ACCEPT = "kubectl-pss/accept.";

/** A value that is nearly right, and the right one. */
type Case = readonly [written: string, right: string];

interface Hint {
  /** The first cell of its row in docs/usage.md. */
  readonly row: string;
  readonly code: string;
  /** Makes an object with the written value. */
  readonly object: (written: string) => object;
  /** The inputs of users. */
  readonly given: readonly Case[];
  readonly siblings: readonly Case[];
}

const CONTAINERS = { containers: [{ name: "a", image: "x" }] };

function namespace(field: "labels" | "annotations"): (written: string) => object {
  return (written) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name: "shop", [field]: pairOf(written) } });
}

/** `key=value` as a label. */
function pairOf(written: string): object {
  const at = written.indexOf("=");
  return { [written.slice(0, at)]: written.slice(at + 1) };
}

function pod(spec: object, metadata: object = {}): object {
  return { apiVersion: "v1", kind: "Pod", metadata: { name: "p", namespace: "shop", ...metadata }, spec };
}

function contextOf(securityContext: object): object {
  return pod({ containers: [{ name: "a", image: "x", securityContext }] });
}

/** Objects with a pod template, by kind: where the metadata of the object and of the template go. */
const WORKLOADS: Readonly<Record<string, (own: object, template: object) => object>> = {
  Deployment: inSpec("apps/v1"),
  StatefulSet: inSpec("apps/v1"),
  DaemonSet: inSpec("apps/v1"),
  ReplicaSet: inSpec("apps/v1"),
  ReplicationController: inSpec("v1"),
  Job: inSpec("batch/v1"),
  Rollout: inSpec("argoproj.io/v1alpha1"),
  CronJob: (own, metadata) => ({
    apiVersion: "batch/v1",
    ...own,
    spec: { schedule: "@daily", jobTemplate: { spec: { template: { metadata, spec: CONTAINERS } } } },
  }),
  PodTemplate: (own, metadata) => ({ apiVersion: "v1", ...own, template: { metadata, spec: CONTAINERS } }),
};

function inSpec(apiVersion: string): (own: object, template: object) => object {
  return (own, metadata) => ({ apiVersion, ...own, spec: { template: { metadata, spec: CONTAINERS } } });
}

/** `KIND key=value`: an object of a kind, with a label or an annotation of itself or of its pod template. */
function workload(field: "labels" | "annotations", place: "own" | "template"): (written: string) => object {
  return (written) => {
    const [kind = "", pair = ""] = written.split(" ");
    const metadata = { [field]: pairOf(pair) };
    const own = { name: "web", namespace: "shop", ...(place === "own" && metadata) };
    return WORKLOADS[kind]?.({ kind, metadata: own }, place === "own" ? {} : metadata) ?? {};
  };
}

const same = (...pairs: readonly string[]): readonly Case[] =>
  pairs.map((written) => [written, `set the label ${written.split(" ").at(-1)}`]);
const labels = (...cases: readonly Case[]): readonly Case[] =>
  cases.map(([written, right]) => [written, `did you mean ${PREFIX}${right}?`]);
const values = (right: string, ...written: readonly string[]): readonly Case[] =>
  written.map((one) => [one, `did you mean "${right}"?`]);

const ROW_OF_MODES = "`pod-security.kubernetes.io/enforced`, `…/audits`, `…/warning`, `…/enforce_version`";
const ROW_OF_PLACES = "a pod-security label as an annotation, on a workload or on a pod template";
const ROW_OF_CAPABILITIES = "`drop: [all]`, `drop: [CAP_ALL]`, `add: [CAP_NET_BIND_SERVICE]`";
const ROW_OF_PROFILES =
  "`seccompProfile` or `appArmorProfile` with the type `runtime/default`, `docker/default`, `localhost/…`";
const ROW_OF_WORDS = "`os.name: Windows`, `procMount: default`";
const ROW_OF_ACCEPTANCES = "`kubectl-pss/accept.hostPorts` on a pod template, a template of Jobs or a Namespace";
const ROW_OF_INVALID = "`kubectl-pss/acept.hostPorts`, a reason `ok until 2027-01-31`";
const KEY = "container.apparmor.security.beta.kubernetes.io/a";
const PROFILES: readonly Case[] = [
  ...values("RuntimeDefault", "docker/default", "runtimeDefault", "RUNTIME_DEFAULT", "RuntimeDefalt", "Default"),
  ...values("Localhost", "localhost/profile.json", "localhost"),
  ...values("Unconfined", "unconfined"),
];
const ANYONE =
  "Pod Security Admission reads only enforce, enforce-version, audit, audit-version, warn and warn-version";

const HINTS: Readonly<Record<string, Hint>> = {
  "the domain of a label": {
    row: "`podsecurity.kubernetes.io/enforce`, `pod-security.k8s.io/audit`",
    code: "misspelt-label",
    object: namespace("labels"),
    given: labels(
      ["podsecurity.kubernetes.io/enforce=baseline", "enforce"],
      ["pod-security.k8s.io/audit=restricted", "audit"],
    ),
    siblings: labels(
      ["podsecurity.k8s.io/warn=baseline", "warn"],
      ["pod-security.kubernets.io/enforce=baseline", "enforce"],
      ["pod-secruity.kubernetes.io/enforce=baseline", "enforce"],
      ["pod_security.kubernetes.io/audit=restricted", "audit"],
      ["pss.k8s.io/warn=baseline", "warn"],
      ["pod-security/enforce=restricted", "enforce"],
      ["pod-security.kubernetes.io.enforce=restricted", "enforce"],
    ),
  },
  "the words of a label in another place": {
    row: "`kubernetes.io/pod-security-enforce`, `pod-security.kubernetes.io-enforce`, `psa-enforce`, with a level or a version as the value",
    code: "misspelt-label",
    object: namespace("labels"),
    given: labels(
      ["kubernetes.io/pod-security-enforce=restricted", "enforce"],
      ["pod-security.kubernetes.io-enforce=restricted", "enforce"],
      ["psa-enforce=restricted", "enforce"],
    ),
    siblings: labels(
      ["kubernetes.io/pod-security-enforce-version=v1.30", "enforce-version"],
      ["k8s.io/podsecurity-warn=baseline", "warn"],
      ["pod-security.kubernetes.ioenforce=restricted", "enforce"],
      ["enforce.pod-security.kubernetes.io/level=restricted", "enforce"],
      ["podSecurityAudit=restricted", "audit"],
      ["pss.warn=baseline", "warn"],
    ),
  },
  "the mode of a label": {
    row: ROW_OF_MODES,
    code: "misspelt-label",
    object: namespace("labels"),
    given: labels(
      [`${PREFIX}audits=restricted`, "audit"],
      [`${PREFIX}enforced=restricted`, "enforce"],
      [`${PREFIX}enforce-level=restricted`, "enforce"],
      [`${PREFIX}warning=restricted`, "warn"],
    ),
    siblings: labels(
      [`${PREFIX}enfore=baseline`, "enforce"],
      [`${PREFIX}aduit=baseline`, "audit"],
      [`${PREFIX}enforcement=baseline`, "enforce"],
      [`${PREFIX}warnings=baseline`, "warn"],
      [`${PREFIX}Enforce=baseline`, "enforce"],
      [`${PREFIX}audit_policy=baseline`, "audit"],
    ),
  },
  "the version of a label": {
    row: ROW_OF_MODES,
    code: "misspelt-label",
    object: namespace("labels"),
    given: labels(
      [`${PREFIX}enforce_version=v1.30`, "enforce-version"],
      [`${PREFIX}warn-versions=v1.30`, "warn-version"],
    ),
    siblings: labels(
      [`${PREFIX}enforceversion=v1.30`, "enforce-version"],
      [`${PREFIX}enforce-verison=v1.30`, "enforce-version"],
      [`${PREFIX}audit.version=1.30`, "audit-version"],
      [`${PREFIX}version-warn=latest`, "warn-version"],
      [`${PREFIX}warning_version=latest`, "warn-version"],
      [`${PREFIX}enforce-ver=v1.30`, "enforce-version"],
    ),
  },
  "another name with the prefix": {
    row: "`pod-security.kubernetes.io/exempt`, or another name with this prefix, on a Namespace",
    code: "misspelt-label",
    object: namespace("labels"),
    given: [[`${PREFIX}exempt=true`, ANYONE]],
    siblings: ["level", "audit-warn", "exempt-users", "profile", "mode", "standard"].map((name) => [
      `${PREFIX}${name}=baseline`,
      ANYONE,
    ]),
  },
  "a label as an annotation": {
    row: ROW_OF_PLACES,
    code: "misplaced-label",
    object: namespace("annotations"),
    given: same(`${PREFIX}enforce=privileged`),
    siblings: [
      ...same(`${PREFIX}audit=restricted`, `${PREFIX}warn=baseline`),
      ...same(`${PREFIX}enforce-version=v1.30`, `${PREFIX}audit-version=latest`, `${PREFIX}warn-version=v1.25`),
      ["podsecurity.kubernetes.io/enforce=baseline", `set the label ${PREFIX}enforce=baseline`],
    ],
  },
  "a label of a Pod": {
    row: ROW_OF_PLACES,
    code: "misplaced-label",
    object: (written) => pod(CONTAINERS, { labels: pairOf(written) }),
    given: same(`${PREFIX}enforce=restricted`),
    siblings: same(
      `${PREFIX}audit=restricted`,
      `${PREFIX}warn=baseline`,
      `${PREFIX}enforce-version=v1.30`,
      `${PREFIX}audit-version=latest`,
      `${PREFIX}warn-version=v1.25`,
    ),
  },
  "an annotation of a Pod": {
    row: ROW_OF_PLACES,
    code: "misplaced-label",
    object: (written) => pod(CONTAINERS, { annotations: pairOf(written) }),
    given: same(`${PREFIX}enforce=restricted`),
    siblings: same(
      `${PREFIX}enforce=privileged`,
      `${PREFIX}audit=restricted`,
      `${PREFIX}warn=baseline`,
      `${PREFIX}enforce-version=v1.30`,
      `${PREFIX}warn-version=latest`,
    ),
  },
  "a label of a workload": {
    row: ROW_OF_PLACES,
    code: "misplaced-label",
    object: workload("labels", "own"),
    given: same(`Deployment ${PREFIX}enforce=restricted`),
    siblings: same(...Object.keys(WORKLOADS).map((kind) => `${kind} ${PREFIX}warn=baseline`)),
  },
  "an annotation of a workload": {
    row: ROW_OF_PLACES,
    code: "misplaced-label",
    object: workload("annotations", "own"),
    given: same(`Deployment ${PREFIX}enforce=restricted`),
    siblings: same(...Object.keys(WORKLOADS).map((kind) => `${kind} ${PREFIX}audit=baseline`)),
  },
  "a label of a pod template": {
    row: ROW_OF_PLACES,
    code: "misplaced-label",
    object: workload("labels", "template"),
    given: same(`Deployment ${PREFIX}enforce=restricted`),
    siblings: same(...Object.keys(WORKLOADS).map((kind) => `${kind} ${PREFIX}enforce=baseline`)),
  },
  "drop: [all]": {
    row: ROW_OF_CAPABILITIES,
    code: "misspelt-value",
    object: (written) => contextOf({ capabilities: { drop: [written] } }),
    given: values("ALL", "all"),
    siblings: values("ALL", "All", "CAP_ALL", "cap_all", "*", " ALL", "aLL"),
  },
  "CAP_ in add": {
    row: ROW_OF_CAPABILITIES,
    code: "misspelt-value",
    object: (written) => contextOf({ capabilities: { drop: ["ALL"], add: [written] } }),
    given: values("NET_BIND_SERVICE", "CAP_NET_BIND_SERVICE"),
    siblings: [
      ...values("CHOWN", "CAP_CHOWN", "cap_chown", "chown"),
      ...values("NET_BIND_SERVICE", "net_bind_service", "NET-BIND-SERVICE", "NET_BIND_SERVICES"),
    ],
  },
  "CAP_ in drop": {
    row: ROW_OF_CAPABILITIES,
    code: "misspelt-value",
    object: (written) => contextOf({ capabilities: { drop: [written] } }),
    given: values("ALL", "CAP_ALL"),
    siblings: [
      ...values("NET_RAW", "CAP_NET_RAW", "cap_net_raw"),
      ...values("SYS_ADMIN", "CAP_SYS_ADMIN", "Cap_Sys_Admin"),
      ...values("MKNOD", " CAP_MKNOD"),
    ],
  },
  "the type of a seccomp profile": {
    row: ROW_OF_PROFILES,
    code: "misspelt-value",
    object: (type) => contextOf({ seccompProfile: { type } }),
    given: values("RuntimeDefault", "runtime/default"),
    siblings: PROFILES,
  },
  "the type of an AppArmor profile": {
    row: ROW_OF_PROFILES,
    code: "misspelt-value",
    object: (type) => contextOf({ appArmorProfile: { type } }),
    given: values("RuntimeDefault", "runtime/default"),
    siblings: PROFILES,
  },
  "an AppArmor annotation": {
    row: "an AppArmor annotation with `RuntimeDefault` or `docker/default`",
    code: "misspelt-value",
    object: (written) => pod(CONTAINERS, { annotations: { [KEY]: written } }),
    given: values("runtime/default", "RuntimeDefault", "docker/default"),
    siblings: [
      ...values("runtime/default", "Runtime/Default", "runtime-default"),
      ...values("unconfined", "Unconfined"),
      ...values("localhost/web", "Localhost/web", "localhost:web"),
    ],
  },
  "os.name": {
    row: ROW_OF_WORDS,
    code: "misspelt-value",
    object: (name) => pod({ ...CONTAINERS, os: { name } }),
    given: values("windows", "Windows"),
    siblings: [...values("windows", "WINDOWS", "window", "windws"), ...values("linux", "Linux", "linux ")],
  },
  procMount: {
    row: ROW_OF_WORDS,
    code: "misspelt-value",
    object: (procMount) => contextOf({ procMount }),
    given: values("Default", "default"),
    siblings: [...values("Default", "DEFAULT", "default "), ...values("Unmasked", "unmasked", "Unmaskd", "un-masked")],
  },
  "the name of a sysctl": {
    row: "the sysctl `net/ipv4/tcp_syncookies`",
    code: "misspelt-value",
    object: (name) => pod({ ...CONTAINERS, securityContext: { sysctls: [{ name, value: "1" }] } }),
    given: values("net.ipv4.tcp_syncookies", "net/ipv4/tcp_syncookies"),
    siblings: [
      ...values("net.ipv4.ip_unprivileged_port_start", "net/ipv4/ip_unprivileged_port_start"),
      ...values("kernel.shm_rmid_forced", "kernel/shm_rmid_forced"),
      ...values("net.ipv4.ping_group_range", "net/ipv4/ping_group_range"),
      ...values("net.ipv4.conf.eno2/100.rp_filter", "net/ipv4/conf/eno2.100/rp_filter"),
      ...values("kernel.msgmax", "kernel/msgmax"),
    ],
  },
  "an acceptance in the wrong place": {
    row: ROW_OF_ACCEPTANCES,
    code: "misplaced-acceptance",
    object: (written) =>
      written.startsWith("Namespace ")
        ? namespace("annotations")(`${written.slice("Namespace ".length)}`)
        : workload("annotations", "template")(written),
    given: [[`Deployment ${ACCEPT}hostPorts=why`, "put it into metadata.annotations of "]],
    siblings: ["StatefulSet", "DaemonSet", "Job", "CronJob", "Rollout", "Namespace"].map((kind) => [
      `${kind} ${ACCEPT}hostPorts=why`,
      "put it into metadata.annotations of ",
    ]),
  },
  "an acceptance in the wrong form": {
    row: ROW_OF_INVALID,
    code: "invalid-acceptance",
    object: (written) => pod({ ...CONTAINERS, hostPID: true }, { annotations: pairOf(written) }),
    given: [
      ["kubectl-pss/acept.hostPorts=why", `${ACCEPT}hostPorts`],
      [`${ACCEPT}hostNamespaces=ok until 2027-01-31`, "; until=2027-01-31"],
    ],
    siblings: [
      ["kubectl-pss/accept-hostPorts=why", `${ACCEPT}hostPorts`],
      [`${ACCEPT}hostPort=why`, "did you mean hostPorts?"],
      [`${ACCEPT}hostNamespaces=`, "write the reason first"],
      [`${ACCEPT}hostNamespaces=ok, until: tomorrow`, "; until=YYYY-MM-DD"],
      [`${ACCEPT}hostNamespaces=ok; until=2027-02-30`, "YYYY-MM-DD"],
      [`${ACCEPT}hostNamespaces=ok; untill=2027-01-31`, "did you mean until?"],
    ],
  },
};

interface Note {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
}

async function lint(object: object, ...flags: readonly string[]): Promise<{ code: number; notes: readonly Note[] }> {
  const { code, stdout } = await runCli(["lint", "-o", "json", "--fail-on", "none", ...flags, "-"], {
    stdin: JSON.stringify(object),
  });
  return { code, notes: (JSON.parse(stdout) as { notes: readonly Note[] }).notes };
}

const CODES = new Set(Object.values(HINTS).map(({ code }) => code));

describe("a hint on a likely mistake", () => {
  for (const [name, { code, object, given, siblings }] of Object.entries(HINTS)) {
    it(name, async () => {
      for (const [written, right] of [...given, ...siblings]) {
        const { notes, ...usual } = await lint(object(written));
        const hints = notes.filter((note) => CODES.has(note.code));
        assert.deepEqual(
          hints.map((hint) => [hint.code, hint.severity]),
          [[code, "warning"]],
          written,
        );
        const [{ message } = { message: "" }] = hints;
        assert.ok(message.includes(right), `${written}: ${message}`);
        const [key = ""] =
          written
            .split(" ")
            .at(code.endsWith("acceptance") ? 0 : -1)
            ?.split("=") ?? [];
        assert.ok(code.endsWith("acceptance") || message.includes(key), `${written}: ${message}`);
        const strict = await lint(object(written), "--strict");
        assert.deepEqual([usual.code, strict.code], [0, 2], written);
      }
    });
  }
});

describe("the hints", () => {
  for (const [name, { given, siblings }] of Object.entries(HINTS)) {
    it(`have at least five siblings: ${name}`, () => {
      const written = new Set(siblings.map(([one]) => one));
      for (const [one] of given) written.delete(one);
      assert.ok(given.length > 0 && written.size >= 5, [...written].join());
    });
  }

  it("are those of docs/usage.md", () => {
    const usage = readFileSync("docs/usage.md", "utf8");
    const [, table = ""] = /^\| written \| right \|\n\|---\|---\|\n((?:\|.*\|\n)+)/m.exec(usage) ?? [];
    const rows = table.split("\n").flatMap((line) => /^\| (.*?) \| /.exec(line)?.[1] ?? []);
    assert.deepEqual(new Set(Object.values(HINTS).map(({ row }) => row)), new Set(rows));
  });

  it("have each code of a likely mistake", () => {
    const files = readdirSync("src/objects/mistakes").map((file) => `src/objects/mistakes/${file}`);
    const texts = [...files, "src/accepted/notes.ts"].map((file) => readFileSync(file, "utf8"));
    const codes = texts.flatMap((text) =>
      [...text.matchAll(/"(mis\w+-\w+|invalid-acceptance)"/g)].map(([, one]) => one),
    );
    assert.deepEqual(CODES, new Set(codes));
  });
});
