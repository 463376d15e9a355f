/**
 * Objects and files that are larger, deeper or longer than anything in an API server. Each is small enough for a fast test, and large enough to break
 * code that expects usual sizes.
 */

/** A file by its name. */
export type Files = Readonly<Record<string, string>>;

const pod = (name: string, spec: object, metadata: object = {}): object => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "shop", ...metadata },
  spec,
});
const nested = (levels: number, inner: string): string => `${"[".repeat(levels)}${inner}${"]".repeat(levels)}`;
const bad = { privileged: true, procMount: "Unmasked", capabilities: { add: ["SYS_ADMIN"] } };
const containers = (count: number, length: number): object[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `${index}${"n".repeat(length)}`,
    securityContext: bad,
    ports: [{ hostPort: 80 }],
  }));

const KIB = 1024;
const MIB = 1024 * KIB;
/** Longer than the shown part of a text, and than a piece of output. */
const LONG = 100 * KIB;

/** Each is in a separate file. Some are judged, and some cannot be. */
export const PATHOLOGICAL: Files = {
  "m-container-names.json": JSON.stringify(pod("m1", { containers: containers(4, 2 * MIB) })),
  "m-many-containers.json": JSON.stringify(pod("m2", { containers: containers(300, 600) })),
  "m-one-name.json": JSON.stringify(pod("m3", { containers: containers(1, 400 * KIB) })),
  "m-object-name.json": JSON.stringify(pod("m".repeat(2 * MIB), { hostPID: true, containers: [{ name: "a" }] })),
  "m-shown-name.json": JSON.stringify(pod("m".repeat(LONG), { hostPID: true, containers: [{ name: "a" }] })),
  "m-namespace-name.json": JSON.stringify(
    pod("m4", { hostPID: true, containers: [] }, { namespace: "s".repeat(MIB + 1) }),
  ),
  "m-namespace.json": JSON.stringify({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "x", labels: { "pod-security.kubernetes.io/enforce": "é\u0001".repeat(LONG / 10) } },
  }),
  "m-key.json": JSON.stringify(pod("m5", { ["k".repeat(LONG)]: 1, containers: [{ name: "a" }] })),
  "m-apparmor.json": JSON.stringify(
    pod(
      "m6",
      { containers: [{ name: "a" }] },
      { annotations: { [`container.apparmor.security.beta.kubernetes.io/${"k".repeat(LONG)}`]: "v".repeat(LONG) } },
    ),
  ),
  "m-sysctls.json": JSON.stringify(
    pod("m7", {
      securityContext: { sysctls: [{ name: "\u0001".repeat(LONG), value: "1" }] },
      volumes: [{ name: "v".repeat(LONG), hostPath: { path: "/" } }],
      containers: [{ name: "a" }],
    }),
  ),
  "m-type.json": JSON.stringify(pod("m8", { hostPID: "y".repeat(LONG), containers: [{ name: "a" }] })),
  "m-kind.json": JSON.stringify({ apiVersion: "v".repeat(LONG), kind: "k".repeat(LONG), metadata: { name: "m" } }),
  "m-deep.json": `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"m9","namespace":"shop"},"spec":{"x":${nested(20_000, "1")}}}`,
  "m-deep-integer.json": `{"apiVersion":"x/v1","kind":"X","spec":${nested(20_000, "12345678901234567890")}}`,
  "m-deep-lists.json": `${'{"apiVersion":"v1","kind":"List","items":['.repeat(300)}${"]}".repeat(300)}`,
  "m-deep.yaml": `apiVersion: v1\nkind: Pod\nmetadata: {name: m10}\nspec: ${nested(5000, "1")}\n`,
  "m-names.yaml": Array.from({ length: 500 }, (_, index) => `kind: no-object-${index}\n---\n`).join(""),
};

/** A namespace, violating workloads and one that does not violate, in files before and after the others. */
export const ORDINARY: Files = Object.fromEntries(
  ["a-ordinary", "z-ordinary"].flatMap((name) => [
    [
      `${name}-1.json`,
      JSON.stringify({
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name, labels: { "pod-security.kubernetes.io/enforce": "baseline" } },
      }),
    ],
    [
      `${name}-2.json`,
      JSON.stringify(pod(`${name}-2`, { hostPID: true, containers: containers(2, 3) }, { namespace: name })),
    ],
    [
      `${name}-3.yaml`,
      `${JSON.stringify(pod(`${name}-3`, { containers: containers(1, 2) }, { namespace: name }))}\n---\n` +
        JSON.stringify(pod(`${name}-4`, { containers: [{ name: "a" }] }, { namespace: name })),
    ],
  ]),
);

const ANY = { rule: "RunAsAny" };

/** Policies for a migration from PodSecurityPolicy, which reports on nothing without one. */
export const ORDINARY_POLICIES: Files = Object.fromEntries(
  ["a-ordinary", "z-ordinary"].map((name) => [
    `${name}-5.json`,
    JSON.stringify({
      apiVersion: "policy/v1beta1",
      kind: "PodSecurityPolicy",
      metadata: { name },
      spec: { hostPID: true, seLinux: ANY, runAsUser: ANY, fsGroup: ANY, supplementalGroups: ANY },
    }),
  ]),
);
