/** The host's own pages that single sign-on sends a person to: paths, or addresses on the host's origin. */
export interface Pages {
  /** Where a person arrives who is signed in. Default: `/account`. */
  readonly signedIn?: string | undefined;
  /** Where a sign-in goes on, or begins again; what failed is told as `?problem=CODE`. Default: `/sign-in`. */
  readonly signIn?: string | undefined;
  /** Where a person arrives who linked an identity. Default: `/account`. */
  readonly account?: string | undefined;
  /** Where a provider sends a person who signed out there. Default: `/`. */
  readonly signedOut?: string | undefined;
}

export const DEFAULT_PAGES: Required<Pages> = {
  signedIn: '/account',
  signIn: '/sign-in',
  account: '/account',
  signedOut: '/',
};

/** A page's address, with what failed. */
export function withProblem(page: string, problem: string): string {
  const [path = '', fragment] = page.split('#');
  const address = `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams({ problem })}`;
  return fragment === undefined ? address : `${address}#${fragment}`;
}
