import type { HelpIn, LiveSession, Refusal } from '@sallyport/engine';
import { CORP } from '../ports/provider.ts';
import { inWords, isRefused, type Operation, passes, type Scene } from './scene.ts';
import { stepsUpTo } from './signing-in.ts';

const HELPDESKS = ['hugo'];
const STAFF = ['staff'];
const PEOPLE_ADMINISTRATORS = ['pia', 'paul'];
export const POLICY_ADMINISTRATORS: readonly string[] = ['pol', 'petra'];

export async function administrates(
  scene: Scene,
  of: 'helpdesk' | 'people' | 'policy',
): Promise<LiveSession | Refusal> {
  const guard = { needs: 'administrator', of } as const;
  const session = await passes(scene, guard);
  if (!isRefused(session) || session.refused !== 'insufficient-strength') return session;
  const raised = await stepsUpTo(scene, session, ['totp', 'password']);
  return isRefused(raised) ? raised : passes(scene, guard);
}

type Perform = (
  scene: Scene,
  session: LiveSession,
  target: { readonly name: string; readonly id: string },
) => Promise<unknown>;

const act = (
  name: string,
  targets: readonly string[],
  perform: Perform,
  weight = 1,
  is?: Operation['is'],
): Operation[] =>
  targets.map((target) => ({
    name: name.replace('…', target),
    is,
    of: target,
    by: [...PEOPLE_ADMINISTRATORS, ...POLICY_ADMINISTRATORS].filter((by) => by !== target),
    weight: weight / targets.length,
    async perform(scene) {
      const right = HELPDESKS.includes(scene.client.name) ? 'helpdesk' : 'people';
      const session = await administrates(scene, right);
      if (isRefused(session)) return `cannot: ${session.refused}`;
      scene.run.administers = right;
      return inWords(await perform(scene, session, { name: target, id: scene.world.accountId(target) }));
    },
  }));

const asHelpdesk = (operations: readonly Operation[]): Operation[] =>
  operations.map((operation) => ({
    ...operation,
    name: `${operation.name}, as a helpdesk`,
    by: HELPDESKS,
    weight: (operation.weight ?? 1) / 2,
  }));

const reset = (name: string, targets: readonly string[], perform: Perform): Operation[] =>
  act(name, targets, perform, 1, 'reset');

function over({ ledger, run }: Scene, account: string, why: string): void {
  ledger.ended(account, run, why);
  ledger.forgot(account, run, why);
}

/** Also every thief at the account gets the code: the thief looks over the owner's shoulder. */
function noted({ world }: Scene, account: string, code: string): void {
  for (const known of world.knowledge.values()) if (known.account === account) known.enrollmentCode = code;
}

const LOST: Readonly<Record<string, HelpIn['lost']>> = {
  'the app': ['app'],
  'the password': ['password'],
  everything: ['app', 'passkey', 'mailbox', 'password'],
};

const EVERYBODY = ['ada', 'pia', 'paul', 'pol', 'petra', 'bea', 'cleo', 'vera', 'kim', 'ida', 'noah'];

async function blocks(
  scene: Scene,
  session: LiveSession,
  { name, id }: { readonly name: string; readonly id: string },
): Promise<unknown> {
  const remembers = scene.ledger.mayForget(name, scene.run);
  const answer = await scene.auth.people.block({ accountId: id }, { reason: 'under investigation', by: session });
  if (isRefused(answer)) {
    remembers();
    return answer;
  }
  over(scene, name, `${scene.client.name} blocked ${name}`);
  scene.ledger.wasBlocked(name, scene.run, `${scene.client.name} blocked ${name}`);
  return answer;
}

const DORAS_THIEF = "the thief with dora's password and phone";
const PROVIDER_GIVES = { operation: 'signs in at the provider, which gives super-admin', by: 'dora' };

const BY_A_ROLE_OF_THE_PROVIDER: readonly (readonly [string, readonly string[], NonNullable<Operation['after']>])[] = [
  [
    'blocks ada, by a role that the provider gave',
    [DORAS_THIEF, 'dora'],
    [{ operation: 'signs in with the password and an authenticator app', by: DORAS_THIEF }],
  ],
  [
    'blocks ada, by a role that the provider gave a day ago',
    ['dora'],
    [PROVIDER_GIVES, { operation: 'lets a day and an hour pass', by: 'the world' }],
  ],
  [
    'blocks ada, by a role that the provider may give no more',
    ['dora'],
    [PROVIDER_GIVES, { operation: 'deploys a provider that may give no role any more', by: 'the world' }],
  ],
];

const HELP: readonly Operation[] = [
  ...act('unlocks …', ['ada'], async ({ auth, ledger, run }, session, { name, id }) => {
    ledger.forgiving.push({ account: name, run });
    return auth.people.unlock({ accountId: id }, { by: session });
  }),
  ...reset(
    'resets two-step verification of …',
    ['ada', 'pol', 'bea', 'cleo', 'vera', 'ida', 'noah'],
    async (scene, session, { name, id }) => {
      scene.ledger.forgiving.push({ account: name, run: scene.run });
      const remembers = scene.ledger.mayForget(name, scene.run);
      const answer = await scene.auth.people.resetTwoStep({ accountId: id }, { by: session });
      if (isRefused(answer)) remembers();
      else {
        over(scene, name, `${scene.client.name} reset two-step verification of ${name}`);
        noted(scene, name, answer.enrollmentCode);
      }
      return answer;
    },
  ),
  ...reset('resets the passkeys of …', ['ada', 'kim', 'ida'], async (scene, session, { name, id }) => {
    // A reset of passkeys may forget devices.
    const remembers = scene.ledger.mayForget(name, scene.run);
    const answer = await scene.auth.people.resetPasskeys({ accountId: id }, { by: session });
    if (isRefused(answer)) remembers();
    else scene.ledger.ended(name, scene.run, `${scene.client.name} reset the passkeys of ${name}`);
    return answer;
  }),
  ...act('vouches for …', ['ada', 'cleo'], async (scene, session, { name, id }) => {
    const answer = await scene.auth.people.vouch({ accountId: id }, { by: session });
    if (!isRefused(answer)) noted(scene, name, answer.enrollmentCode);
    return answer;
  }),
  ...Object.entries(LOST).flatMap(([what, lost]) =>
    reset(`helps … in, who lost ${what}`, ['ada', 'pol', 'bea', 'cleo', 'kim'], async (scene, session, target) => {
      const { name, id } = target;
      scene.ledger.forgiving.push({ account: name, run: scene.run });
      const remembers = scene.ledger.mayForget(name, scene.run);
      const answer = await scene.auth.people.helpIn({ accountId: id }, { lost, by: session });
      if (isRefused(answer)) remembers();
      else {
        over(scene, name, `${scene.client.name} helped ${name} in`);
        noted(scene, name, answer.enrollmentCode ?? '');
      }
      return answer;
    }),
  ),
];

export const ADMINISTRATION: readonly Operation[] = [
  ...act('blocks …', EVERYBODY, blocks, 4, 'reset'),
  ...act(
    'unblocks …',
    EVERYBODY,
    async ({ auth, ledger }, session, { name, id }) => {
      const done = ledger.unblocks(name);
      return auth.people.unblock({ accountId: id }, { by: session }).finally(done);
    },
    2,
  ),
  ...HELP,
  ...asHelpdesk(HELP),
  ...reset('makes … a policy administrator', ['nina', 'bea'], ({ auth }, session, { id }) =>
    auth.people.setRoles({ accountId: id }, { roles: ['super-admin'], force: true, by: session }),
  ),
  ...act('names an identity at the provider of …', ['nina', 'bea', 'pol', 'emma'], ({ auth }, session, { name, id }) =>
    auth.people.setExternalIds(
      { accountId: id },
      { externalIds: [{ provider: CORP, subject: `${name} at corp` }], by: session },
    ),
  ),
  ...BY_A_ROLE_OF_THE_PROVIDER.map(
    ([name, by, after]): Operation => ({
      name,
      by,
      after,
      async perform(scene) {
        const session = await administrates(scene, 'people');
        if (isRefused(session)) return `cannot: ${session.refused}`;
        scene.run.administers = 'people';
        return inWords(await blocks(scene, session, { name: 'ada', id: scene.world.accountId('ada') }));
      },
    }),
  ),
  ...reset('signs … out everywhere', ['bea', 'ida', 'noah'], async (scene, session, { name, id }) => {
    const remembers = scene.ledger.mayForget(name, scene.run);
    const answer = await scene.auth.people.endSessions({ accountId: id }, { by: session });
    if (isRefused(answer)) remembers();
    else scene.ledger.ended(name, scene.run, `${scene.client.name} signed ${name} out everywhere`);
    return answer;
  }),
  ...act('invites … again', ['ida'], ({ auth }, session, { id }) =>
    auth.people.invite({ accountId: id }, { by: session }),
  ),
  {
    name: 'invites ida, who is staff',
    by: ['pia'],
    weight: 0.2,
    async perform(scene) {
      const session = await administrates(scene, 'people');
      if (isRefused(session)) return `cannot: ${session.refused}`;
      scene.run.administers = 'people';
      const { world } = scene;
      const { mailboxes, identifier } = world.known('ida');
      world.hostRoles?.set('ida', STAFF);
      const created = await scene.auth.people.create({
        ...{ identifier, email: mailboxes[0], invite: true, by: session },
        ...(world.hostRoles === undefined ? { roles: STAFF } : {}),
      });
      if (!isRefused(created)) world.accounts.set('ida', created.accountId);
      return inWords(created);
    },
  },
  {
    name: 'creates the account of nina, with a password and a mailbox of their own',
    by: ['pia'],
    weight: 0.2,
    async perform(scene) {
      const session = await administrates(scene, 'people');
      if (isRefused(session)) return `cannot: ${session.refused}`;
      scene.run.administers = 'people';
      const { password, mailboxes, identifier } = scene.world.known('pia as nina');
      const created = await scene.auth.people.create({
        identifier,
        password,
        email: mailboxes[0],
        externalIds: [{ provider: CORP, subject: 'nina at corp' }],
        by: session,
      });
      if (!isRefused(created)) scene.world.accounts.set('nina', created.accountId);
      return inWords(created);
    },
  },
  ...act('makes … an administrator of people', ['ada', 'paul', 'pol'], async (scene, session, { name, id }) => {
    // An account with something that others set up loses its devices with the gained role.
    const remembers = scene.ledger.mayForget(name, scene.run);
    const answer = await scene.auth.people.setRoles({ accountId: id }, { roles: ['admin'], by: session });
    if (isRefused(answer)) remembers();
    return answer;
  }),
  ...act(
    'takes the roles of … away',
    ['pia', 'paul', 'pol', 'petra'],
    ({ auth }, session, { id }) => auth.people.setRoles({ accountId: id }, { roles: [], by: session }),
    2,
  ),
  ...reset('leaves … nothing but passkeys', ['ada', 'pol', 'bea'], ({ auth }, session, { id }) =>
    auth.people.setMethods({ accountId: id }, { methods: ['passkey'], by: session }),
  ),
  ...act('lets … sign in with a password again', ['ada', 'pol'], ({ auth }, session, { id }) =>
    auth.people.setMethods({ accountId: id }, { methods: ['password', 'passkey'], by: session }),
  ),
  ...act('requires a second factor of …', ['pol', 'bea', 'cleo'], ({ auth }, session, { id }) =>
    auth.people.setRequiredStrength({ accountId: id }, { requiredStrength: 'enhanced', by: session }),
  ),
  ...act('requires no more than the policy of …', ['pol', 'bea'], ({ auth }, session, { id }) =>
    auth.people.setRequiredStrength({ accountId: id }, { requiredStrength: null, by: session }),
  ),
  ...reset('deletes the account of …', ['paul', 'petra', 'bea', 'cleo'], async (scene, session, { name, id }) => {
    scene.ledger.goes(name, scene.run);
    const refused = await scene.auth.people.delete({ accountId: id }, { by: session });
    if (refused === undefined) scene.ledger.ended(name, scene.run, 'the account was deleted');
    return refused;
  }),
  {
    name: 'creates an account',
    by: [...PEOPLE_ADMINISTRATORS, ...POLICY_ADMINISTRATORS],
    weight: 2,
    async perform(scene) {
      const session = await administrates(scene, 'people');
      if (isRefused(session)) return `cannot: ${session.refused}`;
      scene.run.administers = 'people';
      return inWords(
        await scene.auth.people.create({
          identifier: `new.${scene.run.began}@app.example`,
          password: 'four words that nobody guesses',
          by: session,
        }),
      );
    },
  },
];
