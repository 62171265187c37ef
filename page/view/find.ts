/**
 * Finds an element of the page by id.
 * @throws TypeError if it is missing or of another kind
 */
export function find<T extends Element>(id: string, kind: abstract new () => T): T {
  const element = document.getElementById(id);
  if (element instanceof kind) return element;
  throw new TypeError(`the page has no ${kind.name} #${id}`);
}

/** The chosen radio button of a group. */
export function chosen(group: string): string {
  const input = document.querySelector(`input[name="${group}"]:checked`);
  return input instanceof HTMLInputElement ? input.value : '';
}
