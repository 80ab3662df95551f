import { escapeFilterValue } from './escape.ts';
import type { NameForm } from './options.ts';

/** [MS-SAMR] §2.2.1.9. `(objectClass=user)` finds computers too. */
export const ORDINARY_USER = '(sAMAccountType=805306368)';

const IN_CHAIN = '1.2.840.113556.1.4.1941';

export interface Domain {
  /** `DC=example,DC=org`. */
  readonly dn: string;
  /** `example.org`. */
  readonly dns: string;
}

export function domainOf(base: string): Domain | undefined {
  const dn = /(?:^|,)\s*(dc\s*=[^,]+(?:,\s*dc\s*=[^,]+)*)\s*$/i.exec(base)?.[1];
  if (dn === undefined) return undefined;
  return {
    dn,
    dns: [...dn.matchAll(/dc\s*=\s*([^,]+)/gi)].map(([, label = '']) => label.trim().toLowerCase()).join('.'),
  };
}

/** `CORP\name`. */
export function downLevelOf(typed: string): { readonly domain: string; readonly name: string } | undefined {
  const at = typed.indexOf('\\');
  return at < 1 ? undefined : { domain: typed.slice(0, at), name: typed.slice(at + 1) };
}

export function filterOfName(
  typed: string,
  forms: readonly NameForm[],
  domain: Domain | undefined,
  netBiosName: string | undefined,
): string | undefined {
  const downLevel = downLevelOf(typed);
  if (downLevel !== undefined) {
    const isOwn = downLevel.domain.toLowerCase() === netBiosName?.toLowerCase();
    return forms.includes('down-level') && isOwn ? bySam(downLevel.name) : undefined;
  }
  const at = typed.lastIndexOf('@');
  if (at < 0) return forms.includes('sam') ? bySam(typed) : undefined;
  if (!forms.includes('upn')) return undefined;
  const byUpn = `(userPrincipalName=${escapeFilterValue(typed)})`;
  const isImplicit = domain !== undefined && at > 0 && typed.slice(at + 1).toLowerCase() === domain.dns;
  return isImplicit ? `(|${byUpn}${bySam(typed.slice(0, at))})` : byUpn;
}

function bySam(name: string): string | undefined {
  return name === '' ? undefined : `(sAMAccountName=${escapeFilterValue(name)})`;
}

export function filterOfGroups(dn: string, roles: readonly string[]): string {
  const names = roles.map((role) => `(cn=${escapeFilterValue(role)})`).join('');
  return `(&(objectClass=group)(|${names})(member:${IN_CHAIN}:=${escapeFilterValue(dn)}))`;
}
