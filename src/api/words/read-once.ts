/** Whether an input is standard input, or a pipe of the shell: `-`, `/dev/stdin`, `/dev/fd/63`. A command that is run later cannot name it. */
export function isReadOnce(path: string): boolean {
  return path === "-" || /^\/(?:dev\/stdin|dev\/fd\/\d+|proc\/(?:self|\d+)\/fd\/\d+)$/.test(path);
}
