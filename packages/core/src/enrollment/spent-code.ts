import type { HelpsIn } from '../strength/evidence.ts';

/** The code of a help-in after the code set a password: an ordinary enrollment code. In the flow of the code, the evidence still helps. */
export function afterItsPassword<Code extends { readonly helpsIn?: HelpsIn }>(code: Code): Omit<Code, 'helpsIn'> {
  const { helpsIn: _, ...rest } = code;
  return rest;
}

/** Returns whether a new session of the account ends the account's code: the code was used in some flow. */
export function endsWithSession({ usedIn }: { readonly usedIn?: string }): boolean {
  return usedIn !== undefined;
}
