import type { AccountId } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { type Client, type Embedded, provesNow } from '../../embedded.test-support.ts';
import { NUMBER, SMS, type Texting } from '../../sign-in/enrollment/delivered-codes.test-support.ts';
import { registers } from './mailed-links.test-support.ts';
import {
  ADDRESS,
  begins,
  mailTo,
  type Out,
  ownerOf,
  type Row,
  typesApp,
  withApp,
  wordFor,
} from './mailed-secret.test-support.ts';
import { accepted } from './planting.test-support.ts';

const OTHER_NUMBER = '+15550199';

/** A new client in whose flow the password was shown, and a code was sent. */
async function asksForCode(world: Embedded, name: string, method: string): Promise<Client> {
  const client = await begins(world, name);
  await client.keeps(world.auth.signIn.sendCode(client.caller, method));
  return client;
}

/** Sets a number up in the owner's session. */
async function setsUp({ world, last }: Texting, { caller }: Client, address: string): Promise<void> {
  accepted(await world.auth.enroll.code(caller, SMS, { address }));
  accepted(await world.auth.enroll.confirmCode(caller, SMS, { code: last() }));
}

/** What happens to a number: its owner replaces or removes the number, and a lost telephone takes the number with it. */
function ofNumber(host: Texting, owner: Client, accountId: AccountId): NonNullable<Out['instead']> {
  const { auth, store } = host.world;
  const proves = () => provesNow(host.world, store, owner);
  return {
    'changed by the owner': async () => {
      await proves();
      await setsUp(host, owner, OTHER_NUMBER);
    },
    'changed by host code': undefined,
    'follows a provider': undefined,
    'changed by a help-in': async () =>
      accepted(await auth.people.helpIn({ accountId }, { lost: ['app'], by: hostCode('hr') })),
    removed: async () => accepted(await auth.me(await proves()).removeCode(SMS)),
  };
}

/** The secret of a sign-in code, in a flow that asks for the code, or for the app after the code. */
async function ofSignIn(
  host: Texting,
  name: string,
  method: 'email-code' | typeof SMS,
  isEntered: boolean,
): Promise<Out> {
  const { world } = host;
  const { signIn, people } = world.auth;
  const who = await ownerOf(world, name);
  const { owner, accountId } = who;
  const secret = await withApp(world, owner);
  if (method === SMS) await setsUp(host, owner, NUMBER);
  // With a key, the account has a way in without the code.
  await registers(world, owner);
  const requiredStrength = isEntered ? 'both' : 'one';
  accepted(await people.setRequiredStrength({ accountId }, { requiredStrength, by: hostCode('hr') }));
  const client = await asksForCode(world, name, method);
  const code = (method === SMS ? host.last() : mailTo(world, ADDRESS(name), 'email-code').code) ?? '';
  const enters = () => signIn.code(client.caller, method, { code });
  if (isEntered) await client.keeps(enters());
  return {
    ...who,
    uses: async () => (isEntered ? typesApp(world, client, secret) : wordFor(await enters())),
    again: async () => signIn.sendCode(client.caller, method),
    ...(method === SMS && { instead: ofNumber(host, owner, accountId) }),
  };
}

async function ofNewNumber(host: Texting, name: string): Promise<Out> {
  const { world, last } = host;
  const { enroll } = world.auth;
  const who = await ownerOf(world, name);
  const { caller } = who.owner;
  accepted(await enroll.code(caller, SMS, { address: NUMBER }));
  const code = last();
  return {
    ...who,
    uses: async () => wordFor(await enroll.confirmCode(caller, SMS, { code })),
    again: async () => accepted(await enroll.code(caller, SMS, { address: OTHER_NUMBER })),
  };
}

const password = { method: 'password' } as const;
const totp = { method: 'totp' } as const;
const key = { method: 'passkey' } as const;
const corp = { method: 'sso', provider: 'corp' } as const;
const MAILED = { method: 'email-code' } as const;
const TEXTED = { method: SMS } as const;

/** A policy by which a code completes a sign-in, and another one beside the app for who has to give both. */
const asksFor = (code: typeof MAILED | typeof TEXTED) =>
  ({
    requiredStrength: 'single',
    strengths: {
      one: {
        anyOf: [[password, code], [password, key], [corp]],
      },
      both: {
        anyOf: [[password, code, totp], [password, key], [corp]],
      },
    },
    emailCodes: { offer: 'always' },
  }) as const;

/** The rows of the codes that are mailed, or delivered to a number. */
export const CODES: readonly Row[] = [
  ['sign-in code by mail', asksFor(MAILED), (host, name) => ofSignIn(host, name, 'email-code', false)],
  [
    'sign-in code by mail, entered in a browser',
    asksFor(MAILED),
    (host, name) => ofSignIn(host, name, 'email-code', true),
  ],
  ['sign-in code to a number', asksFor(TEXTED), (host, name) => ofSignIn(host, name, SMS, false)],
  ['sign-in code to a number, entered in a browser', asksFor(TEXTED), (host, name) => ofSignIn(host, name, SMS, true)],
  ['code that confirms a new number', { requiredStrength: 'single' }, ofNewNumber],
];
