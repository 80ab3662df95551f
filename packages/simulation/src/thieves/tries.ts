import type { ThreatGoal } from '@sallyport/assurance';
import {
  administrate,
  blockAndUnblock,
  helpIn,
  nameIdentity,
  setPasswordByCode,
  setRoles,
  signOut,
  vouch,
} from './administration.ts';
import type { Tries } from './compare.ts';
import { carriesOut, goalsShown } from './goals.ts';
import { assertIdentity, beginWithLess, editEntry, giveRoles } from './operators.ts';
import { type Flow, newPassword, type Party, type Session, takeIn } from './party.ts';
import { begin, goOn, lookAt, type Proof } from './proofs.ts';
import { finishRecovery, followLink } from './recovery.ts';
import { issueBackupCodes, link, setAddress, setPassword, setUp } from './set-ups.ts';
import { openStepUp } from './step-up.ts';

interface Move {
  readonly name: string;
  readonly make: () => Promise<unknown>;
}

const MOVES = 14;

/** No plan, and a memory for every session and every flow. */
export function triesAtRandom(count: number): Tries {
  return {
    count,
    async play(party) {
      const reached = new Map<ThreatGoal, string>();
      const made: string[] = [];
      const flows: Flow[] = [];
      const note = (goal: ThreatGoal): void => {
        if (!reached.has(goal)) reached.set(goal, `${made.join(' → ')}\n    ${party.log.join('\n    ')}`);
      };
      let known = '';
      for (let place = 0; place <= MOVES; place++) {
        for (const goal of await goalsShown(party)) note(goal);
        const held = party.sessions.map(({ token }) => token).join();
        if (held !== known) for (const goal of await actsOf(party)) note(goal);
        known = party.sessions.map(({ token }) => token).join();
        if (party.flow !== undefined && !flows.includes(party.flow)) flows.push(party.flow);
        const move = party.dice.pick(movesOf(party, flows));
        made.push(move.name);
        party.log.push(`» ${move.name}`);
        await move.make();
      }
      if (await carriesOut(party, 'deletes')) note('deletes');
      return reached;
    },
  };
}

async function actsOf(party: Party): Promise<readonly ThreatGoal[]> {
  const goals: ThreatGoal[] = [];
  const { people = [] } = party.world.policy.administrators ?? {};
  const holdsPeople = party.administrators.has('people-administrator');
  const isAdministrator = (await party.world.viewOf(party.target))?.roles.some((role) => isIn(people, party, role));
  if (party.owner.passkeys.length > 0 && (await carriesOut(party, 'vault-opened'))) goals.push('vault-opened');
  if (await carriesOut(party, 'vault-spoiled')) goals.push('vault-spoiled');
  if (isAdministrator === true) {
    if (!holdsPeople && (await carriesOut(party, 'people'))) goals.push('people');
    if (await carriesOut(party, 'policy')) goals.push('policy');
  } else if (!holdsPeople && (await carriesOut(party, 'helpdesk'))) goals.push('helpdesk');
  return goals;
}

function isIn(people: readonly string[], { world }: Party, role: string): boolean {
  return people.includes(role) || world.policy.administrators?.policy?.includes(role) === true;
}

function movesOf(party: Party, flows: readonly Flow[]): readonly Move[] {
  const proofs = proofsOf(party);
  const moves: Move[] = [
    ...proofs.filter(isWayIn).map((proof) => ({ name: `begins by ${nameOf(proof)}`, make: () => begin(party, proof) })),
    ...proofs
      .filter(({ method }) => method === 'sso')
      .map((proof) => ({ name: `begins by ${nameOf(proof)}, with less`, make: () => beginWithLess(party, proof) })),
    ...flows.flatMap((flow) => inFlow(party, flow, proofs)),
    ...party.sessions.slice(0, 3).flatMap((session) => inSession(party, session)),
    ...asAdministrator(party),
    ...asOperator(party),
  ];
  if (party.readsOwners || proofs.some(({ method, side }) => method === 'email-code' && side === 'own'))
    moves.push({ name: 'follows a recovery link', make: () => followLink(party, newPassword(party), false) });
  return moves.length > 0 ? moves : [{ name: 'does nothing', make: async () => {} }];
}

export function isWayIn({ method }: Proof): boolean {
  return ['password', 'ldap', 'passkey', 'sso', 'enrollment-code'].includes(method);
}

function nameOf({ method, side, on = '' }: Proof): string {
  return `${side} ${method} ${on}`.trim();
}

export function proofsOf({ world, own, owner, operates, sessionsAt, readsOwners, codes }: Party): readonly Proof[] {
  const providers = Object.keys(world.host.providers ?? {});
  const side = (which: Proof['side'], methods: readonly (string | false)[]): Proof[] =>
    methods.flatMap((method) => (method === false ? [] : [{ method, side: which }]));
  return [
    ...side('owner', [
      owner.password !== undefined && 'password',
      owner.entry !== undefined && 'ldap',
      owner.passkeys.length > 0 && 'passkey',
      owner.app !== undefined && 'totp',
      readsOwners && 'email-code',
    ]),
    ...(owner.phone === 'nothing' ? [] : side('owner', [...(world.host.codes ?? [])])),
    ...side('own', [
      own.password !== undefined && 'password',
      world.host.directory !== undefined && 'ldap',
      own.passkeys.length > 0 && 'passkey',
      own.app !== undefined && 'totp',
      'email-code',
      own.backupCodes.length > 0 && 'backup-code',
      own.enrollmentCode !== undefined && 'enrollment-code',
      ...codes,
    ]),
    ...[...operates, ...sessionsAt].map((on) => ({ method: 'sso', side: 'owner' as const, on })),
    ...providers.map((on) => ({ method: 'sso', side: 'own' as const, on })),
  ];
}

function inFlow(party: Party, flow: Flow, proofs: readonly Proof[]): readonly Move[] {
  const { accept = [], offer = [] } = flow.answer;
  const fits = proofs.filter(
    ({ method, on }) =>
      method === 'enrollment-code' ||
      accept.some((one) => one.method === method && (one.provider === undefined || one.provider === on)),
  );
  const moves = fits.map((proof) => ({
    name: `goes on by ${nameOf(proof)}`,
    make: () => (party.pendingPassword === undefined ? goOn(party, flow, proof) : finishRecovery(party, proof)),
  }));
  const setUps = offer.map(({ method }) => ({
    name: `sets up ${method} in a flow`,
    make: () => setUp(party, method, { flow }),
  }));
  // What fits is tried more often: most other moves are refused.
  const look = { name: 'looks at a flow', make: () => lookAt(party, flow) };
  return [...moves, ...moves, ...moves, ...setUps, ...setUps, ...setUps, look];
}

function inSession(party: Party, session: Session): readonly Move[] {
  const { world, dice, ownersStrong } = party;
  const providers = Object.keys(world.host.providers ?? {});
  const codes = world.host.codes ?? [];
  const removes = [
    'totp',
    ...codes,
    ...ownersStrong.passkeys.map((id) => `passkeys/${id}`),
    ...party.own.passkeys.flatMap(({ credentials }) => credentials.map(({ id }) => `passkeys/${id}`)),
    ...providers.map((name) => `external-ids/${name}`),
  ];
  const move = (name: string, make: () => Promise<unknown>): Move => ({ name, make });
  const ask = (line: string) => async () =>
    takeIn(party, await world.ask(line, {}, { session: session.token }), undefined, session);
  return [
    ...['passkey', 'totp', ...codes].map((method) =>
      move(`sets up ${method}`, () => setUp(party, method, { session })),
    ),
    ...providers.map((on) => move(`links at ${on}`, () => link(party, on, session))),
    move('sets an address', () => setAddress(party, session)),
    move('sets a password', () => setPassword(party, newPassword(party), session)),
    move('issues backup codes', () => issueBackupCodes(party, session)),
    move('removes something', () => ask(`DELETE /account/${dice.pick(removes)}`)()),
    move('ends other sessions', ask('DELETE /account/sessions')),
    ...[0, 1, 2].map(() => move('steps up', () => openStepUp(party, session, dice.pick(world.demands)))),
  ];
}

function asAdministrator(party: Party): readonly Move[] {
  const { world, administrators, dice } = party;
  if (administrators.size === 0) return [];
  const { host, policy } = world;
  const above = policy.administrators?.policy ?? [];
  const roles = Object.keys(policy.roles ?? {}).filter((role) => !above.includes(role));
  const give = (old: readonly string[]): readonly string[] =>
    old.length > 1 || roles.length === 0 ? old : [...new Set([...old, dice.pick(roles)])];
  const take = (old: readonly string[]): readonly string[] => old.slice(1);
  return [
    ...Object.keys(host.providers ?? {}).map((on) => ({
      name: `names an identity at ${on}`,
      make: () => nameIdentity(party, 'sso', on),
    })),
    ...(host.directory === undefined
      ? []
      : [{ name: 'names an entry', make: () => nameIdentity(party, 'ldap', host.directory?.name ?? '') }]),
    { name: 'vouches', make: () => vouch(party, '/enrollment-code') },
    { name: 'helps in', make: () => helpIn(party) },
    { name: 'sets a password by the code', make: () => setPasswordByCode(party, newPassword(party)) },
    { name: 'resets two-step', make: () => vouch(party, '/reset-two-step') },
    { name: 'resets passkeys', make: () => administrate(party, 'POST /reset-passkeys') },
    { name: 'signs the account out', make: () => signOut(party) },
    { name: 'blocks and unblocks', make: () => blockAndUnblock(party) },
    { name: 'gives a role', make: () => setRoles(party, give) },
    { name: 'takes a role', make: () => setRoles(party, take) },
  ];
}

function asOperator(party: Party): readonly Move[] {
  const { operates, world, dice } = party;
  return [
    ...operates.flatMap((on) => {
      const gives = world.host.providers?.[on]?.gives ?? [];
      return [
        { name: `asserts the address at ${on}`, make: () => assertIdentity(party, on) },
        ...(gives.length === 0
          ? []
          : [{ name: 'gives roles', make: () => giveRoles(party, dice.chance(0.5) ? gives : [dice.pick(gives)]) }]),
      ];
    }),
    ...(party.editsEntry ? [{ name: 'edits an entry', make: () => editEntry(party) }] : []),
  ];
}
