import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { it } from "node:test";
import { promisify } from "node:util";
import { buildGoProgram, goVersion } from "../go-program.ts";
import { WITHOUT_GO } from "./referee.ts";

const SCHEMA = join(import.meta.dirname, "../../src/sources/schema.ts");

const version = await goVersion();
if (version === undefined) {
  console.log(WITHOUT_GO);
} else {
  it("src/sources/schema.ts is what the Go types of go.mod's versions come to", async () => {
    const program = { module: import.meta.dirname, package: "./cmd/schema", name: "schema" };
    const { stdout } = await promisify(execFile)(await buildGoProgram(program, version), { maxBuffer: 1 << 24 });
    assert.equal(await readFile(SCHEMA, "utf8"), stdout, "generate it anew: the command is in its first line");
  });
}
