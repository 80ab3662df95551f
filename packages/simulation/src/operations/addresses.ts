import type { FlowReply, Refusal } from '@sallyport/engine';
import { SESSIONS, withProof } from './own-account.ts';
import { callerOf, inWords, isRefused, keeps, type Operation, passes, type Scene } from './scene.ts';
import { signsIn } from './signing-in.ts';

const AT_BEA = "the thief at bea's";

async function asksForAddress(scene: Scene, session: Parameters<Scene['auth']['me']>[0]): Promise<unknown> {
  const { auth, knows, world, ledger, client } = scene;
  const address = `${knows.mailboxes.length}.${scene.run.began}@${client.name.replaceAll(/[^a-z]/g, '')}.example`;
  const before = world.mails.length;
  const refused = await auth.me(session).requestEmail(address);
  if (refused !== undefined) return refused;
  const token = world.mails.slice(before).findLast(({ kind, to }) => kind === 'email-change' && to === address)?.token;
  if (token === undefined) return { refused: 'mail-unavailable' };
  knows.asked = { address, token, since: ledger.tick() };
  return 'asked';
}

async function confirmsAddress(scene: Scene): Promise<unknown> {
  const { auth, knows, ledger, client } = scene;
  const { asked } = knows;
  if (asked === undefined) return 'there is none';
  const live = await passes(scene, { needs: 'session' });
  if (isRefused(live)) return live;
  const changed = await auth.me(live).confirmEmail(asked.token);
  if (isRefused(changed)) return changed;
  ledger.worked(`the link to ${asked.address}`, client.name);
  knows.mailboxes.push(asked.address);
  return changed;
}

export async function changesAddress(scene: Scene, session: Parameters<Scene['auth']['me']>[0]): Promise<unknown> {
  const asked = await asksForAddress(scene, session);
  return asked === 'asked' ? confirmsAddress(scene) : asked;
}

async function setsUpNumber(scene: Scene, number: string): Promise<FlowReply | Refusal> {
  const { auth, client, knows, world } = scene;
  const before = world.texts.length;
  const sent = await auth.enroll.code(callerOf(client), 'sms-code', { address: number });
  if (isRefused(sent)) return sent;
  const code = world.texts.slice(before).findLast(({ to }) => to === number)?.code;
  if (code === undefined) return { refused: 'mail-unavailable' };
  const reply = await auth.enroll.confirmCode(callerOf(client), 'sms-code', { code });
  if (isRefused(reply)) return reply;
  if (knows.phones?.at(-1) !== number) knows.phones?.push(number);
  return keeps(scene, reply);
}

const asksAtBea = [{ operation: 'asks for another address', by: AT_BEA }];

export const ADDRESSES: readonly Operation[] = [
  {
    ...withProof('changes the address', changesAddress, [...SESSIONS, 'bea', 'vera']),
    is: 'reset',
    weight: 2,
  },
  { ...withProof('asks for another address', asksForAddress, [AT_BEA, 'bea', "ada's laptop"]), is: 'set-up' },
  {
    name: 'confirms the other address',
    is: 'set-up',
    by: [AT_BEA, 'bea', "ada's laptop"],
    after: asksAtBea,
    perform: async (scene) => inWords(await confirmsAddress(scene)),
  },
  {
    name: 'signs in anew, and confirms the other address',
    is: 'set-up',
    by: [AT_BEA],
    after: asksAtBea,
    async perform(scene) {
      const reply = await signsIn(scene, ['email-code']);
      return inWords(isRefused(reply) ? reply : await confirmsAddress(scene));
    },
  },
  withProof('sets up a number for codes', (scene) => setsUpNumber(scene, scene.knows.phones?.at(-1) ?? ''), ['vera']),
  {
    ...withProof('sets up another number for codes', (scene) => setsUpNumber(scene, `+1 202 ${scene.run.began}`), [
      'vera',
    ]),
    is: 'reset',
  },
  {
    ...withProof('takes the number away', ({ auth }, session) => auth.me(session).removeCode('sms-code'), ['vera']),
    is: 'reset',
  },
];
