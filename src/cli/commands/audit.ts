import type { Command } from "commander";
import { FORMATS, identifies, type Format } from "../../render/format.ts";
import type { Finish } from "../command.ts";
import { acceptedRequestOf, addAcceptedOptions, type AcceptedFlags } from "../options/accepted-options.ts";
import { addClusterOptions, type ClusterOptions } from "../options/cluster-options.ts";
import { addMetricsOption, openMetricsFile, type MetricsFlags } from "../options/metrics-options.ts";
import { addReportOptions, type ReportFlags } from "../options/shared-options.ts";
import { writeOutputs, printReport } from "../output/print-report.ts";
import { terminalOf } from "../terminal/app-terminal.ts";
import type { Io } from "../terminal/io.ts";

interface AuditFlags extends ClusterOptions, ReportFlags<Format>, AcceptedFlags, MetricsFlags {
  readonly v: number;
}

const EXAMPLES = `
Examples:
  # Which level is each namespace ready for, and what blocks the next?
  kubectl pss audit

  # One namespace, with its workloads
  kubectl pss audit -n payments

  # With the defaults and exemptions of the cluster, which the API server does not return
  kubectl pss audit --admission-config /etc/kubernetes/admission.yaml

  # The same from a dump, without access to the cluster
  kubectl get ns,pods,rs,deploy,sts,ds,jobs,cronjobs,rc,podtemplates -A -o json > dump.json
  kubectl pss audit -f dump.json

  # Accept the known violations, and fail on new ones
  kubectl pss audit --update-accept accepted.json
  kubectl pss audit --accept accepted.json --fail-on any

  # Write metrics for the textfile collector of Prometheus; violations do not fail the run
  kubectl pss audit -o json --fail-on none --metrics-file /var/lib/node_exporter/kubectl-pss.prom

It lists only namespaces, pods and objects with a pod template. docs/rbac.yaml is the role that it needs.
Exit codes: 0 nothing violates, 1 violations, 2 wrong flags, kubeconfig or input, 3 something could not be read.
`;

/** Adds `kubectl pss audit`. */
export function addAudit(program: Command, io: Io, finish: Finish): void {
  const command = program
    .command("audit")
    .allowExcessArguments()
    .summary("Audit the namespaces of a cluster")
    .description(
      "Shows for each namespace of a cluster which policy is in force, which workloads are rejected now, which level it is ready for, " +
        "and what blocks the next.",
    )
    .usage("[flags]");
  addMetricsOption(addAcceptedOptions(addReportOptions(command, FORMATS)));
  addClusterOptions(command)
    .addHelpText("after", EXAMPLES)
    .action(async () => {
      const flags = command.optsWithGlobals<AuditFlags>();
      const { v: verbosity, strict, output } = flags;
      const metrics = await openMetricsFile(flags, io.stderr);
      const accepted = await acceptedRequestOf(flags, io.stderr);
      // Loaded late, since a lint does not need it.
      const { runAudit } = await import("../../app/cluster.ts");
      // Only the page shows the result of a plan, which takes as long as an audit.
      const hasPlannedLevels = output === "html";
      const identify = identifies(output);
      const request = { ...flags, verbosity, strict: strict === true, identify, accepted, hasPlannedLevels };
      const report = await runAudit(request, terminalOf(io));
      // This is before the report is printed, because its reader may be slow.
      const finished = Date.now();
      await writeOutputs([
        async () => finish(await printReport(report, flags, io, flags.namespace !== undefined)),
        async () => metrics?.write(report, finished),
      ]);
    });
}
