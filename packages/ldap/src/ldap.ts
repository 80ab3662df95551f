import { type Directory, ProviderUnavailable } from '@sallyport/store/providers';
import { within } from './deadline.ts';
import { escapeDnValue } from './escape.ts';
import { folded } from './fold.ts';
import { identityOf } from './identity.ts';
import type { LdapOptions } from './options.ts';
import { People } from './people.ts';
import { prepared } from './prepare.ts';
import { searchThenBind } from './search-then-bind.ts';
import { type DirectWay, PLACE, type Settings, settingsOf } from './settings.ts';
import { unreadable } from './unreadable.ts';
import type { Way } from './way.ts';

/**
 * Makes an LDAP directory (RFC 4510) or Active Directory: finds an entry by a search or by its name, and checks the password by a bind.
 *
 * @throws LdapConfigError for options that cannot work or are not safe
 * @example
 * ```ts
 * import { ldap } from '@sallyport/ldap';
 *
 * // Pass the directory to createSallyport({ directory }).
 * const directory = ldap({
 *   name: 'Example Corp',
 *   url: 'ldaps://directory.example.org',
 *   base: 'ou=people,dc=example,dc=org',
 *   bindDn: 'cn=sallyport,ou=services,dc=example,dc=org',
 *   bindPassword: process.env['LDAP_BIND_PASSWORD'],
 *   roles: ['employee', 'admin'],
 * });
 * ```
 */
export function ldap(options: LdapOptions): Directory {
  const settings = settingsOf(options);
  const { id, name, roles } = settings;
  const way: Way =
    settings.way.kind === 'search' ? searchThenBind(settings, settings.way) : directBind(settings, settings.way);
  const { findBySubject, admits } = way;
  let closed = false;

  const asked = async <Answer>(question: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> => {
    if (closed) throw new ProviderUnavailable(id, { cause: new Error('the directory was closed by close()') });
    try {
      return await within(settings.within, question);
    } catch (cause) {
      throw new ProviderUnavailable(id, { cause });
    }
  };

  return {
    id,
    name,
    roles,
    find: (identifier) => asked((signal) => way.find(identifier, signal)),
    findBySubject: findBySubject && ((subject) => asked((signal) => findBySubject(subject, signal))),
    admits: admits && ((subject) => asked((signal) => admits(subject, signal))),
    verify: (entry, password) => asked((signal) => way.verify(entry, password, signal)),
    close: async () => {
      closed = true;
      way.close();
    },
  };
}

function directBind(settings: Settings, { dn: template }: DirectWay): Way {
  const people = new People(settings);
  return {
    async find(identifier) {
      const value = prepared(identifier);
      if (value === '') return { outcome: 'none' };
      const dn = template.replace(PLACE, () => escapeDnValue(value));
      // Some servers cut a text at the first NUL.
      const [read = ''] = value.split('\0');
      return { outcome: 'found', entry: { key: folded(template.replace(PLACE, () => read)), dn } };
    },
    async verify({ dn }, password, signal) {
      const judged = await people.ask(dn, password, signal);
      if (judged.outcome === 'refused') return judged.why;
      const { own } = judged;
      return (own && identityOf(own, settings.roles)) ?? unreadable(dn);
    },
    close: () => undefined,
  };
}
