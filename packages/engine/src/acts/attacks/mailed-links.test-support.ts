import { type AccountId, type FlowReply, hostCode, isRefusal, type Refusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { Client, type Embedded, newAccount, PASSWORD, provesNow, TENANT } from '../../embedded.test-support.ts';
import {
  ADDRESS,
  begins,
  isIn,
  type Out,
  ownerOf,
  type Row,
  tokenTo,
  typesApp,
  withApp,
  wordFor,
} from './mailed-secret.test-support.ts';
import { accepted } from './planting.test-support.ts';

const NEXT = 'another battery, another staple';
const ANYBODY = { tenant: TENANT, mode: 'token' } as const;

/** Registers a passkey in the flow of a client. A set-up is made, whatever the flow asks for next. */
export async function registers({ auth }: Embedded, client: Client): Promise<string> {
  const options = await auth.enroll.passkeyOptions(client.caller);
  if (isRefusal(options)) return options.refused;
  const response = await createAuthenticator().create({ ...options, extensions: {} }, { origin: auth.origin });
  return setUp(await auth.enroll.passkey(client.caller, { response }));
}

/** Sets an app up in the flow of a client. */
async function setsUpApp({ auth }: Embedded, client: Client): Promise<string> {
  const pending = await auth.enroll.secret(client.caller, 'totp');
  if (isRefusal(pending)) return pending.refused;
  return setUp(await auth.enroll.confirmCode(client.caller, 'totp', { code: client.totp(pending.secret) }));
}

function setUp(answer: FlowReply | Refusal): string {
  return isRefusal(answer) ? answer.refused : 'works';
}

/** Follows the link of an invitation. */
export async function accepts({ auth }: Embedded, client: Client, token: string, password?: string): Promise<string> {
  const reply = await auth.invitations.accept(client.caller, { token, password });
  return wordFor(isRefusal(reply) ? reply : await client.keeps(Promise.resolve(reply)));
}

async function invited(world: Embedded, name: string) {
  const [email, by] = [ADDRESS(name), 'hr'];
  const { people } = world.auth;
  const { accountId } = accepted(await people.create({ identifier: email, email, invite: true, by: hostCode(by) }));
  const again = async (): Promise<unknown> => accepted(await people.invite({ accountId }, { by: hostCode(by) }));
  return { accountId, again, token: tokenTo(world, email, 'invitation') };
}

async function asksForAccount(world: Embedded, name: string): Promise<string> {
  await world.auth.signUp.begin(ANYBODY, { email: ADDRESS(name) });
  await world.auth.runBackgroundWork();
  return tokenTo(world, ADDRESS(name), 'sign-up');
}

/** Follows the link of a sign-up. */
async function confirms({ auth }: Embedded, client: Client, token: string): Promise<string> {
  const reply = await auth.signUp.confirm(client.caller, { token, password: PASSWORD });
  return wordFor(isRefusal(reply) ? reply : await client.keeps(Promise.resolve(reply)));
}

/** A sign-up whose account is made, and asks for an app. */
async function signedUp(world: Embedded, name: string): Promise<{ client: Client; accountId: AccountId | undefined }> {
  const client = new Client(world);
  await confirms(world, client, await asksForAccount(world, name));
  return { client, accountId: (await world.auth.people.find({ identifier: ADDRESS(name) }))?.accountId };
}

async function asksForRecovery(world: Embedded, name: string): Promise<string> {
  await world.auth.recovery.begin(ANYBODY, { identifier: ADDRESS(name) });
  await world.auth.runBackgroundWork();
  return tokenTo(world, ADDRESS(name), 'recovery');
}

async function ofInvitation(world: Embedded, name: string): Promise<Out> {
  const { token, ...out } = await invited(world, name);
  return { ...out, uses: () => accepts(world, new Client(world), token, PASSWORD) };
}

async function inInvitation(world: Embedded, name: string): Promise<Out> {
  const { token, ...out } = await invited(world, name);
  const client = new Client(world);
  await accepts(world, client, token);
  return {
    ...out,
    async uses() {
      const came = await registers(world, client);
      // The link may begin its own flow again.
      return came === 'works' ? came : accepts(world, client, token, PASSWORD);
    },
  };
}

async function ofRecovery(world: Embedded, name: string): Promise<Out> {
  const who = await ownerOf(world, name);
  const token = await asksForRecovery(world, name);
  return {
    ...who,
    uses: async () => wordFor(await world.auth.recovery.confirm(new Client(world).caller, { token, next: NEXT })),
    again: () => asksForRecovery(world, name),
  };
}

async function inRecovery(world: Embedded, name: string): Promise<Out> {
  const who = await ownerOf(world, name);
  const secret = await withApp(world, who.owner);
  const token = await asksForRecovery(world, name);
  const client = new Client(world);
  await client.keeps(world.auth.recovery.confirm(client.caller, { token, next: NEXT }) as never);
  return { ...who, uses: () => typesApp(world, client, secret), again: () => asksForRecovery(world, name) };
}

async function ofSetPassword(world: Embedded, name: string): Promise<Out> {
  const accountId = await newAccount(world, ADDRESS(name));
  const externalIds = [{ provider: 'corp', subject: name }];
  accepted(await world.auth.people.setExternalIds({ accountId }, { externalIds, by: hostCode('hr') }));
  const sets = async (next: string): Promise<unknown> =>
    world.auth.recovery.confirm(new Client(world).caller, { token: await asksForRecovery(world, name), next });
  const enters = async (client: Client): Promise<string> => {
    const reply = await world.auth.signIn.begin(client.caller, { identifier: ADDRESS(name), password: NEXT });
    return wordFor(isRefusal(reply) ? reply : await client.keeps(Promise.resolve(reply)));
  };
  await sets(NEXT);
  const owner = new Client(world);
  await enters(owner);
  return { accountId, owner, uses: () => enters(new Client(world)), again: () => sets('yet another staple') };
}

async function ofChange(world: Embedded, name: string): Promise<Out> {
  const { me } = world.auth;
  const who = await ownerOf(world, name);
  const asks = async (address: string): Promise<string> => {
    const refused = await me(await provesNow(world, world.store, who.owner)).requestEmail(address);
    if (refused !== undefined) throw new Error(refused.refused);
    return tokenTo(world, address, 'email-change');
  };
  const token = await asks(`${name}@home.example`);
  return {
    ...who,
    async uses() {
      const client = (await isIn(world, who.owner)) ? who.owner : await begins(world, name);
      return wordFor(await me(await provesNow(world, world.store, client)).confirmEmail(token));
    },
    again: () => asks(`${name}@work.example`),
  };
}

async function ofNotice(world: Embedded, name: string): Promise<Out> {
  const who = await ownerOf(world, name);
  const intrudes = async (): Promise<string> => {
    const { id } = await (await begins(world, name)).session();
    await world.auth.runBackgroundWork();
    return world.notices.find(({ event }) => event.detail?.['session'] === id)?.token ?? '';
  };
  const token = await intrudes();
  return {
    ...who,
    uses: async () => wordFor(await world.auth.sessions.disown(new Client(world).caller, { token })),
    again: intrudes,
  };
}

const PASSWORD_ALONE = { requiredStrength: 'single' } as const;

/** The rows of the mailed links, and of the flows that they open. */
export const LINKS: readonly Row[] = [
  ['invitation', {}, ({ world }, name) => ofInvitation(world, name)],
  ['invitation, open in a browser', {}, ({ world }, name) => inInvitation(world, name)],
  [
    'sign-up, before there is an account',
    {},
    async ({ world }, name) => {
      const token = await asksForAccount(world, name);
      return {
        accountId: undefined,
        uses: () => confirms(world, new Client(world), token),
        again: () => asksForAccount(world, name),
      };
    },
  ],
  [
    'sign-up, open in a browser',
    { requiredStrength: 'enhanced' },
    async ({ world }, name) => {
      const { client, accountId } = await signedUp(world, name);
      return { accountId, uses: () => setsUpApp(world, client), again: () => asksForAccount(world, name) };
    },
  ],
  [
    'sign-up that somebody began and left',
    { requiredStrength: 'enhanced' },
    async ({ world }, name) => {
      const { accountId } = await signedUp(world, name);
      const token = await asksForAccount(world, name);
      return {
        accountId,
        async uses() {
          const client = new Client(world);
          const came = await confirms(world, client, token);
          return came === 'enroll' ? setsUpApp(world, client) : came;
        },
        again: () => asksForAccount(world, name),
      };
    },
  ],
  ['recovery', PASSWORD_ALONE, ({ world }, name) => ofRecovery(world, name)],
  ['recovery, open in a browser', PASSWORD_ALONE, ({ world }, name) => inRecovery(world, name)],
  ['password that a recovery set', PASSWORD_ALONE, ({ world }, name) => ofSetPassword(world, name)],
  ['change of address', PASSWORD_ALONE, ({ world }, name) => ofChange(world, name)],
  ['“was this you?”', PASSWORD_ALONE, ({ world }, name) => ofNotice(world, name)],
];
