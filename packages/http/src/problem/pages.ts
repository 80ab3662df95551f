/** The host's pages where single sign-on sends a person: paths, or addresses on the host's origin. */
export interface Pages {
  /** The page after a sign-in. Default: `/account`. */
  readonly signedIn?: string | undefined;
  /** The page where a sign-in continues or restarts. `?problem=CODE` names the failure. Default: `/sign-in`. */
  readonly signIn?: string | undefined;
  /** The page after linking an identity. Default: `/account`. */
  readonly account?: string | undefined;
  /** The page after signing out at the provider. Default: `/`. */
  readonly signedOut?: string | undefined;
}

const DEFAULT_PAGES: Required<Pages> = {
  signedIn: '/account',
  signIn: '/sign-in',
  account: '/account',
  signedOut: '/',
};

/** The pages of a tenant's request. */
export function pagesBy(pages: Pages | ((tenant: string) => Pages) = {}): (tenant: string) => Required<Pages> {
  if (typeof pages === 'function') return (tenant) => ({ ...DEFAULT_PAGES, ...pages(tenant) });
  const always = { ...DEFAULT_PAGES, ...pages };
  return () => always;
}

export function withProblem(page: string, problem: string): string {
  const [path = '', fragment] = page.split('#');
  const address = `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams({ problem })}`;
  return fragment === undefined ? address : `${address}#${fragment}`;
}
