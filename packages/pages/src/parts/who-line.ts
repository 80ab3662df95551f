import { h } from './element.ts';
import { signingIn } from './tabs.ts';
import { words } from './words.ts';

/** The identifier of the sign-in, shown on each step. `null` if no identifier is known. */
export function whoLine(): HTMLElement | null {
  const identifier = signingIn();
  return identifier === undefined
    ? null
    : h(
        'p',
        { class: 'muted small-text', 'data-testid': 'signing-in' },
        words.signIn.signingInAs(h('strong', {}, identifier)),
      );
}
