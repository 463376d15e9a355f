/**
 * Puts the artifacts of a release's run into one folder, after it has compared their checksums. The comparison is needed because any job of a run can
 * replace an artifact. Each artifact is in a folder with its name. `BUILT` has, as JSON, the checksums from the outputs of the jobs, which no other
 * job can change.
 */
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../src/api/user-error.ts";
import { parseSums } from "./krew.ts";
import { runScript, versionOf } from "./script.ts";
import { archiveName, TARGETS } from "./targets.ts";

const BILL_OF_MATERIALS = "bill-of-materials";

/** The artifacts of a version, by name, and the only file in each. */
export function artifactsOf(version: string): ReadonlyMap<string, string> {
  const archives = TARGETS.map((target) => [`executable-${target.name}`, archiveName(target, version)] as const);
  return new Map([...archives, [BILL_OF_MATERIALS, `kubectl-pss_v${version}.cdx.json`]]);
}

const HINT = "Release nothing of this run before you know which job uploaded it.";

/**
 * Compares names, in any order.
 *
 * @throws UserError if they are not the expected ones
 */
function assertNames(what: string, found: readonly string[], expected: readonly string[]): void {
  const [has, wants] = [found, expected].map((names) => names.toSorted().join(", "));
  if (has !== wants) throw new UserError(`${what}: expected ${wants}, found ${has === "" ? "nothing" : has}`, HINT);
}

/** The checksums in the outputs of jobs, by file; an empty output has no checksum. */
function builtSums(outputs: string): ReadonlyMap<string, string> {
  const texts = Object.values(JSON.parse(outputs)).map(String);
  return parseSums(texts.join("\n"), "BUILT");
}

function main([tag, from, to, ...names]: readonly string[]): string {
  if (tag === undefined || from === undefined || to === undefined) {
    throw new UserError("expected a tag and two folders", "node release/gather.ts v0.1.0 FROM TO [ARTIFACT...]");
  }
  const artifacts = artifactsOf(versionOf(tag));
  const wanted = names.length === 0 ? [...artifacts.keys()] : names;
  const sums = builtSums(process.env["BUILT"] ?? "{}");
  assertNames("artifacts", readdirSync(from), wanted);
  mkdirSync(to, { recursive: true });
  return wanted
    .map((name) => {
      const file = artifacts.get(name);
      if (file === undefined) throw new UserError(`there is no artifact ${name}`, "release/gather.ts knows all.");
      assertNames(`artifact ${name}`, readdirSync(join(from, name)), [file]);
      const path = join(from, name, file);
      const sum = createHash("sha256").update(readFileSync(path)).digest("hex");
      const built = sums.get(file);
      if (sum !== built) {
        throw new UserError(`${file} is ${sum}, and the job that made it said ${built ?? "nothing"}`, HINT);
      }
      copyFileSync(path, join(to, file));
      return `${sum}  ${file}\n`;
    })
    .join("");
}

if (import.meta.main) runScript(main);
