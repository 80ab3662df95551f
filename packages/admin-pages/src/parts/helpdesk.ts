import { type AdminAccount, isProblem } from '@sallyport/browser';
import { here } from '@sallyport/pages/parts';

export type Right = NonNullable<AdminAccount['may']>[number];

/** Without `may` the reader administers people, and has every right. */
export function hasRight({ may }: Pick<AdminAccount, 'may'>, right: Right): boolean {
  return may === undefined || may.includes(right);
}

/** In `sessionStorage`: the person administers people. */
const ADMINISTERS = 'sallyport.admin.administers';

export function awaitRights(): void {
  const isKnown = sessionStorage.getItem(ADMINISTERS) !== null;
  document.body.classList.toggle('rights-unknown', !isKnown);
}

/** A person to whom the server refuses the page sees the navigation of a helpdesk. */
export async function withNavigation(load: () => Promise<void>): Promise<void> {
  try {
    await load();
    showNavigationFor({});
  } catch (thrown) {
    if (isProblem(thrown) && thrown.code === 'not-permitted') showNavigationFor({ may: [] });
    throw thrown;
  }
}

export function forgetRights(): void {
  sessionStorage.removeItem(ADMINISTERS);
}

/** A helpdesk reaches the people alone. */
export function showNavigationFor({ may }: Pick<AdminAccount, 'may'>): void {
  document.body.classList.remove('rights-unknown');
  if (may === undefined) {
    sessionStorage.setItem(ADMINISTERS, '1');
    return;
  }
  showLinks([here('/admin/people')]);
}

/** The server refuses even the people: no role of the administration. */
export function hideNavigation(): void {
  document.body.classList.remove('rights-unknown');
  showLinks([]);
}

function showLinks(reached: readonly string[]): void {
  forgetRights();
  document.body.classList.add('one-page');
  for (const link of document.querySelectorAll<HTMLAnchorElement>('header nav li a'))
    link.closest('li')?.toggleAttribute('hidden', !reached.includes(link.getAttribute('href') ?? ''));
}
