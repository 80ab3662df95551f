import type { AssertionParts, RegistrationParts } from './forge.test-support.ts';

/** Accepted, or refused at a step of WebAuthn L3 §7.1 or §7.2. */
export type Verdict = 'accepted' | number;

/** One thing changed in a response that is right, and signed anew. */
export type Mutation =
  | {
      readonly ceremony: 'create';
      readonly name: string;
      readonly verdict: Verdict;
      readonly change: (parts: RegistrationParts) => void;
    }
  | {
      readonly ceremony: 'get';
      readonly name: string;
      readonly verdict: Verdict;
      readonly change: (parts: AssertionParts) => void;
    };

export function registration(name: string, verdict: Verdict, change: (parts: RegistrationParts) => void): Mutation {
  return { ceremony: 'create', name, verdict, change };
}

export function assertion(name: string, verdict: Verdict, change: (parts: AssertionParts) => void): Mutation {
  return { ceremony: 'get', name, verdict, change };
}

/** The same change in both ceremonies, with the verdict in each. */
export function both(
  name: string,
  create: Verdict,
  get: Verdict,
  change: (parts: RegistrationParts | AssertionParts) => void,
): Mutation[] {
  return [registration(name, create, change), assertion(name, get, change)];
}
