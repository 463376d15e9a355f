/** Makes the elements of the page. */

/** @type {{ hidden: string }} */
const { hidden } = JSON.parse(document.querySelector("script.about")?.textContent ?? "");
const hiddenCharacter = new RegExp("(" + hidden + ")", "u");

/**
 * Returns an element that every page has.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 */
export function find(id, type) {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error("the page has no " + id);
  return element;
}

/**
 * Replaces all children one by one: a call with very many arguments would overflow the stack.
 * @param {Element} parent
 * @param {Node[]} children
 */
export function replaceAll(parent, children) {
  parent.replaceChildren();
  for (const child of children) parent.append(child);
}

/**
 * @param {string} tag
 * @param {string} className
 * @param {(Node | string)[]} children
 */
export function make(tag, className, ...children) {
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
export function button(label, className, onClick) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = className;
  element.textContent = label;
  element.addEventListener("click", onClick);
  return element;
}

/**
 * Makes an isolated element for text from a manifest or a cluster. A hidden character is shown by its code, which is not part of the text.
 * @param {string} text
 * @param {string} [className]
 */
export function untrusted(text, className = "") {
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
  // As numbers: a minified string would contain them raw, and the page may be printed to a terminal.
  if (code === 0x09) return "\\t";
  if (code === 0x0a) return "\\n";
  if (code === 0x0d) return "\\r";
  const digits = code < 0x80 ? 2 : code < 0x10000 ? 4 : 8;
  return "\\" + (digits === 2 ? "x" : digits === 4 ? "u" : "U") + code.toString(16).padStart(digits, "0");
}

/** @param {string} text */
export function code(text) {
  return make("code", "", untrusted(text));
}

/** @param {string} level @param {string} [text] */
export function levelBadge(level, text = level) {
  return make("span", "level " + level, text);
}

/** @param {number} number */
export function grouped(number) {
  return number.toLocaleString("en-US");
}

/**
 * @param {number} number
 * @param {string} noun
 */
export function count(number, noun) {
  return grouped(number) + " " + noun + (number === 1 ? "" : "s");
}
