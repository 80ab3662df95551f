import type { BeginStep, Commit, CommitResult, StepLoaded } from '@sallyport/engine';
import type { Model } from './is-linearizable.ts';
import type { Call } from './record-history.ts';

/** The used single-use values with their expiry, and the versions of the existing flows, by id. */
export interface SingleUse {
  /** The instant of expiry by the single-use value's key. */
  readonly used: Readonly<Record<string, number>>;
  /** The version by the flow's id. */
  readonly flows: Readonly<Record<string, number>>;
}

/**
 * Single-use values that `commit` uses, and flows that `commit` begins, moves on, ends or consumes. The answer of `beginStep` is the flow's version.
 * A flow's token is `token-of-` and its id.
 */
export const singleUseModel: Model<SingleUse> = {
  initial: { used: {}, flows: {} },
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
  nameOf: ({ used, flows }) => JSON.stringify([used, flows].map((part) => Object.entries(part).sort())),
};

function written(state: SingleUse, change: Commit): { readonly state: SingleUse; readonly heard: string } {
  const { guards, uses = [], flow, endFlow, newSession, now } = change;
  if (guards.flow !== undefined && state.flows[guards.flow.id] !== guards.flow.version) return { state, heard: 'flow' };
  if (uses.some(({ key }) => (state.used[key] ?? 0) > now)) return { state, heard: 'used' };
  const isNew = flow !== undefined && flow.id !== guards.flow?.id;
  if (isNew && state.flows[flow.id] !== undefined) return { state, heard: 'key' };
  const consumed = newSession !== undefined && 'flowId' in newSession.consumes ? newSession.consumes.flowId : undefined;
  const flows = Object.entries(state.flows).filter(([id]) => id !== endFlow?.id && id !== consumed && id !== flow?.id);
  return {
    state: {
      used: { ...state.used, ...Object.fromEntries(uses.map(({ key, expiresAt }) => [key, expiresAt])) },
      flows: Object.fromEntries(flow === undefined ? flows : [...flows, [flow.id, flow.version]]),
    },
    heard: 'committed',
  };
}

function inWords(result: CommitResult): string {
  return result.outcome === 'committed' ? result.outcome : result.with;
}
