/** Random pods and policies of v1.24. Most values are those that a strict policy allows, so that strict policies admit some pods. */
import type { PodSecurityPolicy, RangeStrategy } from "../../src/psp/policy.ts";
import { RandomJson } from "../conformance/random.ts";

const SECCOMP = ["runtime/default", "docker/default", "localhost/a", "localhost/b", "unconfined"] as const;
const APPARMOR = ["runtime/default", "localhost/a", "localhost/b", "unconfined"] as const;
const CAPABILITIES = ["NET_BIND_SERVICE", "CHOWN", "KILL", "SYS_ADMIN", "NET_ADMIN", "ALL"] as const;
const SYSCTLS = [
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.tcp_keepalive_time",
  "kernel.msgmax",
  "net.core.somaxconn",
] as const;
const VOLUMES = [
  "configMap",
  "emptyDir",
  "secret",
  "projected",
  "persistentVolumeClaim",
  "downwardAPI",
  "csi",
  "ephemeral",
  "hostPath",
  "nfs",
  "cephFS",
] as const;
const SELINUX = [
  { type: "container_t" },
  { level: "s0:c1,c2" },
  {},
  { type: "spc_t" },
  { user: "system_u", type: "container_t" },
  { type: "container_engine_t" },
] as const;

class PspRandom extends RandomJson {
  /** Returns the value with a probability, otherwise undefined. */
  maybe<T>(probability: number, value: () => T): T | undefined {
    return this.chance(probability) ? value() : undefined;
  }

  /** Some of the values, in their order. */
  some<T>(values: readonly T[], probability: number): T[] {
    return values.filter(() => this.chance(probability));
  }
}

/** A pod as a server of v1.24 stores it: each seccomp field has its annotation. */
export function randomPod(seed: number): unknown {
  const random = new PspRandom(seed);
  const bad = random.pick([0, 0, 0.05, 0.2]);
  const annotations: Record<string, string> = {};
  const hostNetwork = random.chance(bad);
  const container = (name: string): object => {
    const seccomp = random.maybe(0.3, () =>
      random.badOr(bad, ["unconfined"], SECCOMP.slice(0, 4) as ["runtime/default"]),
    );
    if (seccomp !== undefined) annotations[`container.seccomp.security.alpha.kubernetes.io/${name}`] = seccomp;
    const appArmor = random.maybe(0.6, () => random.badOr(bad, ["unconfined"], ["runtime/default", "localhost/a"]));
    if (appArmor !== undefined) annotations[`container.apparmor.security.beta.kubernetes.io/${name}`] = appArmor;
    const host = random.maybe(bad / 2 + 0.03, () => "example.com");
    return {
      name,
      image: "example.com/a",
      ...random.maybe(bad, () => ({ ports: [{ containerPort: 80, hostPort: random.pick([0, 80, 8080]) }] })),
      ...(host !== undefined && { livenessProbe: { httpGet: { path: "/", port: 80, host } } }),
      ...random.maybe(0.9, () => ({ securityContext: containerContext(random, bad, seccomp, hostNetwork) })),
    };
  };
  const containers = Array.from({ length: 1 + random.below(2) }, (_, index) => container(`c${index}`));
  const initContainers = random.chance(0.3) ? [container("i0")] : undefined;
  const seccomp = random.maybe(0.7, () => random.badOr(bad, ["unconfined"], ["runtime/default", "localhost/a"]));
  if (seccomp !== undefined) annotations["seccomp.security.alpha.kubernetes.io/pod"] = seccomp;
  return {
    metadata: { name: "p", annotations },
    spec: {
      containers,
      initContainers,
      hostNetwork: hostNetwork || undefined,
      hostPID: random.maybe(bad, () => true),
      hostIPC: random.maybe(bad / 2, () => true),
      runtimeClassName: random.maybe(0.2, () => random.pick(["gvisor", "kata"])),
      os: random.maybe(0.1, () => ({ name: "linux" })),
      securityContext: random.maybe(0.9, () => podContext(random, bad, seccomp)),
      volumes: random.some(VOLUMES, 0.15).map((name, index) => ({ name: `v${index}`, ...volumeOf(name, random, bad) })),
    },
  };
}

function seccompField(annotation: string | undefined): object | undefined {
  if (annotation === undefined) return undefined;
  if (annotation === "unconfined") return { type: "Unconfined" };
  if (!annotation.startsWith("localhost/")) return { type: "RuntimeDefault" };
  return { type: "Localhost", localhostProfile: annotation.slice("localhost/".length) };
}

function sharedContext(random: PspRandom, bad: number): object {
  return {
    runAsNonRoot: random.maybe(0.5, () => random.badOr(bad, [false], [true])),
    runAsUser: random.maybe(0.4, () => random.badOr(bad, [0], [1000, 1000, 65535])),
    runAsGroup: random.maybe(0.4, () => random.pick([1, 1000])),
    seLinuxOptions: random.maybe(0.5, () =>
      random.badOr(bad, SELINUX.slice(3) as [object], SELINUX.slice(0, 3) as [object]),
    ),
  };
}

function podContext(random: PspRandom, bad: number, seccomp: string | undefined): object {
  return {
    ...sharedContext(random, Math.max(bad, 0.1)),
    fsGroup: random.maybe(0.5, () => random.pick([1, 1000])),
    supplementalGroups: random.maybe(0.5, () => random.pick([[1], [1, 1000]])),
    seccompProfile: seccompField(seccomp),
    sysctls: random.some(SYSCTLS.slice(0, random.chance(bad) ? 5 : 2), 0.2).map((name) => ({ name, value: "1" })),
  };
}

function containerContext(random: PspRandom, bad: number, seccomp: string | undefined, isHostNetwork: boolean): object {
  const isPrivileged = random.chance(bad / 2);
  return {
    ...sharedContext(random, bad),
    seccompProfile: seccompField(seccomp),
    privileged: random.maybe(0.3, () => isPrivileged),
    allowPrivilegeEscalation: random.maybe(0.8, () => isPrivileged || random.chance(bad)),
    readOnlyRootFilesystem: random.maybe(0.6, () => random.chance(0.8)),
    procMount: random.maybe(0.1, () => random.badOr(bad, ["Unmasked"], ["Default"])),
    capabilities: random.maybe(0.85, () => ({
      add: random.maybe(0.5, () => [
        random.badOr(bad, CAPABILITIES as unknown as [string], ["NET_BIND_SERVICE", "CHOWN"]),
      ]),
      drop: random.maybe(0.9, () => random.badOr(bad, [["KILL"], []], [["ALL"], ["ALL", "KILL"]])),
    })),
    // API validation requires the host network.
    windowsOptions: isHostNetwork && random.chance(0.2) ? { hostProcess: true } : undefined,
  };
}

function volumeOf(name: string, random: PspRandom, bad: number): object {
  switch (name) {
    case "hostPath":
      return random.chance(bad) ? { hostPath: { path: random.pick(["/var/log", "/"]) } } : { emptyDir: {} };
    case "nfs":
      return random.chance(bad) ? { nfs: { server: "a", path: "/" } } : {};
    case "cephFS":
      return random.chance(bad) ? { cephfs: { monitors: ["a"] } } : { emptyDir: {} };
    case "csi":
      return { csi: { driver: "example.com" } };
    case "projected":
      return { projected: { sources: [{ serviceAccountToken: { path: "token" } }] } };
    case "ephemeral":
      return { ephemeral: { volumeClaimTemplate: { spec: { accessModes: ["ReadWriteOnce"], resources: {} } } } };
    default:
      return { [name]: name === "persistentVolumeClaim" ? { claimName: "a" } : {} };
  }
}

/** A policy that API validation accepts. */
export function randomPolicy(seed: number): PodSecurityPolicy {
  // Without unset fields, like the policies of the API server.
  const policy: PodSecurityPolicy = JSON.parse(JSON.stringify(policyOf(seed)));
  return policy;
}

function policyOf(seed: number): object {
  const random = new PspRandom(seed);
  if (random.chance(0.3)) return strictPolicyOf(seed, random);
  // Many policies are strict, some change nothing, and some allow everything.
  const loose = random.pick([0, 0, 0.02, 0.1, 0.4, 0.9]);
  const mutates = random.pick([0, 0, 0.2, 0.6]);
  const flag = (): boolean | undefined => random.maybe(loose, () => true);
  const allowsAll = random.chance(loose / 3);
  const drops = !allowsAll && random.chance(mutates === 0 ? 0.3 : 0.8);
  const allowed = allowsAll ? ["*"] : random.some(CAPABILITIES, loose > 0 ? loose : 0.1);
  const requiredDropCapabilities = drops ? [random.pick(["ALL", "ALL", "SYS_TIME"])] : undefined;
  const free = (names: readonly string[]): string[] => names.filter((name) => name !== requiredDropCapabilities?.[0]);
  const escalation = random.chance(mutates === 0 ? loose : 0.5)
    ? random.pick([true, undefined])
    : mutates > 0
      ? false
      : undefined;
  const sysctls = random.some([...SYSCTLS.slice(2), "kernel.*", "*"], loose / 2);
  return {
    metadata: { name: `psp-${seed}`, annotations: annotationsOf(random, loose, mutates) },
    spec: {
      privileged: flag(),
      hostNetwork: flag(),
      hostPID: flag(),
      hostIPC: flag(),
      hostPorts: random.maybe(loose, () => [
        random.pick([
          { min: 0, max: 0 },
          { min: 0, max: 65535 },
          { min: 80, max: 80 },
        ]),
      ]),
      allowedCapabilities: free(allowed),
      defaultAddCapabilities: random.maybe(mutates / 2, () => free(random.some(CAPABILITIES.slice(0, 5), 0.4))),
      requiredDropCapabilities,
      volumes: random.chance(loose / 3) ? ["*"] : random.some(VOLUMES.slice(0, random.chance(loose) ? 11 : 8), 0.9),
      seLinux: random.chance(0.25 + loose)
        ? { rule: "RunAsAny" }
        : {
            rule: "MustRunAs",
            seLinuxOptions: random.badOr(loose, SELINUX.slice(3) as [object], SELINUX.slice(0, 3) as [object]),
          },
      runAsUser: random.pick([
        { rule: "MustRunAsNonRoot" },
        { rule: "MustRunAsNonRoot" },
        { rule: "RunAsAny" },
        ...(mutates > 0
          ? [
              {
                rule: "MustRunAs",
                ranges: [
                  random.pick([
                    { min: 1, max: 65535 },
                    { min: 0, max: 1000 },
                  ]),
                ],
              },
            ]
          : []),
      ]),
      runAsGroup: random.maybe(0.6, () => groups(random, mutates)),
      supplementalGroups: groups(random, mutates),
      fsGroup: groups(random, mutates),
      readOnlyRootFilesystem: random.maybe(mutates / 3, () => true),
      defaultAllowPrivilegeEscalation: random.maybe(mutates / 2, () =>
        escalation === false ? false : random.chance(0.5),
      ),
      allowPrivilegeEscalation: escalation,
      allowedUnsafeSysctls: sysctls,
      allowedProcMountTypes: random.maybe(loose, () => [random.pick(["Default", "Unmasked"])]),
      runtimeClass: random.maybe(0.2, () => ({
        allowedRuntimeClassNames: ["*"],
        ...random.maybe(mutates, () => ({ defaultRuntimeClassName: "gvisor" })),
      })),
    },
  };
}

/** A policy with exactly the rules of restricted. */
function strictPolicyOf(seed: number, random: PspRandom): object {
  const mutates = random.pick([0, 0.5]);
  const defaults = random.chance(0.5)
    ? {
        "seccomp.security.alpha.kubernetes.io/defaultProfileName": "runtime/default",
        "apparmor.security.beta.kubernetes.io/defaultProfileName": "runtime/default",
      }
    : {};
  const annotations = {
    "seccomp.security.alpha.kubernetes.io/allowedProfileNames": SECCOMP.slice(0, 4).join(","),
    "apparmor.security.beta.kubernetes.io/allowedProfileNames": APPARMOR.slice(0, 3).join(","),
    ...defaults,
  };
  return {
    metadata: { name: `psp-${seed}`, annotations },
    spec: {
      allowPrivilegeEscalation: false,
      requiredDropCapabilities: ["ALL"],
      allowedCapabilities: random.maybe(0.7, () => ["NET_BIND_SERVICE"]),
      volumes: VOLUMES.slice(0, 8),
      runAsUser: { rule: "MustRunAsNonRoot" },
      seLinux: { rule: "MustRunAs", seLinuxOptions: random.pick([SELINUX[0], SELINUX[1], SELINUX[2]]) },
      supplementalGroups: groups(random, mutates),
      fsGroup: groups(random, mutates),
    },
  };
}

function groups(random: PspRandom, mutates: number): RangeStrategy {
  if (random.chance(mutates / 2)) return { rule: "MustRunAs", ranges: [{ min: 1, max: 65535 }] };
  return random.chance(0.5) ? { rule: "RunAsAny" } : { rule: "MayRunAs", ranges: [{ min: 1, max: 65535 }] };
}

function annotationsOf(random: PspRandom, loose: number, mutates: number): Record<string, string> {
  const annotations: Record<string, string> = {};
  const list = (values: readonly string[], others: readonly string[]): string =>
    [...random.some(values, 0.9), ...random.some(others, loose)].join(",");
  if (random.chance(0.8))
    annotations["seccomp.security.alpha.kubernetes.io/allowedProfileNames"] = list(SECCOMP.slice(0, 4), [
      "",
      "*",
      "unconfined",
    ]);
  if (random.chance(0.8 - loose / 2))
    annotations["apparmor.security.beta.kubernetes.io/allowedProfileNames"] = list(APPARMOR.slice(0, 3), [
      "unconfined",
      "",
    ]);
  if (random.chance(mutates / 3))
    annotations["seccomp.security.alpha.kubernetes.io/defaultProfileName"] = random.pick([
      "runtime/default",
      "localhost/a",
    ]);
  if (random.chance(mutates / 3))
    annotations["apparmor.security.beta.kubernetes.io/defaultProfileName"] = "runtime/default";
  return annotations;
}
