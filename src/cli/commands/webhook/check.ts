import { Option, type Command } from "commander";
import type { WebhookCheckRequest } from "../../../app/webhook/check-request.ts";
import { REGISTRATION, SERVICE_ACCOUNT } from "../../../api/webhook/names.ts";
import { SETUP_FORMATS, type SetupFormat } from "../../../render/formats/webhook/setup-formats.ts";
import type { Suggestions } from "../../../render/terminal/style.ts";
import type { Finish } from "../../command.ts";
import { addClusterFlags } from "../../options/cluster-options.ts";
import { outputOption } from "../../options/shared-options.ts";
import { parseLongTime } from "../../options/values/long-time.ts";
import { parseFile } from "../../options/values/parse.ts";
import type { Io } from "../../terminal/io.ts";

type CheckFlags = Omit<WebhookCheckRequest, "certFile" | "keyFile" | "verbosity"> & {
  readonly v: number;
  readonly output: SetupFormat;
  readonly tlsCertFile?: string;
  readonly tlsPrivateKeyFile?: string;
};

const EXAMPLES = `
Examples:
  # Does the API server call the webhook for each request, and trust it?
  kubectl pss webhook check

  # Also the configuration, and a certificate of a file
  kubectl pss webhook check --config psc.yaml --tls-cert-file tls.crt

  # Manifests, before they are applied
  kubectl pss webhook check -f deploy/webhook.yaml

  # For a program
  kubectl pss webhook check -o json

Without --tls-cert-file, the Secret webhook-tls is read, if you may get it. The
API server returns it with its key, which is not used and not printed.
Nothing is written. The rights are found with SelfSubjectAccessReviews, which
the API server does not store.
Exit codes: 0 no problem, 1 a problem, 2 wrong flags or files, 3 something could not be read.
`;

/** Adds `kubectl pss webhook check`. */
export function addCheck(webhook: Command, io: Io, finish: Finish, suggestions: Suggestions): void {
  const command = webhook
    .command("check")
    .summary("Check the setup of the webhook")
    .description(
      "Checks the configuration, the certificate, the registration at the API server, the Service and the rights of the webhook. Each problem has the " +
        "next command.",
    )
    .usage("[flags]")
    .addOption(outputOption(SETUP_FORMATS, "table or json").default("table"))
    .addOption(new Option("--config <FILE>", "the configuration of the webhook").argParser(parseFile))
    .addOption(
      new Option(
        "--tls-cert-file <FILE>",
        "its certificate in PEM (default: that of the Secret, if you may get it)",
      ).argParser(parseFile),
    )
    .addOption(new Option("--tls-private-key-file <FILE>", "its key in PEM").argParser(parseFile))
    .addOption(
      new Option("--renew-before <TIME>", "how long before its end a certificate is a problem: 30d, 720h")
        .argParser(parseLongTime)
        .default(30 * 86_400_000, "30d"),
    )
    .addOption(new Option("--name <NAME>", "the ValidatingWebhookConfiguration").default(REGISTRATION))
    .addOption(
      new Option("--service-account <NAME>", "the service account of the webhook, whose rights are checked").default(
        SERVICE_ACCOUNT,
      ),
    )
    .option("-f, --filename <PATH...>", "read the objects from files, directories, globs or - in place of the cluster");
  addClusterFlags(command)
    .addHelpText("after", EXAMPLES)
    .action(async () => {
      const { v, output, tlsCertFile, tlsPrivateKeyFile, ...flags } = command.optsWithGlobals<CheckFlags>();
      // Loaded late, since other commands do not need it.
      const { printSetup } = await import("../../output/webhook/print-setup.ts");
      const request = {
        ...flags,
        verbosity: v,
        ...(tlsCertFile !== undefined && { certFile: tlsCertFile }),
        ...(tlsPrivateKeyFile !== undefined && { keyFile: tlsPrivateKeyFile }),
      };
      finish(await printSetup(request, output, io, suggestions));
    });
}
