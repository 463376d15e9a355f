import { REFUSED_CHARACTER, SUSPECT_CHARACTER } from "../scan/characters.ts";
import { YamlFault } from "../yaml-fault.ts";
import { isReadAhead } from "./document-end.ts";
import { Parser, type ParsedEvents } from "./parser.ts";

/**
 * Parses the first document of a text as go.yaml.in/yaml/v2 v2.4.4 does, and so kubectl.
 *
 * @throws YamlFault with go-yaml's message if it rejects the text, and if more than 1,000 collections are nested
 */
export function parseDocument(text: string): ParsedEvents {
  const refused = SUSPECT_CHARACTER.test(text) ? text.search(REFUSED_CHARACTER) : -1;
  if (refused === -1) return new Parser(text).parse();
  const parser = new Parser(text.slice(0, refused));
  try {
    const parsed = parser.parse();
    const isUnread = parser.at < refused && !isReadAhead(text, refused, parser.at);
    if (isUnread) return { ...parsed, rest: parsed.rest ?? refused };
  } catch (error) {
    // Another fault comes first, unless this character caused it.
    if (!(error instanceof YamlFault) || parser.at + 1 < refused) throw error;
  }
  const code = text.charCodeAt(refused).toString(16).toUpperCase().padStart(4, "0");
  throw new YamlFault(`control characters are not allowed: found U+${code}`, refused);
}
