import { readdirSync, readFileSync } from 'node:fs';
import type { PolicyInput } from '@sallyport/core';
import { hostCode, isRefusal, type Mail } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, newAccount, provesNow, signedIn } from '../embedded.test-support.ts';

const ADA = 'ada@example.org';
const NEXT = 'next@example.org';
const BY = { by: hostCode('host') } as const;

/** The members of every mail. A fact that all mails carry is a member here. */
const EVERY = ['kind', 'tenant', 'to'];
/** The members of a mail of one kind beside {@link EVERY}. */
const MEMBERS: Readonly<Record<Mail['kind'], readonly string[]>> = {
  'email-code': ['code'],
  'email-change': ['token'],
  'email-change-begun': [],
  recovery: ['token'],
  'sign-up': ['token'],
  'sign-up-taken': [],
  invitation: ['token', 'accountId'],
  'organisation-invitation': ['token', 'organisation'],
  reminder: ['offer', 'accountId'],
};

interface Sender {
  /** The file of the engine that calls `sendCounted` or `sendCodeCounted`. */
  readonly file: string;
  readonly kinds: readonly Mail['kind'][];
  readonly policy?: PolicyInput<string>;
  readonly sends: (world: Embedded) => Promise<unknown>;
}

/** Every sender of mails. */
const SENDERS: Readonly<Record<string, Sender>> = {
  'an invitation into an organisation': {
    file: 'organisations/invitations.ts',
    kinds: ['organisation-invitation'],
    policy: { administrators: {}, organisations: { roles: { member: {} } } },
    sends: async ({ auth: { organisations } }) => {
      await organisations.create({ id: 'acme', ...BY });
      return organisations.invite('acme', { email: ADA, roles: ['member'], ...BY });
    },
  },
  'a code for a sign-in': {
    file: 'sign-in/send-code.ts',
    kinds: ['email-code'],
    sends: (world) => signedIn(world, ADA),
  },
  'a link to a new password': {
    file: 'sign-in/recovery.ts',
    kinds: ['recovery'],
    sends: async (world) => {
      await newAccount(world, ADA);
      await world.auth.recovery.begin(new Client(world).caller, { identifier: ADA });
    },
  },
  'a link to an account': {
    file: 'sign-in/sign-up.ts',
    kinds: ['sign-up'],
    sends: (world) => world.auth.signUp.begin(new Client(world).caller, { email: ADA }),
  },
  'a sign-up at an address with an account': {
    file: 'sign-in/sign-up.ts',
    kinds: ['sign-up-taken'],
    sends: async (world) => {
      await newAccount(world, ADA);
      await world.auth.signUp.begin(new Client(world).caller, { email: ADA });
    },
  },
  'a change of the address': {
    file: 'accounts/own-account.ts',
    kinds: ['email-change', 'email-change-begun'],
    sends: async (world) => {
      const client = await signedIn(world, ADA);
      world.mails.length = 0;
      await world.auth.me(await provesNow(world, world.store, client)).requestEmail(NEXT);
    },
  },
  'an invitation of a new account': {
    file: 'administration/invitations.ts',
    kinds: ['invitation'],
    sends: (world) => world.auth.people.create({ identifier: ADA, email: ADA, invite: true, ...BY }),
  },
  'an invitation again': {
    file: 'administration/invitations.ts',
    kinds: ['invitation'],
    sends: async (world) => {
      await world.auth.people.create({ identifier: ADA, email: ADA, invite: true, ...BY });
      await world.auth.runBackgroundWork();
      world.mails.length = 0;
      await world.auth.people.invite({ identifier: ADA }, BY);
    },
  },
  'a reminder': {
    file: 'administration/reminders.ts',
    kinds: ['reminder'],
    policy: { requiredStrength: 'single', roles: { contractor: { requiredStrength: 'enhanced' } } },
    sends: async (world) => {
      await newAccount(world, ADA, ['contractor']);
      await world.auth.people.remind({ identifier: ADA }, BY);
    },
  },
};

/** The senders of codes through `codes` of the host, and of no mail. */
const CODE_SENDERS = ['sign-in/enrollment/code.ts'];

const membersOf = (sent: Mail): readonly string[] => Object.keys(sent).sort();

describe('a mail', () => {
  it.each(Object.entries(SENDERS))('has every member of its kind: %s', async (_, { kinds, policy, sends }) => {
    const world = await embedded(policy && { policy });
    const answer = await sends(world);
    expect(isRefusal(answer)).toBe(false);
    await world.auth.runBackgroundWork();
    expect(world.mails.map(({ kind }) => kind)).toEqual(kinds);
    for (const mail of world.mails) expect(membersOf(mail)).toEqual([...EVERY, ...MEMBERS[mail.kind]].sort());
    await world.auth.close();
  });

  it('is of a kind that a sender above sends, in a file above', () => {
    const senders = Object.values(SENDERS);
    expect(new Set(senders.flatMap(({ kinds }) => kinds))).toEqual(new Set(Object.keys(MEMBERS)));
    const folder = new URL('../', import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'state/counted-mail.ts',
    );
    const calling = files.filter((file) =>
      /\bsend(?:Code)?Counted\(/.test(readFileSync(new URL(file, folder), 'utf8')),
    );
    expect(new Set(calling)).toEqual(new Set([...senders.map(({ file }) => file), ...CODE_SENDERS]));
  });
});
