import { linkButton } from '../parts/controls.ts';
import { h } from '../parts/element.ts';
import { words } from '../words.ts';

let isAsked = false;

export function askForName(): void {
  isAsked = true;
}

export interface WithName {
  readonly opener: HTMLElement;
  readonly place: HTMLElement;
  readonly isOpen: boolean;
}

export function withName(content: readonly (HTMLElement | null)[], onOpen: () => void): WithName {
  const place = h('div', { class: 'stack', hidden: !isAsked, id: 'with-name' }, content);
  const opener = linkButton(words.signIn.withName, 'with-name', () => {
    isAsked = !isAsked;
    place.hidden = !isAsked;
    opener.setAttribute('aria-expanded', `${isAsked}`);
    if (isAsked) onOpen();
  });
  opener.setAttribute('aria-expanded', `${isAsked}`);
  opener.setAttribute('aria-controls', place.id);
  return { opener, place, isOpen: isAsked };
}
