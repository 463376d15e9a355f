import type { Check, FaultyField, Forbidden } from "../check.ts";
import type { Pod } from "../../api/pod.ts";
import { addedBeyond, mustNotInclude } from "../capabilities.ts";
import { type VisitedContainer, visitContainers } from "../containers.ts";
import { isWindowsPod } from "../relaxations.ts";
import { containerFields } from "../restricted-fields.ts";
import { containersPhrase } from "../wording.ts";

/** policy/check_capabilities_restricted.go of k8s.io/pod-security-admission v0.37.2. */
export const capabilities_restricted: Check = {
  id: "capabilities_restricted",
  level: "restricted",
  title: "Capabilities",
  description:
    "A container that drops all capabilities keeps no part of root's power, even when it runs as root. " +
    "It may take back the one to listen on ports below 1024.",
  restrictedFields: containerFields("securityContext.capabilities.drop", "securityContext.capabilities.add"),
  allowedValues: [
    "drop: any list that includes ALL",
    "add: undefined / nil, NET_BIND_SERVICE",
    "any value where spec.os.name is windows (from v1.25)",
  ],
  remediation:
    'Set securityContext.capabilities.drop to ["ALL"] in every container, in capitals, ' +
    "and remove from capabilities.add what is not NET_BIND_SERVICE.",
  revisions: [
    { since: 22, check: capabilitiesRestricted_1_22, overrides: ["capabilities_baseline"] },
    { since: 25, check: capabilitiesRestricted_1_25, overrides: ["capabilities_baseline"] },
  ],
};

function capabilitiesRestricted_1_22(pod: Pod): Forbidden | undefined {
  const containers = visitContainers(pod).map((visited) => ({
    name: visited.name,
    missing: dropWithoutAll(visited),
    added: addedBeyond(["NET_BIND_SERVICE"], visited),
  }));
  const missing = containers.filter((container) => container.missing.length > 0);
  const adding = containers.filter((container) => container.added.length > 0);
  const clauses: string[] = [];
  if (missing.length > 0) clauses.push(mustDropAll(missing.map(({ name }) => name)));
  if (adding.length > 0) clauses.push(mustNotInclude(adding));
  if (clauses.length === 0) return undefined;
  return {
    reason: "unrestricted capabilities",
    detail: clauses.join("; "),
    fields: containers.flatMap(({ missing, added }) => missing.concat(added)),
  };
}

function capabilitiesRestricted_1_25(pod: Pod): Forbidden | undefined {
  return isWindowsPod(pod) ? undefined : capabilitiesRestricted_1_22(pod);
}

function mustDropAll(containers: readonly string[]): string {
  return `${containersPhrase(containers)} must set securityContext.capabilities.drop=["ALL"]`;
}

/** The list `drop` where it lacks `ALL`; naming every capability, or `all`, does not do. */
function dropWithoutAll({ container, path }: VisitedContainer): FaultyField[] {
  const drop = container.securityContext?.capabilities?.drop ?? null;
  if (drop?.includes("ALL")) return [];
  return [{ path: [...path, "securityContext", "capabilities", "drop"], value: drop }];
}
