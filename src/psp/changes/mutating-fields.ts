import type { MutatingField } from "../../report/psp/psp-report.ts";
import {
  allowsEscalation,
  annotationOf,
  APPARMOR_DEFAULT,
  SECCOMP_DEFAULT,
  type PodSecurityPolicy,
  type RangeStrategy,
} from "../policy.ts";

/** Lists the fields of a policy that change pods, each with the change that ends when the policy is deleted. */
export function mutatingFields(policy: PodSecurityPolicy): readonly MutatingField[] {
  const { spec } = policy;
  const found: MutatingField[] = [];
  const add = (field: string, sets: string): void => void found.push({ field, sets });
  const addFirst = (field: string, strategy: RangeStrategy | undefined, isList = false): void => {
    if (strategy?.rule !== "MustRunAs" || strategy.ranges?.[0] === undefined) return;
    const { min = 0 } = strategy.ranges[0];
    add(field, `${field}: ${isList ? `[${min}]` : min}`);
  };
  const { defaultAddCapabilities = [], requiredDropCapabilities = [], seLinux } = spec;
  if (defaultAddCapabilities.length > 0)
    add("defaultAddCapabilities", `capabilities.add: [${defaultAddCapabilities.join(", ")}]`);
  if (requiredDropCapabilities.length > 0)
    add("requiredDropCapabilities", `capabilities.drop: [${requiredDropCapabilities.join(", ")}]`);
  if (seLinux?.rule === "MustRunAs" && seLinux.seLinuxOptions !== undefined) {
    const { user, role, type, level } = seLinux.seLinuxOptions;
    const options = Object.entries({ user, role, type, level }).filter(([, value]) => (value ?? "") !== "");
    add("seLinux", `seLinuxOptions: {${options.map(([name, value]) => `${name}: ${value}`).join(", ")}}`);
  }
  if (spec.runAsUser?.rule === "MustRunAsNonRoot") add("runAsUser", "runAsNonRoot: true");
  addFirst("runAsUser", spec.runAsUser);
  addFirst("runAsGroup", spec.runAsGroup);
  addFirst("supplementalGroups", spec.supplementalGroups, true);
  addFirst("fsGroup", spec.fsGroup);
  if (spec.readOnlyRootFilesystem === true) add("readOnlyRootFilesystem", "readOnlyRootFilesystem: true");
  if (spec.defaultAllowPrivilegeEscalation !== undefined) {
    const value = spec.defaultAllowPrivilegeEscalation;
    add("defaultAllowPrivilegeEscalation", `allowPrivilegeEscalation: ${value}`);
  } else if (!allowsEscalation(policy)) add("allowPrivilegeEscalation", "allowPrivilegeEscalation: false");
  const { defaultRuntimeClassName: runtimeClass } = spec.runtimeClass ?? {};
  if (runtimeClass !== undefined) add("runtimeClass", `runtimeClassName: ${runtimeClass}`);
  const seccomp = annotationOf(policy, SECCOMP_DEFAULT) ?? "";
  if (seccomp !== "") add(SECCOMP_DEFAULT, `the seccomp profile ${seccomp}`);
  const appArmor = annotationOf(policy, APPARMOR_DEFAULT) ?? "";
  if (appArmor !== "") add(APPARMOR_DEFAULT, `the AppArmor profile ${appArmor}`);
  return found;
}
