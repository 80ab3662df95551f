import { h } from './element.ts';
import { settings } from './settings.ts';
import { words } from './words.ts';

/**
 * The address of the host's mail page, with the messages to this address or telephone number.
 *
 * @returns `undefined` if the host has no mail page
 */
function mailPage(to: string | undefined): string | undefined {
  const { mailPage: page } = settings;
  if (page === undefined) return undefined;
  return to === undefined || !/[@+]/.test(to) ? page : `${page}?to=${encodeURIComponent(to)}`;
}

/** A link to the host's mail page, in another tab. `null` if the host has no mail page. */
export function mailLink(to?: string): HTMLElement | null {
  const href = mailPage(to);
  if (href === undefined) return null;
  const open = h('a', { href, target: '_blank', rel: 'noopener', 'data-testid': 'mail-link' }, words.buttons.openMail);
  return h('span', { class: 'link' }, open);
}

/** The same as a button, in this tab. */
export function mailButton(to: string): HTMLElement | null {
  const href = mailPage(to);
  return href === undefined
    ? null
    : h('a', { class: 'button wide', href, 'data-testid': 'mail-link' }, words.buttons.openMail);
}
