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
