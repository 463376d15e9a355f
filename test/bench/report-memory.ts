/** Loaded before a program (`--import`): says at its end how much memory it held at most, in a file. */
import { writeFileSync } from "node:fs";

const file = process.env["KUBECTL_PSS_BENCH_MEMORY"];
process.on("exit", () => {
  if (file !== undefined) writeFileSync(file, String(process.resourceUsage().maxRSS / 1024));
});
