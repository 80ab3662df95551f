// Circles among things that point at each other (Tarjan's strongly connected components).

/**
 * The circles, each in the order of its names. What points at itself is a circle of one.
 * @param {Map<string, string[]>} edges what each points at; targets that are no key are left out
 * @returns {string[][]}
 */
export function circlesOf(edges) {
  const indexes = new Map();
  const lowest = new Map();
  const open = [];
  const circles = [];

  function visit(name) {
    indexes.set(name, indexes.size);
    lowest.set(name, indexes.get(name));
    open.push(name);
    for (const target of edges.get(name)) {
      if (!edges.has(target)) continue;
      if (!indexes.has(target)) visit(target);
      if (open.includes(target)) lowest.set(name, Math.min(lowest.get(name), lowest.get(target)));
    }
    if (lowest.get(name) !== indexes.get(name)) return;
    const circle = open.splice(open.indexOf(name));
    if (circle.length > 1 || edges.get(name).includes(name)) circles.push(circle.sort());
  }

  for (const name of edges.keys()) if (!indexes.has(name)) visit(name);
  return circles;
}
