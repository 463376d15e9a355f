import { quote } from "../../api/words/quoted.ts";
import { UserError } from "../../api/user-error.ts";
import type { InventoryConsumer } from "../../audit/inventory/consumer.ts";
import { Inventory } from "../../audit/inventory/inventory.ts";
import type { OpenedObjects } from "./opened-objects.ts";

/**
 * Reads all objects into an inventory, which passes the pods and templates to its consumers.
 *
 * @param strict whether notes about mistakes are errors (`--strict`)
 * @throws UserError if a dump contains nothing of the requested namespace
 */
export async function takeInventory(
  objects: OpenedObjects,
  consumers: readonly InventoryConsumer[],
  strict: boolean,
): Promise<Inventory> {
  const { items, scope } = objects;
  const inventory = new Inventory({ ...objects, strict }, consumers);
  if (items.type === "cluster") {
    await inventory.readCluster(items.pages);
    return inventory;
  }
  inventory.readFiles(items.read);
  if (scope.name !== undefined && inventory.isEmpty) {
    const { name } = scope;
    throw new UserError(`there is no namespace ${quote(name)}, and nothing in it`, "Check the name given with -n.");
  }
  return inventory;
}
