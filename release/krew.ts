/**
 * Prints the manifest that krew installs a release by: the template .krew.yaml with the release's tag, repository and checksums.
 *
 * The template is in the language of krew-release-bot, which is Go's. This implements the parts that .krew.yaml uses, and a test compares it with Go.
 */
import { UserError } from "../src/api/user-error.ts";
import { readText, runScript, versionOf } from "./script.ts";

const TEMPLATE = ".krew.yaml";

/** A name at GitHub, and one of a repository of theirs. */
const REPOSITORY = /^[a-z\d](?:[a-z\d-]{0,38})\/[\w.-]{1,100}$/i;

/** A line of SHA256SUMS as sha256sum writes it; a star marks a file that was read as binary. */
const SUM = /^([\da-f]{64}) [ *](\S+)$/;

/**
 * The checksums of a release, by file.
 *
 * @param file what the text is called in messages
 * @throws UserError where a line is none of sha256sum's, or a file has two
 */
export function parseSums(text: string, file: string): ReadonlyMap<string, string> {
  const hint = "Write it anew, in the folder of the archives: sha256sum kubectl-pss_* > SHA256SUMS";
  const sums = new Map<string, string>();
  for (const [index, line] of text.split("\n").entries()) {
    if (line === "") continue;
    const [, sum, name] = SUM.exec(line) ?? [];
    if (sum === undefined || name === undefined) {
      const found = JSON.stringify(line);
      throw new UserError(`${file}:${index + 1}: expected a SHA-256, two blanks and a file, found ${found}`, hint);
    }
    if (sums.has(name)) throw new UserError(`${file}:${index + 1}: a second checksum of ${name}`, hint);
    sums.set(name, sum);
  }
  return sums;
}

/** The release that a manifest describes. */
export interface Release {
  /** `v0.1.0` */
  readonly tag: string;
  /** `OWNER/REPO` at GitHub. */
  readonly repository: string;
  /** By archive. */
  readonly sums: ReadonlyMap<string, string>;
}

/**
 * A template, filled in for a release.
 *
 * @throws UserError where an archive has no checksum, or the template has more than is known here
 */
export function renderManifest(template: string, { tag, repository, sums }: Release): string {
  const [owner = "", name = ""] = repository.split("/");
  const values = new Map([
    ["TagName", tag],
    ["PluginOwner", owner],
    ["PluginRepo", name],
  ]);
  const fillIn = (text: string): string =>
    text.replaceAll(/\{\{ \.(\w+) \}\}/g, (action, value: string) => values.get(value) ?? action);
  const manifest = template
    .replaceAll(/\{\{\/\*.*?\*\/ -\}\}\s*/gs, "")
    .replaceAll(
      /\{\{ addURIAndSha \(printf "([^"%]*)%s\/%s([^"%]*)" \.PluginOwner \.PluginRepo\) \.TagName \}\}/g,
      (_action, before: string, after: string) => {
        const uri = fillIn(`${before}${owner}/${name}${after}`);
        const archive = uri.slice(uri.lastIndexOf("/") + 1);
        const sum = sums.get(archive);
        if (sum === undefined) {
          throw new UserError(`there is no checksum of ${archive}`, "SHA256SUMS holds all archives of the release.");
        }
        return `uri: ${uri}\n    sha256: ${sum}`;
      },
    );
  const filled = fillIn(manifest);
  const unknown = /\{\{.*/.exec(filled)?.[0];
  if (unknown === undefined) return filled;
  throw new UserError(
    `${TEMPLATE} has what release/krew.ts does not know: ${unknown}`,
    "Teach it that, or write it so.",
  );
}

function main([tag, repository, file, ...more]: readonly string[]): string {
  if (tag === undefined || repository === undefined || file === undefined || more.length > 0) {
    throw new UserError("expected three arguments", "node release/krew.ts v0.1.0 OWNER/REPO SHA256SUMS");
  }
  versionOf(tag);
  if (!REPOSITORY.test(repository)) {
    throw new UserError(`${JSON.stringify(repository)} is no repository`, "It looks like OWNER/REPO, with no address.");
  }
  const sums = parseSums(readText(file), file);
  return renderManifest(readText(TEMPLATE), { tag, repository, sums });
}

if (import.meta.main) runScript(main);
