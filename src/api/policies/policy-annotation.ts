/** The annotation of a ValidatingAdmissionPolicy that this program exported: how, and a hash of its spec. */
export const POLICY_ANNOTATION = "kubectl-pss/policy";
