import { unknownMember } from '@sallyport/core';

/** @throws TypeError if an object has a member with another name */
export function checkMembers(call: string, input: object, members: readonly string[]): void {
  const unknown = unknownMember(input, members);
  if (unknown === undefined) return;
  const { name, meant } = unknown;
  throw new TypeError(
    `${call}: there is no member '${name}'; ${meant === undefined ? `there are ${members.join(', ')}` : `did you mean '${meant}'?`}`,
  );
}
