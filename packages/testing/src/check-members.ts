import { nearestName } from '@sallyport/core';

/** @throws TypeError if an object has a member with another name */
export function checkMembers(call: string, input: object, members: readonly string[]): void {
  const unknown = Object.keys(input).find((name) => !members.includes(name));
  if (unknown === undefined) return;
  const meant = nearestName(unknown, members);
  throw new TypeError(
    `${call}: there is no member '${unknown}'; ${meant === undefined ? `there are ${members.join(', ')}` : `did you mean '${meant}'?`}`,
  );
}
