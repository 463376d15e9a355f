import { Option, type Command } from "commander";
import type { Binding, ExportRequest, PolicyAction, PolicyExemptions } from "../../app/export.ts";
import type { LevelVersion } from "../../app/values/levels-and-versions.ts";
import { EXPORT_FORMATS, type ExportFormat } from "../../render/formats/export/format.ts";
import * as parsers from "../options/export-options.ts";
import { admissionConfigOption, levelOption, outputOption, serverVersionOption } from "../options/shared-options.ts";
import type { Io } from "../terminal/io.ts";
import type { Finish } from "../command.ts";
import { LATE } from "./late/late-names.ts";

interface ExportFlags {
  readonly output: ExportFormat;
  readonly level: readonly LevelVersion[];
  readonly allVersions?: boolean;
  readonly bind: Binding;
  readonly action: readonly PolicyAction[];
  readonly controllers?: boolean;
  readonly exemptUser?: readonly string[];
  readonly exemptGroup?: readonly string[];
  readonly exemptRuntimeClass?: readonly string[];
  readonly exemptServiceAccount?: readonly string[];
  readonly exemptNamespace?: readonly string[];
  readonly exemptLabel?: PolicyExemptions["labels"];
  readonly exemptImage?: PolicyExemptions["images"];
  readonly without?: readonly string[];
  readonly messagePerCheck?: boolean;
  readonly prefix: string;
  readonly admissionConfig?: string;
  readonly serverVersion?: number;
}

const EXAMPLES = `
Examples:
  # Warn about pods that violate restricted, in each namespace without labels
  kubectl pss export --level restricted --bind default | kubectl apply -f -

  # Deny them in the namespaces with a label of your own
  kubectl pss export --level baseline --action deny \\
    --bind label:team.example.com/pss=baseline

  # Do what the pod-security.kubernetes.io labels say, at every version
  kubectl pss export --level baseline --level restricted --all-versions \\
    --bind labels --action deny --controllers

  # One agent may use the host's files, and one registry privileged containers
  kubectl pss export --level baseline --exempt-service-account logs/agent \\
    --exempt-image registry.example.com/cni/=privileged

  # The defaults and exemptions of an API server that you cannot configure
  kubectl pss export --admission-config admission.yaml

Nothing is applied. The policies need Kubernetes v1.30 or newer.
Exit codes: 0 exported, 2 wrong flags or a wrong file.
`;

/** Adds `kubectl pss export`. */
export function addExport(program: Command, io: Io, finish: Finish): void {
  const { collect } = parsers;
  const command = program
    .command("export")
    .summary(LATE.export.summary)
    .description(
      "Writes ValidatingAdmissionPolicies that decide as Pod Security Admission does, for clusters whose API server cannot be configured. " +
        "They can exempt a user, a service account, an image or a check, which labels cannot.",
    )
    .usage("[flags]")
    .addOption(outputOption(EXPORT_FORMATS, "the kind of policies").default("vap"))
    .addOption(levelOption("a level to export; repeatable").default([], "restricted"))
    .addOption(new Option("--all-versions", "also a policy for each older version of the levels"))
    .addOption(
      new Option(
        "--bind <NAMESPACES>",
        "the namespaces: labels (as their pod-security labels say), default (those without an enforce label), label:KEY=VALUE, or none",
      )
        .argParser(parsers.parseBinding)
        .default({ type: "default" }, "default"),
    )
    .addOption(
      new Option("--action <ACTION>", "what happens to a violating pod: warn, audit, warn,audit, deny or deny,audit")
        .argParser(parsers.parseActions)
        .default(["Warn"], "warn"),
    )
    .addOption(new Option("--controllers", "also warn about Deployments and other objects with a pod template"))
    .addOption(
      new Option("--exempt-user <NAME>", "a user whose requests are not judged; repeatable").argParser(
        collect(parsers.parsePlainName),
      ),
    )
    .addOption(
      new Option("--exempt-group <NAME>", "a group whose requests are not judged; repeatable").argParser(
        collect(parsers.parsePlainName),
      ),
    )
    .addOption(
      new Option("--exempt-runtime-class <NAME>", "pods of this runtime class are not judged; repeatable").argParser(
        collect(parsers.parseRuntimeClass),
      ),
    )
    .addOption(
      new Option(
        "--exempt-service-account <NS/NAME>",
        "pods of this service account are not judged; repeatable",
      ).argParser(collect(parsers.parseServiceAccount)),
    )
    .addOption(
      new Option("--exempt-namespace <NAME>", "a namespace that no policy applies to; repeatable").argParser(
        collect(parsers.parseNamespaceName),
      ),
    )
    .addOption(
      new Option(
        "--exempt-label <KEY=VALUE>",
        "pods with this label are not judged, and everyone can set it; repeatable",
      ).argParser(collect(parsers.parseLabel)),
    )
    .addOption(
      new Option(
        "--exempt-image <PREFIX=CHECK>",
        "containers whose image begins so may violate one check, but not their pod; repeatable",
      ).argParser(collect(parsers.parseImage)),
    )
    .addOption(
      new Option("--without <CHECK>", "a check to leave out of every policy; repeatable").argParser(
        collect(parsers.parsePlainName),
      ),
    )
    .addOption(
      new Option("--message-per-check", "one validation for each check; the API server then reports only the first"),
    )
    .addOption(
      new Option("--prefix <NAME>", "the beginning of the names").argParser(parsers.parsePrefix).default("pss"),
    )
    .addOption(admissionConfigOption())
    .addOption(serverVersionOption("the API server's minor version"));
  command.addHelpText("after", EXAMPLES).action(async () => {
    const flags = command.optsWithGlobals<ExportFlags>();
    // Loaded late, since other commands do not need it.
    const { printExport } = await import("../output/print-export.ts");
    finish(await printExport(requestOf(flags), flags.output, io));
  });
}

function requestOf(flags: ExportFlags): ExportRequest {
  const { level, allVersions, bind, action, controllers, without, messagePerCheck, prefix } = flags;
  const { admissionConfig, serverVersion } = flags;
  return {
    levels: level,
    allVersions: allVersions ?? false,
    binding: bind,
    actions: action,
    controllers: controllers ?? false,
    exemptions: {
      users: flags.exemptUser ?? [],
      groups: flags.exemptGroup ?? [],
      runtimeClasses: flags.exemptRuntimeClass ?? [],
      serviceAccounts: flags.exemptServiceAccount ?? [],
      namespaces: flags.exemptNamespace ?? [],
      labels: flags.exemptLabel ?? [],
      images: flags.exemptImage ?? [],
    },
    without: without ?? [],
    messagePerCheck: messagePerCheck ?? false,
    prefix,
    ...(admissionConfig !== undefined && { admissionConfig }),
    ...(serverVersion !== undefined && { serverVersion }),
  };
}
