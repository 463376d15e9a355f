/** The words about namespaces whose next pods may differ from those of today. */
import { count } from "../../../api/words/plural.ts";
import type { Caution, Observed } from "../../../report/plan/caution.ts";
import type { NamespaceReport, Report } from "../../../report/report.ts";
import { escapeName, escapeText } from "../escape.ts";
import { nameSome } from "../lines.ts";

/** Why a namespace must be observed first: `Pod debug without a controller; Job migrate without a CronJob`; empty if it need not be. */
export function cautionsText({ cautions, slowestCronJob: slowest, observed = null, observeDays }: Cautious): string {
  if (cautions.length === 0) return "";
  const period =
    slowest === undefined ? [] : [`CronJob "${escapeName(slowest)}" has the longest time between two runs`];
  const since = observed === null ? [] : [observedText(observed, observeDays ?? 0)];
  return [...cautions.map(cautionText), ...period, ...since].join("; ");
}

interface Cautious {
  readonly cautions: readonly Caution[];
  readonly slowestCronJob?: string;
  readonly observed?: Observed | null;
  readonly observeDays?: number | null;
}

/** The length of a day in a time. */
const DAY_LENGTH = 10;

/** `observed since 2026-11-24 (3 of 7 days)`. */
function observedText({ since, days }: Observed, wanted: number): string {
  if (since === null || days === null) {
    return "start of the observation unknown: no managedFields with its audit and warn labels (a dump has them with kubectl get --show-managed-fields)";
  }
  const day = since.slice(0, DAY_LENGTH);
  return days >= wanted
    ? `observed since ${day} (${wanted} days are over)`
    : `observed since ${day} (${days} of ${wanted} days)`;
}

function cautionText({ code, workloads }: Caution): string {
  const several = workloads.length > 1;
  switch (code) {
    case "finished": {
      const kinds = Map.groupBy(workloads, ({ kind }) => kind);
      const last = Array.from(kinds, ([kind, some]) => {
        const names = some.map(({ name }) => `"${escapeName(name)}"`);
        return `${escapeText(kind)} ${nameSome(names, "workload")}`;
      });
      const checks = [...new Set(workloads.flatMap((workload) => workload.checks))];
      const next = several ? "the next ones like them" : "the next one like it";
      return `finished ${nameSome(last, "kind")} violated the new enforce (${nameSome(checks, "check")}): ${next} would be rejected`;
    }
    case "custom-owner": {
      const kinds = Map.groupBy(workloads, ({ kind }) => kind);
      const owners = Array.from(kinds, ([kind, some]) => `${escapeText(kind)} ${nameSome(namesOf(some), "owner")}`);
      return `pods of ${nameSome(owners, "kind")}, and the next ones may differ`;
    }
    case "bare-pod":
      return `${several ? "Pods" : "Pod"} ${nameSome(namesOf(workloads), "Pod")} without a controller`;
    case "job":
      return `${several ? "Jobs" : "Job"} ${nameSome(namesOf(workloads), "Job")} without a CronJob`;
  }
}

function namesOf(workloads: Caution["workloads"]): string[] {
  return workloads.map(({ name }) => escapeName(name));
}

/** The namespaces of an audit whose level counts only what runs now, in sentences; empty if there are none. */
export function readyNowText({ namespaces }: Pick<Report, "namespaces">): string {
  const cautious = namespaces.filter(({ observeFirst }) => observeFirst !== undefined);
  if (cautious.length === 0) return "";
  const finished = cautious.filter(hasFinished);
  const where = nameSome(finished.map(({ name }) => escapeName(name)));
  const violated =
    finished.length === 0
      ? ""
      : ` Finished workloads in ${where} violated that level: the next ones like them would be rejected.`;
  return (
    `READY FOR counts only what runs now, and ${count(cautious.length, "namespace")} may get other pods: ` +
    `${nameSome(cautious.map(({ name }) => escapeName(name)))}.${violated} The plan shows what to observe first.`
  );
}

/** Why a namespace of a dry run must be observed before its new enforce, in sentences; empty if it need not be, or if something there violates today. */
export function observeFirstText(namespace: NamespaceReport): string {
  const { observeFirst, workloads, change } = namespace;
  if (observeFirst === undefined) return "";
  if (workloads.some(({ finished, violations }) => !finished && violations.length > 0)) return "";
  const hasWarning = (change?.serverWarnings.length ?? 0) > 0 && hasFinished(namespace);
  const start = hasWarning ? "The Warning is about finished pods, which never start again. " : "";
  return `${start}Observe for ${observeFirst.days} days first: ${cautionsText(observeFirst)}.`;
}

function hasFinished({ observeFirst }: NamespaceReport): boolean {
  return observeFirst?.cautions.some(({ code }) => code === "finished") === true;
}
