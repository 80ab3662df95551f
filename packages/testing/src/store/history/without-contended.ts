import type { Commit, CommitResult } from '@sallyport/engine';
import type { Call } from './record-history.ts';

/**
 * Removes the commits that were refused while another commit of the same flow or single-use value was running. Their order is not determined, and a
 * store may refuse instead of waiting, so a client may see the refusal before the conflicting change. A refused commit writes nothing, so
 * the rest of the history must still be explained.
 */
export function withoutContended(history: readonly Call[]): readonly Call[] {
  return history.filter((call) => !isRefused(call) || !history.some((other) => other !== call && contend(call, other)));
}

function isRefused({ verb, answer }: Call): boolean {
  return verb === 'commit' && answer !== undefined && (answer.value as CommitResult).outcome === 'conflict';
}

function contend(one: Call, other: Call): boolean {
  const isAtOnce = one.from < other.until && other.from < one.until;
  return isAtOnce && other.verb === 'commit' && touched(one).some((thing) => touched(other).includes(thing));
}

function touched({ asked }: Call): readonly string[] {
  const { guards, flow, uses = [] } = asked[0] as Commit;
  const flows = [guards.flow?.id, flow?.id].flatMap((id) => (id === undefined ? [] : [`flow ${id}`]));
  return [...flows, ...uses.map(({ key }) => `single-use value ${key}`)];
}
