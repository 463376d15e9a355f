import { createHash } from "node:crypto";
import { Enums, Models, Serialize, Spec } from "@cyclonedx/cyclonedx-library";
import type { BundledPackage } from "../bundle/bundled-packages.ts";
import type { NodeRuntime } from "../executable/node-runtime.ts";

/** The fields of package.json that describe this program. */
export interface Subject {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
}

/**
 * The bill of materials of an executable, as CycloneDX 1.6 in JSON: this program, the npm packages in its bundle, and Node with the libraries in it.
 * It contains no time, and its serial number is a hash of its contents: two bills of the same components are identical. GitHub attests no bill
 * without a serial number (actions/attest v4, src/sbom.ts).
 *
 * @param libraries the versions of Node's components, as in `process.versions`
 */
export function billOfMaterials(
  subject: Subject,
  packages: readonly BundledPackage[],
  node: Pick<NodeRuntime, "version">,
  libraries: Readonly<Record<string, string | undefined>>,
): string {
  const bom = new Models.Bom();
  const program = component(Enums.ComponentType.Application, subject.name, subject.version, subject.license);
  program.description = subject.description;
  bom.metadata.component = program;
  const runtime = component(Enums.ComponentType.Platform, "node", node.version, "MIT");
  runtime.purl = `pkg:generic/node@${node.version}`;
  for (const [name, version] of Object.entries(libraries)) {
    if (name === "node" || version === undefined || version === "") continue;
    runtime.components.add(
      new Models.Component(Enums.ComponentType.Library, name, { version, bomRef: `node/${name}` }),
    );
  }
  bom.components.add(runtime);
  program.dependencies.add(runtime.bomRef);
  for (const { name, version, license, integrity } of packages) {
    const library = component(Enums.ComponentType.Library, name, version, license);
    library.purl = `pkg:npm/${name.replace(/^@/, "%40")}@${version}`;
    library.hashes.set(Enums.HashAlgorithm["SHA-512"], hexOf(integrity));
    bom.components.add(library);
    program.dependencies.add(library.bomRef);
  }
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  const text = (): string => `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
  bom.serialNumber = `urn:uuid:${uuidOf(text())}`;
  return text();
}

/** The namespace of URLs (RFC 9562, section 6.6). */
const NAMESPACE = Buffer.from("6ba7b8119dad11d180b400c04fd430c8", "hex");

/** A UUID of version 5, which is a hash of a text (RFC 9562, section 5.5). */
function uuidOf(text: string): string {
  const bytes = createHash("sha1").update(NAMESPACE).update(text).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function component(type: Enums.ComponentType, name: string, version: string, license: string): Models.Component {
  const made = new Models.Component(type, name, { version, bomRef: `${name}@${version}` });
  made.licenses.add(new Models.SpdxLicense(license));
  return made;
}

/** `sha512-…` of package-lock.json, as CycloneDX writes it. */
function hexOf(integrity: string): string {
  return Buffer.from(integrity.replace(/^sha512-/, ""), "base64").toString("hex");
}
