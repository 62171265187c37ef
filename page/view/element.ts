type Attributes = Readonly<Record<string, string>>;

/** Makes an element. What stands in it is text, and never markup: nothing that a name contains is run. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Makes an element of a drawing. */
export function drawn<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Node[]
): SVGElementTagNameMap[K] {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** One of the icons that the page has. */
export function icon(name: 'play' | 'stop' | 'plus' | 'close'): SVGSVGElement {
  return drawn('svg', { 'aria-hidden': 'true' }, drawn('use', { href: `#icon-${name}` }));
}
