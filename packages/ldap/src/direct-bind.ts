import { escapeDnValue } from './escape.ts';
import { folded } from './fold.ts';
import { identityOf } from './identity.ts';
import { People } from './people.ts';
import { prepared } from './prepare.ts';
import { type DirectWay, PLACE, type Settings } from './settings.ts';
import { unreadable } from './unreadable.ts';
import type { Way } from './way.ts';

/** Builds an entry's name from the typed identifier. `find` sends no request: only the bind shows whether the entry exists. */
export function directBind(settings: Settings, { dn: template }: DirectWay): Way {
  const people = new People(settings);
  return {
    async find(identifier) {
      const value = prepared(identifier);
      if (value === '') return { outcome: 'none' };
      const dn = template.replace(PLACE, () => escapeDnValue(value));
      // Some servers cut a text at the first NUL, so all such spellings share one key.
      const [read = ''] = value.split('\0');
      return { outcome: 'found', entry: { key: folded(template.replace(PLACE, () => read)), dn } };
    },
    async verify({ dn }, password, signal) {
      const own = await people.ask(dn, password, signal);
      if (own === 'refused') return undefined;
      return (own && identityOf(own, settings.roles)) ?? unreadable(dn);
    },
    close: () => undefined,
  };
}
