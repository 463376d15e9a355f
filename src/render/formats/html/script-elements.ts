/** How the page makes its elements. Part of the page's script (script.ts). */
export const ELEMENTS_SCRIPT = String.raw`/**
 * An element that the page has in any case.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 */
function find(id, type) {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error("the page has no " + id);
  return element;
}

/**
 * Puts any number of children in place of those that are there: a call takes only as many arguments as the stack has room for.
 * @param {Element} parent
 * @param {Node[]} children
 */
function replaceAll(parent, children) {
  parent.replaceChildren();
  for (const child of children) parent.append(child);
}

/**
 * @param {string} tag
 * @param {string} className
 * @param {(Node | string)[]} children
 */
function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className !== "") element.className = className;
  element.append(...children);
  return element;
}

/**
 * @param {string} label
 * @param {string} className
 * @param {(event: Event) => void} onClick
 */
function button(label, className, onClick) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = className;
  element.textContent = label;
  element.addEventListener("click", onClick);
  return element;
}

const hiddenCharacter = new RegExp("(" + about.hidden + ")", "u");

/**
 * Text of a manifest or a cluster, isolated; what cannot be seen is shown by its code, which is no part of the text.
 * @param {string} text
 * @param {string} [className]
 */
function foreign(text, className = "") {
  const element = make("bdi", className);
  text.split(hiddenCharacter).forEach((part, index) => {
    if (index % 2 === 0) return element.append(part);
    const mark = make("span", "hidden", part);
    mark.dataset["code"] = codeOf(part);
    element.append(mark);
  });
  return element;
}

/** @param {string} character */
function codeOf(character) {
  const code = character.codePointAt(0) ?? 0;
  if (character === "\n") return "\\n";
  if (character === "\r") return "\\r";
  if (character === "\t") return "\\t";
  const digits = code < 0x80 ? 2 : code < 0x10000 ? 4 : 8;
  return "\\" + (digits === 2 ? "x" : digits === 4 ? "u" : "U") + code.toString(16).padStart(digits, "0");
}

/** @param {string} text */
function code(text) {
  return make("code", "", foreign(text));
}

/** @param {string} level @param {string} [text] */
function levelBadge(level, text = level) {
  return make("span", "level " + level, text);
}

/** @param {number} number */
function grouped(number) {
  return number.toLocaleString("en-US");
}

/**
 * @param {number} number
 * @param {string} noun
 */
function count(number, noun) {
  return grouped(number) + " " + noun + (number === 1 ? "" : "s");
}

/**
 * The names of the modes in a sum.
 * @param {number} sum
 */
function modesIn(sum) {
  return MODES.filter((_mode, index) => (sum & (1 << index)) !== 0);
}

/**
 * A table head that sorts the namespaces when it is pressed.
 * @param {string} label
 * @param {string} sort
 * @param {string} className
 */
function sortableHead(label, sort, className) {
  const isSorted = state.sort === sort;
  const head = make(
    "th",
    className,
    button(label, "sort", () => sortBy(sort)),
  );
  head.setAttribute("scope", "col");
  if (isSorted) head.setAttribute("aria-sort", sort === "name" || sort === "level" ? "ascending" : "descending");
  head.dataset["sort"] = sort;
  return head;
}
`;
