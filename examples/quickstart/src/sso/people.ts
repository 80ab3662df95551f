import { type DemoPerson, demoPeople } from '../assets/ui/demo.ts';

/** The provider that the demo brings, in its policy and its paths. */
export const CORP = 'corp';

/** Someone of the demo, as the provider knows them. */
export interface CorpPerson extends DemoPerson {
  /** What the provider calls them, for good. */
  readonly subject: string;
  /** What it tells of them as `groups`. */
  readonly groups: readonly string[];
}

/** The same people as everywhere in the demo. */
export const corpPeople: readonly CorpPerson[] = demoPeople.map((person) => ({
  ...person,
  subject: `${CORP}-${person.name.toLowerCase()}`,
  groups: person.role === 'none' ? [] : [person.role],
}));

/** What the provider says of somebody who proved one thing, and of somebody who proved two (RFC 8176; REFEDS profiles). */
export const PROOFS = {
  one: { acr: 'https://refeds.org/profile/sfa', amr: ['pwd'] },
  two: { acr: 'https://refeds.org/profile/mfa', amr: ['pwd', 'otp', 'mfa'] },
} as const;
