import type { PolicyDocument, PolicyVersion } from '@sallyport/browser';
import { button } from '../ui/controls.ts';
import { h } from '../ui/element.ts';
import { when } from '../ui/explain.ts';

/** Earlier policies; going back to one is a change like any other: its impact is shown first, and then it is applied. */
export function versionsCard(
  versions: readonly PolicyVersion[],
  current: number,
  onTake: (policy: PolicyDocument, version: number) => Promise<void>,
): HTMLElement {
  return h(
    'section',
    { class: 'stack' },
    h('h2', {}, 'Versions'),
    h(
      'div',
      { class: 'card rows', 'data-testid': 'versions' },
      versions.map((entry) => {
        return h(
          'div',
          { class: 'row', 'data-testid': 'version' },
          h(
            'div',
            { class: 'about' },
            h('p', {}, `Version ${entry.version} · ${String(entry.policy['requiredStrength'] ?? 'baseline')}`),
            h('p', {}, `${when(entry.changedAt)}, by ${entry.changedBy}`),
          ),
          entry.version === current
            ? h('span', { class: 'badge go' }, 'In force')
            : button({
                label: 'Go back to this version…',
                testid: 'policy-restore',
                look: 'compact',
                attributes: { 'aria-label': `Go back to version ${entry.version}…` },
                run: () => onTake(entry.policy, entry.version),
              }),
        );
      }),
    ),
  );
}
