import { YamlFault } from "../yaml-fault.ts";
import type { Scanner } from "../scan/scanner.ts";
import { TOKEN, type Token } from "../scan/tokens.ts";

/** The only version of YAML that go-yaml accepts in a directive. */
const VERSION = "1.1";

/** The prefixes of a document's tag handles: parserc.go of go.yaml.in/yaml/v2 v2.4.4. */
export class TagPrefixes {
  readonly #prefixes = new Map<string, string>();

  /**
   * Reads the directives before a document.
   *
   * @throws YamlFault if go-yaml rejects a directive, or no `---` follows
   */
  readDirectives(scanner: Scanner): void {
    let hasVersion = false;
    let hasDirective = false;
    for (; scanner.peek() === TOKEN.DIRECTIVE; scanner.skip()) {
      hasDirective = true;
      const { detail, offset } = scanner.token;
      if (detail === undefined || !("name" in detail)) continue;
      if (detail.name === "YAML") {
        if (hasVersion) throw new YamlFault("found duplicate %YAML directive", offset);
        if (detail.version !== VERSION) throw new YamlFault("found incompatible YAML document", offset);
        hasVersion = true;
      } else {
        if (this.#prefixes.has(detail.handle)) throw new YamlFault("found duplicate %TAG directive", offset);
        this.#prefixes.set(detail.handle, detail.prefix);
      }
    }
    if (hasDirective && scanner.peek() !== TOKEN.DOCUMENT_START) {
      throw new YamlFault("did not find expected <document start>", scanner.token.offset);
    }
    if (!this.#prefixes.has("!")) this.#prefixes.set("!", "!");
    if (!this.#prefixes.has("!!")) this.#prefixes.set("!!", "tag:yaml.org,2002:");
  }

  /**
   * Returns the whole tag, with the prefix in place of its handle.
   *
   * @throws YamlFault if the handle is not known
   */
  resolve({ detail, offset }: Token): string {
    if (detail === undefined || "name" in detail) throw new Error("the token is a tag");
    if (detail.handle === "") return detail.suffix;
    const prefix = this.#prefixes.get(detail.handle);
    if (prefix === undefined) throw new YamlFault("found undefined tag handle", offset);
    return prefix + detail.suffix;
  }
}
