/**
 * Prints krew's manifest of a release: the template .krew.yaml with the release's tag, repository and checksums.
 *
 * The template is in the language of krew-release-bot, which is Go's. This implements the parts that .krew.yaml uses, and a test compares it with Go.
 */
import { UserError } from "../src/api/user-error.ts";
import { readText, runScript, versionOf } from "./script.ts";

const TEMPLATE = ".krew.yaml";

/** The name of a GitHub user or organization, and of a repository. */
const REPOSITORY = /^[a-z\d](?:[a-z\d-]{0,38})\/[\w.-]{1,100}$/i;

/** A line of SHA256SUMS in the format of sha256sum; a star marks a file that was read in binary mode. */
const SUM = /^([\da-f]{64}) [ *](\S+)$/;

/**
 * Parses the checksums of a release, by file.
 *
 * @param file the name of the text in messages
 * @throws UserError if a line does not have sha256sum's format, or a file has two lines
 */
export function parseSums(text: string, file: string): ReadonlyMap<string, string> {
  const hint = "Create it again, in the folder of the archives: sha256sum kubectl-pss_* > SHA256SUMS";
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
 * Fills in a template for a release.
 *
 * @throws UserError if an archive has no checksum, or the template uses other parts of the language
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
          throw new UserError(
            `there is no checksum of ${archive}`,
            "SHA256SUMS must contain all archives of the release.",
          );
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
