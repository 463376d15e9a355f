import type { CommonSecurityContext, Pod } from "../api/pod.ts";
import type { FieldPath } from "./check.ts";
import { visitContainers } from "./containers.ts";
import { settersPhrase } from "./wording.ts";

/** A security context and where it stands in the pod. */
export interface VisitedSecurityContext {
  /** The name of its container; undefined for the pod's own. */
  readonly container: string | undefined;
  /** Empty where none is set. */
  readonly securityContext: CommonSecurityContext;
  readonly path: FieldPath;
}

/** The pod that was visited last, as in containers.ts. */
let last: { readonly pod: Pod; readonly contexts: readonly VisitedSecurityContext[] } | undefined;

/** The security context of the pod, then that of each container in visit order. Nothing is inherited. */
export function visitSecurityContexts(pod: Pod): readonly VisitedSecurityContext[] {
  if (last?.pod !== pod) last = { pod, contexts: listSecurityContexts(pod) };
  return last.contexts;
}

function listSecurityContexts(pod: Pod): VisitedSecurityContext[] {
  return [
    { container: undefined, securityContext: pod.spec.securityContext ?? {}, path: ["spec", "securityContext"] },
    ...visitContainers(pod).map(({ name, container, path }) => ({
      container: name,
      securityContext: container.securityContext ?? {},
      path: [...path, "securityContext"],
    })),
  ];
}

/** Whose security contexts these are: `pod`, `container "a"`, or `pod and containers "a", "b"`. */
export function settersOf(contexts: readonly Pick<VisitedSecurityContext, "container">[]): string {
  const containers = contexts.flatMap(({ container }) => container ?? []);
  return settersPhrase(containers.length < contexts.length, containers);
}
