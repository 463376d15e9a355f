import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { InvalidArgumentError } from "commander";
import {
  collectLevels,
  parseFailOn,
  parseLevelVersion,
  parseServerMinor,
  parseVerbosity,
} from "../../../../src/cli/options/values/parse.ts";

describe("options", () => {
  it("parses levels", () => {
    assert.deepEqual(parseLevelVersion("baseline"), {
      level: "baseline",
      version: { text: "latest", minor: Infinity },
    });
    assert.deepEqual(parseLevelVersion("restricted:v1.24"), {
      level: "restricted",
      version: { text: "v1.24", minor: 24 },
    });
    for (const text of ["", "Baseline", "restricted:", "restricted:1.24", ":latest", "restricted:v1.24:x"]) {
      assert.throws(() => parseLevelVersion(text), InvalidArgumentError, text);
    }
  });

  it("collects each level once", () => {
    const levels = ["baseline", "restricted", "baseline:latest", "baseline:v1.3"].reduce(
      (previous, text) => collectLevels(text, previous),
      [] as readonly ReturnType<typeof parseLevelVersion>[],
    );
    assert.deepEqual(
      levels.map(({ level, version }) => `${level}:${version.text}`),
      ["baseline:latest", "restricted:latest", "baseline:v1.3"],
    );
  });

  it("parses the server's version", () => {
    assert.equal(parseServerMinor("v1.33"), 33);
    assert.throws(() => parseServerMinor("1.33.4"), /written v1\.N: v1\.33/);
    assert.throws(() => parseServerMinor("latest"), /written v1\.N\.$/);
  });

  it("parses the mode to fail on", () => {
    for (const mode of ["enforce", "audit", "warn", "any", "none"]) assert.equal(parseFailOn(mode), mode);
    assert.throws(() => parseFailOn("all"), InvalidArgumentError);
  });

  it("parses the verbosity", () => {
    assert.equal(parseVerbosity("6"), 6);
    for (const text of ["", "x", "-1", "1.5", "100"])
      assert.throws(() => parseVerbosity(text), InvalidArgumentError, text);
  });
});
