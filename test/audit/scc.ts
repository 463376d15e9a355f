/** Dumps of an OpenShift cluster, whose security context constraints change pods. */

interface DumpSetting {
  /** The spec of the template. */
  readonly template?: string;
  /** The constraints of each pod; undefined for a pod without the annotation. */
  readonly pods?: readonly (string | undefined)[];
  /** The spec of each pod. */
  readonly podSpec?: string;
  /** The label of the namespace. */
  readonly enforce?: string;
  /** The status of the controller. */
  readonly status?: string;
}

const CHANGED =
  "securityContext: {seccompProfile: {type: RuntimeDefault}}, containers: [{name: a, securityContext: " +
  "{runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]";

/** A namespace with a ReplicaSet and its pods. */
export function openshiftDump({
  template = "containers: [{name: a}]",
  pods = ["restricted-v2"],
  podSpec = CHANGED,
  enforce,
  status = "status: {}",
}: DumpSetting): string {
  const labels = enforce === undefined ? "{}" : `{pod-security.kubernetes.io/enforce: ${enforce}}`;
  const objects = pods.map((scc, index) => {
    const annotations = scc === undefined ? "{}" : `{openshift.io/scc: ${scc}}`;
    const owner = "{apiVersion: apps/v1, kind: ReplicaSet, name: api, uid: u, controller: true}";
    return `{apiVersion: v1, kind: Pod, metadata: {name: api-${index}, namespace: orders, annotations: ${annotations}, ownerReferences: [${owner}]}, spec: {${podSpec}}}`;
  });
  const controller =
    `{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: api, namespace: orders, uid: u, generation: 1}, ` +
    `spec: {replicas: 1, template: {spec: {${template}}}}, ${status}}`;
  return [
    `{apiVersion: v1, kind: Namespace, metadata: {name: orders, labels: ${labels}}}`,
    controller,
    ...objects,
  ].join("\n---\n");
}
