/**
 * An element of the page, by its id.
 * @throws TypeError where the page has none, or one of another kind
 */
export function find<T extends Element>(id: string, kind: abstract new () => T): T {
  const element = document.getElementById(id);
  if (element instanceof kind) return element;
  throw new TypeError(`the page has no ${kind.name} #${id}`);
}

/** The radio button of a group that is chosen. */
export function chosen(group: string): string {
  const input = document.querySelector(`input[name="${group}"]:checked`);
  return input instanceof HTMLInputElement ? input.value : '';
}
