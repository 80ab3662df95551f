import { linkButton } from '../parts/controls.ts';
import { fill, h } from '../parts/element.ts';
import { whomToAsk } from '../parts/lost-way.ts';
import { stepTitle } from '../parts/step-title.ts';
import { stepBack, stepShown } from '../parts/steps.ts';
import { words } from '../words.ts';

/** For a person who has not named an account yet. */
export function lostPasskey(stage: HTMLElement, onBack: () => unknown): void {
  const { lost, passwordIfAny, somethingElse } = words.signIn;
  const back = (): unknown => stepBack('start') || onBack();
  const title = stepTitle(stage, lost.passkey, 'lost-title');
  stepShown('lost-passkey', lost.passkey);
  fill(
    stage,
    h('header', {}, title, h('p', { class: 'muted' }, somethingElse)),
    h(
      'button',
      { type: 'button', class: 'button wide', 'data-testid': 'method-password', onclick: back },
      passwordIfAny,
    ),
    whomToAsk('passkey', 1),
    h('div', { class: 'links small-text' }, linkButton(words.buttons.back, 'lost-back', back, 'quiet')),
  );
  title.focus();
}
