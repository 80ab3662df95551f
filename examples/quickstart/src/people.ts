import type { Words } from './words/words.ts';

/** An account of the demo at its first start. */
export interface DemoPerson {
  readonly name: string;
  readonly address: string;
  readonly role: keyof Words['home']['roles'];
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
