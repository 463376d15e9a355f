/** Reads the blocks of data of a page (data-blocks.ts). */

/** How long the script works before it lets the browser update the page, in milliseconds. */
const SLICE = 30;

/**
 * Reads the blocks, a slice at a time.
 * @param {(text: string) => void} addString gets each string in the order of its number, from 1
 * @param {(record: any) => void} addRecord
 */
export async function readBlocks(addString, addRecord) {
  let since = performance.now();
  for (const block of document.querySelectorAll("script.data")) {
    const { strings, records } = JSON.parse(block.textContent ?? "");
    for (const text of strings) addString(text);
    for (const record of records) addRecord(record);
    if (performance.now() - since < SLICE) continue;
    await pause();
    since = performance.now();
  }
}

/** Lets the browser update the page and handle input. */
export function pause() {
  return new Promise((resolve) => setTimeout(resolve));
}
