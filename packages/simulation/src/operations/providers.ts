import type { FlowReply, LiveSession, Refusal } from '@sallyport/engine';
import { CALLBACK, CORP, codeFor, type SignedInThere } from '../ports/provider.ts';
import { withProof } from './own-account.ts';
import { provesOn } from './proofs.ts';
import { beginsAnew, callerOf, inWords, isRefused, keeps, type Operation, passes, type Scene } from './scene.ts';

function personAt(account: string, roles: readonly string[]): SignedInThere {
  return { subject: `${account} at corp`, roles, email: { address: `${account}@app.example`, verified: true } };
}

async function signsInThere(scene: Scene, person: SignedInThere): Promise<FlowReply | Refusal> {
  const { auth, client, knows, ledger, run } = scene;
  beginsAnew(client);
  const done = ledger.signsIn(client.device);
  ledger.forgiving.push({ account: knows.account, run });
  try {
    const left = await auth.sso.begin(callerOf(client), CORP, { callback: CALLBACK });
    if (isRefused(left)) return left;
    const { result } = await auth.sso.finish(departed(scene, left), CORP, backAs(left.location, person));
    if (!('answer' in result) && !isRefused(result)) throw new Error('a sign-in came back as a link');
    keeps(scene, result);
    if (!isRefused(result)) client.proved = ['sso'];
    return await provesOn(scene, result, ['totp', 'email-code', 'password']);
  } finally {
    done();
  }
}

function departed({ client }: Scene, { keep }: { readonly keep: FlowReply['keep'] }): ReturnType<typeof callerOf> {
  if (keep.flow !== undefined && keep.flow !== null) client.flow = keep.flow.token;
  return callerOf(client);
}

function backAs(location: string, person: SignedInThere) {
  const state = new URL(location).searchParams.get('state') ?? '';
  return { callback: CALLBACK, parameters: { state, code: codeFor(person) } };
}

const signingInThere = (roles: readonly string[], by: readonly string[]): Operation => ({
  name: `signs in at the provider, which gives ${roles[0] ?? 'no role'}`,
  by,
  perform: async (scene) => inWords(await signsInThere(scene, personAt(scene.knows.account, roles))),
});

/** The operator of the provider signs in with the address of another account. */
async function signsInAs(scene: Scene, account: string): Promise<string> {
  const { email } = personAt(account, []);
  const knows = scene.world.known(account);
  const person = {
    subject: `the operator as ${account}`,
    roles: [],
    email: email ?? { address: '', verified: false },
  };
  return inWords(await signsInThere({ ...scene, knows }, person));
}

export async function linksIdentity(scene: Scene, session: LiveSession): Promise<unknown> {
  const { auth, client } = scene;
  const left = await auth.sso.beginLink(callerOf(client), session, CORP, { callback: CALLBACK });
  if (isRefused(left)) return left;
  const person = { subject: `${client.name} at corp`, roles: [] };
  const { result } = await auth.sso.finish(departed(scene, left), CORP, backAs(left.location, person));
  beginsAnew(client);
  return result;
}

const BEA_LINKS = { operation: 'links an identity at the provider', by: 'bea' };

export const PROVIDERS: readonly Operation[] = [
  signingInThere([], ['dora', 'nina']),
  signingInThere(['admin'], ['nina', 'dora']),
  signingInThere(['super-admin'], ['dora', 'nina']),
  ...['pol', 'emma', 'bea'].map(
    (account): Operation => ({
      name: `signs in at the provider with the address of ${account}`,
      by: ['the operator of the provider'],
      perform: (scene) => signsInAs(scene, account),
    }),
  ),
  {
    ...withProof('links an identity at the provider', linksIdentity, ["the thief at bea's", 'bea']),
    is: 'set-up',
  },
  {
    ...withProof(
      'unlinks the identity at the provider',
      async (scene, session) => {
        const unlinked = await scene.auth.me(session).removeExternalId(CORP);
        return isRefused(unlinked) ? unlinked : passes(scene, { needs: 'session' });
      },
      ['bea', 'dora'],
    ),
    after: [BEA_LINKS],
  },
  {
    name: 'signs in at the provider with the address of bea, who unlinked it',
    by: ['the operator of the provider'],
    after: [BEA_LINKS, { operation: 'unlinks the identity at the provider', by: 'bea' }],
    perform: (scene) => signsInAs(scene, 'bea'),
  },
];
