import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { it } from "node:test";
import { promisify } from "node:util";
import { buildGoProgram, goVersion } from "../../go-program.ts";
import { WITHOUT_GO } from "../referee.ts";
import { leaveOut } from "../../missing-tool.ts";

const OBJECTS = join(import.meta.dirname, "../../../src/objects");
/** Files that are printed from Go's types, and the commands that print them. */
const GENERATED = [
  ["decode/schema.ts", "schema"],
  ["kinds/builtin-kinds.ts", "kinds"],
] as const;

const version = await goVersion();
if (version === undefined) {
  leaveOut(WITHOUT_GO);
} else {
  for (const [file, name] of GENERATED) {
    it(`src/objects/${file} matches the Go types of the versions in go.mod`, async () => {
      const program = { module: join(import.meta.dirname, ".."), package: `./cmd/${name}`, name };
      const { stdout } = await promisify(execFile)(await buildGoProgram(program, version), { maxBuffer: 1 << 24 });
      assert.equal(
        await readFile(join(OBJECTS, file), "utf8"),
        stdout,
        "generate it again: the command is in its first line",
      );
    });
  }
}
