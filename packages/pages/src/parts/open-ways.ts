import type { OpenAnswer } from '@sallyport/browser';

const key = 'sallyport.ways-in';

const noWaysKnown: OpenAnswer = { status: 'open', methods: ['password', 'passkey'], providers: [] };

/** Stores the ways in, which are the same for everyone, because the server does not list them during a sign-in. */
export function keepOpenWays(open: OpenAnswer): OpenAnswer {
  try {
    localStorage.setItem(key, JSON.stringify(open));
  } catch {
    // A browser that keeps nothing asks the server again.
  }
  return open;
}

export function lastOpenWays(): OpenAnswer {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return isOpen(kept) ? kept : noWaysKnown;
  } catch {
    return noWaysKnown;
  }
}

/** If not, a name serves only an emergency account and a person whom an administrator helped in. */
export function everyoneHasNames({ methods }: OpenAnswer = lastOpenWays()): boolean {
  return methods.length === 0 || methods.includes('password') || methods.includes('ldap');
}

/** The name of a provider, or its id if the browser has not seen the name. */
export function providerName(id: string): string {
  return lastOpenWays().providers.find((provider) => provider.id === id)?.name ?? id;
}

function isOpen(value: unknown): value is OpenAnswer {
  if (typeof value !== 'object' || value === null || !('methods' in value && 'providers' in value)) return false;
  return Array.isArray(value.methods) && Array.isArray(value.providers);
}
