/** Handles a start with a Node that is too old: runs the repository's own Node instead, or ends with an error. */
const { runPinned } = await import("../test/toolchain/with-node.js").catch(() => ({}));
const code = runPinned?.(process.argv.slice(1));
if (code === undefined) {
  process.stderr.write(`error: kubectl pss needs Node.js 22.19 or newer, and this is ${process.version}\n`);
}
process.exit(code ?? 2);
