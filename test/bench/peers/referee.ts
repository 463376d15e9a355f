import { REFEREE, WITHOUT_GO } from "../../conformance/referee.ts";
import { buildGoProgram, goVersion } from "../../go-program.ts";
import type { Peer } from "./peer.ts";

/** The Go referee of the conformance suite, which gives the verdicts of `lint --level restricted`; returns the reason if it is not available. */
export async function referee(): Promise<Peer | string> {
  const version = await goVersion();
  if (version === undefined) return WITHOUT_GO;
  const program = await buildGoProgram(REFEREE, version);
  const name = "Go referee";
  return {
    name,
    isLibrary: true,
    candidate: (files) => ({
      name,
      program,
      args: ["lint", ...files],
      exitCode: 1,
      violations: (output) => output.trimEnd().split("\n").length,
    }),
  };
}
