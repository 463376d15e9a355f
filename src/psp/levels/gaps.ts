import type { PolicyGap, PolicyLevels } from "../../report/psp/psp-report.ts";
import { ALL, annotationOf, SECCOMP_ALLOWED, type PodSecurityPolicy } from "../policy.ts";

/** A difference between a policy and the levels that no field of the policy shows. */
interface GapDeclaration extends PolicyGap {
  /**
   * Whether a policy has it.
   *
   * @param levels the levels of the policy
   */
  applies(policy: PodSecurityPolicy, levels: PolicyLevels): boolean;
}

const isNonRoot = ({ spec }: PodSecurityPolicy, { spirit }: PolicyLevels): boolean =>
  spirit === "restricted" && spec.runAsUser?.rule === "MustRunAsNonRoot";

/** The gaps, in the order of the report. */
export const GAPS: readonly GapDeclaration[] = [
  {
    code: "run-as-non-root-unset",
    checks: ["runAsNonRoot"],
    text: "MustRunAsNonRoot admits a container that sets runAsUser, not 0, and no runAsNonRoot. The restricted level rejects it.",
    applies: isNonRoot,
  },
  {
    code: "overridden-pod-field",
    checks: ["runAsNonRoot", "runAsUser"],
    text: "MustRunAsNonRoot reads the containers. It admits a pod with runAsNonRoot: false or runAsUser: 0 if each container overrides it. The restricted level rejects the pod.",
    applies: isNonRoot,
  },
  {
    code: "probes-and-lifecycle",
    checks: ["hostProbesAndHostLifecycle"],
    text: "No field restricts the host of probes and lifecycle handlers. The baseline level rejects it from v1.34 on.",
    applies: (_, { spirit }) => spirit !== "privileged",
  },
  {
    code: "ephemeral-containers",
    checks: [],
    text: "PodSecurityPolicy does not look at ephemeral containers that kubectl debug adds. The levels apply to them.",
    applies: (_, { spirit }) => spirit !== "privileged",
  },
  {
    code: "seccomp-conflict",
    checks: ["seccompProfile_restricted"],
    text: "The policy allows no seccomp profile that the restricted level accepts, and that level requires one. No pod can meet both.",
    applies: (policy, levels) => isOnlySeccomp(levels) && refusesSeccomp(policy),
  },
];

/** Lists the gaps of a policy. */
export function gapsOf(policy: PodSecurityPolicy, levels: PolicyLevels): readonly PolicyGap[] {
  return GAPS.filter((gap) => gap.applies(policy, levels)).map(({ code, checks, text }) => ({ code, checks, text }));
}

/** Whether no other field keeps a policy from the restricted level, so that its seccomp profiles decide. */
function isOnlySeccomp({ spirit, limits }: PolicyLevels): boolean {
  const others = limits.filter(({ field }) => field !== SECCOMP_ALLOWED);
  return spirit !== "privileged" && others.every((limit) => limit.spirit === "restricted");
}

/** Whether a policy allows no seccomp profile that the restricted level accepts. */
function refusesSeccomp(policy: PodSecurityPolicy): boolean {
  const allowed = annotationOf(policy, SECCOMP_ALLOWED)?.split(",") ?? [];
  return !allowed.some((profile) => profile === ALL || /^(?:runtime|docker)\/default$|^localhost\//.test(profile));
}
