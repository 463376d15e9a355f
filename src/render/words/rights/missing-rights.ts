import { count, plural } from "../../../api/words/plural.ts";

/** `12 rights are missing` */
export function missingRights(rights: number): string {
  return `${count(rights, "right")} ${plural(rights, "is", "are")} missing`;
}
