import type { Check, Forbidden } from "../check.ts";
import { detail, setInSetters } from "../words/detail.ts";
import { phrase } from "../words/phrase.ts";
import type { PodView } from "../pod-view.ts";
import { securityContextFields } from "../fields/restricted-fields.ts";
import { SETTERS } from "../words/slots.ts";
import { everySecurityContext } from "../fields/cel.ts";
import { decide } from "../fix/planning.ts";

const REASON = "hostProcess";
const MUST_NOT_SET = phrase`${SETTERS} must not set securityContext.windowsOptions.hostProcess=true`;

/** policy/check_windowsHostProcess.go of k8s.io/pod-security-admission v0.37.2. */
export const windowsHostProcess: Check = {
  id: "windowsHostProcess",
  level: "baseline",
  title: "HostProcess",
  requirement: "No Windows container is a HostProcess container.",
  description:
    "A Windows HostProcess container runs as a process of the node, with access to its files and its network.",
  restrictedFields: securityContextFields("windowsOptions.hostProcess"),
  allowedValues: ["undefined / nil", "false"],
  remediation: "Remove windowsOptions.hostProcess, or set it to false.",
  windows:
    "HostProcess pods run in the network of the node: the API server requires hostNetwork: true with hostProcess. " +
    "The check hostNamespaces forbids that, too.",
  example: `
 apiVersion: v1
 kind: Pod
 metadata:
   name: agent
 spec:
   os:
     name: windows
-  hostNetwork: true
-  securityContext:
-    windowsOptions:
-      hostProcess: true
-      runAsUserName: NT AUTHORITY\\SYSTEM
   containers:
     - name: agent
       image: registry.example.com/agent:1.4
-      securityContext:
-        windowsOptions:
-          hostProcess: true
`,
  reasons: [REASON],
  readDetail: detail(MUST_NOT_SET, ([setters]) => setInSetters(setters, "windowsOptions.hostProcess", false)),
  fix: decide(
    [
      { when: "left over or copied", change: "remove hostProcess, and hostNetwork with it" },
      {
        when: "an agent that configures the nodes",
        change: "keep it, and run it in a namespace of its own with the level privileged",
      },
    ],
    "The process runs in a container and no longer on the node, without its files, its network and its administrators.",
  ),
  revisions: [
    {
      since: 0,
      check: windowsHostProcess_1_0,
      cel: everySecurityContext((context) => `!${context}.?windowsOptions.?hostProcess.orValue(false)`),
    },
  ],
};

function windowsHostProcess_1_0(pod: PodView): Forbidden | undefined {
  const bad = pod.securityContexts.filter(
    ({ securityContext }) => securityContext.windowsOptions?.hostProcess === true,
  );
  if (bad.length === 0) return undefined;
  return {
    reason: REASON,
    detail: MUST_NOT_SET.write([bad]),
    fields: bad.map(({ path }) => ({ path: [...path, "windowsOptions", "hostProcess"], value: true })),
  };
}
