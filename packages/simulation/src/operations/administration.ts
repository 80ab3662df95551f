import { definePolicy } from '@sallyport/core';
import type { LiveSession, Refusal } from '@sallyport/engine';
import { CORP } from '../ports/provider.ts';
import { POLICIES } from '../world/policies.ts';
import { TENANT } from '../world/world.ts';
import { inWords, isRefused, type Operation, passes, type Scene } from './scene.ts';
import { stepsUp } from './signing-in.ts';

const PEOPLE_ADMINISTRATORS = ['pia', 'paul'];
const POLICY_ADMINISTRATORS = ['pol', 'petra'];

/** The session of the client, where it may administer, stepping up where it takes that. */
async function administrates(scene: Scene, of: 'people' | 'policy'): Promise<LiveSession | Refusal> {
  const guard = { needs: 'administrator', of } as const;
  const session = await passes(scene, guard);
  if (!isRefused(session) || session.refused !== 'insufficient-strength') return session;
  const raised = await stepsUp(scene, 'enhanced', ['totp', 'password']);
  return isRefused(raised) ? raised : passes(scene, guard);
}

type Perform = (
  scene: Scene,
  session: LiveSession,
  target: { readonly name: string; readonly id: string },
) => Promise<unknown>;

/** An act of administration on somebody. */
const act = (name: string, targets: readonly string[], perform: Perform, weight = 1): Operation[] =>
  targets.map((target) => ({
    name: name.replace('…', target),
    by: [...PEOPLE_ADMINISTRATORS, ...POLICY_ADMINISTRATORS].filter((by) => by !== target),
    weight: weight / targets.length,
    async perform(scene) {
      const session = await administrates(scene, 'people');
      if (isRefused(session)) return `cannot: ${session.refused}`;
      scene.run.administers = 'people';
      return inWords(await perform(scene, session, { name: target, id: scene.world.accountId(target) }));
    },
  }));

/** What is over once an account was reset or blocked. */
function over({ ledger, run }: Scene, account: string, why: string): void {
  ledger.ended(account, run, why);
  ledger.forgot(account, run, why);
}

/** A code is handed to the owner, and seen by whoever looks over their shoulder. */
function noted({ world }: Scene, account: string, code: string): void {
  for (const known of world.knowledge.values()) if (known.account === account) known.enrollmentCode = code;
}

const EVERYBODY = ['ada', 'pia', 'paul', 'pol', 'petra', 'bea', 'cleo'];

export const ADMINISTRATION: readonly Operation[] = [
  ...act(
    'blocks …',
    EVERYBODY,
    async (scene, session, { name, id }) => {
      const remembers = scene.ledger.mayForget(name, scene.run);
      const answer = await scene.auth.admin.block(session, id, { reason: 'under investigation' });
      if (isRefused(answer)) {
        remembers();
        return answer;
      }
      over(scene, name, `${scene.client.name} blocked ${name}`);
      scene.ledger.wasBlocked(name, scene.run, `${scene.client.name} blocked ${name}`);
      return answer;
    },
    4,
  ),
  ...act(
    'unblocks …',
    EVERYBODY,
    async ({ auth, ledger }, session, { name, id }) => {
      const done = ledger.unblocks(name);
      return auth.admin.unblock(session, id).finally(done);
    },
    2,
  ),
  ...act('unlocks …', ['ada'], async ({ auth, ledger, run }, session, { name, id }) => {
    ledger.forgiving.push({ account: name, run });
    return auth.admin.unlock(session, id);
  }),
  ...act('resets two-step verification of …', ['ada', 'pol', 'bea', 'cleo'], async (scene, session, { name, id }) => {
    scene.ledger.forgiving.push({ account: name, run: scene.run });
    const remembers = scene.ledger.mayForget(name, scene.run);
    const answer = await scene.auth.admin.resetTwoStep(session, id);
    if (isRefused(answer)) remembers();
    else {
      over(scene, name, `${scene.client.name} reset two-step verification of ${name}`);
      noted(scene, name, answer.enrollmentCode);
    }
    return answer;
  }),
  ...act('resets the passkeys of …', ['ada'], async (scene, session, { name, id }) => {
    // It may forget devices, and need not.
    const remembers = scene.ledger.mayForget(name, scene.run);
    const answer = await scene.auth.admin.resetPasskeys(session, id);
    if (isRefused(answer)) remembers();
    else scene.ledger.ended(name, scene.run, `${scene.client.name} reset the passkeys of ${name}`);
    return answer;
  }),
  ...act('vouches for …', ['ada', 'cleo'], async (scene, session, { name, id }) => {
    const answer = await scene.auth.admin.vouch(session, id);
    if (!isRefused(answer)) noted(scene, name, answer.enrollmentCode);
    return answer;
  }),
  ...act('makes … a policy administrator', ['nina', 'bea'], ({ auth }, session, { id }) =>
    auth.admin.setRoles(session, id, { roles: ['super-admin'] }),
  ),
  ...act('names an identity at the provider of …', ['nina', 'bea', 'pol', 'emma'], ({ auth }, session, { name, id }) =>
    auth.admin.setExternalIds(session, id, { externalIds: [{ provider: CORP, subject: `${name} at corp` }] }),
  ),
  {
    name: 'blocks ada, by a role that the provider gave',
    by: ["the thief with dora's password and phone", 'dora'],
    after: [
      {
        operation: 'signs in with the password and an authenticator app',
        by: "the thief with dora's password and phone",
      },
    ],
    async perform(scene) {
      const session = await administrates(scene, 'people');
      if (isRefused(session)) return `cannot: ${session.refused}`;
      scene.run.administers = 'people';
      const remembers = scene.ledger.mayForget('ada', scene.run);
      const answer = await scene.auth.admin.block(session, scene.world.accountId('ada'), { reason: 'to see' });
      if (isRefused(answer)) {
        remembers();
        return inWords(answer);
      }
      over(scene, 'ada', `${scene.client.name} blocked ada`);
      scene.ledger.wasBlocked('ada', scene.run, `${scene.client.name} blocked ada`);
      return inWords(answer);
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
      const created = await scene.auth.admin.createAccount(session, {
        identifier,
        ...(password === undefined ? {} : { password }),
        ...(mailboxes[0] === undefined ? {} : { email: mailboxes[0] }),
        externalIds: [{ provider: CORP, subject: 'nina at corp' }],
      });
      if (!isRefused(created)) scene.world.accounts.set('nina', created.accountId);
      return inWords(created);
    },
  },
  ...act('makes … an administrator of people', ['ada', 'paul', 'pol'], ({ auth }, session, { id }) =>
    auth.admin.setRoles(session, id, { roles: ['admin'] }),
  ),
  ...act(
    'takes the roles of … away',
    ['pia', 'paul', 'pol', 'petra'],
    ({ auth }, session, { id }) => auth.admin.setRoles(session, id, { roles: [] }),
    2,
  ),
  ...act('leaves … nothing but passkeys', ['ada', 'pol'], ({ auth }, session, { id }) =>
    auth.admin.setMethods(session, id, { methods: ['passkey'] }),
  ),
  ...act('lets … sign in with a password again', ['ada', 'pol'], ({ auth }, session, { id }) =>
    auth.admin.setMethods(session, id, { methods: ['password', 'passkey'] }),
  ),
  ...act('deletes the account of …', ['paul', 'petra'], async (scene, session, { name, id }) => {
    scene.ledger.goes(name, scene.run);
    const refused = await scene.auth.admin.deleteAccount(session, id);
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
        await scene.auth.admin.createAccount(session, {
          identifier: `new.${scene.run.began}@app.example`,
          password: 'four words that nobody guesses',
        }),
      );
    },
  },
  ...Object.entries(POLICIES).map(
    ([name, input]): Operation => ({
      name: `puts a policy in force: ${name}`,
      by: POLICY_ADMINISTRATORS,
      weight: 0.8,
      async perform(scene) {
        const session = await administrates(scene, 'policy');
        if (isRefused(session)) return `cannot: ${session.refused}`;
        scene.run.administers = 'policy';
        const { version } = await scene.auth.admin.policy(TENANT);
        return inWords(
          await scene.auth.admin.putPolicy(session, { policy: definePolicy(input).document, ifVersion: version }),
        );
      },
    }),
  ),
];
