import { randomBytes } from 'node:crypto';
import type { PolicyInput } from '@sallyport/core';
import { createSallyport, isRefusal, type Sallyport } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { type Mailbox, mailbox } from './mailbox.ts';
import { notices } from './notices.ts';

/** The quickstart's policy at first start. */
const FIRST_POLICY: PolicyInput = {
  requiredStrength: 'baseline',
  roles: { 'super-admin': { requiredStrength: 'enhanced' }, contractor: { requiredStrength: 'enhanced' } },
};

/** Everyone's password in the demo. */
export const PASSWORD = 'correct horse battery staple';

const PEOPLE: readonly { readonly identifier: string; readonly roles: readonly string[] }[] = [
  { identifier: 'ada@example.org', roles: ['super-admin'] },
  { identifier: 'ben@example.org', roles: ['employee'] },
  { identifier: 'cleo@example.org', roles: ['contractor'] },
  { identifier: 'dora@example.org', roles: [] },
];

/** What the demo's own app holds for whom: a host answers this from its own tables (P19). */
const EXPOSURE = [
  { id: 'reports', label: 'Quarterly reports', access: 'read' },
  { id: 'vault', label: 'Team vault', access: 'read and write' },
];

export interface DemoOptions {
  readonly origin: string;
  readonly policy?: PolicyInput;
  readonly clock?: () => number;
  readonly secret?: string;
}

export interface Demo {
  readonly auth: Sallyport;
  readonly mail: Mailbox;
}

/** Sallyport on the memory store, with the seeded people and a mailbox instead of a mailer. */
export async function openDemo({
  origin,
  policy = FIRST_POLICY,
  clock = Date.now,
  secret,
}: DemoOptions): Promise<Demo> {
  const mail = mailbox(origin, clock);
  const auth = createSallyport({
    origin,
    name: 'Sallyport quickstart',
    secrets: [secret ?? randomBytes(32).toString('base64url')],
    store: memoryStore(),
    policy,
    clock,
    sendMail: (message) => mail.deliver(message),
    notifyOwner: notices(mail),
    exposure: () => EXPOSURE,
    logger: console,
  });
  await auth.ready();
  for (const person of PEOPLE) {
    const created = await auth.accounts.create({ ...person, email: person.identifier, password: PASSWORD });
    if (isRefusal(created) && created.refused !== 'already-exists')
      throw new Error(`${person.identifier}: ${created.refused}`);
  }
  return { auth, mail };
}
