import type { AcceptedUpdate } from "../../app/accepted/accepted-request.ts";
import { renderAcceptedList } from "../../render/formats/accepted/list.ts";
import { plural } from "../../api/words/plural.ts";
import { changeFile, refuseUnwritable, whileLocked } from "../files/change-file.ts";
import { say, type OutputStream } from "../terminal/io.ts";

/**
 * Names a list of accepted violations that a run updates. Nothing is read or written yet. The list is locked while it is replaced: another run may
 * update it as well, and neither must lose the additions of the other.
 *
 * @param words the reason and the last day of new entries
 * @param stderr gets a line about each change of the list
 */
export function createAcceptedUpdate(
  file: string,
  words: Pick<AcceptedUpdate, "reason" | "until">,
  stderr: OutputStream,
): AcceptedUpdate {
  const tell = (line: string): void => say(stderr, line);
  return {
    ...words,
    refuseUnwritable: () => refuseUnwritable(file),
    async write(merge) {
      const replace = async () => {
        const update = merge();
        await changeFile(file, { type: "replace", pieces: renderAcceptedList(update.entries, file) });
        return update;
      };
      const { added, removed, expired, unknown } = await whileLocked(file, replace, { onWait: tell });
      const over =
        expired === 0 ? "" : `; ${expired} expired, and not renewed: change the day in \`until\`, or fix the violation`;
      const kept =
        unknown === 0
          ? ""
          : `; ${unknown} ${plural(unknown, "matches", "match")} nothing and ${plural(unknown, "stays", "stay")}, because the run is incomplete`;
      tell(`${file}: ${added} ${plural(added, "entry", "entries")} added, ${removed} removed${over}${kept}`);
    },
  };
}
