import { linkButton } from './controls.ts';
import { h } from './element.ts';
import { words } from './words.ts';

export function otherWays(buttons: readonly HTMLElement[]): readonly HTMLElement[] {
  const list = h('div', { class: 'stack', hidden: true, id: 'other-ways' }, buttons);
  const opener = linkButton(words.signIn.another, 'use-another-way', () => {
    list.hidden = false;
    opener.setAttribute('aria-expanded', 'true');
    list.scrollIntoView({ block: 'nearest' });
  });
  opener.setAttribute('aria-expanded', 'false');
  opener.setAttribute('aria-controls', list.id);
  return [opener, list];
}

export function openOtherWays(stage: HTMLElement): void {
  stage.querySelector<HTMLElement>('[aria-controls=other-ways][aria-expanded=false]')?.click();
}
