import type { Container, Pod, PodSecurityContext, PodSpec, SecurityContext } from "../../../api/pod.ts";

const RUNTIME_DEFAULT = { type: "RuntimeDefault" };
const DROP_ALL = ["ALL"];

/**
 * Fills in what a restricted pod must set and this one does not, as the operator of a partial kind may do. So only the fields that are set can violate, and the
 * checks need no second set of rules. A list of capabilities to drop without ALL is set.
 */
export function fillMissing({ metadata, spec }: Pod): Pod {
  const filled: PodSpec = { ...spec, securityContext: fillCommon(spec.securityContext ?? {}) };
  return { ...(metadata !== undefined && { metadata }), spec: mapContainers(filled, fillContainer) };
}

/** The same for the containers that an operator merges into its own, by name. The rest of the pod is as it is written. */
export function fillMerged({ metadata, spec }: Pod, names: readonly string[]): Pod {
  const fill = (container: Container): Container => {
    if (!names.includes(container.name ?? "")) return container;
    const filled = fillContainer(container);
    // The fields of the pod apply to its other containers too, so they stay as they are.
    return { ...filled, securityContext: fillCommon(filled.securityContext ?? {}) };
  };
  return { ...(metadata !== undefined && { metadata }), spec: mapContainers(spec, fill) };
}

function mapContainers(spec: PodSpec, map: (container: Container) => Container): PodSpec {
  const { initContainers, containers, ephemeralContainers } = spec;
  return {
    ...spec,
    ...(initContainers !== undefined && { initContainers: initContainers.map(map) }),
    ...(containers !== undefined && { containers: containers.map(map) }),
    ...(ephemeralContainers !== undefined && { ephemeralContainers: ephemeralContainers.map(map) }),
  };
}

function fillCommon<Context extends PodSecurityContext | SecurityContext>(context: Context): Context {
  const { runAsNonRoot = true, seccompProfile } = context;
  const hasProfile = seccompProfile?.type !== undefined && seccompProfile.type !== "";
  return { ...context, runAsNonRoot, seccompProfile: hasProfile ? seccompProfile : RUNTIME_DEFAULT };
}

function fillContainer(container: Container): Container {
  const { allowPrivilegeEscalation = false, capabilities, ...rest } = container.securityContext ?? {};
  const { drop = [] } = capabilities ?? {};
  return {
    ...container,
    securityContext: {
      ...rest,
      allowPrivilegeEscalation,
      capabilities: { ...capabilities, drop: drop.length === 0 ? DROP_ALL : drop },
    },
  };
}
