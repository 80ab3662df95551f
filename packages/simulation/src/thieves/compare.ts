import { accountText, chainText, type Theft, type ThreatGoal, type ThreatStep, thiefText } from '@sallyport/assurance';
import type { Store } from '@sallyport/engine';
import { mix, numbers } from '../numbers.ts';
import { administratorsHeldIn, administratorsOf, type Cell, type Chain } from './cells.ts';
import { takeStep } from './chain.ts';
import { administersPeople, goalsShown, helpsPeople } from './goals.ts';
import { NoSuchAccount, type Owner, ownerOf, ownerParty } from './owners.ts';
import type { Party, Session } from './party.ts';
import { isDone } from './requests.ts';
import { NotSignedIn, thiefOf } from './thief.ts';
import { usualSignIn } from './usual-sign-in.ts';
import { type Setting, type World, worldOf } from './world.ts';

export interface Disagreement {
  readonly kind: 'table says more' | 'engine lets more';
  readonly cell: string;
  readonly goal: ThreatGoal;
  readonly told: string;
}

export interface Compared {
  cells: number;
  chains: number;
  tries: number;
  reached: number;
  readonly unplayed: Map<string, number>;
  readonly disagreements: Disagreement[];
}

export interface Tries {
  readonly count: number;
  play(party: Party): Promise<ReadonlyMap<ThreatGoal, string>>;
}

interface Play {
  readonly cell: Cell;
  /** Absent: a try at random. */
  readonly chain?: Chain;
  readonly seed: number;
}

/** A chain is played again with other dice before it counts as a disagreement. */
const ROUNDS = 20;

export async function compare(
  setting: Setting,
  cells: readonly Cell[],
  seed: number,
  tries: Tries,
  { store }: { store(): Store },
): Promise<Compared> {
  const compared: Compared = {
    cells: cells.length,
    chains: 0,
    tries: 0,
    reached: 0,
    unplayed: new Map(),
    disagreements: [],
  };
  let plays: readonly Play[] = cells.flatMap((cell, place) => [
    ...cell.chains.map((chain, at) => ({ cell, chain, seed: mix(seed, place, at) })),
    ...Array.from({ length: tries.count }, (_, at) => ({ cell, seed: mix(seed, place, at + 1000) })),
  ]);
  for (let round = 0; plays.length > 0; round++) {
    const name = `t${mix(seed, round)}-${process.pid}`;
    const again: Play[] = [];
    const world = await worldOf(setting, store(), name);
    try {
      const ready = await preparedIn(world, plays, compared, round);
      if (!(await world.begin())) {
        count(compared.unplayed, 'the policy would leave administration to a provider', plays.length);
        return compared;
      }
      for (const { play, owner } of ready) {
        const dice = numbers(mix(play.seed, round));
        const party = await partyFor(world, play, owner, dice, round);
        if (typeof party === 'string') {
          if (round === 0) count(compared.unplayed, party);
          continue;
        }
        if (play.chain === undefined) await tried(party, play, tries, compared);
        else {
          if (round === 0) compared.chains++;
          const { missed, told } = await playChain(party, play.chain);
          const [first] = missed;
          if (first === undefined) continue;
          if (round + 1 < ROUNDS) again.push({ ...play, chain: { ...play.chain, goals: missed } });
          else compared.disagreements.push(disagreement('table says more', play, first.goal, told));
        }
      }
    } finally {
      await world.close();
    }
    plays = again;
  }
  return compared;
}

async function preparedIn(
  world: World,
  plays: readonly Play[],
  compared: Compared,
  round: number,
): Promise<readonly { readonly play: Play; readonly owner: Owner }[]> {
  const ready: { readonly play: Play; readonly owner: Owner }[] = [];
  await prepareAdministrators(world);
  for (const [place, play] of plays.entries()) {
    try {
      const owner = await ownerOf(world, `owner-${place}`, play.cell.account, numbers(play.seed));
      ready.push({ play, owner });
    } catch (problem) {
      if (!(problem instanceof NoSuchAccount)) throw problem;
      if (round === 0) count(compared.unplayed, 'no such account can be made');
    }
  }
  return ready;
}

interface Administrator {
  readonly owner: Owner;
  readonly steps: readonly ThreatStep[];
}

const administrators = new WeakMap<World, Map<Theft, Administrator>>();

/** Honest policy administrators, so that no act of a thief takes the last one away. */
export async function prepareAdministrators(world: World): Promise<void> {
  for (const [place, account] of administratorsOf(world).entries())
    await ownerOf(world, `honest-${place}`, account, numbers(1)).catch((problem: unknown) => {
      if (!(problem instanceof NoSuchAccount)) throw problem;
    });
  const held = new Map<Theft, Administrator>();
  administrators.set(world, held);
  for (const [theft, { account, steps }] of administratorsHeldIn(world)) {
    if (steps === undefined) continue;
    try {
      held.set(theft, { owner: await ownerOf(world, theft.replace(':', '-'), account, numbers(1)), steps });
    } catch (problem) {
      if (!(problem instanceof NoSuchAccount)) throw problem;
    }
  }
}

async function administratorSessions(world: World, thefts: readonly Theft[]): Promise<Map<Theft, Session>> {
  const sessions = new Map<Theft, Session>();
  for (const theft of thefts) {
    const session = await administratorSession(world, theft);
    if (session !== undefined) sessions.set(theft, session);
  }
  return sessions;
}

export async function administratorSession(world: World, theft: Theft): Promise<Session | undefined> {
  const administrator = administrators.get(world)?.get(theft);
  if (administrator === undefined) return undefined;
  const { owner, steps } = administrator;
  for (let round = 0; round < ROUNDS; round++) {
    const party = ownerParty(world, owner, numbers(round + 1));
    let isTaken = true;
    for (const [place, step] of steps.entries()) isTaken &&= await takeStep(party, step, steps[place + 1]);
    const [session] = party.sessions;
    if (isTaken && session !== undefined && (await administers(world, theft, session))) return session;
  }
  return undefined;
}

async function administers(world: World, theft: Theft, { token }: Session): Promise<boolean> {
  const [, role] = theft.split(':');
  const line = role === undefined ? administersPeople(world) : helpsPeople(world, [role])[0];
  return line !== undefined && isDone(await world.ask(line, {}, { session: token }));
}

async function partyFor(
  world: World,
  { cell: { account, thefts } }: Play,
  owner: Owner,
  dice: Party['dice'],
  round: number,
): Promise<Party | string> {
  const steals = thefts.some((theft) => theft.endsWith('-cookie'));
  const usual = steals ? usualSignIn(world, account) : undefined;
  if (steals && usual === undefined) return 'the owner has no usual sign-in';
  const ofAdministrators = thefts.filter((theft) => theft === 'people-administrator' || theft.startsWith('helpdesk:'));
  try {
    const party = await thiefOf(world, `thief-${world.counted()}`, {
      owner,
      thefts,
      usual,
      administrators: () => administratorSessions(world, ofAdministrators),
      dice,
      round,
    });
    const missing = ofAdministrators.find((theft) => !party.administrators.has(theft));
    return missing === undefined ? party : `no session of ${missing.replace(':', ' ')} comes to administer`;
  } catch (problem) {
    if (!(problem instanceof NotSignedIn)) throw problem;
    return `the owner does not sign in as usual: ${accountText(account)}: ${problem.message}`;
  }
}

/** Answers the goals that the engine refuses this time: each goal has to be reached in one of the rounds. */
async function playChain(
  party: Party,
  { steps, goals }: Chain,
): Promise<{ readonly missed: Chain['goals']; readonly told: string }> {
  const missed: Chain['goals'][number][] = [];
  const told = (where: string): string => `${chainText(steps)}: ${where}\n    ${party.log.join('\n    ')}`;
  for (let place = 0; place <= steps.length; place++) {
    const step = steps[place - 1];
    if (step !== undefined && !(await takeStep(party, step, steps[place])))
      return {
        missed: [...missed, ...goals.filter(({ after }) => after >= place)],
        told: told(`stuck at step ${place}`),
      };
    const due = goals.filter(({ after }) => after === place);
    if (due.length === 0) continue;
    const shown = await goalsShown(party);
    missed.push(...due.filter(({ goal }) => !ACTS.has(goal) && !shown.has(goal)));
  }
  return { missed, told: told('every step is taken') };
}

/** The step to such a goal says by itself that the goal is reached. */
const ACTS: ReadonlySet<ThreatGoal> = new Set([
  'helpdesk',
  'people',
  'policy',
  'vault-opened',
  'vault-spoiled',
  'deletes',
]);

async function tried(party: Party, play: Play, tries: Tries, compared: Compared): Promise<void> {
  compared.tries++;
  for (const [goal, told] of await tries.play(party)) {
    compared.reached++;
    if (!play.cell.goals.has(goal)) compared.disagreements.push(disagreement('engine lets more', play, goal, told));
  }
}

export function count(counts: Map<string, number>, reason: string, by = 1): void {
  counts.set(reason, (counts.get(reason) ?? 0) + by);
}

/** `mailbox × password, mail` */
export function cellWords({ thief, account }: Pick<Cell, 'thief' | 'account'>): string {
  return `${thiefText(thief)} × ${accountText(account)}`;
}

function disagreement(kind: Disagreement['kind'], { cell }: Play, goal: ThreatGoal, told: string): Disagreement {
  return { kind, cell: cellWords(cell), goal, told };
}
