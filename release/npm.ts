/**
 * The command that starts npm. In an npm script it is a JavaScript file for Node: on Windows, the command npm needs a shell, and arguments would need
 * quotes.
 */
export function npmCommand(...args: readonly string[]): readonly [program: string, args: readonly string[]] {
  const { npm_execpath: npm } = process.env;
  return npm === undefined ? ["npm", args] : [process.execPath, [npm, ...args]];
}
