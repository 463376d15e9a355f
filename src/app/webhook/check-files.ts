import { UserError } from "../../api/user-error.ts";
import type { SetupResult } from "../../api/webhook/setup.ts";
import type { ServingPem } from "../../server/setup/check-certificate.ts";
import { checkService } from "../../server/setup/check-service.ts";
import {
  decodeRegistration,
  hostOfService,
  recordOf,
  servicesOf,
  textOf,
  type ServiceReference,
} from "../../server/setup/registration.ts";
import { readObjects, type FileObject } from "../../sources/webhook/read-objects.ts";
import { MAX_FILE_BYTES } from "../../api/files.ts";
import type { Terminal } from "../terminal.ts";
import type { FoundSetup } from "./check-request.ts";

/** The kinds of a configuration of Pod Security Admission. */
const CONFIGURATION = /^kind: (?:PodSecurity|Admission)Configuration\s*$/m;

/**
 * Reads the objects of files, and checks the Service.
 *
 * @throws UserError if a file cannot be read, or no file has the registration
 */
export async function setupOfFiles(
  files: readonly string[],
  { name }: { readonly name: string },
  { readStandardInput }: Pick<Terminal, "readStandardInput">,
): Promise<FoundSetup> {
  const objects = await readObjects(files, () => readStandardInput(MAX_FILE_BYTES));
  const registrations = objects.filter(({ kind }) => kind === "ValidatingWebhookConfiguration");
  const found = registrations.find((one) => one.name === name) ?? onlyOne(registrations);
  if (found === undefined) {
    const names = registrations.map((one) => one.name).join(", ");
    const problem = names === "" ? "no ValidatingWebhookConfiguration in the files" : `no ${name}, but ${names}`;
    throw new UserError(problem, "Add its file, or name it with --name.");
  }
  const registration = decodeRegistration(found.object);
  const references = servicesOf(registration);
  const serving = servingOf(objects, references[0]);
  const configuration = configurationOf(objects);
  return {
    registration,
    ...(serving !== undefined && { serving }),
    ...(configuration !== undefined && { configuration }),
    results: [
      ...(references.length === 0 ? [skippedService(undefined)] : []),
      ...references.flatMap((reference) => checkFileService(objects, reference)),
      { part: "rights", state: "skipped", found: "not checked without a cluster" },
    ],
  };
}

function checkFileService(objects: readonly FileObject[], reference: ServiceReference): readonly SetupResult[] {
  const { namespace, name } = reference;
  const service = objects.find((one) => one.kind === "Service" && one.name === name && one.namespace === namespace);
  return service === undefined ? [skippedService(reference)] : checkService(reference, service.object, undefined);
}

function skippedService(reference: ServiceReference | undefined): SetupResult {
  const found =
    reference === undefined
      ? "the registration has a URL, and no Service"
      : `the files have no Service ${reference.name} of namespace ${reference.namespace}`;
  return { part: "service", state: "skipped", found };
}

function onlyOne(objects: readonly FileObject[]): FileObject | undefined {
  return objects.length === 1 ? objects[0] : undefined;
}

function servingOf(objects: readonly FileObject[], service: ServiceReference | undefined): ServingPem | undefined {
  for (const { kind, name, namespace: own, object } of objects) {
    const data = recordOf(object["data"]);
    const plain = recordOf(object["stringData"]);
    if (kind !== "Secret" || own !== service?.namespace || !("tls.crt" in data || "tls.crt" in plain)) continue;
    const read = (key: string): string =>
      textOf(plain[key]) || Buffer.from(textOf(data[key]), "base64").toString("utf8");
    const host = service === undefined ? {} : { host: hostOfService(service) };
    return { name: `Secret ${name}`, cert: read("tls.crt"), key: read("tls.key"), ...host };
  }
  return undefined;
}

function configurationOf(objects: readonly FileObject[]): FoundSetup["configuration"] {
  for (const { kind, name, object } of objects) {
    if (kind !== "ConfigMap") continue;
    for (const [key, text] of Object.entries(recordOf(object["data"]))) {
      if (typeof text === "string" && CONFIGURATION.test(text)) return { name: `ConfigMap ${name}: ${key}`, text };
    }
  }
  return undefined;
}
