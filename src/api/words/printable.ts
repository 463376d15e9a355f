/**
 * The code points that are printable in Unicode 17, which JavaScript engines use by now, and not in Unicode 15.0. Each
 * range also includes its neighbours that are not printable in 15.0.
 */
const NEWER_THAN_UNICODE_15 = [
  String.raw`\u088f-\u0897\u0c5b-\u0c5c\u0cd7-\u0cdc\u1acf-\u1aff\u1b4d-\u1b4f\u1b7f\u1c89-\u1c8f\u20c1-\u20cf`,
  String.raw`\u2427-\u243f\u2b96\u2ffc-\u3000\u31e4-\u31ef\ua7cb-\ua7cf\ua7d2\ua7d4\ua7da-\ua7f1\ufbc3-\ufbd2`,
  String.raw`\ufd90-\ufd91\ufdc8-\ufdce\u{105bd}-\u{105ff}\u{10940}-\u{1097f}\u{10d3a}-\u{10e5f}`,
  String.raw`\u{10eb2}-\u{10efc}\u{11375}-\u{113ff}\u{116ca}-\u{116ff}\u{11b0a}-\u{11bff}\u{11daa}-\u{11edf}`,
  String.raw`\u{11f5a}-\u{11faf}\u{13456}-\u{143ff}\u{14647}-\u{167ff}\u{16b90}-\u{16e3f}\u{16e9b}-\u{16eff}`,
  String.raw`\u{16ff2}-\u{16fff}\u{187f8}-\u{187ff}\u{18cd6}-\u{18cff}\u{18d09}-\u{1afef}\u{1bca0}-\u{1ceff}`,
  String.raw`\u{1e4fa}-\u{1e7df}\u{1f6d8}-\u{1f6db}\u{1f777}-\u{1f77a}\u{1f8b2}-\u{1f8ff}\u{1fa54}-\u{1fa5f}`,
  String.raw`\u{1fa89}-\u{1fa8f}\u{1fabe}\u{1fac6}-\u{1facd}\u{1fadc}-\u{1fadf}\u{1fae9}-\u{1faef}`,
  String.raw`\u{1fbcb}-\u{1fbef}\u{1fbfa}-\u{1ffff}\u{2b73a}-\u{2b73f}\u{2cea2}-\u{2ceaf}\u{2ebe1}-\u{2f7ff}`,
  String.raw`\u{323b0}-\u{e00ff}`,
].join("");

/** Compiled on first use: it is large, and almost no run quotes anything. */
let printable: RegExp | undefined;

/**
 * Whether Go prints a character (one code point) unescaped: letters, marks, numbers, punctuation, symbols and the ASCII
 * space. It is strconv.IsPrint of Go 1.26, which kube-apiserver v1.37.2 is built with; its tables are those of Unicode
 * 15.0.
 */
export function isPrintable(character: string): boolean {
  printable ??= new RegExp(String.raw`^[[\p{L}\p{M}\p{N}\p{P}\p{S} ]--[${NEWER_THAN_UNICODE_15}]]$`, "v");
  return printable.test(character);
}
