import { linkButton } from '../parts/controls.ts';
import { fill, h } from '../parts/element.ts';
import { whomToAsk } from '../parts/lost-way.ts';
import { everyoneHasNames } from '../parts/open-ways.ts';
import { stepTitle } from '../parts/step-title.ts';
import { stepBack, stepShown } from '../parts/steps.ts';
import { words } from '../words.ts';
import { askForName } from './with-name.ts';

/** For a person who has not named an account yet. */
export function lostPasskey(stage: HTMLElement, onBack: () => unknown): void {
  const { lost, passwordIfAny, somethingElse, withName } = words.signIn;
  const back = (): unknown => stepBack('start') || onBack();
  const toName = (): unknown => {
    askForName();
    return back();
  };
  const title = stepTitle(stage, lost.passkey, 'lost-title');
  stepShown('lost-passkey', lost.passkey);
  const way = (label: string, testid: string, onclick: () => unknown): HTMLElement =>
    h('button', { type: 'button', class: 'button wide', 'data-testid': testid, onclick }, label);
  const help = whomToAsk('passkey', 1);
  fill(
    stage,
    h('header', {}, title, everyoneHasNames() ? h('p', { class: 'muted' }, somethingElse) : null),
    everyoneHasNames()
      ? [way(passwordIfAny, 'method-password', back), help]
      : [help, way(withName, 'with-name', toName)],
    h('div', { class: 'links small-text' }, linkButton(words.buttons.back, 'lost-back', back, 'quiet')),
  );
  title.focus();
}
