import type { Commit, CommitResult } from '@sallyport/engine';
import type { Call } from './record-history.ts';

/**
 * A history without the commits that were refused while another, of the same flow or mark, was under way. Which of the two comes
 * first is not settled then, and a store may refuse rather than wait: a refusal that ran beside its cause may be heard before
 * the cause can be seen. It has written nothing, so that without it the rest has to be explained all the same.
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
  const { guards, flow, spend = [] } = asked[0] as Commit;
  const flows = [guards.flow?.id, flow?.id].flatMap((id) => (id === undefined ? [] : [`flow ${id}`]));
  return [...flows, ...spend.map(({ key }) => `mark ${key}`)];
}
