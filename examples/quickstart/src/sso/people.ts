import { type DemoPerson, demoPeople } from '../people.ts';

/** The id of the demo's provider in the policy and in paths. */
export const CORP = 'corp';

/** A person of the demo at the provider. */
export interface CorpPerson extends DemoPerson {
  /** The provider's permanent id of the person. */
  readonly subject: string;
  /** The claim `groups` of the person. */
  readonly groups: readonly string[];
}

/** The people of the demo. */
export const corpPeople: readonly CorpPerson[] = demoPeople.map((person) => ({
  ...person,
  subject: `${CORP}-${person.name.toLowerCase()}`,
  groups: person.role === 'none' ? [] : [person.role],
}));

/** The provider's claims for a person with one proof, and for a person with two proofs (RFC 8176; REFEDS profiles). */
export const PROOFS = {
  one: { acr: 'https://refeds.org/profile/sfa', amr: ['pwd'] },
  two: { acr: 'https://refeds.org/profile/mfa', amr: ['pwd', 'otp', 'mfa'] },
} as const;
