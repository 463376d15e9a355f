import type { Level } from "../../api/level.ts";
import { LEVELS } from "../../api/level.ts";
import { levelLabel } from "../../api/policies/policy-labels.ts";
import { shellWord } from "../../api/words/shell-word.ts";
import type { MigratedNamespace, MigrationStep, RbacRef } from "../../report/psp/psp-report.ts";
import { isNamespaceName } from "../../rollout/inputs/plan-inputs.ts";
import { labelCommands } from "../../rollout/steps/label-command.ts";
import type { PodSecurityPolicy } from "../policy.ts";
import { bypassOf, type Bypass } from "./bypass.ts";
import type { Grants, RoleGrant } from "./grants.ts";
import { simpleName, simplePolicy } from "./simple-policy.ts";

/** The inputs of the steps. */
interface StepInputs {
  readonly policies: ReadonlyMap<string, PodSecurityPolicy>;
  readonly namespaces: readonly MigratedNamespace[];
  readonly grants: readonly RoleGrant[];
  /** The kubectl call for this cluster: `kubectl`, and flags that select the cluster. */
  readonly kubectl: readonly string[];
}

/**
 * The steps of the migration guide as commands (kubernetes.io/docs/tasks/configure-pod-container/migrate-from-psp). Nothing runs them.
 */
export function stepsOf(all: Omit<StepInputs, "grants"> & { readonly grants: Grants }): readonly MigrationStep[] {
  const inputs = {
    ...all,
    policies: new Map([...all.policies].filter(([name]) => isNamed(name))),
    namespaces: all.namespaces.filter(isNamespaceName),
    grants: all.grants.all.filter(({ binding, role }) => isNamed(binding.name) && isNamed(role.name)),
  };
  const { kubectl, namespaces } = inputs;
  const call = kubectl.map(shellWord).join(" ");
  const labelled = namespaces.filter(isRaised);
  const bypass = bypassOf(all.policies, all.grants);
  return [
    {
      number: "0",
      title: "Decide",
      why: "The levels set no defaults, are one for each namespace, and do not cover every field of a policy. For what only a policy does, use an admission webhook or a ValidatingAdmissionPolicy.",
      commands: [],
    },
    {
      number: "1",
      title: "Review who may change namespaces",
      why: "A user who may update a namespace may change its level.",
      commands: [`${call} auth can-i update namespaces --as=USER --as-group=GROUP`],
    },
    {
      number: "2",
      title: "Give the templates the fields that policies set",
      why: "Without the policies, new pods no longer get them. If a tool owns a manifest, change it there.",
      commands: namespaces.flatMap(({ name, changed }) =>
        changed.flatMap(({ kind, name: workload, patch }) =>
          patch === null || !isNamed(workload)
            ? []
            : [
                `${call} patch ${kind.toLowerCase()} ${shellWord(workload)} -n ${shellWord(name)} -p ${shellWord(patch)}`,
              ],
        ),
      ),
    },
    {
      number: "3",
      title: "Replace policies with copies that change less",
      why: "A copy sets only what the levels require. The API server tries it first, and it has the same users. Restart the workloads, and continue when no pod names an old policy.",
      commands: copyCommands(inputs, call),
    },
    {
      number: "4",
      title: "Set warn and audit, and try enforce",
      why: "The answers of the API server name the pods that would be rejected. There should be none.",
      commands: [
        ...labelCommands(
          labelled.map((namespace) => taskOf(namespace, ["audit", "warn"])),
          kubectl,
        ),
        ...labelCommands(
          labelled.map((namespace) => taskOf(namespace, ["enforce"])),
          kubectl,
          true,
        ),
      ],
    },
    {
      number: "5",
      title: "Enforce",
      why: "No pod of today is rejected, and no pod of a template with the fields of step 2.",
      commands: labelCommands(
        labelled.map((namespace) => taskOf(namespace, ["enforce"])),
        kubectl,
      ),
    },
    {
      number: "6",
      title: "Bypass the policies",
      why: "The level of the namespace now decides. Deleting a binding undoes it.",
      commands: bypassCommands(inputs, bypass, call),
    },
    {
      number: "7",
      title: "Decide the level of new namespaces",
      why: "Label them when they are created, or set defaults in the AdmissionConfiguration of the API server.",
      commands: [],
    },
    {
      number: "8",
      title: "Turn PodSecurityPolicy off, then delete it",
      why: "Start the API server with --disable-admission-plugins=PodSecurityPolicy. Then delete the policies, and the roles and bindings that grant nothing else.",
      commands: deleteCommands(inputs, bypass, call),
    },
  ];
}

/** Whether a command can have a name: a dump may contain any name, and a command would read a dash as a flag. */
function isNamed(name: string): boolean {
  return name !== "" && !name.startsWith("-");
}

/** Whether a namespace gets labels: a level that is already stricter stays. */
function isRaised({ recommended, enforced }: MigratedNamespace): boolean {
  return recommended !== null && (enforced === null || LEVELS.indexOf(enforced) <= LEVELS.indexOf(recommended));
}

function taskOf({ name, recommended }: MigratedNamespace, modes: readonly ("enforce" | "audit" | "warn")[]) {
  const level: Level = recommended ?? "privileged";
  return { namespace: name, changes: Object.fromEntries(modes.map((mode) => [levelLabel(mode), level])) };
}

/** The policies that need a copy and have none yet, with the copy. */
function copiedPolicies(policies: StepInputs["policies"]): { readonly name: string; readonly copy: object }[] {
  return [...policies].flatMap(([name, policy]) => {
    const copy = policies.has(simpleName(name)) ? undefined : simplePolicy(policy);
    return copy === undefined ? [] : [{ name, copy }];
  });
}

function copyCommands({ policies, grants }: StepInputs, call: string): string[] {
  const copied = copiedPolicies(policies);
  if (copied.length === 0) return [];
  const roles = new Map(grants.map(({ granting }) => [keyOf(granting.ref), granting]));
  return [
    ...copied.map(({ copy }) => applyCommand(copy, call)),
    ...[...roles.values()].flatMap(({ ref, rules }) =>
      rules.flatMap(({ index, names }) =>
        copied
          .filter(({ name }) => names.includes(name))
          .map(({ name }) => {
            const path = `/rules/${index}/resourceNames/-`;
            const patch = JSON.stringify([{ op: "add", path, value: simpleName(name) }]);
            return `${call} patch ${kindAndName(ref)} --type=json -p ${shellWord(patch)}`;
          }),
      ),
    ),
    `${call} get pods -A -o custom-columns='NAMESPACE:.metadata.namespace,NAME:.metadata.name,POLICY:.metadata.annotations.kubernetes\\.io/psp'`,
  ];
}

function applyCommand(object: object, call: string): string {
  return `printf %s ${shellWord(JSON.stringify(object))} | ${call} apply -f -`;
}

function bypassCommands({ namespaces }: StepInputs, bypass: Bypass, call: string): string[] {
  const { name, policy, hasPolicy, hasRole, bound } = bypass;
  const labelled = namespaces.filter(({ recommended }) => recommended !== null);
  if (labelled.length === 0) return [];
  return [
    ...(hasPolicy ? [] : [applyCommand(policy, call)]),
    ...(hasRole
      ? []
      : [
          `${call} create clusterrole ${name} --verb=use --resource=podsecuritypolicies.policy --resource-name=${name}`,
        ]),
    ...labelled
      .filter(({ name: namespace }) => !bound.has(namespace))
      .map(({ name: namespace }) => {
        const group = shellWord(`system:serviceaccounts:${namespace}`);
        return `${call} create rolebinding ${name} -n ${shellWord(namespace)} --clusterrole=${name} --group=${group}`;
      }),
  ];
}

function deleteCommands(
  { policies, grants, namespaces }: StepInputs,
  { name: bypass }: Bypass,
  call: string,
): string[] {
  const only = grants.filter(({ granting }) => granting.isOnlyUse);
  const bypassed = namespaces.filter(({ recommended }) => recommended !== null);
  const refs: RbacRef[] = [...only.map(({ binding }) => binding), ...only.map(({ role }) => role)];
  if (bypassed.length > 0) refs.push({ kind: "ClusterRole", namespace: null, name: bypass });
  for (const { name: namespace } of bypassed) refs.push({ kind: "RoleBinding", namespace, name: bypass });
  const unique = new Map(refs.map((ref) => [keyOf(ref), ref]));
  const copies = copiedPolicies(policies).map(({ name }) => simpleName(name));
  const names = new Set([...policies.keys(), ...copies, ...(bypassed.length > 0 ? [bypass] : [])]);
  return [
    `${call} delete podsecuritypolicies ${[...names].map(shellWord).join(" ")}`,
    ...Array.from(unique.values(), (ref) => `${call} delete ${kindAndName(ref)}`),
  ];
}

function kindAndName({ kind, namespace, name }: RbacRef): string {
  return `${kind.toLowerCase()} ${shellWord(name)}${namespace === null ? "" : ` -n ${shellWord(namespace)}`}`;
}

function keyOf({ kind, namespace, name }: RbacRef): string {
  return `${kind} ${namespace ?? ""}/${name}`;
}
