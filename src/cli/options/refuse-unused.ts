import type { Command } from "commander";
import { UserError } from "../../api/user-error.ts";

/**
 * Refuses the flags of a run that another flag turns into something else, where they would be ignored.
 *
 * @param name the other flag
 * @param used the flags that have an effect with it, by the names of their values
 * @throws UserError if there are any
 */
export function refuseUnused(command: Command, name: string, used: ReadonlySet<string>): void {
  const unused = command.options
    .filter((option) => !used.has(option.attributeName()))
    .filter((option) => command.getOptionValueSource(option.attributeName()) === "cli")
    .map((option) => option.long ?? option.flags);
  if (unused.length === 0) return;
  const [has, them] = unused.length === 1 ? ["has", "it"] : ["have", "them"];
  throw new UserError(`${unused.join(", ")} ${has} no effect with ${name}`, `Leave ${them} out.`);
}
