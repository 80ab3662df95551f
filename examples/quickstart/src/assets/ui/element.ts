export type Child = Node | string | number | false | null | undefined | readonly Child[];

type Attribute = string | number | boolean | undefined | ((event: Event) => unknown);

/** Attributes by name; a function under `onclick` and its like is a listener, `true` an attribute without value. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** Makes an element: `h('p', { class: 'muted' }, 'Hello')`. Text is always text, never markup. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...nodesOf(children));
  return element;
}

/** The same for a drawing. */
export function svg(tag: string, attributes: Attributes = {}, ...children: Child[]): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  setAttributes(element, attributes);
  element.append(...nodesOf(children));
  return element;
}

/** Puts children in place of what is there. A focus that was within is not lost: who calls this moves it on, or it goes to what is new. */
export function fill(parent: Element, ...children: Child[]): void {
  const active = document.activeElement;
  const held = active !== parent && parent.contains(active);
  parent.replaceChildren(...nodesOf(children));
  if (held) requestAnimationFrame(() => keepFocus(parent));
}

/** Gives a focus that went with what it was on to the beginning of what is there now. */
export function keepFocus(parent: Element): void {
  if (document.activeElement !== document.body || !parent.isConnected) return;
  const first = parent.querySelector<HTMLElement>('h1, h2, h3') ?? parent;
  if (!(first instanceof HTMLElement)) return;
  if (!first.hasAttribute('tabindex')) first.tabIndex = -1;
  first.focus();
}

/** An element the page's shell has. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page has no #${id}`);
  return element;
}

function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.replace(/^on/, ''), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
}

function nodesOf(children: readonly Child[]): (Node | string)[] {
  return children.flatMap((child): (Node | string)[] => {
    if (child === null || child === undefined || child === false) return [];
    if (isList(child)) return nodesOf(child);
    return [typeof child === 'number' ? String(child) : child];
  });
}

function isList(child: Child): child is readonly Child[] {
  return Array.isArray(child);
}
