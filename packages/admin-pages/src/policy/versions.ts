import type { PolicyDocument, PolicyVersion } from '@sallyport/browser';
import { button, h, when } from '@sallyport/pages/parts';
import { words } from '../words.ts';
import { policyChanges } from './policy-changes.ts';

/**
 * The card with earlier policies. Restoring a version works like any other change: the page previews the policy, then applies the policy.
 */
export function versionsCard(
  versions: readonly PolicyVersion[],
  current: number,
  onTake: (policy: PolicyDocument, version: number) => Promise<void>,
): HTMLElement {
  return h(
    'section',
    { class: 'stack' },
    h('h2', {}, words.policy.versions.title),
    h(
      'div',
      { class: 'card rows', 'data-testid': 'versions' },
      versions.map((entry, place) => {
        return h(
          'div',
          { class: 'row', 'data-testid': 'version' },
          h(
            'div',
            { class: 'about' },
            h('p', {}, words.policy.version(entry.version)),
            h('p', { 'data-testid': 'version-changes' }, policyChanges(entry.policy, versions[place + 1]?.policy)),
            h('p', {}, words.policy.versions.changed(when(entry.changedAt), entry.changedBy)),
          ),
          entry.version === current
            ? h('span', { class: 'badge go' }, words.policy.versions.inForce)
            : button({
                label: words.policy.versions.goBackTo(entry.version),
                testid: 'policy-restore',
                look: 'compact',
                run: () => onTake(entry.policy, entry.version),
              }),
        );
      }),
    ),
  );
}
