import { Option, type Command } from "commander";
import type { AskedFailOn } from "../../report/report.ts";
import { FORMATS, type Format } from "../../render/format.ts";
import { addClusterOptions, type ClusterOptions } from "../options/cluster-options.ts";
import { addBaselineOptions, type BaselineFlags } from "../options/baseline-options.ts";
import type { Io } from "../terminal/io.ts";
import { addMetricsOption, openMetricsFile, type MetricsFlags } from "../options/metrics-options.ts";
import { parseFailOn, parseServerMinor } from "../options/options.ts";
import { all, printReport } from "../output/print-report.ts";
import type { Finish } from "../command.ts";

/** The flags that an audit and a dry run share. */
export interface AuditFlags extends ClusterOptions, BaselineFlags {
  readonly v: number;
  readonly output: Format;
  readonly admissionConfig?: string;
  readonly serverVersion?: number;
  readonly failOn: AskedFailOn;
  readonly strict?: boolean;
  readonly headers: boolean;
}

const EXAMPLES = `
Examples:
  # Which namespaces are safe today, at which level, and what stands in the way?
  kubectl pss audit

  # Everything about one namespace
  kubectl pss audit -n payments

  # With the defaults and exemptions of the cluster, which nobody can read through the API
  kubectl pss audit --admission-config /etc/kubernetes/admission.yaml

  # The same from a dump, far from the cluster
  kubectl get ns,pods,rs,deploy,sts,ds,jobs,cronjobs,rc,podtemplates -A -o json > dump.json
  kubectl pss audit -f dump.json

  # Fail on what was not there when the baseline was made, and name what is gone
  kubectl pss audit --baseline baseline.json --fail-on any

  # For Prometheus, by the textfile collector of node_exporter: violations are metrics, and end nothing
  kubectl pss audit -o json --fail-on none --metrics-file /var/lib/node_exporter/kubectl-pss.prom

It lists namespaces, pods and whatever holds a pod template, and nothing else: docs/rbac.yaml is the role it needs.
Exit codes: 0 nothing violates, 1 violations, 2 wrong flags, kubeconfig or input, 3 something could not be read.
`;

/** Adds `kubectl pss audit`. */
export function addAudit(program: Command, io: Io, finish: Finish): void {
  const command = program
    .command("audit")
    .summary("Audit the namespaces of a cluster")
    .description(
      "Reads the namespaces, pods and pod templates of a cluster and says of each namespace which policy is in force and where it " +
        "comes from, which workloads violate it, and the strictest level that it could hold now.",
    )
    .usage("[flags]");
  addMetricsOption(addBaselineOptions(addReportOptions(command, FORMATS)));
  addClusterOptions(command)
    .addHelpText("after", EXAMPLES)
    .action(async () => {
      const flags = command.optsWithGlobals<AuditFlags & MetricsFlags>();
      const metrics = await openMetricsFile(flags, io.stderr);
      // Loaded only where a cluster is asked about: nothing else pays for it.
      const { runAudit } = await import("../../app/cluster.ts");
      const report = await runAudit({ ...flags, changes: undefined }, io);
      // Not after the report: who reads it may take their time, and what it says grows old meanwhile.
      const finished = Date.now();
      await all([
        async () => finish(await printReport(report, flags, io, flags.namespace !== undefined)),
        async () => metrics?.write(report, finished),
      ]);
    });
}

/** Adds the flags that say how to judge and how to print. */
export function addReportOptions(command: Command, formats: readonly string[]): Command {
  return command
    .addOption(new Option("-o, --output <FORMAT>", "how to print the report").choices(formats).default("table"))
    .option(
      "--admission-config <FILE>",
      "the cluster's AdmissionConfiguration, PodSecurityConfiguration or Talos machine configuration",
    )
    .addOption(
      new Option(
        "--server-version <v1.N>",
        "judge as an API server of this minor would, and not of the cluster's own",
      ).argParser(parseServerMinor),
    )
    .addOption(
      new Option("--fail-on <MODE>", "which mode's violations make the exit code 1: enforce, audit, warn, any or none")
        .argParser(parseFailOn)
        .default("enforce"),
    )
    .option("--strict", "treat unknown fields and the like in a dump as errors")
    .option("--no-headers", "leave out headings and the summary (table, wide)");
}
