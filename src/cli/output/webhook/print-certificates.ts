/** Prints and writes the certificates of a webhook. The bundle has it in a separate file, since no other command needs it. */
import { join } from "node:path";
import { UserError } from "../../../api/user-error.ts";
import type { WebhookCertificates } from "../../../api/webhook/certificates.ts";
import type { CertificatesRequest } from "../../../app/webhook/certificates.ts";
import type { CertificateFormat } from "../../../render/formats/webhook/certificate-formats.ts";
import { renderCertificates } from "../../../render/formats/webhook/certificates.ts";
import { EXIT, type ExitCode } from "../../exit-codes.ts";
import { changeFile, refuseUnwritable } from "../../files/change-file.ts";
import { terminalOf } from "../../terminal/app-terminal.ts";
import { say, timeOf, writeAll, type Io } from "../../terminal/io.ts";

/**
 * Writes new certificates to their files, and the objects or commands to standard output.
 *
 * @param format by default commands, which need a directory
 */
export async function printCertificates(
  request: CertificatesRequest,
  format: CertificateFormat = "commands",
  io: Io,
): Promise<ExitCode> {
  const { directory } = request;
  if (directory === undefined && request.filename !== undefined && format === "commands") {
    throw new UserError(
      "the commands need files",
      "Add --directory DIR, or -o manifests for manifests, which contain the private key.",
    );
  }
  const { runCertificates } = await import("../../../app/webhook/webhook.ts");
  const certificates = await runCertificates(request, terminalOf(io), timeOf(io));
  const { reason, names, notAfter, registration } = certificates;
  const end = new Date(notAfter).toISOString().slice(0, 10);
  if (directory !== undefined && reason !== undefined) await writeFiles(directory, certificates);
  await writeAll(io.stdout, renderCertificates(certificates, format, directory ?? ""));
  const news = reason === undefined ? "Nothing to renew" : `New certificates, because ${reason}`;
  say(io.stderr, `${news}: the certificate for ${names.join(", ")} is valid until ${end}.`);
  if (format === "manifests" && registration.manifest === undefined) {
    say(
      io.stderr,
      "The inputs have no ValidatingWebhookConfiguration: create it, and run this again for its caBundle.",
    );
  }
  return EXIT.ok;
}

/** Only the owner can read the key. */
async function writeFiles(directory: string, { authorities, certificate, key }: WebhookCertificates): Promise<void> {
  const files = [
    { file: join(directory, "ca.crt"), text: authorities, mode: 0o644 },
    { file: join(directory, "tls.key"), text: key, mode: 0o600 },
    { file: join(directory, "tls.crt"), text: certificate, mode: 0o644 },
  ];
  for (const { file } of files) refuseUnwritable(file);
  for (const { file, text, mode } of files) await changeFile(file, { type: "replace", pieces: [text], newMode: mode });
}
