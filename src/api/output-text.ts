/**
 * What must not reach a terminal or the log of a CI job as it is. Each is a function, because a run that meets none of these characters does
 * not pay for the expression.
 */

/**
 * One character that a terminal must not get: a control character, which can move the cursor or hide text; a mark that reverses or isolates the
 * direction of text; whatever has no width or looks like a space; half of a character; a code point that Unicode has not assigned.
 */
export const unprintable = (): RegExp => /[[^\p{L}\p{M}\p{N}\p{P}\p{S} ]\p{Default_Ignorable_Code_Point}]/gv;

/**
 * The class of printable characters that ICU, with which GitHub's runner compares, passes over. They may stand between the characters of a
 * command. All others that it passes over are unprintable.
 */
export const WEIGHTLESS = String.raw`[\p{M}\u0640\u07fa\u180a\u1cd3\ufe73]`;

/**
 * The first `#` of what opens a command of a CI runner anywhere in a line: `##[` for GitHub (ActionCommand.cs of actions/runner 2.336.0) and the
 * colours of Azure Pipelines, `##vso[` for Azure Pipelines (Command.cs of microsoft/azure-pipelines-agent), `##teamcity[`, `##octopus[` and the
 * like.
 */
export const commandOpening = (): RegExp => new RegExp(String.raw`#(?=${WEIGHTLESS}*#[${WEIGHTLESS}\w.\-]*\[)`, "gv");
