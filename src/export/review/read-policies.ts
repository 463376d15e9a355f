import { includes } from "../../admission/exemptions.ts";
import type { DenyingBinding, PolicyAnswer, ReadPolicies } from "../../admission/policy-judge.ts";
import { compareBytes } from "../../api/words/byte-order.ts";
import { isRecord } from "../../api/record.ts";
import type { Check } from "../../policy/check.ts";
import { createEvaluator } from "../../policy/evaluator.ts";
import { readAnnotation, type PolicyDeclaration } from "../annotation.ts";
import { POLICY_ANNOTATION } from "../../api/policies/policy-annotation.ts";
import { policySpec } from "../policy.ts";
import { canonicalSpec, specHash } from "../spec-hash.ts";
import { remarksOnInvalid } from "./invalid-objects.ts";
import { readBinding, type ReadBinding } from "./read-binding.ts";
import { createPolicyJudge } from "./judge.ts";
import { judgesPods } from "./match-constraints.ts";
import type { PolicyObject } from "./policy-object.ts";
import { selects } from "./namespace-selector.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A policy of this program that decides as its annotation says. */
interface UnderstoodPolicy {
  readonly name: string;
  readonly at: number;
  readonly declaration: PolicyDeclaration;
}

/** How a policy was exported, or why that is not known. */
type ReadDeclaration =
  | { readonly declaration: PolicyDeclaration }
  | { readonly gap: "foreign" | "edited" | "other-version" };

/**
 * Reads ValidatingAdmissionPolicies and their bindings. A policy is evaluated if its annotation says how it was exported, and its spec is still the one
 * that these options make. All others that judge pods or their controllers have a remark.
 *
 * @param checks all checks, in the order of evaluation
 * @param objects if several have the same name, the last one counts
 */
export function readPolicies(checks: readonly Check[], objects: readonly PolicyObject[]): ReadPolicies {
  const understood: UnderstoodPolicy[] = [];
  const remarks = [...remarksOnInvalid(objects)];
  const known = new Set<string>();
  // Undefined is a policy that is not evaluated.
  const aboutPods = new Map<string, PolicyDeclaration | undefined>();
  const bindings = bindingsByPolicy(objects);
  for (const { name, at, value } of named(objects, "ValidatingAdmissionPolicy")) {
    known.add(name);
    const read = readDeclaration(checks, value);
    if ("gap" in read) {
      if (!judgesPods(value["spec"])) continue;
      remarks.push({ gap: read.gap, policy: name, at });
      aboutPods.set(name, undefined);
    } else {
      understood.push({ name, at, declaration: read.declaration });
      if (read.declaration.source.isPod) aboutPods.set(name, read.declaration);
    }
  }
  const names = new Set(understood.map(({ name }) => name));
  for (const { name, at, declaration } of understood) {
    if (bindings.get(name) === undefined) remarks.push({ gap: "unbound", policy: name, at });
    const { users, groups } = declaration.rules.exemptions;
    if (users.length + groups.length > 0) remarks.push({ gap: "exempts-users", policy: name, at });
  }
  for (const [policy, own] of bindings) {
    for (const { name: binding, at, namespaces } of own) {
      if (!known.has(policy)) remarks.push({ gap: "missing-policy", policy, binding, at });
      else if (names.has(policy) && namespaces === undefined)
        remarks.push({ gap: "foreign-binding", policy, binding, at });
    }
  }
  return {
    remarks: remarks.toSorted(
      (a, b) => compareBytes(a.policy, b.policy) || compareBytes(a.binding ?? "", b.binding ?? ""),
    ),
    areAny: understood.length > 0,
    judge: judgeBy(checks, understood, bindings),
    denyingBindings: (namespace, labels) =>
      [...aboutPods]
        .toSorted(([a], [b]) => compareBytes(a, b))
        .flatMap(([policy, declaration]): DenyingBinding[] => {
          if (declaration !== undefined && includes(declaration.rules.exemptions.namespaces, namespace)) return [];
          return (bindings.get(policy) ?? [])
            .filter(
              ({ actions, namespaces }) =>
                actions.includes("Deny") &&
                namespaces !== undefined &&
                selects(namespaces, { namespace, labels }) === true,
            )
            .map(({ name }) => ({ policy, binding: name, level: declaration?.group.level }));
        }),
  };
}

function judgeBy(
  checks: readonly Check[],
  understood: readonly UnderstoodPolicy[],
  bindings: ReadonlyMap<string, readonly ReadBinding[]>,
): ReadPolicies["judge"] {
  // A policy has the rules of its version, whatever the version of the server.
  const evaluator = createEvaluator(checks);
  const judges = understood
    .toSorted((a, b) => compareBytes(a.name, b.name))
    .map(({ name, declaration }) => ({
      name,
      declaration,
      bindings: bindings.get(name) ?? [],
      failures: createPolicyJudge(checks, evaluator, declaration),
    }));
  return (request) => {
    const answers: PolicyAnswer[] = [];
    const undecided: string[] = [];
    for (const { name: policy, declaration, bindings: own, failures: judge } of judges) {
      const { source } = declaration;
      const isAbout = source.kinds.includes(request.groupKind);
      const pod = isAbout ? request.pod : source.isPod ? request.madePod : undefined;
      if (pod === undefined) continue;
      const selecting = own.filter(
        ({ namespaces }) => namespaces !== undefined && selects(namespaces, request) !== false,
      );
      if (selecting.length === 0) continue;
      const failures = judge(request.namespace, pod);
      if (failures.length === 0) continue;
      for (const { name: binding, actions, namespaces } of selecting) {
        if (namespaces !== undefined && selects(namespaces, request) === undefined) undecided.push(binding);
        else answers.push({ policy, binding, actions, subject: isAbout ? "object" : "pods", failures });
      }
    }
    return { answers, undecided };
  };
}

/** Reads how a policy was exported. It must decide as its annotation says. */
function readDeclaration(checks: readonly Check[], { metadata, spec }: Fields): ReadDeclaration {
  if (!isRecord(spec)) return { gap: "foreign" };
  const annotations = isRecord(metadata) ? metadata["annotations"] : undefined;
  const text = isRecord(annotations) ? annotations[POLICY_ANNOTATION] : undefined;
  if (text === undefined) return { gap: "foreign" };
  const read = typeof text === "string" ? readAnnotation(text) : undefined;
  if (read === undefined || specHash(spec) !== read.hash) return { gap: "edited" };
  const { group, source, rules } = read.declaration;
  const isSame = canonicalSpec(policySpec(checks, group, source, rules)) === canonicalSpec(spec);
  return isSame ? { declaration: read.declaration } : { gap: "other-version" };
}

interface Named {
  readonly name: string;
  readonly at: number;
  readonly value: Fields;
}

/** The valid objects of a kind, the last one of each name. */
function named(objects: readonly PolicyObject[], kind: string): readonly Named[] {
  const byName = new Map<string, Named>();
  for (const [at, object] of objects.entries()) {
    const { metadata } = object.value;
    const name = isRecord(metadata) ? metadata["name"] : undefined;
    if (object.kind === kind && typeof name === "string" && name !== "")
      byName.set(name, { name, at, value: object.value });
  }
  return [...byName.values()];
}

function bindingsByPolicy(objects: readonly PolicyObject[]): ReadonlyMap<string, readonly ReadBinding[]> {
  const bindings = named(objects, "ValidatingAdmissionPolicyBinding").flatMap(
    ({ name, at, value }) => readBinding(name, at, value["spec"]) ?? [],
  );
  return Map.groupBy(
    bindings.toSorted((a, b) => compareBytes(a.name, b.name)),
    ({ policy }) => policy,
  );
}
