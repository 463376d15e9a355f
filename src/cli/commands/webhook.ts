import { InvalidArgumentError, Option, type Command } from "commander";
import type { Finish } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { parseDuration } from "../options/values/duration.ts";
import { parseFile } from "../options/values/parse.ts";
import { terminalOf } from "../terminal/app-terminal.ts";
import type { Io } from "../terminal/io.ts";

interface WebhookFlags {
  readonly v: number;
  readonly config?: string;
  readonly kubeconfig?: string;
  readonly securePort: number;
  readonly bindAddress: string;
  readonly tlsCertFile: string;
  readonly tlsPrivateKeyFile: string;
  readonly tlsMinVersion: "TLSv1.2" | "TLSv1.3";
  readonly shutdownDelay: number;
  readonly dryRun?: boolean;
}

const EXAMPLES = `
Examples:
  # Serve with the certificate of a Secret, in a pod of the cluster
  kubectl pss webhook --tls-cert-file tls.crt --tls-private-key-file tls.key \\
    --config podsecurityconfiguration.yaml

  # Deny nothing yet: warn about what would be denied
  kubectl pss webhook --tls-cert-file tls.crt --tls-private-key-file tls.key \\
    --config podsecurityconfiguration.yaml --dry-run

It reads namespaces and pods, and changes nothing. It ends with SIGTERM.
Exit codes: 0 ended by a signal, 2 wrong flags, files or kubeconfig.
`;

/** Adds `kubectl pss webhook`. Its flags have the names and defaults of the official webhook's. */
export function addWebhook(program: Command, io: Io, finish: Finish): void {
  const command = program
    .command("webhook")
    .summary("Serve Pod Security Admission as a webhook")
    .description(
      "Serves Pod Security Admission as a validating webhook, with defaults and exemptions of your own, for clusters whose API server cannot be " +
        "configured.",
    )
    .usage("--tls-cert-file FILE --tls-private-key-file FILE")
    .addOption(
      new Option(
        "--config <FILE>",
        "the PodSecurityConfiguration or AdmissionConfiguration; read again when it changes (default: every pod is allowed)",
      ).argParser(parseFile),
    )
    .addOption(
      new Option(
        "--kubeconfig <FILE>",
        "the kubeconfig (default: as for kubectl, or the service account of the pod)",
      ).argParser(parseFile),
    )
    .addOption(new Option("--secure-port <PORT>", "the port for HTTPS").argParser(parsePort).default(8443))
    .addOption(new Option("--bind-address <IP>", "the address to listen on").default("", "all addresses"))
    .addOption(
      new Option("--tls-cert-file <FILE>", "the certificate in PEM; read again when it changes")
        .argParser(parseFile)
        .makeOptionMandatory(),
    )
    .addOption(new Option("--tls-private-key-file <FILE>", "its key in PEM").argParser(parseFile).makeOptionMandatory())
    .addOption(
      new Option("--tls-min-version <VERSION>", "VersionTLS12 or VersionTLS13")
        .argParser(parseTlsVersion)
        .default("TLSv1.2", "VersionTLS12"),
    )
    .addOption(
      new Option("--shutdown-delay <TIME>", "how long connections are accepted after SIGTERM")
        .argParser(parseDuration)
        .default(5000, "5s"),
    )
    .addOption(new Option("--dry-run", "deny nothing: warn about what would be denied, and note it in the audit log"));
  command.addHelpText("after", EXAMPLES).action(async () => {
    const flags = command.optsWithGlobals<WebhookFlags>();
    const { config, kubeconfig } = flags;
    const ending = new AbortController();
    const end = (): void => ending.abort();
    // Loaded late, since other commands do not need it.
    const { runWebhook } = await import("../../app/webhook/webhook.ts");
    for (const signal of SIGNALS) process.once(signal, end);
    try {
      await runWebhook(
        {
          ...(config !== undefined && { config }),
          ...(kubeconfig !== undefined && { kubeconfig }),
          port: flags.securePort,
          address: flags.bindAddress,
          certFile: flags.tlsCertFile,
          keyFile: flags.tlsPrivateKeyFile,
          minTlsVersion: flags.tlsMinVersion,
          shutdownDelay: flags.shutdownDelay,
          isDryRun: flags.dryRun ?? false,
          verbosity: flags.v,
        },
        terminalOf(io),
        ending.signal,
      );
    } finally {
      for (const signal of SIGNALS) process.off(signal, end);
    }
    finish(EXIT.ok);
  });
}

const SIGNALS = ["SIGTERM", "SIGINT"] as const;

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new InvalidArgumentError("It is a number from 1 to 65535.");
  return port;
}

/** Parses Go's name of a version. Older versions than 1.2 are not offered. */
function parseTlsVersion(text: string): "TLSv1.2" | "TLSv1.3" {
  if (text === "VersionTLS12") return "TLSv1.2";
  if (text === "VersionTLS13") return "TLSv1.3";
  throw new InvalidArgumentError("It is VersionTLS12 or VersionTLS13.");
}
