import type { Caller, FlowReply, Guard, LiveSession, Refusal, Sallyport } from '@sallyport/engine';
import { INVARIANTS } from '../invariants.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Guess, Run } from '../ledger/run.ts';
import type { Numbers } from '../numbers.ts';
import type { Work } from '../scheduler/task.ts';
import type { Client, Knowledge } from '../world/person.ts';
import { TENANT } from '../world/state.ts';
import type { World } from '../world/world.ts';

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

export interface Operation {
  readonly name: string;
  readonly by: readonly string[];
  /** `--acts` pairs set-ups with resets. */
  readonly is?: 'set-up' | 'reset' | 'both';
  /** The account of the operation, or the policy. Absent: the account of the client. */
  readonly of?: string;
  readonly inDirectory?: true;
  /** How often a history picks the operation. Default: 1. */
  readonly weight?: number;
  /** Run before the operation meets another operation in a pair. */
  readonly after?: readonly { readonly operation: string; readonly by: string }[];
  perform(scene: Scene): Promise<string>;
}

export function callerOf({ flow, session, device, isBrowser, contexts = [] }: Client): Caller {
  return {
    tenant: TENANT,
    mode: isBrowser === true ? 'cookie' : 'token',
    flowToken: flow,
    sessionToken: session,
    contexts: () => Promise.resolve(contexts),
    // A client serves one person, so the newest token is enough.
    deviceTokens: device === undefined ? undefined : [device],
  };
}

export function isRefused(answer: unknown): answer is Refusal {
  return typeof answer === 'object' && answer !== null && 'refused' in answer;
}

export async function passes(scene: Scene, guard: Guard): Promise<LiveSession | Refusal> {
  const { auth, client, ledger, work, run } = scene;
  if (client.session !== undefined) run.session = client.session;
  const session = await auth.sessions.guard(callerOf(client), guard);
  const checked = ledger.checked.get(work.id);
  if (isRefused(session) || checked === undefined) return session;
  if (guard.needs === 'session' && guard.evenIfTightened === true) return session;
  for (const { says, pass } of INVARIANTS) ledger.breaks(says, pass?.({ ...checked, contexts: client.contexts ?? [] }));
  return session;
}

/** @param shown what the request showed, if the request began the flow */
export function keeps(
  scene: Scene,
  reply: FlowReply | Refusal,
  shown: string | undefined = scene.run.shows,
): FlowReply | Refusal {
  const { client, ledger, knows } = scene;
  const { keep } = reply;
  const raised = client.raises;
  const proved = [...client.proved, ...(shown === undefined ? [] : [shown])];
  if (keep?.flow === null) {
    delete client.flow;
    delete client.flowSince;
    delete client.raises;
    delete client.deliveredTo;
    delete client.mailedTo;
    delete client.isFirstSignIn;
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

export function beginsAnew(client: Client): void {
  delete client.flow;
  delete client.flowSince;
  delete client.raises;
  delete client.deliveredTo;
  delete client.mailedTo;
  delete client.isFirstSignIn;
  client.proved = [];
}

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
    // A fault of the store may have hit the call that gives the guess back.
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
  // The engine does not count a method that the flow does not accept. Every other refusal follows a right proof.
  return refused === 'method-not-allowed' || refused === 'flow-expired' ? 'refused' : 'right';
}

const UNAVAILABLE: ReadonlySet<unknown> = new Set(['store-unavailable', 'host-unavailable']);

/** After such a fault the change may be written or not. */
export function isUnavailable(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && UNAVAILABLE.has(fault.code);
}

/** @throws every fault that is not of the contract */
export function wordOfFault(fault: unknown): string {
  if (isBusy(fault)) return 'busy';
  if (isUnavailable(fault)) return 'unavailable';
  throw fault;
}

/** The engine did not count the guess. */
function isKeptWaiting(error: unknown): boolean {
  return isBusy(error) && error instanceof Error && error.name === 'GuessesBusy';
}

export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'busy';
}

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
