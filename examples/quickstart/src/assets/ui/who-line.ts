import { h } from './element.ts';
import { signingIn } from './tabs.ts';
import { words } from './words.ts';

/** Who is signing in, on each step: what is typed there goes to this account. Nothing where nobody has said it. */
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
