import type { LoggedEvent } from '@sallyport/browser';
import type { LoggedAct } from '@sallyport/core/log';
import { listed } from '@sallyport/pages/parts';
import { toldType } from './events.ts';
import { words } from './words.ts';

export type HelpInRun = Pick<LoggedAct<LoggedEvent>, 'event' | 'removed'>;

export function removedText({ event, removed }: HelpInRun): string {
  const types = [event, ...removed].map((entry) => toldType(entry));
  const said = Object.entries(words.activity.helpedIn.removed).flatMap(([type, told]) => {
    const times = types.filter((other) => other === type).length;
    return times === 0 ? [] : [told(times)];
  });
  return listed(said);
}
