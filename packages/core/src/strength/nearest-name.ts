/**
 * The name most likely meant by a misspelt name; `undefined` if no name is near.
 *
 * @param most the edits within which a name is near. Default: a third of the letters, and two for a short name
 */
export function nearestName(
  written: string,
  names: Iterable<string>,
  most: number = Math.max(2, Math.floor(written.length / 3)),
): string | undefined {
  let best: string | undefined;
  let bestDistance = most + 1;
  for (const name of names) {
    const distance = editDistance(written.toLowerCase(), name.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [name, distance];
  }
  return best;
}

/** The first member of an object with another name than these, and the name most likely meant. `undefined`: every member has one of the names. */
export function unknownMember(
  given: object,
  names: readonly string[],
): { readonly name: string; readonly meant: string | undefined } | undefined {
  const name = Object.keys(given).find((member) => !names.includes(member));
  return name === undefined ? undefined : { name, meant: nearestName(name, names) };
}

/**
 * Checks the names of an object's members, because JavaScript takes a misspelt option in silence.
 *
 * @param call the function that takes the object, for the message
 * @throws TypeError with the name most likely meant, if a member has another name than these
 */
export function checkMembers(call: string, given: object, names: readonly string[]): void {
  const unknown = unknownMember(given, names);
  if (unknown === undefined) return;
  const { name, meant } = unknown;
  const hint = meant === undefined ? `there are ${names.join(', ')}` : `did you mean '${meant}'?`;
  throw new TypeError(`${call}: there is no member '${name}'; ${hint}`);
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const substituted = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(substituted, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
