const PLUGIN = "kubectl-pss";
const NAMES: ReadonlySet<string> = new Set([PLUGIN, `${PLUGIN}.js`, `${PLUGIN}.exe`]);

/**
 * The words that start this program: `kubectl-pss` if a shell says that the user has typed that, else `kubectl pss`. bash and zsh put the
 * path of the command that they start into `_`, and kubectl passes it on to its plugins unchanged.
 */
export function programName({ _: started = "" }: Readonly<Record<string, string | undefined>>): string {
  const name = started.slice(Math.max(started.lastIndexOf("/"), started.lastIndexOf("\\")) + 1);
  return NAMES.has(name) ? PLUGIN : "kubectl pss";
}
