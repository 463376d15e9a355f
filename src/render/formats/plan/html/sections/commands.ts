import { untrustedWhole, markup, type Content, type Markup } from "../../../../page/markup.ts";

/** Commands, each with a button that copies it, which is hidden until the script runs. A command is never cut. */
export function commandList(commands: readonly string[]): Content {
  return commands.map(
    (
      command,
    ): Markup => markup`<div class="command"><code>${untrustedWhole(command)}</code><button type="button" class="copy" hidden>Copy</button></div>
`,
  );
}
