import { compareBytes } from "../../api/words/byte-order.ts";
import type { Grant, RbacRef } from "../../report/psp/psp-report.ts";

/** `rbacv1.PolicyRule`: the fields that grant the use of a policy. */
interface PolicyRule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
}

interface Meta {
  readonly name?: string;
  readonly namespace?: string;
}

/** A Role or a ClusterRole. */
export interface Role {
  readonly metadata?: Meta;
  readonly rules?: readonly PolicyRule[];
}

/** A RoleBinding or a ClusterRoleBinding. */
export interface Binding {
  readonly metadata?: Meta;
  readonly subjects?: readonly { readonly kind?: string; readonly name?: string; readonly namespace?: string }[];
  readonly roleRef?: { readonly kind?: string; readonly name?: string };
}

/** A role that grants the use of policies. */
export interface GrantingRole {
  readonly ref: RbacRef;
  /** The index of each rule that does, and the names of its policies; empty for every policy. */
  readonly rules: readonly { readonly index: number; readonly names: readonly string[] }[];
  /** Whether it grants nothing else. */
  readonly isOnlyUse: boolean;
}

/** A grant, with the role that it binds. */
export interface RoleGrant extends Omit<Grant, "everyPolicy"> {
  readonly granting: GrantingRole;
}

/**
 * Collects the roles and the bindings of a cluster, and tells which of them grant the use of policies. They are not evaluated: whether a pod may use a
 * policy depends also on the user who creates it.
 */
export class Grants {
  readonly #roles = new Map<string, GrantingRole>();
  readonly #known = new Set<string>();
  readonly #bindings: { readonly ref: RbacRef; readonly role: RbacRef; readonly subjects: readonly string[] }[] = [];

  addRole(kind: string, { metadata, rules = [] }: Role): void {
    const ref = refOf(kind, metadata);
    this.#known.add(keyOf(ref));
    const granting = rules.flatMap((rule, index) =>
      grantsUse(rule) ? [{ index, names: rule.resourceNames ?? [] }] : [],
    );
    const isOnlyUse = rules.every(isOnlyPolicies);
    if (granting.length > 0) this.#roles.set(keyOf(ref), { ref, rules: granting, isOnlyUse });
  }

  addBinding(kind: string, { metadata, subjects = [], roleRef }: Binding): void {
    const ref = refOf(kind, metadata);
    const namespace = roleRef?.kind === "Role" ? ref.namespace : null;
    const role = { kind: roleRef?.kind ?? "", namespace, name: roleRef?.name ?? "" };
    const names = subjects.map(({ kind: subject = "", name = "", namespace: own }) => {
      const where = subject === "ServiceAccount" ? `${own ?? ref.namespace ?? ""}/` : "";
      return `${subject} ${where}${name}`;
    });
    this.#bindings.push({ ref, role, subjects: names.toSorted(compareBytes) });
  }

  /** The grants, sorted by binding. A binding of a role that was not read is not among them. */
  get all(): readonly RoleGrant[] {
    return this.#bindings
      .flatMap(({ ref: binding, role, subjects }) => {
        const granting = this.#roles.get(keyOf(role));
        return granting === undefined ? [] : [{ binding, role, subjects, granting }];
      })
      .toSorted((a, b) => compareBytes(keyOf(a.binding), keyOf(b.binding)));
  }

  /** The number of bindings whose role was not read, so that it is unknown what they grant. */
  get unknown(): number {
    return this.#bindings.filter(({ role }) => !this.#known.has(keyOf(role))).length;
  }

  /**
   * Finds the roles and the bindings with the name of a policy: whether there are any, and whether they are only a ClusterRole for the policy and
   * RoleBindings of it to the service accounts of their namespaces.
   */
  named(name: string): {
    readonly isTaken: boolean;
    readonly isOnlyFor: boolean;
    readonly hasRole: boolean;
    readonly bound: ReadonlySet<string>;
  } {
    const key = keyOf({ kind: "ClusterRole", namespace: null, name });
    const roles = [...this.#known].filter((known) => known.endsWith(`/${name}`));
    const role = this.#roles.get(key);
    const hasRole = role !== undefined;
    const bindings = this.#bindings.filter(({ ref }) => ref.name === name);
    const isRole = role?.isOnlyUse === true && role.rules.every(({ names }) => names.length === 1 && names[0] === name);
    const isBound = bindings.every(
      ({ ref, role: bind, subjects }) =>
        keyOf(bind) === key &&
        ref.namespace !== null &&
        subjects.length === 1 &&
        subjects[0] === `Group system:serviceaccounts:${ref.namespace}`,
    );
    return {
      isTaken: roles.length > 0 || bindings.length > 0,
      isOnlyFor: roles.every((known) => known === key && isRole) && isBound,
      hasRole,
      bound: new Set(bindings.flatMap(({ ref: { namespace } }) => (namespace === null ? [] : [namespace]))),
    };
  }

  /** The grants of a policy. */
  of(policy: string): readonly Grant[] {
    return this.all
      .filter(({ granting }) => granting.rules.some(({ names }) => names.length === 0 || names.includes(policy)))
      .map(({ binding, role, subjects, granting }) => ({
        binding,
        role,
        subjects,
        everyPolicy: granting.rules.some(({ names }) => names.length === 0),
      }));
  }
}

/** Whether a rule grants `use` of policies. The admission plugin asks for both API groups. */
function grantsUse({ verbs = [], apiGroups = [], resources = [] }: PolicyRule): boolean {
  return (
    hasAny(verbs, ["use", "*"]) &&
    hasAny(apiGroups, ["policy", "extensions", "*"]) &&
    hasAny(resources, ["podsecuritypolicies", "*"])
  );
}

function isOnlyPolicies({ verbs = [], resources = [] }: PolicyRule): boolean {
  return verbs.every((verb) => verb === "use") && resources.every((resource) => resource === "podsecuritypolicies");
}

function hasAny(values: readonly string[], wanted: readonly string[]): boolean {
  return values.some((value) => wanted.includes(value));
}

function refOf(kind: string, { name = "", namespace }: Meta = {}): RbacRef {
  return { kind, namespace: kind.startsWith("Cluster") ? null : (namespace ?? "default"), name };
}

function keyOf({ kind, namespace, name }: RbacRef): string {
  return `${kind} ${namespace ?? ""}/${name}`;
}
