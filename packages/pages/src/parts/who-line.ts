import { fill, h } from './element.ts';
import { askWhoSignsIn, signingIn } from './tabs.ts';
import { words } from './words.ts';

/** The identifier of the sign-in, shown on each step. Hidden until a tab of the browser knows the identifier. */
export function whoLine(): HTMLElement {
  const line = h('p', { class: 'muted small-text', 'data-testid': 'signing-in', hidden: true });
  const show = (identifier: string): void => {
    fill(line, words.signIn.signingInAs(h('strong', {}, identifier)));
    line.hidden = false;
  };
  const identifier = signingIn();
  if (identifier === undefined) askWhoSignsIn(show);
  else show(identifier);
  return line;
}
