/** The sentences that the formats of a migration share. Texts from a cluster are not escaped here. */
import { count, plural } from "../../../api/words/plural.ts";
import type {
  ChangedWorkload,
  Grant,
  MigratedNamespace,
  MigrationStep,
  PolicyReport,
  PspMigration,
  RbacRef,
  TemplateChange,
} from "../../../report/psp/psp-report.ts";

/** `2 PodSecurityPolicies, 5 namespaces, 14 pods. A level must be met at v1.24 and v1.37.` */
export function headline({ policies, namespaces, versions }: PspMigration): string {
  const pods = namespaces.reduce((sum, namespace) => sum + namespace.pods, 0);
  const what = [
    `${policies.length} ${plural(policies.length, "PodSecurityPolicy", "PodSecurityPolicies")}`,
    count(namespaces.length, "namespace"),
    count(pods, "pod"),
  ];
  return `${what.join(", ")}. A level must be met at ${versions.join(" and ")}.`;
}

/** The facts about a policy, a sentence each. */
export function policyFacts(policy: PolicyReport): readonly string[] {
  const { fault, limits, mutations, gaps, grants } = policy;
  const unused = limits.filter(({ letter, spirit }) => letter !== spirit);
  return [
    ...(fault === null ? [] : [`Admits no pod, because the API server cannot use it. ${fault}`]),
    ...limitText(
      "keeps it from baseline",
      limits.filter(({ spirit }) => spirit === "privileged"),
    ),
    ...limitText(
      "keeps it from restricted",
      limits.filter(({ spirit }) => spirit === "baseline"),
    ),
    ...limitText("counts only by the letter", unused),
    ...mutations.map(({ field, sets }) => `changes pods: ${field} sets ${sets}`),
    ...gaps.map(({ text }) => text),
    ...(grants.length === 0 ? ["No binding that was read grants its use."] : grants.map(grantText)),
  ];
}

function limitText(what: string, limits: PolicyReport["limits"]): string[] {
  if (limits.length === 0) return [];
  return [`${what}: ${limits.map(({ field, values }) => `${field} (${values.join(", ")})`).join("; ")}`];
}

function grantText({ binding, role, subjects, everyPolicy }: Grant): string {
  const what = everyPolicy ? ", which grants every policy," : "";
  const who = subjects.length === 0 ? "nobody" : subjects.join(", ");
  return `granted by ${refText(binding)} with ${refText(role)}${what} to ${who}`;
}

function refText({ kind, namespace, name }: RbacRef): string {
  return `${kind} ${namespace === null ? "" : `${namespace}/`}${name}`;
}

/** The level that is recommended for a namespace, or why there is none. */
export function recommendedText({ recommended, unknown }: MigratedNamespace): string {
  if (recommended !== null) return recommended;
  return unknown === "empty" ? "none (empty)" : "none (not read)";
}

/** The policies that admitted the pods of a namespace: `restricted (3)`. */
export function usedText({ used }: MigratedNamespace): string {
  return used.length === 0 ? "none" : used.map(({ policy, pods }) => `${policy} (${pods})`).join(", ");
}

/** Why a namespace is worth a look; undefined if it is not. */
export function namespaceFact({ used, recommended, meets }: MigratedNamespace): string | undefined {
  if (recommended === null || recommended === "privileged") return undefined;
  const isAboveAll = used.length > 0 && used.every(({ spirit }) => spirit === "privileged");
  if (isAboveAll) return `its pods use a privileged policy, and meet ${recommended}`;
  return meets === recommended ? undefined : `${recommended} after step 2`;
}

/** `Deployment web, 2 pods`. */
export function workloadText({ kind, name, pods }: ChangedWorkload): string {
  return `${kind} ${name}, ${count(pods, "pod")}`;
}

/** `containers[web].securityContext.runAsNonRoot: true, by runAsUser of restricted`. */
export function changeText({ container, field, value, by }: TemplateChange): string {
  const place = `${container === null ? "" : `containers[${container}].`}${field}`;
  const cause = by === null ? "something other than a policy" : `${by.field} of ${by.policy}`;
  return `${place}: ${value ?? "removed"}, by ${cause}`;
}

/** The steps that are only a decision. */
const DECISIONS: ReadonlySet<string> = new Set(["0", "7"]);

/** The sentence in place of the commands of a step; undefined if it has some, or if it is only a decision. */
export function nothingToDo({ number, commands }: MigrationStep): string | undefined {
  return commands.length > 0 || DECISIONS.has(number) ? undefined : "There is nothing to do.";
}
