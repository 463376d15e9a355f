import { quote } from "../../../api/words/quoted.ts";
import { shellWord } from "../../../api/words/shell-word.ts";
import { ACCESS_LISTS, WORKLOAD_LISTS, type Forbidden } from "../../../report/gaps/forbidden.ts";
import { command, sentence, type Advice } from "./advice.ts";
import { subjectOf } from "./subject.ts";

/** The lists of admission policies, which are optional, as Events are. */
const POLICY_LISTS = ["validatingadmissionpolicies", "validatingadmissionpolicybindings"].map(
  (name) => `${name}.admissionregistration.k8s.io`,
);
const ROLE = "kubectl-pss";
const ACCESS_NAMES: ReadonlySet<string> = new Set(ACCESS_LISTS.map((name) => name.slice(0, name.indexOf("."))));
/** A role for custom resources alone: a user who may read everything else has the first one, and `kubectl create` changes no role. */
const CUSTOM_ROLE = "kubectl-pss-custom";

/**
 * The command that creates the ClusterRole of docs/rbac.yaml without a file.
 *
 * @internal exported for its test
 */
export const CREATE_ROLE = createRole(ROLE, []);

/** @param more the lists that are not in docs/rbac.yaml, such as custom resources: `rollouts.argoproj.io` */
function createRole(role: string, more: readonly string[]): string {
  const resources = [...(role === ROLE ? ["namespaces", ...WORKLOAD_LISTS, "events", ...POLICY_LISTS] : []), ...more];
  return ["kubectl", "create", "clusterrole", role, "--verb=get,list", `--resource=${resources.join(",")}`]
    .map(shellWord)
    .join(" ");
}

/**
 * The commands with which an administrator grants the missing rights, under a sentence each: those for what the user asked for, and if that is the whole
 * cluster, those for one namespace.
 */
export function grantsOf(forbidden: Forbidden): readonly Advice[] {
  const { lists, namespaces, isNarrowed } = forbidden;
  const places = [...new Set([...namespaces, ...lists.flatMap((list) => list.namespaces ?? [])])];
  const isMigration = lists.some(({ resources }) => resources.some((name) => ACCESS_NAMES.has(name)));
  const isEverywhere = lists.some((list) => list.namespaces === null);
  const custom = customResources(lists);
  const isCustomAlone = namespaces.length === 0 && lists.every(({ resources }) => resources.every(isCustomResource));
  const role = isCustomAlone ? CUSTOM_ROLE : ROLE;
  const bind = (place: string | null): Advice => command(bindCommand(forbidden, role, place));
  const inPlaces = places.map(bind);
  return [
    sentence("An administrator can grant these rights:"),
    command(createRole(role, [...custom, ...(isMigration ? ACCESS_LISTS : [])])),
    ...(isEverywhere ? [bind(null)] : inPlaces),
    ...(isEverywhere && inPlaces.length > 0
      ? [sentence(`Or only in namespace ${places.map((place) => quote(place)).join(", ")}:`), ...inPlaces]
      : []),
    ...(isEverywhere && !isNarrowed
      ? [sentence("Or only in one namespace, which -n NAMESPACE reads:"), bind("NAMESPACE")]
      : []),
  ];
}

/** The custom resources that may not be listed. Only these names have a group, and so a dot. */
function customResources(lists: Forbidden["lists"]): string[] {
  return [...new Set(lists.flatMap(({ resources }) => resources.filter(isCustomResource)))].toSorted();
}

function isCustomResource(name: string): boolean {
  return name.includes(".");
}

/** @param place a namespace; null for the whole cluster */
function bindCommand({ user }: Forbidden, role: string, place: string | null): string {
  const { flag, suffix } = user === null ? { flag: "--user=NAME", suffix: "reader" } : subjectOf(user);
  const kind = place === null ? "clusterrolebinding" : "rolebinding";
  const words = ["kubectl", "create", kind, `${role}-${suffix}`, `--clusterrole=${role}`, flag];
  return [...words, ...(place === null ? [] : ["-n", place])].map(shellWord).join(" ");
}
