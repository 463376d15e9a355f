/** The shell functions that count the days of an observation. */
import { shellWord } from "../../../../api/words/shell-word.ts";
import type { StepGroup } from "../../../../report/plan/rollout-plan.ts";
import { quoted, shellFunction } from "./shell/shell.ts";
import { chunks } from "./states.ts";

const PREFIX = "pod-security.kubernetes.io/";
/** The fields of metadata.managedFields whose last change begins an observation. */
const FIELDS = ["audit", "audit-version", "warn", "warn-version"].map((label) => `f:${PREFIX}${label}`);

/**
 * The API server keeps the time of the last change by each field manager, so the script needs no file and no annotation. If the manager of audit and warn changes
 * another field later, the observation begins again: it is never too short. text/template compares times in this form as strings.
 */
const TEMPLATE = [
  `{{define "one"}}{{$since := ""}}{{range .metadata.managedFields}}{{if and .time .fieldsV1}}{{$time := .time}}`,
  `{{with index .fieldsV1 "f:metadata"}}{{with index . "f:labels"}}{{range $field, $owned := .}}`,
  `{{if eq $field ${FIELDS.map((field) => `"${field}"`).join(" ")}}}{{if gt $time $since}}{{$since = $time}}{{end}}{{end}}`,
  `{{end}}{{end}}{{end}}{{end}}{{end}}{{.metadata.name}}:{{$since}}{{"\\n"}}{{end}}`,
  `{{if exists . "items"}}{{range .items}}{{template "one" .}}{{end}}{{else}}{{template "one" .}}{{end}}`,
].join("");

/** The calls of `wait_for` for the groups of a part that must be observed. */
export function waitLines(groups: readonly StepGroup[]): readonly string[] {
  return groups.flatMap(({ observeDays, namespaces }) =>
    chunks(namespaces.map((name) => ({ name: quoted(name) }))).map(
      (some) => `wait_for ${observeDays ?? 0} ${some.map(({ name }) => name).join(" ")}`,
    ),
  );
}

/** The shell functions `wait_for` and `minutes_of`. */
export function waitFunctions(kubectl: readonly string[]): string {
  const get = ["command", ...kubectl.map(shellWord), "get namespaces --ignore-not-found"].join(" ");
  return [
    "\n# wait_for DAYS NAME...: skips each namespace whose audit and warn labels were set less than DAYS ago.\n",
    "# shellcheck disable=SC2016 # The variables are those of the template.\n",
    shellFunction("wait_for", [
      '[ "$action$no_wait" = apply ] || return 0',
      "days=$1",
      "shift",
      "names=$nl",
      "for name do names=$names$name$nl; done",
      `times=$(${get} -o go-template='${TEMPLATE}' "$@") || stop_reading`,
      'minutes_of "$(date -u +%Y-%m-%dT%H:%M:%SZ)"',
      "today=$minutes",
      "IFS=$nl",
      "for line in $times; do",
      "  name=${line%%:*}",
      "  since=${line#*:}",
      '  case $names in *"$nl$name$nl"*) ;; *) continue ;; esac',
      '  case $skip in *"$nl$name$nl"*) continue ;; esac',
      "  case $since in",
      "    [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z) ;;",
      `    *) early "$name: start of the observation unknown (no audit or warn in its managedFields)"; continue ;;`,
      "  esac",
      '  minutes_of "$since"',
      "  age=$(((today - minutes) / 1440))",
      '  [ "$age" -ge "$days" ] || early "$name: observed for $age of $days days, since $since"',
      "done",
      "unset IFS",
    ]),
    shellFunction("early", ["is_early=1", 'skipped "$1"']),
    "\n# The days from the civil calendar: years begin in March, so that the leap day is the last one.\n",
    shellFunction("minutes_of", [
      "IFS=-T:Z",
      "# shellcheck disable=SC2086 # The parts of the time are words.",
      "set -- $1",
      "unset IFS",
      "month=$(((${2#0} + 9) % 12))",
      "year=$(($1 - month / 10))",
      "days_before=$((year * 365 + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + ${3#0} - 1))",
      "minutes=$(((days_before * 24 + ${4#0}) * 60 + ${5#0}))",
    ]),
  ].join("");
}
