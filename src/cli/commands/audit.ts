import type { Command } from "commander";
import { FORMATS, identifies, type Format } from "../../render/format.ts";
import type { Finish } from "../command.ts";
import { acceptedRequestOf, addAcceptedOptions, type AcceptedFlags } from "../options/accepted-options.ts";
import { addClusterOptions, type ClusterOptions } from "../options/cluster-options.ts";
import { addMetricsOption, openMetricsFile, type MetricsFlags } from "../options/metrics-options.ts";
import { addReportOptions, messagesOption, verifyMessages, type ReportFlags } from "../options/shared-options.ts";
import { writeOutputs, printReport } from "../output/print-report.ts";
import { terminalOf } from "../terminal/app-terminal.ts";
import type { Io } from "../terminal/io.ts";

interface AuditFlags extends ClusterOptions, ReportFlags<Format>, AcceptedFlags, MetricsFlags {
  readonly v: number;
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
    .allowExcessArguments()
    .summary("Audit the namespaces of a cluster")
    .description(
      "Reads the namespaces, pods and pod templates of a cluster and says of each namespace which policy is in force and where it " +
        "comes from, which workloads violate it, and the strictest level that it could hold now.",
    )
    .usage("[flags]");
  addMetricsOption(addAcceptedOptions(addReportOptions(command, FORMATS).addOption(messagesOption())));
  addClusterOptions(command)
    .addHelpText("after", EXAMPLES)
    .action(async () => {
      const flags = command.optsWithGlobals<AuditFlags>();
      verifyMessages(flags);
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
        async () =>
          finish(await printReport(report, flags, io, flags.namespace !== undefined || flags.messages === true)),
        async () => metrics?.write(report, finished),
      ]);
    });
}
