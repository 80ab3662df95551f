// A people administrator opens a flow, acts from another session, and goes on. Then the account gains a role of the policy.
import { analyseThreats, type Theft } from '@sallyport/assurance';
import { hostCode } from '@sallyport/engine';
import { mix, type Numbers, numbers } from '../numbers.ts';
import { administrate, blockAndUnblock, helpIn, signOut, vouch } from './administration.ts';
import { administratorSession, type Compared, count, prepareAdministrators } from './compare.ts';
import { carriesOut } from './goals.ts';
import { ownerParty, thingsNamed } from './owners.ts';
import { type Flow, note, type Party, takeIn } from './party.ts';
import { begin, goOn, lookAt, type Proof, shuffled } from './proofs.ts';
import { isDone } from './requests.ts';
import { setUp } from './set-ups.ts';
import { openStepUp } from './step-up.ts';
import type { OpenedStore } from './stores.ts';
import { isWayIn, proofsOf } from './tries.ts';
import { compiledFor, type Setting, type World, worldOf } from './world.ts';

const THEFT: Theft = 'people-administrator';
const PASSWORD = 'a passphrase for the first sign-in';

const OPENINGS: Readonly<Record<string, (party: Party) => Promise<string | undefined>>> = {
  'an invitation that waits': (party) => openInvitation(party, undefined),
  'an invitation with a password that waits': (party) => openInvitation(party, PASSWORD),
  'a sign-up that waits': (party) => openSignUp(party, undefined),
  'a sign-up with a password that waits': (party) => openSignUp(party, PASSWORD),
  'an enrollment code that waits': openByCode,
};

const ACTS: readonly (readonly [string, (party: Party) => Promise<boolean>])[] = [
  ['signs the account out', signOut],
  ['blocks and unblocks', blockAndUnblock],
  ['resets two-step', (party) => vouch(party, '/reset-two-step')],
  ['resets passkeys', async (party) => (await administrate(party, 'POST /reset-passkeys')) !== undefined],
  ['host code sets the password', setPassword],
];

/** `people administrator × an invitation that waits` */
export const OVERTAKEN_CELLS: readonly string[] = Object.keys(OPENINGS).map(cellNamed);

function cellNamed(opening: string): string {
  return `people administrator × ${opening}`;
}

export async function compareOvertaken(
  setting: Setting,
  cells: readonly string[],
  seed: number,
  tries: number,
  { store }: Pick<OpenedStore, 'store'>,
): Promise<Compared> {
  const compared: Compared = {
    ...{ cells: 0, chains: 0, tries: 0, reached: 0 },
    unplayed: new Map(),
    disagreements: [],
  };
  const [chief] = setting.policy.administrators?.policy ?? [];
  const table = tableOf(setting);
  if (cells.length === 0 || chief === undefined || table === undefined) return compared;
  compared.cells = cells.length;
  const world = await worldOf(setting, store(), `w${seed}-${process.pid}`);
  try {
    await prepareAdministrators(world);
    if (!(await world.begin())) {
      count(compared.unplayed, 'the policy would leave administration to a provider', cells.length * tries);
      return compared;
    }
    for (const [opening, opens] of Object.entries(OPENINGS)) {
      const cell = cellNamed(opening);
      if (!cells.includes(cell)) continue;
      for (let at = 0; at < tries; at++) {
        const party = await partyIn(world, numbers(mix(seed, at, cell.length)));
        const act = ACTS[(at + seed) % ACTS.length];
        const played = party === undefined || act === undefined ? NO_SESSION : await play(party, opens, act, chief);
        if (typeof played === 'string') {
          count(compared.unplayed, `${cell}: ${played}`);
          continue;
        }
        compared.tries++;
        if (!played.reaches) continue;
        compared.reached++;
        if (table.reaches) continue;
        const told = party?.log.join('\n    ') ?? '';
        compared.disagreements.push({ kind: 'engine lets more', cell, goal: 'policy', told });
      }
    }
  } finally {
    await world.close();
  }
  return compared;
}

const NO_SESSION = 'no people administrator comes to administer';

/** `undefined`: the budget ended the search. */
function tableOf(setting: Setting): { readonly reaches: boolean } | undefined {
  const thieves = [{ id: THEFT, thefts: [THEFT] }];
  const asked = { host: setting.host, thieves, accounts: [] };
  const { administrator, findings } = analyseThreats(compiledFor(setting), asked);
  const codes = findings.map(({ code }) => code);
  if (administrator?.steps === undefined || codes.includes('not-decided')) return undefined;
  return { reaches: codes.includes('people-administrator-reaches-policy') };
}

/** The mailbox of a sign-up is the owner's: the administrator has only the flow. */
async function partyIn(world: World, dice: Numbers): Promise<Party | undefined> {
  const session = await administratorSession(world, THEFT);
  if (session === undefined) return undefined;
  const number = world.counted();
  const own = {
    ...thingsNamed(`opener-${number}`, 'thief.example', true),
    entry: { uid: `opener-${number}`, password: 'the passphrase of the opener', subject: `entry of opener-${number}` },
  };
  world.entries.push({ ...own.entry, roles: [] });
  const things = thingsNamed(`signer-${number}`, 'mail.example', true);
  return {
    ...ownerParty(world, { target: { accountId: '', identifier: own.address }, things }, dice),
    own,
    readsOwners: false,
    administrators: new Map([[THEFT, session]]),
  };
}

async function play(
  begun: Party,
  opens: (party: Party) => Promise<string | undefined>,
  [name, act]: (typeof ACTS)[number],
  chief: string,
): Promise<{ readonly reaches: boolean } | string> {
  const { world, dice } = begun;
  const accountId = await opens(begun);
  const { flow } = begun;
  if (accountId === undefined || flow?.answer.offer === undefined) return 'the flow does not wait for a set-up';
  const view = await world.viewOf({ accountId });
  const party: Party = { ...begun, target: { accountId, identifier: view?.identifiers[0] ?? '' } };
  party.log.push(`» ${name}`);
  let isDone: boolean | undefined;
  const acts = async (): Promise<void> => {
    isDone ??= await act(party);
  };
  const offer = flow.answer.offer.map(({ method }) => method);
  if (dice.chance(0.5)) await setUp(party, dice.pick(offer), { flow }, acts);
  await acts();
  if (isDone !== true) return `the engine refuses: ${name}`;
  party.log.push('» goes on in the flow');
  for (const method of shuffled(dice, offer)) await setUp(party, method, { flow });
  await lookAt(party, flow);
  for (const proof of proofsOf(party)) if (proof.side === 'own') await goOn(party, flow, proof);
  for (const method of shuffled(dice, offer)) await setUp(party, method, { flow });
  party.log.push(`» THE OWNER GAINS THE ROLE ${chief}`);
  const who = { tenant: world.tenant, accountId };
  const promoted = await world.auth.people.setRoles(who, { roles: [chief], force: true, by: hostCode('host') });
  if ('refused' in promoted) return `no promotion: ${promoted.refused}`;
  return { reaches: await administersPolicy(party) };
}

async function administersPolicy(party: Party): Promise<boolean> {
  if (await carriesOut(party, 'policy')) return true;
  const own = proofsOf(party).filter(({ side }) => side === 'own');
  for (const way of own.filter(isWayIn)) {
    await begin(party, way);
    for (let step = 0; step < 3 && party.flow !== undefined; step++) await further(party, party.flow, own);
    if (await carriesOut(party, 'policy')) return true;
  }
  for (const session of [...party.sessions])
    for (const demand of party.world.demands) {
      const flow = await openStepUp(party, session, demand);
      if (flow === undefined) continue;
      await further(party, flow, own);
      if (await carriesOut(party, 'policy')) return true;
    }
  return false;
}

async function further(party: Party, flow: Flow, own: readonly Proof[]): Promise<void> {
  const { accept = [], offer = [] } = flow.answer;
  for (const proof of own) {
    const isAccepted = accept.some((one) => one.method === proof.method && (one.provider ?? proof.on) === proof.on);
    if (isAccepted && (await goOn(party, flow, proof))) return;
  }
  for (const { method } of offer) if (await setUp(party, method, { flow })) return;
}

async function openInvitation(party: Party, password: string | undefined): Promise<string | undefined> {
  const accountId = await created(party, { invite: true });
  if (accountId === undefined) return undefined;
  const token = await mailed(party, 'invitation', party.own.address);
  takeIn(party, await party.world.ask('POST /invitation', { token, ...(password && { password }) }));
  return accountId;
}

async function openSignUp(party: Party, password: string | undefined): Promise<string | undefined> {
  const { world, owner } = party;
  const email = owner.address;
  note(party, await world.ask('POST /sign-up', { email }));
  const token = await mailed(party, 'sign-up', email);
  takeIn(party, await world.ask('POST /sign-up/confirm', { token, ...(password && { password }) }));
  return (await world.auth.people.find({ tenant: world.tenant, identifier: email }))?.accountId;
}

async function openByCode(party: Party): Promise<string | undefined> {
  const accountId = await created(party, {});
  if (accountId === undefined) return undefined;
  const helping: Party = { ...party, target: { accountId, identifier: party.own.address } };
  if (!(await helpIn(helping))) return undefined;
  await begin(party, { method: 'enrollment-code', side: 'own' });
  return accountId;
}

async function created({ world, own, administrators, log }: Party, more: object): Promise<string | undefined> {
  const json = { identifier: own.address, email: own.address, ...more };
  for (const { token: session } of administrators.values()) {
    const told = await world.ask('POST /admin/accounts', json, { session });
    log.push(`${told.line} → ${told.status} ${told.body.code ?? ''}`);
    if (isDone(told)) return told.body.accountId;
  }
  return undefined;
}

async function mailed({ world }: Party, kind: string, to: string): Promise<string> {
  await world.settled();
  return world.post.mails.findLast((mail) => mail.kind === kind && mail.to === to)?.token ?? 'none';
}

async function setPassword({ world, target: { accountId } }: Party): Promise<boolean> {
  const who = { tenant: world.tenant, accountId };
  const password = 'a passphrase from host code';
  return !('refused' in (await world.auth.people.setPassword(who, { password, by: hostCode('host') })));
}
