import type { Caller, FlowReply, Guard, LiveSession, Refusal, Sallyport } from '@sallyport/engine';
import { INVARIANTS } from '../invariants.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Guess, Run } from '../ledger/run.ts';
import type { Numbers } from '../numbers.ts';
import type { Work } from '../scheduler/task.ts';
import type { Client, Knowledge } from '../world/person.ts';
import { TENANT, type World } from '../world/world.ts';

/** Where a request is made: by whom, of which process, with which luck. */
export interface Scene {
  readonly world: World;
  readonly ledger: Ledger;
  readonly client: Client;
  readonly knows: Knowledge;
  readonly auth: Sallyport;
  readonly work: Work;
  readonly run: Run;
  readonly numbers: Numbers;
}

/** Something that somebody may do. */
export interface Operation {
  /** What they do, as the story says it: `signs out all others`. */
  readonly name: string;
  /** Who does it, by the names of clients. */
  readonly by: readonly string[];
  /** It sets something up, or voids what others began. Every two of these meet by `--acts`. */
  readonly is?: 'set-up' | 'reset' | 'both';
  /** The account that it is about, or the policy; absent: that of whoever does it. */
  readonly of?: string;
  /** It happens where the host has a directory, and nowhere else. */
  readonly inDirectory?: true;
  /** How often it is picked beside the others. Default: 1. */
  readonly weight?: number;
  /** What has happened before the operation meets another operation in a pair. */
  readonly after?: readonly { readonly operation: string; readonly by: string }[];
  /** Does it through the public API, and answers what came of it, in words. */
  perform(scene: Scene): Promise<string>;
}

/** What a request of this client says of it. */
export function callerOf({ flow, session, device, isBrowser }: Client): Caller {
  return {
    tenant: TENANT,
    mode: isBrowser === true ? 'cookie' : 'token',
    flowToken: flow,
    sessionToken: session,
    deviceToken: device,
  };
}

export function isRefused(answer: unknown): answer is Refusal {
  return typeof answer === 'object' && answer !== null && 'refused' in answer;
}

/** The session of the client, where it passes the check that its request is behind. */
export async function passes(scene: Scene, guard: Guard): Promise<LiveSession | Refusal> {
  const { auth, client, ledger, work, run } = scene;
  if (client.session !== undefined) run.session = client.session;
  const session = await auth.sessions.guard(callerOf(client), guard);
  const checked = ledger.checked.get(work.id);
  if (isRefused(session) || checked === undefined) return session;
  if (guard.needs === 'session' && guard.evenIfTightened === true) return session;
  for (const { says, pass } of INVARIANTS) ledger.breaks(says, pass?.(checked));
  return session;
}

/**
 * Keeps what an answer hands out, and writes it down. Answers it as it came.
 *
 * @param shown what the request showed, if the request began the flow
 */
export function keeps(scene: Scene, reply: FlowReply | Refusal, shown = scene.run.shows): FlowReply | Refusal {
  const { client, ledger, knows } = scene;
  const { keep } = reply;
  const raised = client.raises;
  const proved = [...client.proved, ...(shown === undefined ? [] : [shown])];
  if (keep?.flow === null) {
    delete client.flow;
    delete client.flowSince;
    delete client.raises;
    delete client.deliveredTo;
    client.proved = [];
  } else if (keep?.flow !== undefined) {
    if (client.flow === undefined) client.flowSince = ledger.tick();
    client.flow = keep.flow.token;
  }
  if (keep?.session !== undefined) {
    ledger.handed(knows.account, client, keep.session.token, raised);
    client.session = keep.session.token;
  }
  if (keep?.device !== undefined) {
    ledger.knows(knows.account, keep.device.token, scene.run);
    client.device = keep.device.token;
  }
  if (keep?.session !== undefined && raised === undefined) ledger.proved(knows.account, client.device, proved);
  return reply;
}

/** A flow of this client's is left behind, for a new one. */
export function beginsAnew(client: Client): void {
  delete client.flow;
  delete client.flowSince;
  delete client.raises;
  delete client.deliveredTo;
  client.proved = [];
}

/** Shows a secret that could be guessed, and writes down what became of the guess. */
export async function shows<Answer extends FlowReply | Refusal>(
  scene: Scene,
  authenticator: string,
  show: () => Promise<Answer>,
): Promise<Answer> {
  const { ledger, client, knows, world, work } = scene;
  const guess: Guess = {
    account: knows.account,
    authenticator,
    device: client.device,
    budget: ledger.budgetOf(knows.account, client.device, authenticator),
    at: world.now,
    until: Number.POSITIVE_INFINITY,
    began: ledger.tick(),
    outcome: 'under way',
  };
  ledger.guesses.push(guess);
  try {
    const answer = await show();
    guess.outcome = isRefused(answer) ? outcomeOf(answer.refused) : 'right';
    return answer;
  } catch (error) {
    if (isKeptWaiting(error)) guess.outcome = 'waited';
    // What went wrong in the store may have been the giving back.
    else guess.outcome = isBusy(error) && work.faults === 0 ? 'busy' : 'lost';
    throw error;
  } finally {
    if (ledger.budgetOf(knows.account, guess.device, authenticator) !== guess.budget) guess.budget = 'unsure';
    guess.ended = ledger.tick();
    guess.until = world.now;
    for (const { says, guess: check } of INVARIANTS) ledger.breaks(says, check?.(guess, ledger));
  }
}

function outcomeOf(refused: Refusal['refused']): Guess['outcome'] {
  if (refused === 'invalid-credentials') return 'wrong';
  if (refused === 'locked') return 'locked';
  if (refused === 'busy' || refused === 'store-unavailable') return refused === 'busy' ? 'busy' : 'lost';
  // What a flow does not accept is not counted; what is told after a proof was proved.
  return refused === 'method-not-allowed' || refused === 'flow-expired' ? 'refused' : 'right';
}

/** True for a fault of the store, after which nobody knows whether the change was written. */
export function isStoreUnavailable(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === 'store-unavailable';
}

/**
 * The word for a fault that the contract knows.
 *
 * @throws every other fault
 */
export function wordOfFault(fault: unknown): string {
  if (isBusy(fault)) return 'busy';
  if (isStoreUnavailable(fault)) return 'unavailable';
  throw fault;
}

/** Whether a guess found its budget full for too long: it was never counted. */
function isKeptWaiting(error: unknown): boolean {
  return isBusy(error) && error instanceof Error && error.name === 'GuessesBusy';
}

export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'busy';
}

/** An answer in words. */
export function inWords(answer: unknown): string {
  if (answer === undefined) return 'done';
  if (isRefused(answer)) return `refused: ${answer.refused}`;
  if (typeof answer !== 'object' || answer === null) return String(answer);
  if ('answer' in answer) return inWords(answer.answer);
  if ('status' in answer && typeof answer.status === 'string') {
    const accept = 'accept' in answer && Array.isArray(answer.accept) ? answer.accept : [];
    return [answer.status, ...accept.map(({ method }: { method: string }) => method)].join(' ');
  }
  return 'done';
}
