/**
 * The smallest audit policy with which a log has everything that a history reads. The owners of pods, and the labels of namespaces, are in the
 * objects of requests, so these need the level Request. Nothing of Secrets is logged.
 */
export const AUDIT_POLICY = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
# The owners of pods.
- level: Request
  verbs: [create]
  resources: [{group: "", resources: [pods]}]
  omitManagedFields: true
# The changes of the labels that are the policy of Pod Security Admission.
- level: Request
  verbs: [create, update, patch]
  resources: [{group: "", resources: [namespaces, namespaces/status]}]
  omitManagedFields: true
# The annotations of Pod Security Admission, and the names of controllers.
- level: Metadata
  verbs: [create, update, patch, delete]
  resources:
  - {group: "", resources: [pods, pods/ephemeralcontainers, replicationcontrollers, podtemplates]}
  - {group: apps, resources: [deployments, replicasets, statefulsets, daemonsets]}
  - {group: batch, resources: [jobs, cronjobs]}
`;
