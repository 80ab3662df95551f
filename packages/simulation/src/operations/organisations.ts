import type { LiveSession } from '@sallyport/engine';
import { ACME } from '../world/beginning-of-acme.ts';
import { withProof } from './own-account.ts';
import { inWords, isRefused, type Operation, passes, type Scene } from './scene.ts';

const OWNER = "ada's laptop";
const INVITES = 'invites bea into acme';
const READERS = ['bea', "the thief at bea's", "the thief with bea's mailbox"];

async function invites({ auth, world }: Scene, session: LiveSession): Promise<unknown> {
  const email = world.known('bea').mailboxes.at(-1) ?? '';
  return auth.organisations.invite(ACME, { email, roles: ['member'], by: session });
}

async function withdraws({ auth, ledger }: Scene, session: LiveSession): Promise<unknown> {
  const [id] = [...ledger.invitations.keys()].slice(-1);
  return id === undefined ? 'there is none' : auth.organisations.withdraw(ACME, id, { by: session });
}

async function removes({ auth, world }: Scene, session: LiveSession): Promise<unknown> {
  return auth.organisations.members.remove(ACME, { accountId: world.accountId('bea') }, { by: session });
}

/** Of the mails to a mailbox that the client reads. */
function linksTo({ world, knows }: Scene): readonly string[] {
  return world.mails
    .filter(({ kind, to }) => kind === 'organisation-invitation' && knows.mailboxes.includes(to))
    .map(({ token = '' }) => token);
}

const joins =
  (which: 'first' | 'last') =>
  async (scene: Scene, session: LiveSession): Promise<unknown> => {
    const token = linksTo(scene).at(which === 'first' ? 0 : -1);
    if (token === undefined) return 'there is none';
    const joined = await scene.auth.me(session).join(token);
    if (!isRefused(joined)) scene.ledger.worked(`the invitation (…${token.slice(-4)})`, scene.client.name);
    return joined;
  };

export const ORGANISATIONS: readonly Operation[] = [
  { ...withProof(INVITES, invites, [OWNER]), of: 'bea' },
  { ...withProof('withdraws the last invitation into acme', withdraws, [OWNER]), of: 'bea', weight: 0.5 },
  { ...withProof('removes bea from acme', removes, [OWNER]), of: 'bea' },
  withProof('takes up the last invitation into acme', joins('last'), READERS),
  {
    ...withProof('takes up the first invitation into acme', joins('first'), READERS),
    weight: 0.5,
    after: [
      { operation: INVITES, by: OWNER },
      { operation: INVITES, by: OWNER },
      { operation: 'takes up the last invitation into acme', by: 'bea' },
      { operation: 'removes bea from acme', by: OWNER },
    ],
  },
  {
    name: 'enters acme',
    by: [OWNER, ...READERS],
    weight: 0.5,
    perform: async (scene) => inWords(await passes(scene, { needs: 'session', in: ACME })),
  },
];
