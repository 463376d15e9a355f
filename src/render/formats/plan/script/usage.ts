import { daysText, OBSERVED, type Part } from "./parts.ts";
import { quoted } from "./shell/shell.ts";
import { wrap } from "../../../words/lines.ts";

/** The columns of the output of the script. */
export const WIDTH = 80;

/** The argument that raises enforce in the observed namespaces although the days are not over. */
export const NO_WAIT = "--no-wait";

/** The head of the usage, for a script in this file. */
export const USAGE = usageOf("sh rollout.sh");

/** The head of the usage as arguments of printf: the shell knows how the script is run. */
export const OWN_USAGE = usageOf("$self")
  .map((line) => `"${line}"`)
  .join(" ");

function usageOf(self: string): readonly string[] {
  return [`Usage: ${self} apply|undo [STEP]`, `       ${self} dry-run [apply|undo] [STEP]`];
}

/** The effect of each argument, below the head of the usage. */
export function argumentLines(parts: readonly Part[]): readonly string[] {
  const steps = parts.filter(({ key }) => key !== OBSERVED);
  const safe = steps.filter(({ step }) => step.safe).map(({ key }) => key);
  const unsafe = steps.filter(({ step }) => !step.safe).map(({ key }) => ` Step ${key} is not yet safe.`);
  const observed = parts.filter(({ key }) => key === OBSERVED);
  return [
    `  apply    sets the labels of STEP, or of steps ${safe.at(0)} to ${safe.at(-1)}.${unsafe.join("")}`,
    "  undo     restores the labels from before STEP, or from before the plan.",
    "  dry-run  shows what apply or undo would do now, and changes nothing.",
    ...observed.flatMap(({ step: { number }, step }) =>
      wrap(
        `raises enforce in the rest of step ${number}, where audit and warn have been set for ${daysText(step)}; with ${NO_WAIT} everywhere.`,
        WIDTH,
        " ".repeat(11),
        `  apply ${OBSERVED}  `,
      ),
    ),
    "",
    "Apply one step, read the warnings and the audit log, and plan again into a new",
    "file: the next step depends on what runs then. Keep this file to undo its",
    "steps. A namespace whose labels have changed since the plan is skipped.",
  ];
}

/**
 * The shell code that finds out how to run the script again: `$self`, the words before the arguments, and `$next`, a file that does not exist yet for the next
 * plan. `$file` is empty if the script is read from a pipe. A name that would need more than plain quotes is replaced.
 *
 * @param again the command that prints a script like this one
 */
export function ownName(again: string): string {
  return String.raw`# How to run this script again, and a new file for the next plan.
file=''
case ${"$"}{0##*/} in
  sh | ash | bash | dash | ksh | mksh | zsh | busybox) ;;
  *) [ ! -f "$0" ] || file=$0 ;;
esac
case $file in
  '' | *[!A-Za-z0-9_./+,@%:=' '-]*) stem=rollout ;;
  *) stem=${"$"}{file%.sh} ;;
esac
number=2
case $stem in *-[2-9] | *-[1-9][0-9]) number=$((${"$"}{stem##*-} + 1)) stem=${"$"}{stem%-*} ;; esac
while [ -e "$stem-$number.sh" ]; do number=$((number + 1)); done
next=$stem-$number.sh
case $file in
  '') self=${quoted(`${again} | sh -s --`)} ;;
  *[!A-Za-z0-9_./+,@%:=' '-]*) self='sh rollout.sh' ;;
  *' '*) self="sh '$file'" next="'$next'" ;;
  *) self="sh $file" ;;
esac
`;
}
