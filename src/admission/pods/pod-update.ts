import type { Container, Pod } from "../../api/pod.ts";

/** The lists whose containers are compared by their place. */
const BY_PLACE = ["containers", "initContainers"] as const;

/**
 * Whether an update of a Pod is judged: isSignificantPodUpdate of admission/admission.go, k8s.io/pod-security-admission v0.37.2. Only images and new
 * containers count. Other fields of a container cannot change, and metadata never counts.
 */
export function isSignificantUpdate({ spec }: Pod, { spec: old }: Pod): boolean {
  return BY_PLACE.some((list) => haveOtherImages(spec[list], old[list])) || hasNewEphemeral(spec, old);
}

function haveOtherImages(containers: readonly Container[] = [], old: readonly Container[] = []): boolean {
  return containers.length !== old.length || containers.some((one, index) => imageOf(one) !== imageOf(old[index]));
}

/** An ephemeral container that was removed does not count. */
function hasNewEphemeral({ ephemeralContainers: containers = [] }: Pod["spec"], old: Pod["spec"]): boolean {
  return containers.some((one) => {
    const before = old.ephemeralContainers?.find(({ name = "" }) => name === (one.name ?? ""));
    return before === undefined || imageOf(one) !== imageOf(before);
  });
}

function imageOf(container: Container | undefined): string {
  return container?.image ?? "";
}
