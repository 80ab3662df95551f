import { h } from './element.ts';
import { signingIn } from './tabs.ts';
import { words } from './words.ts';

export function whoLine(told: string | undefined): HTMLElement | null {
  const identifier = signingIn() ?? told;
  return identifier === undefined
    ? null
    : h(
        'p',
        { class: 'muted small-text', 'data-testid': 'signing-in' },
        words.signIn.signingInAs(h('strong', {}, identifier)),
      );
}
