import type { BeginStep, Commit, CommitResult, StepLoaded } from '@sallyport/engine';
import type { Model } from './is-linearizable.ts';
import type { Call } from './record-history.ts';

/** The spent marks with their expiry, and the versions of the existing flows, by id. */
export interface SingleUse {
  /** The instant of expiry by the mark's key. */
  readonly spent: Readonly<Record<string, number>>;
  /** The version by the flow's id. */
  readonly flows: Readonly<Record<string, number>>;
}

/**
 * Marks that `commit` spends, and flows that `commit` begins, moves on, ends or consumes. The answer of `beginStep` is the flow's version.
 * A flow's token is `token-of-` and its id.
 */
export const singleUseModel: Model<SingleUse> = {
  initial: { spent: {}, flows: {} },
  after(state, call) {
    if (call.verb === 'commit') return written(state, call.asked[0] as Commit);
    const { flowHash = '' } = call.asked[0] as BeginStep;
    return { state, heard: state.flows[flowHash.replace('token-of-', '')] ?? 'absent' };
  },
  heard(call: Call, answer) {
    return call.verb === 'commit'
      ? inWords(answer as CommitResult)
      : ((answer as StepLoaded).flow?.version ?? 'absent');
  },
  nameOf: ({ spent, flows }) => JSON.stringify([spent, flows].map((part) => Object.entries(part).sort())),
};

function written(state: SingleUse, change: Commit): { readonly state: SingleUse; readonly heard: string } {
  const { guards, spend = [], flow, endFlow, opens, now } = change;
  if (guards.flow !== undefined && state.flows[guards.flow.id] !== guards.flow.version) return { state, heard: 'flow' };
  if (spend.some(({ key }) => (state.spent[key] ?? 0) > now)) return { state, heard: 'spent' };
  const isNew = flow !== undefined && flow.id !== guards.flow?.id;
  if (isNew && state.flows[flow.id] !== undefined) return { state, heard: 'key' };
  const consumed = opens !== undefined && 'flowId' in opens.consumes ? opens.consumes.flowId : undefined;
  const flows = Object.entries(state.flows).filter(([id]) => id !== endFlow?.id && id !== consumed && id !== flow?.id);
  return {
    state: {
      spent: { ...state.spent, ...Object.fromEntries(spend.map(({ key, expiresAt }) => [key, expiresAt])) },
      flows: Object.fromEntries(flow === undefined ? flows : [...flows, [flow.id, flow.version]]),
    },
    heard: 'committed',
  };
}

function inWords(result: CommitResult): string {
  return result.outcome === 'committed' ? result.outcome : result.with;
}
