/** The longest expression that stays on one line, in characters. */
const LINE = 100;

/** Divides a long CEL expression: before each operator, or after each item of a list, that is outside of parentheses. */
export function celLines(expression: string): string[] {
  if (expression.length <= LINE) return [expression];
  const lines: string[] = [];
  let depth = 0;
  let quote = "";
  let start = 0;
  for (let at = 0; at < expression.length; at++) {
    const char = expression.charAt(at);
    if (quote !== "") {
      if (char === "\\") at++;
      else if (char === quote) quote = "";
    } else if (char === "'" || char === '"') quote = char;
    else if ("([{".includes(char)) depth++;
    else if (")]}".includes(char)) depth--;
    else if (depth === 0 && (expression.startsWith(" && ", at) || expression.startsWith(" || ", at))) {
      lines.push(expression.slice(start, at));
      start = at + 1;
    } else if (depth === 1 && expression.startsWith(", variables.", at)) {
      lines.push(expression.slice(start, at + 1));
      start = at + 2;
    }
  }
  return [...lines, expression.slice(start)].map((line, index) => (index === 0 ? line : `  ${line}`));
}
