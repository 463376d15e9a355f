import { createHash } from "node:crypto";

/** The platform in the header of an executable, as `npm run package` names it. */
export function platformOf(file: Buffer): string {
  if (file.readUInt32BE(0) === 0x7f454c46) {
    const machine = { 0x3e: "x64", 0xb7: "arm64" }[file.readUInt16LE(18)] ?? "?";
    return `linux-${machine}`;
  }
  if (file.readUInt32LE(0) === MACH_O_64) {
    const machine = { 0x01000007: "x64", 0x0100000c: "arm64" }[file.readUInt32LE(4)] ?? "?";
    return `darwin-${machine}`;
  }
  const header = file.readUInt32LE(0x3c);
  if (file.toString("latin1", 0, 2) === "MZ" && file.toString("latin1", header, header + 4) === "PE\0\0") {
    return file.readUInt16LE(header + 4) === 0x8664 ? "win-x64" : "win-?";
  }
  return "?";
}

/** Whether an ELF executable still has debug symbols. */
export function hasSymbolTable(file: Buffer): boolean {
  const SYMTAB = 2;
  const [start, size, count] = [Number(file.readBigUInt64LE(40)), file.readUInt16LE(58), file.readUInt16LE(60)];
  const types = Array.from({ length: count }, (_, index) => file.readUInt32LE(start + index * size + 4));
  return types.includes(SYMTAB);
}

const MACH_O_64 = 0xfeedfacf;
const LC_CODE_SIGNATURE = 0x1d;
const CODE_DIRECTORY = 0xfade0c02;
const ADHOC = 0x2;

/** The signature of a Mach-O executable. */
export interface Signature {
  readonly identifier: string;
  readonly isAdHoc: boolean;
  readonly pages: number;
  /** Pages with another hash than in the signature: macOS kills a process that touches one. */
  readonly wrongPages: number;
  /** The end of the covered part of the file, and the expected end: the start of the signature itself. */
  readonly covered: number;
  readonly expected: number;
}

/**
 * Reads the code directory of a Mach-O executable, and hashes its pages again (Apple's cs_blobs.h).
 *
 * @returns undefined if it is not signed
 */
export function signatureOf(file: Buffer): Signature | undefined {
  const place = signaturePlace(file);
  if (place === undefined) return undefined;
  const blobs = Array.from(
    { length: file.readUInt32BE(place + 8) },
    (_, index) => place + file.readUInt32BE(place + 12 + index * 8 + 4),
  );
  const directory = blobs.find((blob) => file.readUInt32BE(blob) === CODE_DIRECTORY);
  if (directory === undefined) return undefined;
  const field = (offset: number): number => file.readUInt32BE(directory + offset);
  const [hashes, identifier, pages, covered] = [field(16), field(20), field(28), field(32)];
  const [hashSize, pageSize] = [file.readUInt8(directory + 36), 1 << file.readUInt8(directory + 39)];
  const wrong = Array.from({ length: pages }, (_, page) => {
    const hash = createHash("sha256").update(file.subarray(page * pageSize, Math.min((page + 1) * pageSize, covered)));
    const stored = file.subarray(directory + hashes + page * hashSize, directory + hashes + (page + 1) * hashSize);
    return hash.digest().equals(stored) ? 0 : 1;
  });
  const name = directory + identifier;
  return {
    identifier: file.toString("latin1", name, file.indexOf(0, name)),
    isAdHoc: (field(12) & ADHOC) !== 0,
    pages,
    wrongPages: wrong.reduce<number>((sum, one) => sum + one, 0),
    covered,
    expected: place,
  };
}

/** The offset of the signature in LC_CODE_SIGNATURE. */
function signaturePlace(file: Buffer): number | undefined {
  let command = 32;
  for (let left = file.readUInt32LE(16); left > 0; left--) {
    if (file.readUInt32LE(command) === LC_CODE_SIGNATURE) return file.readUInt32LE(command + 8);
    command += file.readUInt32LE(command + 4);
  }
  return undefined;
}
