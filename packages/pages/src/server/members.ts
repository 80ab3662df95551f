/**
 * Checks the names of an object's members, because JavaScript takes a misspelt option in silence.
 *
 * @param place the object, for the message
 * @throws TypeError if a member has another name than these
 */
export function refuseOthers(place: string, given: object, names: readonly string[]): void {
  const other = Object.keys(given).find((name) => !names.includes(name));
  if (other !== undefined) throw new TypeError(`${place}: there is no '${other}'; there are ${names.join(', ')}`);
}

/**
 * Checks that a host's sentences replace sentences of a catalogue.
 *
 * @param place the sentences, for the message
 * @throws TypeError if the catalogue has no sentence with the name
 */
export function refuseOtherTexts(place: string, texts: object, catalogue: object): void {
  for (const [name, text] of Object.entries(texts)) {
    const own: unknown = Object.hasOwn(catalogue, name) ? Reflect.get(catalogue, name) : undefined;
    if (own === undefined) throw new TypeError(`${place}: there is no sentence '${name}'`);
    if (typeof own === 'object' && own !== null && typeof text === 'object' && text !== null)
      refuseOtherTexts(`${place}, ${name}`, text, own);
  }
}
