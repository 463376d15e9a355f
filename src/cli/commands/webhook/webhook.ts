import { InvalidArgumentError, Option, type Command } from "commander";
import { UserError } from "../../../api/user-error.ts";
import type { Suggestions } from "../../../render/terminal/style.ts";
import type { Finish } from "../../command.ts";
import { EXIT } from "../../exit-codes.ts";
import { parseDuration } from "../../options/values/duration.ts";
import { parseFile } from "../../options/values/parse.ts";
import { terminalOf } from "../../terminal/app-terminal.ts";
import type { Io } from "../../terminal/io.ts";
import { addCertificates } from "./certificates.ts";
import { addCheck } from "./check.ts";
import { LATE } from "../late/late-names.ts";

interface WebhookFlags {
  readonly v: number;
  readonly config?: string;
  readonly kubeconfig?: string;
  readonly securePort: number;
  readonly bindAddress: string;
  readonly tlsCertFile?: string;
  readonly tlsPrivateKeyFile?: string;
  readonly tlsMinVersion: "TLSv1.2" | "TLSv1.3";
  readonly tlsCipherSuites?: string;
  readonly tlsSniCertKey: readonly string[];
  readonly permitPortSharing?: true;
  readonly shutdownDelay: number;
  readonly dryRun?: boolean;
}

const EXAMPLES = `
Examples:
  # Serve with the certificate of a Secret, in a pod of the cluster
  kubectl pss webhook --tls-cert-file tls.crt --tls-private-key-file tls.key \\
    --config podsecurityconfiguration.yaml

  # Make the certificates, and check the setup
  kubectl pss webhook certificates --help
  kubectl pss webhook check

  # Deny nothing yet: warn about what would be denied
  kubectl pss webhook --tls-cert-file tls.crt --tls-private-key-file tls.key \\
    --config podsecurityconfiguration.yaml --dry-run

It reads namespaces and pods, and changes nothing. It ends with SIGTERM.
Exit codes: 0 ended by a signal, 2 wrong flags, files or kubeconfig.
`;

/** Adds `kubectl pss webhook`. Its flags have the names and defaults of the official webhook's. */
export function addWebhook(program: Command, io: Io, finish: Finish, suggestions: Suggestions): void {
  // Not mandatory for commander, because a command of the webhook does not need them.
  const [cert, key] = [
    new Option("--tls-cert-file <FILE>", "the certificate in PEM; read again when it changes").argParser(parseFile),
    new Option("--tls-private-key-file <FILE>", "its key in PEM").argParser(parseFile),
  ];
  const command = program
    .command("webhook")
    // The flags after a command of its own are those of that command.
    .enablePositionalOptions()
    .helpCommand(false)
    .summary(LATE.webhook.summary)
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
    .addOption(cert)
    .addOption(key)
    .addOption(
      new Option("--tls-min-version <VERSION>", "VersionTLS12 or VersionTLS13")
        .argParser(parseTlsVersion)
        .default("TLSv1.2", "VersionTLS12"),
    )
    .option(
      "--tls-cipher-suites <NAMES>",
      "the cipher suites of TLS 1.2, as Go names them: a,b (default: those of Node.js)",
    )
    .addOption(
      new Option(
        "--tls-sni-cert-key <PAIR>",
        "another certificate for some names: cert.pem,key.pem or cert.pem,key.pem:*.a.example,b.example; repeatable",
      )
        .argParser((pair: string, previous: readonly string[]) => [...previous, pair])
        .default([], "none"),
    )
    .option("--permit-port-sharing", "let another process listen on the same port (SO_REUSEPORT)")
    .addOption(
      new Option("--shutdown-delay <TIME>", "how long connections are accepted after SIGTERM")
        .argParser(parseDuration)
        .default(5000, "5s"),
    )
    .addOption(new Option("--dry-run", "deny nothing: warn about what would be denied, and note it in the audit log"));
  for (const [flag, reason] of REFUSED) command.addOption(refused(flag, reason));
  addCheck(command, io, finish, suggestions);
  addCertificates(command, io, finish);
  for (const one of command.commands) showOwnFlags(one, program);
  command.addHelpText("after", EXAMPLES).action(async () => {
    const flags = command.optsWithGlobals<WebhookFlags>();
    const { config, kubeconfig, tlsCertFile: certFile, tlsPrivateKeyFile: keyFile } = flags;
    if (certFile === undefined || keyFile === undefined) {
      const { flags: missing } = certFile === undefined ? cert : key;
      return command.error(`error: required option '${missing}' not specified`);
    }
    const ending = new AbortController();
    const end = (): void => ending.abort();
    // Loaded late, since other commands do not need it.
    const { runWebhook } = await import("../../../app/webhook/webhook.ts");
    for (const signal of SIGNALS) process.once(signal, end);
    try {
      await runWebhook(
        {
          ...(config !== undefined && { config }),
          ...(kubeconfig !== undefined && { kubeconfig }),
          port: flags.securePort,
          address: flags.bindAddress,
          ...{ certFile, keyFile },
          minTlsVersion: flags.tlsMinVersion,
          ...(flags.tlsCipherSuites !== undefined && { cipherSuites: flags.tlsCipherSuites }),
          sniPairs: flags.tlsSniCertKey,
          isPortShared: flags.permitPortSharing === true,
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

/** The flags of the official webhook that this one does not have, with the reasons. */
const REFUSED: readonly (readonly [flag: string, reason: string])[] = [
  ["--cert-dir", "It makes no certificate at its start: kubectl pss webhook certificates does."],
  ["--tls-curve-preferences", "The curves are those of OpenSSL."],
  ["--disable-http2-serving", "It serves HTTP/1.1 alone."],
  ["--http2-max-streams-per-connection", "It serves HTTP/1.1 alone."],
  ["--permit-address-sharing", "SO_REUSEADDR is always set."],
  ["--client-qps-limit", "It watches the namespaces, and sends few requests."],
  ["--client-qps-burst", "It watches the namespaces, and sends few requests."],
  ["--vmodule", "-v 6 logs each request to the API server."],
  ["--log-flush-frequency", "Each line is written immediately."],
  ["--version", "kubectl pss version prints it."],
];

/** A flag that is refused with its reason, in place of an unknown one. */
function refused(flag: string, reason: string): Option {
  return new Option(`${flag} [VALUE]`).hideHelp().argParser(() => {
    throw new UserError(`the webhook does not have the flag ${flag} of the official one`, [reason, "Leave it out."]);
  });
}

/** Shows the flags of a command of the webhook in its help, and those of the program, but not those of the server. */
function showOwnFlags(command: Command, program: Command): void {
  command.configureHelp({
    showGlobalOptions: true,
    visibleGlobalOptions: () => program.options.filter(({ long }) => long !== "--version"),
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
