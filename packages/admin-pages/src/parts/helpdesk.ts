import { type AdminAccount, isProblem } from '@sallyport/browser';

/** A right of a helpdesk. */
export type Right = NonNullable<AdminAccount['may']>[number];

/** Returns whether the person may do the acts of a right. An answer without `may` is for an administrator of people, who has every right. */
export function hasRight({ may }: Pick<AdminAccount, 'may'>, right: Right): boolean {
  return may === undefined || may.includes(right);
}

/** The key in `sessionStorage` of a browser whose person administers people. */
const ADMINISTERS = 'sallyport.admin.administers';

/** Hides the links that a helpdesk does not reach until the first answer, unless an answer before told that the person administers people. */
export function awaitRights(): void {
  const isKnown = sessionStorage.getItem(ADMINISTERS) !== null;
  document.body.classList.toggle('rights-unknown', !isKnown);
}

/** Loads a page of the administration. A person to whom the server refuses the page sees the navigation of a helpdesk. */
export async function withNavigation(load: () => Promise<void>): Promise<void> {
  try {
    await load();
    showNavigationFor({});
  } catch (thrown) {
    if (isProblem(thrown) && thrown.code === 'not-permitted') showNavigationFor({ may: [] });
    throw thrown;
  }
}

/** Forgets whether the person administers people: the next person at this browser may be somebody else. */
export function forgetRights(): void {
  sessionStorage.removeItem(ADMINISTERS);
}

/** Shows the links of the navigation that the person reaches: for a helpdesk, the link to the people alone. */
export function showNavigationFor({ may }: Pick<AdminAccount, 'may'>): void {
  document.body.classList.remove('rights-unknown');
  if (may === undefined) {
    sessionStorage.setItem(ADMINISTERS, '1');
    return;
  }
  showLinks(['/admin/people']);
}

/** Hides the links of the navigation: the server refuses even the people, so the person has no role of the administration. */
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
