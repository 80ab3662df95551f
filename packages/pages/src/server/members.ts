/**
 * JavaScript takes a misspelt option in silence.
 *
 * @param place the object, for the message
 * @throws TypeError
 */
export function refuseOthers(place: string, given: object, names: readonly string[]): void {
  const other = Object.keys(given).find((name) => !names.includes(name));
  if (other !== undefined) throw new TypeError(`${place}: there is no '${other}'; there are ${names.join(', ')}`);
}

export function refuseOtherTexts(place: string, texts: object, catalogues: readonly object[]): void {
  for (const [name, text] of Object.entries(texts)) {
    const own = catalogues.flatMap((one) => (Object.hasOwn(one, name) ? [Reflect.get(one, name)] : []));
    if (own.length === 0) throw new TypeError(`${place}: there is no sentence '${name}'`);
    const groups = own.filter(isGroup);
    if (groups.length > 0 && isGroup(text)) refuseOtherTexts(`${place}, ${name}`, text, groups);
  }
}

function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
