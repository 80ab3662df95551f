const KEPT = ['hidden', 'id', 'aria-labelledby'];

const KEYS = ['data-testid', 'data-role', 'href'];

/** Changes only what differs. The focus and what the person opened stay, and buttons with their listeners. */
export function become(old: Element, drawn: Element): void {
  for (const name of new Set([...old.getAttributeNames(), ...drawn.getAttributeNames()])) {
    const value = drawn.getAttribute(name);
    if (KEPT.includes(name) || value === old.getAttribute(name)) continue;
    if (value === null) old.removeAttribute(name);
    else old.setAttribute(name, value);
  }
  let at = old.firstChild;
  for (const next of [...drawn.childNodes]) {
    let same = at;
    while (same !== null && !isSame(same, next)) same = same.nextSibling;
    if (same === null) {
      old.insertBefore(next, at);
      continue;
    }
    while (at !== null && at !== same) at = removed(at);
    at = same.nextSibling;
    if (same instanceof Element && next instanceof Element) {
      if (same.nodeName !== 'BUTTON') become(same, next);
    } else if (same.nodeValue !== next.nodeValue) same.nodeValue = next.nodeValue;
  }
  while (at !== null) at = removed(at);
}

function isSame(one: Node, other: Node): boolean {
  if (one.nodeName !== other.nodeName) return false;
  if (!(one instanceof Element && other instanceof Element)) return true;
  return KEYS.every((name) => one.getAttribute(name) === other.getAttribute(name));
}

function removed(node: ChildNode): ChildNode | null {
  const { nextSibling } = node;
  node.remove();
  return nextSibling;
}
