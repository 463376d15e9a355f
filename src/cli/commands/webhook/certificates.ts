import { InvalidArgumentError, Option, type Command } from "commander";
import { CERTIFICATE_FORMATS, type CertificateFormat } from "../../../render/formats/webhook/certificate-formats.ts";
import type { Finish } from "../../command.ts";
import { outputOption } from "../../options/shared-options.ts";
import { parseLongTime } from "../../options/values/long-time.ts";
import type { Io } from "../../terminal/io.ts";

interface CertificatesFlags {
  readonly output?: CertificateFormat;
  readonly directory?: string;
  readonly filename?: readonly string[];
  readonly dnsName: readonly string[];
  readonly renewBefore: number;
  readonly validFor: number;
  readonly renew?: true;
}

const DAY = 86_400_000;
/** The labels of a DNS name (RFC 1123). The first one may be a wildcard. A certificate with other characters cannot be read everywhere. */
const DNS_NAME =
  /^(?=.{1,253}$)(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;

const EXAMPLES = `
Examples:
  # Issue the certificates of the webhook in the cluster, or renew them. Run it
  # every week: without a reason to renew, it changes nothing
  kubectl get secret/webhook-tls \\
    validatingwebhookconfiguration/pod-security-webhook.kubernetes.io \\
    -n pod-security-webhook --ignore-not-found -o yaml |
    kubectl pss webhook certificates -f - -o manifests |
    kubectl apply --server-side --force-conflicts \\
      --field-manager=webhook-certificates -f -

  # Files in place of a pipe, and the commands that apply them
  mkdir -m 700 certificates
  kubectl pss webhook certificates --directory certificates

The key is in the Secret of -o manifests and in the file tls.key (mode 0600),
and nowhere else. Each renewal makes a new authority, whose key is not kept.
Exit codes: 0 issued or still valid, 2 wrong flags or files.
`;

/** Adds `kubectl pss webhook certificates`. */
export function addCertificates(webhook: Command, io: Io, finish: Finish): void {
  const command = webhook
    .command("certificates")
    .summary("Issue or renew the certificates of the webhook")
    .description(
      "Issues an authority and a certificate for the webhook, or renews them before they expire, without OpenSSL. The API server trusts the old certificate " +
        "until each replica serves the new one. It writes files or prints manifests, and never changes a cluster.",
    )
    .usage("(-f PATH... | --directory DIR) [flags]")
    .addOption(
      outputOption(CERTIFICATE_FORMATS, "commands (default with --directory) or manifests, which contain the key"),
    )
    .option(
      "--directory <DIR>",
      "the directory with ca.crt, tls.crt and tls.key, which are written if they are renewed",
    )
    .option(
      "-f, --filename <PATH...>",
      "the Secret and the ValidatingWebhookConfiguration that are in the cluster; - for standard input, which may be empty",
    )
    .addOption(
      new Option("--renew-before <TIME>", "how long before its end a certificate is renewed: 30d, 720h")
        .argParser(parseLongTime)
        .default(30 * DAY, "30d"),
    )
    .addOption(
      new Option("--valid-for <TIME>", "how long a new certificate is valid")
        .argParser(parseLongTime)
        .default(365 * DAY, "365d"),
    )
    .addOption(
      new Option("--dns-name <NAME>", "one more name of the certificate; repeatable")
        .argParser((name: string, previous: readonly string[]) => [...previous, parseDnsName(name)])
        .default([], "the Service of the registration"),
    )
    .option("--renew", "renew in any case");
  command.addHelpText("after", EXAMPLES).action(async () => {
    const flags = command.opts<CertificatesFlags>();
    // Loaded late, since other commands do not need it.
    const { printCertificates } = await import("../../output/webhook/print-certificates.ts");
    const { directory, filename, dnsName, renewBefore, validFor, renew } = flags;
    const request = {
      ...{ dnsNames: dnsName, renewBefore, validFor, isForced: renew === true },
      ...(directory !== undefined && { directory }),
      ...(filename !== undefined && { filename }),
    };
    finish(await printCertificates(request, flags.output, io));
  });
}

/** Parses a name of a certificate. An address is none: a client compares it with addresses alone. */
function parseDnsName(name: string): string {
  if (DNS_NAME.test(name) && /[a-z]/i.test(name)) return name;
  throw new InvalidArgumentError("It is a DNS name like webhook.example.com or *.example.com.");
}
