import type { Level } from "../../api/level.ts";
import type { PolicyGap } from "../../report/psp/psp-report.ts";
import { ALL, annotationOf, SECCOMP_ALLOWED, type PodSecurityPolicy } from "../policy.ts";

/** A difference between a policy and the levels that no field of the policy shows. */
interface GapDeclaration extends PolicyGap {
  /**
   * Whether a policy has it.
   *
   * @param level the strictest of the policy's levels
   */
  applies(policy: PodSecurityPolicy, level: Level): boolean;
}

const isNonRoot = ({ spec }: PodSecurityPolicy, level: Level): boolean =>
  level === "restricted" && spec.runAsUser?.rule === "MustRunAsNonRoot";

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
    applies: (_, level) => level !== "privileged",
  },
  {
    code: "ephemeral-containers",
    checks: [],
    text: "PodSecurityPolicy does not look at ephemeral containers that kubectl debug adds. The levels apply to them.",
    applies: (_, level) => level !== "privileged",
  },
  {
    code: "seccomp-conflict",
    checks: ["seccompProfile_restricted"],
    text: "The policy allows no seccomp profile that the restricted level accepts, and that level requires one. No pod can meet both.",
    applies: (policy) => refusesSeccomp(policy),
  },
];

/** Lists the gaps of a policy. */
export function gapsOf(policy: PodSecurityPolicy, level: Level): readonly PolicyGap[] {
  return GAPS.filter((gap) => gap.applies(policy, level)).map(({ code, checks, text }) => ({ code, checks, text }));
}

/** Whether a policy allows no seccomp profile that the restricted level accepts. */
function refusesSeccomp(policy: PodSecurityPolicy): boolean {
  const allowed = annotationOf(policy, SECCOMP_ALLOWED)?.split(",") ?? [];
  return !allowed.some((profile) => profile === ALL || /^(?:runtime|docker)\/default$|^localhost\//.test(profile));
}
