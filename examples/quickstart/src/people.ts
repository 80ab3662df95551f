import type { Words } from './words/catalogue.ts';

/** An account of the demo at its first start. */
export interface DemoPerson {
  readonly name: string;
  readonly address: string;
  readonly role: keyof Words['roles'] | 'none';
  readonly meets: keyof Words['home']['meets'];
}

/** The password of all people in the demo. */
export const PASSWORD = 'correct horse battery staple';

export const demoPeople: readonly DemoPerson[] = [
  { name: 'Ada', address: 'ada@example.org', role: 'super-admin', meets: 'superAdmin' },
  { name: 'Ben', address: 'ben@example.org', role: 'employee', meets: 'emailCode' },
  { name: 'Cleo', address: 'cleo@example.org', role: 'contractor', meets: 'contractor' },
  { name: 'Dora', address: 'dora@example.org', role: 'none', meets: 'emailCode' },
];

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
