import { UserError, isUserError } from "../../api/user-error.ts";
import type { SetupCheck, SetupPart, SetupResult } from "../../api/webhook/setup.ts";
import { checkCertificate, type CheckContext, type ServingPem } from "../../server/setup/check-certificate.ts";
import { checkRegistration } from "../../server/setup/check-registration.ts";
import { readAdmissionConfiguration } from "../../sources/configuration-file.ts";
import type { TextOrFault } from "../../sources/files/decode-text.ts";
import { readTextFile } from "../../sources/files/read-text.ts";
import { readServingPem } from "../../sources/serving-certificate.ts";
import type { Terminal } from "../terminal.ts";
import { refuseClusterFlags } from "../inputs/objects-request.ts";
import { checkClusterSetup } from "./check-cluster.ts";
import { setupOfFiles } from "./check-files.ts";
import type { FoundSetup, WebhookCheckRequest } from "./check-request.ts";

const ORDER: readonly SetupPart[] = ["configuration", "certificate", "registration", "caBundle", "service", "rights"];

/**
 * Checks the setup of a webhook: its files, and the objects of a cluster or of files.
 *
 * @param now in milliseconds since 1970
 * @throws UserError if the flags are wrong, or there is no cluster
 */
export async function runWebhookCheck(
  request: WebhookCheckRequest,
  terminal: Terminal,
  now: number,
): Promise<SetupCheck> {
  const { filename, config, certFile, keyFile, renewBefore } = request;
  if (keyFile !== undefined && certFile === undefined) {
    throw new UserError("--tls-private-key-file needs --tls-cert-file", "Give both files of one Secret.");
  }
  const isFromFiles = filename !== undefined;
  if (isFromFiles) refuseClusterFlags(request, "-f");
  const context: CheckContext = { now, renewBefore, isFromFiles };
  const found: FoundSetup = isFromFiles
    ? await setupOfFiles(filename, request, terminal)
    : await checkClusterSetup(request, terminal);
  const files = certFile === undefined ? found.serving : readServing(certFile, keyFile);
  const isTried = found.results.some(({ part }) => part === "certificate");
  const results = [
    ...checkConfiguration(config, found.configuration),
    ...(files !== undefined && "part" in files
      ? [files, ...checkCertificate(found.registration, undefined, context)]
      : checkCertificate(found.registration, files, context)),
    ...(files === undefined && !isTried ? [skipped("certificate", notGiven(found))] : []),
    ...(found.registration === undefined ? [] : checkRegistration(found.registration)),
    ...found.results,
  ];
  return { isFromFiles, results: ORDER.flatMap((part) => results.filter((result) => result.part === part)) };
}

function notGiven({ withoutServing }: FoundSetup): string {
  return `not given: --tls-cert-file${withoutServing === undefined ? "" : `; ${withoutServing}`}`;
}

function readServing(certFile: string, keyFile: string | undefined): ServingPem | SetupResult {
  try {
    return readServingPem(certFile, keyFile);
  } catch (error) {
    return wrongInput("certificate", error);
  }
}

/** Checks the configuration as the webhook reads it. */
function checkConfiguration(file: string | undefined, embedded: FoundSetup["configuration"]): readonly SetupResult[] {
  if (file === undefined && embedded === undefined) return [skipped("configuration", "not given: --config")];
  const name = file ?? embedded?.name ?? "";
  const read = (path: string): TextOrFault =>
    file === undefined && path === name ? { text: embedded?.text ?? "" } : readTextFile(path);
  try {
    const { defaults, exemptions } = readAdmissionConfiguration(name, read, "--config");
    const { enforce, audit, warn } = defaults;
    const levels = [`enforce ${enforce.level}`, `audit ${audit.level}`, `warn ${warn.level}`].join(", ");
    const { usernames, namespaces, runtimeClasses } = exemptions;
    const total = usernames.length + namespaces.length + runtimeClasses.length;
    return [{ part: "configuration", state: "ok", found: `${name}: ${levels}; exemptions: ${total}` }];
  } catch (error) {
    return [wrongInput("configuration", error)];
  }
}

function wrongInput(part: SetupPart, error: unknown): SetupResult {
  if (!(error instanceof Error && isUserError(error))) throw error;
  return {
    part,
    state: "problem",
    found: error.message,
    expected: part === "configuration" ? "a configuration that kube-apiserver accepts" : "a certificate in PEM format",
    next: { type: "advice", sentence: error.hint },
    isWrongInput: true,
  };
}

function skipped(part: SetupPart, found: string): SetupResult {
  return { part, state: "skipped", found };
}
