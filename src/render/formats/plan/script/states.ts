/** The shell functions that compare the labels of namespaces with those of the plan, so that no step lowers what a later one, or someone else, has set. */
import { shellWord } from "../../../../api/words/shell-word.ts";
import type { PlannedNamespace, PlanStep, PolicyLabels } from "../../../../report/plan/rollout-plan.ts";
import type { Part } from "./parts.ts";
import { quoted, shellFunction } from "./shell/shell.ts";

const PREFIX = "pod-security.kubernetes.io/";
const LABELS = ["enforce", "audit", "warn"].flatMap((mode) => [PREFIX + mode, `${PREFIX}${mode}-version`]);

/** The most characters of names in one call of kubectl. */
const MAX_NAMES = 4000;

/** The sets of labels of a namespace in a plan, in the order of the arguments of `compare`. */
type Position = "earlier" | "before" | "after" | "later";
const POSITIONS: readonly Position[] = ["earlier", "before", "after", "later"];

/** The shell functions `look` and `compare`. */
export function stateFunctions(kubectl: readonly string[]): string {
  const get = ["command", ...kubectl.map(shellWord), "get namespaces --ignore-not-found"].join(" ");
  return [
    "\n# Reads the pod-security labels of namespaces, a line each: `shop: audit=baseline enforce=privileged`.\n",
    "# shellcheck disable=SC2016 # The variables are those of the template.\n",
    shellFunction("look", [`now=$(${get} -o go-template='${TEMPLATE}' "$@") || stop_reading`, "now=$nl$now$nl"]),
    COMPARE,
  ].join("");
}

/** The moves of each namespace whose labels change, in the order of the steps. */
export type Moves = ReadonlyMap<string, readonly Move[]>;

interface Move {
  readonly number: number;
  readonly namespace: PlannedNamespace;
}

/** The moves of the namespaces of all steps, by name. */
export function movesOf(steps: readonly PlanStep[]): Moves {
  const moves = steps.flatMap(({ number, namespaces }) =>
    namespaces.filter(({ command }) => command !== null).map((namespace) => ({ number, namespace })),
  );
  return Map.groupBy(moves, ({ namespace }) => namespace.name);
}

/**
 * The shell function labels_N of a part, which finds the namespaces that the part must not change.
 *
 * @param further more commands of the function
 */
export function labelsFunction({ key, step, groups }: Part, moves: Moves, further: readonly string[]): string {
  const names = groups.filter(({ commands }) => commands.length > 0).flatMap(({ namespaces }) => namespaces);
  const bySets = Map.groupBy(names, (name) => setsText(moves.get(name) ?? [], step));
  const tasks = [...bySets].flatMap(([sets, some]) => some.map((name) => ({ sets, name: quoted(name) })));
  const lines = chunks(tasks).flatMap((chunk) => [
    `look ${chunk.map(({ name }) => name).join(" ")}`,
    ...Array.from(
      Map.groupBy(chunk, ({ sets }) => sets),
      ([sets, some]) => `compare ${sets} \\\n    ${some.map(({ name }) => name).join(" ")}`,
    ),
  ]);
  return shellFunction(`labels_${key}`, [...lines, ...further]);
}

/** The four sets of labels that `compare` reads, as words of a shell. */
function setsText(moves: readonly Move[], step: PlanStep): string {
  const sets: Record<Position, string[]> = { earlier: [], before: [], after: [], later: [] };
  for (const { number, namespace } of moves) {
    const { from, to } = namespace;
    const side = number < step.number ? "earlier" : "later";
    const [start, end]: readonly [Position, Position] = number === step.number ? ["before", "after"] : [side, side];
    sets[start].push(...[from, restoredLabels(namespace)].filter(isStorable).map(setText));
    sets[end].push(setText(to));
  }
  // The end of a step is the start of the next one.
  const here = new Set([...sets.before, ...sets.after]);
  const elsewhere = (texts: readonly string[]): string[] => texts.filter((text) => !here.has(text));
  const shown = { ...sets, earlier: elsewhere(sets.earlier), later: elsewhere(sets.later) };
  return POSITIONS.map((position) => quoted([...new Set(shown[position])].join(""))).join(" ");
}

/** The values of labels that an API server stores. A dump may contain others, of any length, and no namespace has them. */
const VALUE = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

function isStorable(labels: PolicyLabels): boolean {
  return Object.values(labels).every((value) => VALUE.test(value));
}

/** `<audit=baseline enforce=privileged>`: the labels in the order in which the template of `look` prints them. */
function setText(labels: PolicyLabels): string {
  const sorted = Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `<${sorted.map(([label, value]) => `${label.slice(PREFIX.length)}=${value}`).join(" ")}>`;
}

/** The labels after undo. They differ from `from` only where the API server would not accept its invalid labels again. */
function restoredLabels({ to, undo }: PlannedNamespace): PolicyLabels {
  const labels: Record<string, string> = { ...to };
  for (const word of (undo ?? "").split(" ")) {
    const label = LABELS.find((one) => word === `${one}-` || word.startsWith(`${one}=`));
    if (label === undefined) continue;
    if (word === `${label}-`) delete labels[label];
    else labels[label] = word.slice(label.length + 1);
  }
  return labels;
}

/** Divides names into groups that fit into one call of kubectl. */
export function chunks<T extends { readonly name: string }>(tasks: readonly T[]): T[][] {
  const all: T[][] = [];
  let room = 0;
  for (const task of tasks) {
    room -= task.name.length + 1;
    const last = all.at(-1);
    if (last === undefined || room < 0) {
      all.push([task]);
      room = MAX_NAMES - task.name.length;
    } else last.push(task);
  }
  return all;
}

/**
 * kubectl gives the template a List, or the Namespace itself if it was asked for one. text/template reads a map in the order of its keys.
 * A label with an empty value is printed, too, and one that Pod Security Admission does not read is not.
 */
const TEMPLATE = [
  `{{define "one"}}{{.metadata.name}}:{{range $name, $value := .metadata.labels}}`,
  `{{if eq $name ${LABELS.map((label) => `"${label}"`).join(" ")}}} {{slice $name ${PREFIX.length}}}={{$value}}{{end}}`,
  `{{end}}{{"\\n"}}{{end}}`,
  `{{if exists . "items"}}{{range .items}}{{template "one" .}}{{end}}{{else}}{{template "one" .}}{{end}}`,
].join("");

const COMPARE = String.raw`
# compare EARLIER BEFORE AFTER LATER NAME...: skips each namespace whose labels are not those that the step, or its undo, changes.
compare() {
  earlier=$1 before=$2 after=$3 later=$4
  shift 4
  names=$nl
  for name do
    names=$names$name$nl
    case $now in *"$nl$name:"*) ;; *) skipped "$name: the namespace does not exist" ;; esac
  done
  IFS=$nl
  for line in $now; do
    name=${"$"}{line%%:*}
    case $names in *"$nl$name$nl"*) ;; *) continue ;; esac
    labels=${"$"}{line#*:}
    labels="<${"$"}{labels# }>"
    at=changed
    case $earlier in *"$labels"*) at=earlier ;; esac
    case $before in *"$labels"*) at=before ;; esac
    case $after in *"$labels"*) at=after ;; esac
    case $later in *"$labels"*) at=later ;; esac
    # A dry run has not really changed what the steps before it in the same run would have changed.
    case $moved in *"$nl$name$nl"*) at=moved ;; esac
    case $action-$at in
      apply-before | undo-after | *-moved) changed=$changed$name$nl ;;
      apply-after) already "has these labels" ;;
      apply-later) already "has the labels of a later step" ;;
      undo-before) already "has the labels from before this step" ;;
      undo-earlier) already "has the labels from before an earlier step" ;;
      apply-earlier)
        case $unsafe in
          *" $step "*) changed=$changed$name$nl ;;
          *) skipped "$name: an earlier step of this plan is not applied there" ;;
        esac
        ;;
      undo-later)
        ahead=$((ahead + 1))
        skipped "$name: a later step of this plan is still applied there"
        ;;
      *)
        left=$left$name$nl
        case "$changed_names " in *" $name "*) ;; *) changed_names="$changed_names $name" ;; esac
        expected=$before
        [ "$action" = apply ] || expected=$after
        skipped "$name: its labels have changed since the plan"
        faults="$faults  found:    $labels$nl  expected: $expected$nl"
        ;;
    esac
  done
  unset IFS
}

# Leaves out a namespace in which there is nothing to do. already and skipped keep their lines until the title of the step is printed.
already() {
  skip=$skip$name$nl
  same=$((same + 1))
  reasons="${"$"}{reasons}namespace/$name already $1$nl"
}

skipped() {
  skip=$skip$name$nl
  faults="$faults$1: ${"$"}{dry_run:+would be }skipped$nl"
}
`;
