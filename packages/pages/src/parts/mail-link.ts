import { h } from './element.ts';
import { settings } from './settings.ts';
import { words } from './words.ts';

function mailPage(to: string | undefined): string | undefined {
  const { mailPage: page } = settings;
  if (page === undefined) return undefined;
  return to === undefined || !/[@+]/.test(to) ? page : `${page}?to=${encodeURIComponent(to)}`;
}

export function mailLink(to?: string): HTMLElement | null {
  const href = mailPage(to);
  if (href === undefined) return null;
  const open = h('a', { href, target: '_blank', rel: 'noopener', 'data-testid': 'mail-link' }, words.buttons.openMail);
  return h('span', { class: 'link' }, open);
}

export function mailButton(to: string): HTMLElement | null {
  const href = mailPage(to);
  return href === undefined
    ? null
    : h('a', { class: 'button wide', href, 'data-testid': 'mail-link' }, words.buttons.openMail);
}
