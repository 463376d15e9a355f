/**
 * How npm is started. Within one of its scripts it is a file for Node: Windows starts its command only through a shell, which would have to be
 * quoted for.
 */
export function npmCommand(...args: readonly string[]): readonly [program: string, args: readonly string[]] {
  const { npm_execpath: npm } = process.env;
  return npm === undefined ? ["npm", args] : [process.execPath, [npm, ...args]];
}
