import { quote } from "../../api/words/quoted.ts";
import { UserError } from "../../api/user-error.ts";
import type { InventoryConsumer } from "../../audit/inventory/consumer.ts";
import { Inventory } from "../../audit/inventory/inventory.ts";
import type { InventoryOptions } from "../../audit/inventory/inventory-options.ts";
import type { OpenedObjects } from "./opened-objects.ts";

/**
 * Reads all objects into an inventory, which passes the pods and templates to its consumers.
 *
 * @throws UserError if a dump contains nothing of the requested namespaces
 */
export async function takeInventory(
  objects: OpenedObjects,
  consumers: readonly InventoryConsumer[],
  options: Pick<InventoryOptions, "strict" | "areLabelsNeeded">,
): Promise<Inventory> {
  const { items, scope } = objects;
  const create = (): Inventory => new Inventory({ ...objects, ...options }, consumers);
  let inventory = create();
  if (items.type === "cluster") {
    await inventory.readCluster(items.pages);
    return inventory;
  }
  const { read, kinds } = items;
  if (!inventory.readFiles(read, () => !kinds.hasMissed)) {
    // The definition of a kind follows one of its objects. This time it is known from the start.
    kinds.readAgain();
    inventory = create();
    inventory.readFiles(read);
  }
  const { absent } = inventory;
  if (absent.length > 0 && absent.length === scope.names?.length) throw nothingThere(absent);
  return inventory;
}

function nothingThere(names: readonly string[]): UserError {
  const quoted = names.map((name) => quote(name)).join(", ");
  return names.length === 1
    ? new UserError(`there is no namespace ${quoted}, and nothing in it`, "Check the name given with -n.")
    : new UserError(`there are no namespaces ${quoted}, and nothing in them`, "Check the names given with -n.");
}
