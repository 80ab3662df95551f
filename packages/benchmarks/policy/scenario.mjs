// A `member` has no further rule. For `support` a mail link does not count. An `admin` needs two factors in every tenant. Two factors are a passkey
// alone, or TOTP with a password or a mail link.

/** @typedef {{ tenant: 'baseline' | 'enhanced', roles: string[], enrolled: { id: string, kind: string }[], verified: string[] }} Input */
/** @typedef {{ granted: boolean, enrollmentRequired: boolean, acceptable: string[] }} Answer */

const KINDS = { pw: 'password', em: 'email', tp: 'totp', k1: 'passkey', k2: 'passkey' };

/**
 * @param {Input} input
 * @returns {Answer}
 */
export function oracle({ tenant, roles, enrolled, verified }) {
  const needsTwo = tenant === 'enhanced' || roles.includes('admin');
  const firsts = ['pw', ...(roles.includes('support') ? [] : ['em'])];
  const sufficient = [['k1'], ['k2'], ...firsts.map((first) => (needsTwo ? [first, 'tp'] : [first]))];
  const ids = enrolled.map(({ id }) => id);
  const within = (set, all) => set.every((id) => all.includes(id));

  if (sufficient.some((set) => within(set, verified)))
    return { granted: true, enrollmentRequired: false, acceptable: [] };
  const missing = sufficient.filter((set) => within(set, ids)).map((set) => set.filter((id) => !verified.includes(id)));
  const smallest = missing.filter((set) => !missing.some((other) => other.length < set.length && within(other, set)));
  const hasFirst = firsts.some((first) => verified.includes(first));
  const makesSense = (id) => (id === 'tp' ? hasFirst : KINDS[id] === 'passkey' || !hasFirst);
  return {
    granted: false,
    enrollmentRequired: missing.length === 0,
    acceptable: ids.filter((id) => makesSense(id) && smallest.some((set) => set.includes(id))),
  };
}

/** @type {readonly Input[]} shuffled against the processor's branch prediction */
export const inputs = shuffled([...questions()]);

function* questions() {
  const roleSets = [['member'], ['member', 'support'], ['member', 'admin'], ['member', 'support', 'admin']];
  const enrolledSets = [
    ['pw', 'em', 'tp', 'k1', 'k2'],
    ['pw', 'em', 'tp'],
    ['pw', 'em'],
    ['em', 'k1'],
  ];
  const verifiedSets = [[], ['pw'], ['em'], ['pw', 'tp'], ['k2']];
  for (const tenant of ['baseline', 'enhanced'])
    for (const roles of roleSets)
      for (const ids of enrolledSets) {
        const possible = verifiedSets.map((set) => set.filter((id) => ids.includes(id)).join());
        for (const verified of new Set(possible))
          yield {
            tenant,
            roles: [...roles],
            enrolled: ids.map((id) => ({ id, kind: KINDS[id] })),
            verified: verified === '' ? [] : verified.split(','),
          };
      }
}

function shuffled(items) {
  let state = 20_260_801;
  for (let last = items.length - 1; last > 0; last--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (last + 1));
    [items[last], items[other]] = [items[other], items[last]];
  }
  return items;
}
