import { Option, type Command } from "commander";
import { UserError } from "../../api/user-error.ts";
import type { ObjectsRequest } from "../../app/inputs/objects-request.ts";
import { HISTORY_FORMATS, type HistoryFormat } from "../../render/formats/history/format.ts";
import type { Suggestions } from "../../render/terminal/style.ts";
import type { HistoryFailOn } from "../../report/audit-history/history-report.ts";
import type { Finish } from "../command.ts";
import type { ExitCode } from "../exit-codes.ts";
import { withChoices } from "../options/values/choices.ts";
import { addClusterFlags, collectNamespaces } from "../options/cluster-options.ts";
import { parseMoment, timeOfMoment, type Moment } from "../options/moment.ts";
import { parseFile } from "../options/values/parse.ts";
import { refuseUnused } from "../options/refuse-unused.ts";
import { openOutputs, outputsOption, type Outputs } from "../options/output-options.ts";
import { admissionConfigOption, noHeadersOption, noTimestampOption } from "../options/shared-options.ts";
import { terminalOf } from "../terminal/app-terminal.ts";
import { timeOf, type Io } from "../terminal/io.ts";
import { LATE } from "./late/late-names.ts";

interface HistoryFlags extends Omit<ObjectsRequest, "verbosity" | "filename" | "recursive" | "includeHidden"> {
  readonly v: number;
  readonly output: Outputs<HistoryFormat>;
  readonly since?: Moment;
  readonly until?: Moment;
  readonly namespaces?: string;
  readonly failOn: HistoryFailOn;
  readonly printAuditPolicy?: boolean;
  readonly checkAuditPolicy?: string;
  readonly serverMetrics?: string;
  readonly sinceMetrics?: string;
  readonly headers: boolean;
  readonly timestamp: boolean;
}

/** The flags for which no log is read, by their names among the options. */
const OTHERS: Readonly<Record<string, string>> = {
  printAuditPolicy: "--print-audit-policy",
  checkAuditPolicy: "--check-audit-policy",
  serverMetrics: "--server-metrics",
};
const AUDIT_POLICY_FLAGS: ReadonlySet<string> = new Set(["printAuditPolicy", "checkAuditPolicy"]);
const METRICS_FLAGS: ReadonlySet<string> = new Set(["serverMetrics", "sinceMetrics", "failOn"]);
const FAIL_ON: readonly HistoryFailOn[] = ["enforce", "audit", "any", "none"];

const EXAMPLES = `
Examples:
  # Which namespaces can enforce a stricter level, by the log of an API server?
  kubectl pss history /var/log/kubernetes/audit.log

  # A directory of rotated and compressed logs, and the last 30 days of them
  kubectl pss history --since 30d audit-logs/

  # Without a cluster: the labels from a file
  kubectl get namespaces -o yaml > namespaces.yaml
  kubectl pss history --namespaces namespaces.yaml audit.log.gz

  # From Amazon EKS, Google GKE or Azure AKS: docs/monitoring.md
  aws logs filter-log-events --log-group-name /aws/eks/CLUSTER/cluster \\
    --log-stream-name-prefix kube-apiserver-audit | kubectl pss history -

  # What blocks two namespaces, who makes it, and the API server's words
  kubectl pss history -n shop,payments -o wide audit-logs/

  # A page to look at together, and metrics for Prometheus
  kubectl pss history -o html=history.html -o prometheus=h.prom audit-logs/

  # The audit policy for --audit-policy-file of kube-apiserver
  kubectl pss history --print-audit-policy > audit-policy.yaml

  # Did anything in the cluster violate its audit policy since last week?
  kubectl get --raw /metrics > now.txt
  kubectl pss history --server-metrics now.txt --since-metrics last-week.txt

  # Fail if enforce rejected a pod in the last day
  kubectl pss history --since 1d --fail-on enforce audit.log

Nothing is changed: it reads the logs, and the labels of namespaces.
Exit codes: 0 everything was read, 1 what --fail-on names was found, or an
audit policy with --check-audit-policy does not log everything, 2 wrong
flags, kubeconfig or input, 3 something is no audit log, or more than 1 % of
the records could not be read.
`;

/** Adds `kubectl pss history`. */
export function addHistory(program: Command, io: Io, finish: Finish, suggestions: Suggestions): void {
  const command = program
    .command("history")
    .summary(LATE.history.summary)
    .description(
      "Reads audit logs of kube-apiserver, also as EKS, GKE, AKS and OpenShift deliver them, and finds out which namespaces can enforce a stricter " +
        "level, which workloads block it, and since when.\n\n" +
        "The labels of namespaces are those of the cluster, or of --namespaces. A log without violations proves something only if it is long enough, " +
        "pods were created, and their audit policy was the stricter one all the time.",
    )
    .usage("FILE... | - [flags]")
    .argument(
      "[FILE...]",
      "log files, compressed with gzip or zstd or not; directories of them; or - for standard input",
    )
    .addOption(outputsOption(HISTORY_FORMATS))
    .addOption(
      new Option(
        "--since <TIME>",
        "only events from this time on: 2026-11-30T12:00:00Z, 2026-11-30, or 7d before now",
      ).argParser(parseMoment),
    )
    .addOption(new Option("--until <TIME>", "only events before this time").argParser(parseMoment))
    .addOption(
      withChoices(
        new Option(
          "--fail-on <MODE>",
          "the mode whose violations make the exit code 1: enforce for rejected pods, audit for audited ones",
        ),
        FAIL_ON,
      ).default("none"),
    )
    .addOption(admissionConfigOption())
    .option("--print-audit-policy", "print an audit policy with which the log has all that is needed, and read nothing")
    .addOption(
      new Option(
        "--check-audit-policy <FILE>",
        "tell which requests that a history needs an audit policy does not log, and read nothing else",
      ).argParser(parseFile),
    )
    .addOption(
      new Option(
        "--server-metrics <FILE>",
        "tell what the metrics of an API server prove, and read nothing else: kubectl get --raw /metrics; - for standard input",
      ).argParser(parseFile),
    )
    .addOption(
      new Option("--since-metrics <FILE>", "with --server-metrics: what rose since these earlier metrics").argParser(
        parseFile,
      ),
    )
    .addOption(noHeadersOption("headings, evidence and coverage (table, wide)"))
    .addOption(noTimestampOption())
    .optionsGroup("Namespaces:")
    .addOption(
      new Option("-n, --namespace <NAME>", "only this namespace; repeatable, or a,b").argParser(collectNamespaces),
    )
    .option("-l, --selector <SELECTOR>", "the namespaces with these labels: team=a,env!=prod,tier in (x,y)")
    .addOption(
      new Option(
        "--namespaces <FILE>",
        "the labels of namespaces, in place of a cluster: kubectl get namespaces -o yaml",
      ).argParser(parseFile),
    );
  addClusterFlags(command)
    .addHelpText("after", EXAMPLES)
    .action(async (paths: readonly string[]) => {
      const flags = command.optsWithGlobals<HistoryFlags>();
      finish(
        (await runWithoutLogs(command, paths, flags, io, suggestions)) ??
          (await runLogs(paths, flags, io, suggestions)),
      );
    });
}

/**
 * Does what a flag names in place of reading logs.
 *
 * @returns the exit code; undefined without such a flag
 * @throws UserError if the flags do not fit together
 */
async function runWithoutLogs(
  command: Command,
  paths: readonly string[],
  { printAuditPolicy, checkAuditPolicy, serverMetrics, sinceMetrics, failOn }: HistoryFlags,
  io: Io,
  suggestions: Suggestions,
): Promise<ExitCode | undefined> {
  if (sinceMetrics !== undefined && serverMetrics === undefined) {
    throw new UserError("--since-metrics needs --server-metrics", "Name the metrics of now: --server-metrics FILE.");
  }
  const given = Object.entries({ printAuditPolicy, checkAuditPolicy, serverMetrics }).filter(
    ([, value]) => value !== undefined,
  );
  const [name] = given.map(([key]) => OTHERS[key]);
  if (name === undefined) return undefined;
  if (given.length > 1)
    throw new UserError("only one of these flags can be used at once", Object.values(OTHERS).join(", "));
  if (paths.length > 0) throw new UserError(`${name} reads no log`, "Leave out the files.");
  if (command.getOptionValueSource("output") !== "default")
    throw new UserError(`${name} has one format`, "Leave out -o.");
  refuseUnused(command, name, serverMetrics === undefined ? AUDIT_POLICY_FLAGS : METRICS_FLAGS);
  if (serverMetrics !== undefined) {
    const { printServerMetrics } = await import("../output/print-history.ts");
    return printServerMetrics({ file: serverMetrics, since: sinceMetrics }, failOn, io, suggestions);
  }
  const { printAuditPolicyOrCheck } = await import("../output/print-audit-policy.ts");
  return printAuditPolicyOrCheck(printAuditPolicy === true ? undefined : checkAuditPolicy, io);
}

/** @throws UserError if the request is wrong, or nothing can be read */
async function runLogs(
  paths: readonly string[],
  flags: HistoryFlags,
  io: Io,
  suggestions: Suggestions,
): Promise<ExitCode> {
  if (paths.length === 0) {
    throw new UserError("nothing to read", "Name log files or directories, or - to read standard input.");
  }
  const { since, until, ...others } = flags;
  const isCluster = flags.namespaces === undefined;
  const { files, refuseReplacing } = await openOutputs(flags.output, flags, io, { inputs: paths, isCluster });
  const now = timeOf(io);
  const request = {
    ...others,
    paths,
    refuseReplacing,
    verbosity: flags.v,
    ...(since !== undefined && { since: timeOfMoment(since, now) }),
    ...(until !== undefined && { until: timeOfMoment(until, now) }),
  };
  const { runHistory } = await import("../../app/cluster.ts");
  const report = await runHistory(request, terminalOf(io));
  const { printHistory } = await import("../output/print-history.ts");
  return printHistory(report, flags, io, suggestions, files);
}
