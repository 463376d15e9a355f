import { Option, type Command } from "commander";
import { UserError } from "../../api/user-error.ts";
import type { LevelVersion } from "../../app/values/levels-and-versions.ts";
import type { AuditRequest } from "../../app/audit.ts";
import {
  AUDIT_FORMATS,
  identifies,
  showsCautions,
  showsPatches,
  showsSomePatches,
  type Format,
} from "../../render/format.ts";
import { ONLY_NAMESPACES, type OnlyNamespaces } from "../../report/report.ts";
import type { Finish } from "../command.ts";
import { withChoices } from "../options/values/choices.ts";
import { acceptedRequestOf, addAcceptedOptions, type AcceptedFlags } from "../options/accepted-options.ts";
import { addClusterOptions, type ClusterOptions } from "../options/cluster-options.ts";
import { compareOption, verifyCompare } from "../options/compare-option.ts";
import { mapOption, verifyMap } from "../options/map-option.ts";
import { formatsOf, openOutputs, outputFiles, verifyMessages, type Outputs } from "../options/output-options.ts";
import { collectNames } from "../options/values/parse.ts";
import { addReportOptions, levelOption, messagesOption, type ReportFlags } from "../options/shared-options.ts";
import { printReport } from "../output/print-report.ts";
import { terminalOf } from "../terminal/app-terminal.ts";
import type { Io } from "../terminal/io.ts";
import type { Suggestions } from "../../render/terminal/style.ts";

interface AuditFlags extends ClusterOptions, ReportFlags<Format>, AcceptedFlags {
  readonly v: number;
  readonly level: readonly LevelVersion[];
  readonly only?: OnlyNamespaces;
  readonly skip?: readonly string[];
  readonly compare?: string;
  readonly map?: string;
}

const EXAMPLES = `
Examples:
  # What is rejected now, what are namespaces ready for, and what blocks more?
  kubectl pss audit

  # Why does a Deployment have no pods? Which fields block the next level?
  kubectl pss audit -n payments

  # Fail if a workload blocks baseline, whatever the labels are
  kubectl pss audit --level baseline --skip kube-system

  # With the cluster's defaults and exemptions, which no API server returns
  kubectl pss audit --admission-config /etc/kubernetes/admission.yaml

  # The same from a dump, without access to the cluster
  kubectl get ns,pods,rs,deploy,sts,ds,jobs,cronjobs,rc,podtemplates,events \\
    -A -o json > dump.json
  kubectl pss audit -f dump.json

  # Accept the known violations, and fail on new ones
  kubectl pss audit --update-accept accepted.yaml --reason "old debt"
  kubectl pss audit --accept accepted.yaml --fail-on any

  # What moved since last week?
  kubectl pss audit -o json > last-week.json
  kubectl pss audit --compare last-week.json

  # For code scanning: each violation at the line of its manifest
  kubectl pss audit -o sarif=pss.sarif --map deploy/

  # kubectl patch commands for the workloads that violate their levels
  kubectl pss audit -n payments -o patches

  # Metrics for Prometheus' textfile collector; violations do not fail the run
  kubectl pss audit -o json --fail-on none \\
    -o prometheus=/var/lib/node_exporter/kubectl-pss.prom

It lists namespaces, pods, objects with a pod template and, if it may, Events
about rejected pods. docs/rbac.yaml is the role it needs.
Exit codes: 0 nothing violates, 1 violations, 2 wrong flags, kubeconfig or
input, 3 something could not be read. If several apply, 2 beats 3, and 3
beats 1.
`;

/** The formats in which another program decides on the result, so that they have all namespaces. */
const WHOLE_FORMATS: ReadonlySet<Format> = new Set([
  "azure",
  "github",
  "gitlab",
  "junit",
  "prometheus",
  "rdjson",
  "sarif",
]);

/** @throws UserError if `--only` would leave failures out of a format for CI */
function verifyOnly({ only, output }: { readonly only?: OnlyNamespaces; readonly output: Outputs<Format> }): void {
  const format = formatsOf(output).find((one) => WHOLE_FORMATS.has(one));
  if (only === undefined || format === undefined) return;
  throw new UserError(
    `--only is not for -o ${format}: it would hide violations that the exit code counts`,
    "Leave it out, or leave out namespaces with --skip.",
  );
}

/** Adds `kubectl pss audit`. */
export function addAudit(program: Command, io: Io, finish: Finish, suggestions: Suggestions): void {
  const command = program
    .command("audit")
    .allowExcessArguments()
    .summary("Audit the namespaces of a cluster")
    .description(
      "Reads the namespaces, pods and pod templates of a cluster. It lists the workloads that the enforced policy rejects now, the level that " +
        "each namespace is ready for, and the workloads and checks that block the next level, whatever the labels are.",
    )
    .usage("[flags]");
  addAcceptedOptions(addReportOptions(command, AUDIT_FORMATS).addOption(messagesOption()))
    .addOption(
      levelOption(
        "judge every workload by this level too, and fail on what violates it, whatever the labels; repeatable",
      ),
    )
    .addOption(withChoices(new Option("--only <NAMESPACES>", "list only some namespaces"), ONLY_NAMESPACES))
    .addOption(new Option("--skip <NAME>", "leave out a namespace; repeatable, or a,b").argParser(collectNames))
    .addOption(compareOption("audit"))
    .addOption(mapOption());
  addClusterOptions(command)
    .addHelpText("after", EXAMPLES)
    .action(async () => {
      const flags = command.optsWithGlobals<AuditFlags>();
      verifyMessages(flags);
      verifyOnly(flags);
      verifyMap(flags);
      verifyCompare(flags.compare, formatsOf(flags.output));
      const { v: verbosity, strict, output } = flags;
      const { files } = await openOutputs(output, flags, io, { isCluster: flags.filename === undefined });
      const accepted = await acceptedRequestOf(flags, io);
      // Loaded late, since a lint does not need it.
      const { runAudit } = await import("../../app/cluster.ts");
      // Only the page shows the result of a plan, which takes as long as an audit.
      const hasPlannedLevels = formatsOf(output).includes("html");
      const hasCautions = formatsOf(output).some(showsCautions);
      const identify = formatsOf(output).some(identifies);
      const request = {
        ...flags,
        levels: flags.level,
        verbosity,
        strict: strict === true,
        identify,
        accepted,
        hasPlannedLevels,
        hasCautions,
        ...patchesOf(formatsOf(output)),
        notInputs: outputFiles(output),
      };
      const report = await runAudit(request, terminalOf(io));
      const details = flags.namespace !== undefined || flags.messages === true;
      finish(await printReport(report, flags, io, details, suggestions, files));
    });
}

function patchesOf(formats: readonly Format[]): Pick<AuditRequest, "patches"> {
  if (formats.some(showsPatches)) return { patches: "all" };
  return formats.some(showsSomePatches) ? { patches: "page" } : {};
}
