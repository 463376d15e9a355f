import type { MappingEntry } from "../../report/psp/mapping.ts";
import { allowedValuesOf } from "./allowed-values.ts";
import { appArmor, container, inPod, podOf, seccompTypeOf, sourceOf, type Probe } from "./probes.ts";
import {
  ALL,
  allowsEscalation,
  annotationOf,
  APPARMOR_ALLOWED,
  SECCOMP_ALLOWED,
  type PodSecurityPolicy,
} from "../policy.ts";

/** A row of the mapping, with the rule that finds the level of a policy. */
export interface MappingRow extends MappingEntry {
  /** The uses that a policy permits. */
  probes(policy: PodSecurityPolicy): readonly Probe[];
}

const SAME = "The same.";
const ANY = "Any value.";
const NOT_COVERED = "Not covered by the standards.";

/**
 * The mapping from PodSecurityPolicy to the levels of the Pod Security Standards, in the order of the fields of a policy. docs/from-psp.md, `explain
 * PodSecurityPolicy` and `from-psp` read it.
 */
export const MAPPING: readonly MappingRow[] = [
  {
    field: "privileged",
    checks: ["privileged"],
    baseline: "false",
    restricted: SAME,
    probes: ({ spec }) => (spec.privileged === true ? [container("true", { privileged: true })] : []),
  },
  {
    field: "hostNetwork, hostPID, hostIPC",
    checks: ["hostNamespaces", "windowsHostProcess"],
    baseline: "false",
    restricted: SAME,
    probes: ({ spec }) =>
      (["hostNetwork", "hostPID", "hostIPC"] as const)
        .filter((field) => spec[field] === true)
        .map((field) => ({ value: field, pod: podOf({ [field]: true }) })),
  },
  {
    field: "hostPorts",
    checks: ["hostPorts"],
    baseline: "No range with a port.",
    restricted: SAME,
    probes: ({ spec }) =>
      (spec.hostPorts ?? [])
        .filter(({ min = 0, max = 0 }) => max >= 1 && max >= min)
        .map(({ min = 0, max = 0 }) => ({
          value: `${min}-${max}`,
          pod: podOf({}, { ports: [{ hostPort: Math.max(min, 1) }] }),
        })),
  },
  {
    field: "allowedCapabilities, defaultAddCapabilities",
    checks: ["capabilities_baseline", "capabilities_restricted"],
    baseline: `Only ${allowedValuesOf("capabilities_baseline")}.`,
    restricted: "Only NET_BIND_SERVICE.",
    mutates: "defaultAddCapabilities: adds them to capabilities.add, except those that the container drops.",
    probes: ({ spec }) =>
      // A null item is decoded as an empty name.
      [...(spec.allowedCapabilities ?? []), ...(spec.defaultAddCapabilities ?? [])]
        .filter((capability) => capability !== "")
        .map((capability) => container(capability, { capabilities: { drop: ["ALL"], add: [capability] } })),
  },
  {
    field: "requiredDropCapabilities",
    checks: ["capabilities_restricted"],
    baseline: ANY,
    restricted: "Contains ALL.",
    mutates: "Adds them to capabilities.drop.",
    probes: ({ spec }) => {
      const { requiredDropCapabilities: drop = [], allowedCapabilities = [] } = spec;
      // With *, the drops are not verified.
      const isVerified = !allowedCapabilities.includes(ALL);
      const value = drop.length === 0 ? "none" : drop.join(", ");
      return [container(value, { capabilities: { drop: isVerified ? drop : [] } })];
    },
  },
  {
    field: "volumes",
    checks: ["hostPathVolumes", "restrictedVolumes"],
    baseline: "No hostPath and no *.",
    restricted: `Only ${allowedValuesOf("restrictedVolumes")}.`,
    probes: ({ spec }) =>
      (spec.volumes ?? []).map((name) => ({
        value: name,
        pod: podOf({ volumes: [{ name: "a", [sourceOf(name)]: {} }] }),
      })),
  },
  {
    field: "seLinux",
    checks: ["seLinuxOptions"],
    baseline: `MustRunAs without user and role, and with the type unset or ${allowedValuesOf("seLinuxOptions")}. RunAsAny is privileged by the letter.`,
    restricted: SAME,
    mutates: "MustRunAs: sets seLinuxOptions of the pod if they are not set.",
    probes: ({ spec: { seLinux } }) =>
      seLinux?.rule === "MustRunAs"
        ? [inPod(`type ${seLinux.seLinuxOptions?.type ?? "unset"}`, { seLinuxOptions: seLinux.seLinuxOptions ?? {} })]
        : [{ ...inPod("RunAsAny", { seLinuxOptions: { user: "system_u", type: "spc_t" } }), isUnused: true }],
  },
  {
    field: "runAsUser",
    checks: ["runAsNonRoot", "runAsUser"],
    baseline: ANY,
    restricted: "MustRunAsNonRoot. MustRunAs without 0 keeps root out, but sets no runAsNonRoot.",
    mutates:
      "MustRunAs: sets runAsUser to the start of the first range if it is not set. MustRunAsNonRoot: sets runAsNonRoot to true if neither it nor runAsUser is set.",
    probes: ({ spec: { runAsUser } }) => {
      if (runAsUser?.rule === "MustRunAsNonRoot") return [container("MustRunAsNonRoot", { runAsNonRoot: true })];
      const { min = 0 } = runAsUser?.ranges?.[0] ?? {};
      return [container(runAsUser?.rule ?? "unset", { runAsUser: runAsUser?.rule === "MustRunAs" ? min : 0 })];
    },
  },
  {
    field: "allowPrivilegeEscalation",
    checks: ["allowPrivilegeEscalation"],
    baseline: ANY,
    restricted: "false",
    mutates: "false: sets allowPrivilegeEscalation to false if it is not set.",
    probes: (policy) =>
      allowsEscalation(policy)
        ? [container(policy.spec.allowPrivilegeEscalation === undefined ? "unset" : "true", {})]
        : [container("false", { allowPrivilegeEscalation: false })],
  },
  {
    field: "allowedUnsafeSysctls",
    checks: ["sysctls"],
    baseline: `None, or names that the standards allow: ${allowedValuesOf("sysctls")}.`,
    restricted: SAME,
    probes: ({ spec }) =>
      (spec.allowedUnsafeSysctls ?? []).map((name) =>
        // No safe sysctl has such a name.
        inPod(name, { sysctls: [{ name: name.endsWith(ALL) ? `${name.slice(0, -1)}~` : name }] }),
      ),
  },
  {
    field: "allowedProcMountTypes",
    checks: ["procMount", "procMount_restricted"],
    baseline: "Empty, or only Default.",
    restricted: SAME,
    probes: ({ spec }) => (spec.allowedProcMountTypes ?? []).map((type) => container(type, { procMount: type })),
  },
  {
    field: SECCOMP_ALLOWED,
    checks: ["seccompProfile_baseline", "seccompProfile_restricted"],
    baseline: "Absent, or only runtime/default, docker/default, profiles of localhost/, and an empty item.",
    restricted: "Present, with only runtime/default, docker/default and profiles of localhost/.",
    probes: (policy) => {
      const allowed = annotationOf(policy, SECCOMP_ALLOWED);
      if (allowed === undefined) return [inPod("absent", {})];
      return allowed.split(",").flatMap((profile) => {
        if (profile === "") return [inPod("an empty item", {})];
        const type = seccompTypeOf(profile);
        return type === undefined ? [] : [inPod(profile, { seccompProfile: { type } })];
      });
    },
  },
  {
    field: APPARMOR_ALLOWED,
    checks: ["appArmorProfile"],
    baseline: "Present, with only runtime/default and profiles of localhost/. Absent is privileged by the letter.",
    restricted: SAME,
    probes: (policy) => {
      const allowed = annotationOf(policy, APPARMOR_ALLOWED);
      if (allowed === undefined) return [{ ...appArmor("absent", "unconfined"), isUnused: true }];
      // The plugin refuses a container without a profile, although the list may have an empty item.
      return allowed
        .split(",")
        .filter((profile) => profile !== "")
        .map((profile) => appArmor(profile, profile));
    },
  },
  ...(
    [
      ["defaultAllowPrivilegeEscalation", "Sets allowPrivilegeEscalation to this value if it is not set."],
      ["readOnlyRootFilesystem", "true: sets readOnlyRootFilesystem to true if it is not set."],
      ["runAsGroup", "MustRunAs: sets runAsGroup to the start of the first range if it is not set."],
      ["supplementalGroups", "MustRunAs: sets supplementalGroups to the start of the first range if they are not set."],
      ["fsGroup", "MustRunAs: sets fsGroup to the start of the first range if it is not set."],
      ["runtimeClass", "defaultRuntimeClassName: sets runtimeClassName if it is not set."],
      [
        "seccomp.security.alpha.kubernetes.io/defaultProfileName",
        "Sets the seccomp profile of the pod if it is not set.",
      ],
      [
        "apparmor.security.beta.kubernetes.io/defaultProfileName",
        "Sets the AppArmor profile of each container if it is not set.",
      ],
      ["allowedHostPaths, allowedFlexVolumes, allowedCSIDrivers, forbiddenSysctls", undefined],
    ] as const
  ).map(([field, mutates]): MappingRow => ({
    field,
    checks: [],
    baseline: NOT_COVERED,
    restricted: NOT_COVERED,
    ...(mutates !== undefined && { mutates }),
    probes: () => [],
  })),
];
