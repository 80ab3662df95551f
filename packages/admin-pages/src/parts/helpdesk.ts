import type { AdminAccount } from '@sallyport/browser';

/** A right of a helpdesk. */
export type Right = NonNullable<AdminAccount['may']>[number];

/** Returns whether the person may do the acts of a right. An answer without `may` is for an administrator of people, who has every right. */
export function hasRight({ may }: Pick<AdminAccount, 'may'>, right: Right): boolean {
  return may === undefined || may.includes(right);
}

/** Hides the links of the navigation to the pages that a helpdesk does not reach. Does nothing for an administrator of people. */
export function showNavigationFor({ may }: Pick<AdminAccount, 'may'>): void {
  if (may === undefined) return;
  for (const link of document.querySelectorAll<HTMLAnchorElement>('header nav li a'))
    link.closest('li')?.toggleAttribute('hidden', link.getAttribute('href') !== '/admin/people');
}
