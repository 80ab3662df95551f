import type { PolicyDocument } from '@sallyport/browser';
import { readAt, recordOf, textsOf } from './document.ts';
import { words } from './words.ts';

/** The server refuses such a policy with the paths of the empty lists. */
export function unfinishedText(policy: PolicyDocument): string | undefined {
  const desks = readAt(policy, ['administrators', 'helpdesk']);
  const { helpdesk, bar } = words.policy;
  const place = (Array.isArray(desks) ? desks : []).map(recordOf).findIndex(({ roles, over, may }) =>
    // A value that is no list is an error, and no form that somebody fills in.
    [roles, over, may].some((list) => Array.isArray(list) && textsOf(list).length === 0),
  );
  return place === -1 ? undefined : bar.unfinished(helpdesk.title(place + 1));
}
