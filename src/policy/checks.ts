import type { Check } from "./check.ts";
import { allowPrivilegeEscalation } from "./checks/allowPrivilegeEscalation.ts";
import { appArmorProfile } from "./checks/appArmorProfile.ts";
import { capabilities_baseline } from "./checks/capabilities_baseline.ts";
import { capabilities_restricted } from "./checks/capabilities_restricted.ts";
import { hostNamespaces } from "./checks/hostNamespaces.ts";
import { hostPathVolumes } from "./checks/hostPathVolumes.ts";
import { hostPorts } from "./checks/hostPorts.ts";
import { hostProbesAndHostLifecycle } from "./checks/hostProbesAndHostLifecycle.ts";
import { privileged } from "./checks/privileged.ts";
import { procMount } from "./checks/procMount.ts";
import { procMount_restricted } from "./checks/procMount_restricted.ts";
import { restrictedVolumes } from "./checks/restrictedVolumes.ts";
import { runAsNonRoot } from "./checks/runAsNonRoot.ts";
import { runAsUser } from "./checks/runAsUser.ts";
import { seLinuxOptions } from "./checks/seLinuxOptions.ts";
import { seccompProfile_baseline } from "./checks/seccompProfile_baseline.ts";
import { seccompProfile_restricted } from "./checks/seccompProfile_restricted.ts";
import { sysctls } from "./checks/sysctls.ts";
import { windowsHostProcess } from "./checks/windowsHostProcess.ts";

/**
 * Every check of k8s.io/pod-security-admission v0.37.2, in the order of evaluation: the baseline checks, then the
 * restricted checks, each sorted by the bytes of their IDs.
 */
export const CHECKS: readonly Check[] = [
  appArmorProfile,
  capabilities_baseline,
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  hostProbesAndHostLifecycle,
  privileged,
  procMount,
  seLinuxOptions,
  seccompProfile_baseline,
  sysctls,
  windowsHostProcess,
  allowPrivilegeEscalation,
  capabilities_restricted,
  procMount_restricted,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  seccompProfile_restricted,
];
