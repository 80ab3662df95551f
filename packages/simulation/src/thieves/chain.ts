import type { ThreatStep } from '@sallyport/assurance';
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
import { carriesOut } from './goals.ts';
import { assertIdentity, editEntry, giveRoles } from './operators.ts';
import { type Flow, newPassword, type Party, type Session } from './party.ts';
import { begin, goOn, lookAt, type Proof, shuffled } from './proofs.ts';
import { finishRecovery, followLink } from './recovery.ts';
import { issueBackupCodes, link, remove, setAddress, setPassword, setUp } from './set-ups.ts';
import { openStepUp } from './step-up.ts';

const ACTS: Readonly<Partial<Record<ThreatStep['move'], Parameters<typeof carriesOut>[1]>>> = {
  'helps-people': 'helpdesk',
  'changes-people': 'people',
  'changes-policy': 'policy',
  'writes-vault': 'vault-spoiled',
  'opens-vault': 'vault-opened',
  deletes: 'deletes',
};

/** All other steps can change what an open flow asks for. */
const IN_FLOW: ReadonlySet<ThreatStep['move']> = new Set(['begins', 'goes-on', 'steps-up', 'recovers']);

export async function takeStep(party: Party, step: ThreatStep, next: ThreatStep | undefined): Promise<boolean> {
  party.saysLess = step.saysLess === true;
  const isTaken = await taken(party, step, next);
  party.saysLess = false;
  if (isTaken && party.flow !== undefined && !IN_FLOW.has(step.move)) await lookAt(party, party.flow);
  return isTaken;
}

async function taken(party: Party, step: ThreatStep, next: ThreatStep | undefined): Promise<boolean> {
  const { move, method = '', of = 'own', on = '' } = step;
  const proof: Proof = { method, side: of, on };
  const act = ACTS[move];
  if (act !== undefined) return carriesOut(party, act);
  switch (move) {
    case 'begins':
      return begin(party, proof);
    case 'goes-on':
      return party.flow !== undefined && goOn(party, party.flow, proof);
    case 'steps-up':
      return stepUp(party, proof, next);
    case 'sets-up':
      return setUpAnywhere(party, method);
    case 'sets-password':
      if (party.recovered) return isRecovered(party);
      if (method === 'enrollment-code') return setPasswordByCode(party, newPassword(party));
      return inSomeSession(party, (session) => setPassword(party, newPassword(party), session));
    case 'sets-address':
      return inSomeSession(party, (session) => setAddress(party, session));
    case 'links':
      return inSomeSession(party, (session) => link(party, on, session));
    case 'removes':
      return inSomeSession(party, (session) => remove(party, method, on, session));
    case 'issues-backup-codes':
      return inSomeSession(party, (session) => issueBackupCodes(party, session));
    case 'follows-recovery-link':
      return followLink(party, newPassword(party), next?.move === 'recovers');
    case 'recovers':
      return finishRecovery(party, proof);
    case 'asserts-identity':
      return assertIdentity(party, on);
    case 'gives-roles':
      return giveRoles(party, on.split(', '));
    case 'edits-entry':
      return editEntry(party);
    case 'names-identity':
      return nameIdentity(party, method, on);
    case 'vouches':
      return vouch(party, '/enrollment-code');
    case 'helps-in':
      return helpIn(party);
    case 'resets-two-step':
      return vouch(party, '/reset-two-step');
    case 'resets-passkeys':
      return (await administrate(party, 'POST /reset-passkeys')) !== undefined;
    case 'signs-out':
      return signOut(party);
    case 'blocks':
      return blockAndUnblock(party);
    case 'unblocks':
      return true;
    case 'takes-role':
      return setRoles(party, (roles) => roles.filter((role) => role !== on));
    case 'gives-role':
      return setRoles(party, (roles) => [...roles, on]);
    default:
      throw new Error(`there is no code for the move '${move}'`);
  }
}

function isRecovered(party: Party): boolean {
  party.recovered = false;
  return true;
}

async function inSomeSession(party: Party, act: (session: Session) => Promise<boolean>): Promise<boolean> {
  for (const session of party.sessions) if (await act(session)) return true;
  return false;
}

async function setUpAnywhere(party: Party, method: string): Promise<boolean> {
  const { flow } = party;
  if (flow !== undefined && offers(flow, method) && (await setUp(party, method, { flow }))) return true;
  const ways = [
    () => inSomeSession(party, (session) => setUp(party, method, { session })),
    () => inSomeSession(party, (session) => setUpInStepUp(party, method, session)),
  ];
  // A round makes all set-ups of a chain in the same way.
  const { round, world } = party;
  const order = round === 0 ? ways : round <= world.demands.length ? ways.toReversed() : shuffled(party.dice, ways);
  for (const way of order) if (await way()) return true;
  return false;
}

async function setUpInStepUp(party: Party, method: string, session: Session): Promise<boolean> {
  const { round, dice, world } = party;
  const { demands } = world;
  const inTurn = [...demands.slice(round - 1), ...demands.slice(0, round - 1)];
  for (const demand of round > 0 && round <= demands.length ? inTurn : shuffled(dice, demands)) {
    const flow = await openStepUp(party, session, demand);
    if (flow !== undefined && offers(flow, method) && (await setUp(party, method, { flow }))) return true;
  }
  return false;
}

function offers({ answer }: Flow, method: string): boolean {
  return answer.offer?.some((one) => one.method === method) === true;
}

/** If the next step of the chain is elsewhere, the proof must complete the step-up: otherwise the demand was too high. */
async function stepUp(party: Party, proof: Proof, next: ThreatStep | undefined): Promise<boolean> {
  const goesOn = next?.move === 'steps-up' || next?.move === 'sets-up';
  const isTaken = async (flow: Flow): Promise<boolean> =>
    asksFor(flow, proof) && (await goOn(party, flow, proof)) && (goesOn || party.flow === undefined);
  const { flow } = party;
  if (flow?.session !== undefined && (await isTaken(flow))) return true;
  const demands = shuffled(party.dice, party.world.demands);
  for (const session of party.sessions)
    for (const demand of demands) {
      const opened = await openStepUp(party, session, demand);
      if (opened !== undefined && (await isTaken(opened))) return true;
    }
  return false;
}

function asksFor({ answer }: Flow, { method, on }: Proof): boolean {
  if (method === 'enrollment-code') return true;
  return answer.accept?.some((one) => one.method === method && (method !== 'sso' || one.provider === on)) === true;
}
