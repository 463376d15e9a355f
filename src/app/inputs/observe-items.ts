import type { ClusterItem } from "../../workloads/cluster-item.ts";
import type { SourceItem } from "../../workloads/object.ts";
import type { Items } from "./opened-objects.ts";

/**
 * Shows each item of the first reading to an observer.
 *
 * @param observe returns whether the item is passed on
 */
export function observeItems(items: Items, observe: (item: ClusterItem) => boolean): Items {
  if (items.type === "cluster") return { ...items, pages: observePages(items.pages, observe) };
  let isFirst = true;
  const read = (): Iterable<SourceItem> => {
    if (!isFirst) return items.read();
    isFirst = false;
    return observed(items.read(), observe);
  };
  return { ...items, read };
}

async function* observePages(
  pages: AsyncIterable<Iterable<ClusterItem>>,
  observe: (item: ClusterItem) => boolean,
): AsyncGenerator<Iterable<ClusterItem>, undefined> {
  for await (const page of pages) yield observed(page, observe);
}

function* observed<Item extends ClusterItem>(
  items: Iterable<Item>,
  observe: (item: ClusterItem) => boolean,
): Generator<Item, undefined> {
  for (const item of items) if (observe(item)) yield item;
}
