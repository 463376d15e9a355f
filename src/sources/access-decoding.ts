/** The decoding of PodSecurityPolicies, roles and bindings, for the use cases that need it. */
export { decodeAccess } from "../objects/decode-access.ts";
