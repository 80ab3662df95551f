/** The accounts of the demo at its first start. */
export interface DemoPerson {
  readonly name: string;
  readonly address: string;
  readonly role: string;
  readonly meets: string;
}

export const demoPassword = 'correct horse battery staple';

export const demoPeople: readonly DemoPerson[] = [
  {
    name: 'Ada',
    address: 'ada@example.org',
    role: 'Super admin',
    meets: 'Sets up a second step first, then runs the place.',
  },
  { name: 'Ben', address: 'ben@example.org', role: 'Employee', meets: 'Password and email code are enough.' },
  {
    name: 'Cleo',
    address: 'cleo@example.org',
    role: 'Contractor',
    meets: 'Must set up a passkey or an app before getting in.',
  },
  { name: 'Dora', address: 'dora@example.org', role: 'No role', meets: 'Password and email code are enough.' },
];

/** The mail page, at one mailbox or telephone number where it is known. */
export function mailPage(to?: string): string {
  return to === undefined || !/[@+]/.test(to) ? '/mail' : `/mail?to=${encodeURIComponent(to)}`;
}
