import type { LoggedEvent } from '@sallyport/browser';
import { actsIn, type LoggedAct } from '@sallyport/core/log';

export interface Run extends LoggedAct<LoggedEvent> {
  readonly times: number;
  readonly since: string;
}

export function inRuns(events: readonly LoggedEvent[]): readonly Run[] {
  const runs: Run[] = [];
  for (const act of actsIn(events)) {
    const last = runs.at(-1);
    const since = act.event.at;
    if (last !== undefined && isSingle(last) && isSingle(act) && kindOf(last.event) === kindOf(act.event))
      runs[runs.length - 1] = { ...last, times: last.times + 1, since };
    else runs.push({ ...act, times: 1, since });
  }
  return runs;
}

export function isOpenEnd(run: Run | undefined, runs: readonly Run[], hasOlder: boolean): boolean {
  return hasOlder && run !== undefined && run === runs.at(-1) && run.others.length > 0;
}

function isSingle({ others, removed }: LoggedAct<LoggedEvent>): boolean {
  return others.length === 0 && removed.length === 0;
}

function kindOf({ type, accountId, actor, method, ip, detail }: LoggedEvent): string {
  return JSON.stringify([type, accountId, actor, method, ip, detail]);
}
