import './left-page.ts';

/** The content of an element. `false`, `null` and `undefined` are left out; text is never markup. */
export type Child = Node | string | number | false | null | undefined | readonly Child[];

type Attribute = string | number | boolean | undefined | ((event: Event) => unknown);

/** Attributes by name. A function, as for `onclick`, is a listener; `true` is an attribute without value. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** Creates an element: `h('p', { class: 'muted' }, 'Hello')`. Text is always text, never markup. */
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

/** Creates an SVG element in the same way. */
export function svg(tag: string, attributes: Attributes = {}, ...children: Child[]): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  setAttributes(element, attributes);
  element.append(...nodesOf(children));
  return element;
}

/** Replaces the children of an element. If the focus was inside, the focus moves to the new contents, unless the caller moves the focus. */
export function fill(parent: Element, ...children: Child[]): void {
  const active = document.activeElement;
  const held = active !== parent && parent.contains(active);
  parent.replaceChildren(...nodesOf(children));
  if (held) requestAnimationFrame(() => keepFocus(parent));
}

/** If the focused element was removed, moves the focus to the beginning of the new contents. */
export function keepFocus(parent: Element): void {
  if (document.activeElement !== document.body || !parent.isConnected) return;
  const first = parent.querySelector<HTMLElement>('h1, h2, h3') ?? parent;
  if (!(first instanceof HTMLElement)) return;
  if (!first.hasAttribute('tabindex')) first.tabIndex = -1;
  first.focus();
}

/** An element of the page's shell. */
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

/** A text with places to break its line: after each `@`, and after each dot that does not follow a digit, as in a date. The text stays the same for the clipboard. */
export function breakable(text: string): Child {
  return text.split(/(?<=@|(?<!\d)\.)/).map((part, place): Child => [place === 0 ? null : h('wbr'), part]);
}
