import type { PolicyDocument } from '@sallyport/browser';

export type Path = readonly string[];

export interface Change {
  readonly path: Path;
  readonly before: unknown;
  readonly after: unknown;
}

export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

export function readAt(policy: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (within, name) =>
      typeof within === 'object' && within !== null ? Object.getOwnPropertyDescriptor(within, name)?.value : undefined,
    policy,
  );
}

/** `undefined` removes the member, and the objects that become empty. The other members keep their order. */
export function writeAt(policy: PolicyDocument, [name, ...rest]: Path, value: unknown): PolicyDocument {
  if (name === undefined) return isRecord(value) ? value : {};
  const own = Object.hasOwn(policy, name) ? policy[name] : undefined;
  const next = rest.length === 0 ? value : emptied(writeAt(recordOf(own), rest, value));
  if (next !== undefined) return { ...policy, [name]: next };
  const { [name]: _, ...others } = policy;
  return others;
}

export function changesOf(before: PolicyDocument, after: PolicyDocument): readonly Change[] {
  const [then, now] = [leavesOf(before), leavesOf(after)];
  return [...new Map([...then, ...now]).values()].flatMap(({ path }) => {
    const change = { path, before: then.get(keyOf(path))?.value, after: now.get(keyOf(path))?.value };
    return isEqual(change.before, change.after) ? [] : [change];
  });
}

/** A member at the top of the policy, or of a role's rule. The server judges rules. */
export function ruleOf(path: Path): Path {
  return path.slice(0, path[0] === 'roles' ? 3 : 1);
}

export function rulesOf(
  changes: readonly Change[],
): readonly { readonly path: Path; readonly changes: readonly Change[] }[] {
  const byRule = new Map<string, { path: Path; changes: Change[] }>();
  for (const change of changes) {
    const path = ruleOf(change.path);
    const rule = byRule.get(keyOf(path));
    if (rule === undefined) byRule.set(keyOf(path), { path, changes: [change] });
    else rule.changes.push(change);
  }
  return [...byRule.values()];
}

/** The order of the members does not count. */
export function isEqual(one: unknown, other: unknown): boolean {
  return one === other || inOrder(one) === inOrder(other);
}

export function keyOf(path: Path): string {
  return JSON.stringify(path);
}

interface Leaf {
  readonly path: Path;
  readonly value: unknown;
}

function leavesOf(policy: PolicyDocument): ReadonlyMap<string, Leaf> {
  const found: [string, Leaf][] = [];
  const walk = (value: unknown, path: Path): void => {
    if (isRecord(value) && !isWhole(path)) {
      for (const [name, member] of Object.entries(value)) walk(member, [...path, name]);
    } else if (value !== undefined) {
      found.push([keyOf(path), { path, value }]);
    }
  };
  walk(policy, []);
  return new Map(found);
}

function isWhole([top, ...rest]: Path): boolean {
  return (top === 'strengths' && rest.length === 1) || top === 'onTighten' || top === 'dormant';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function emptied(record: PolicyDocument): PolicyDocument | undefined {
  return Object.keys(record).length === 0 ? undefined : record;
}

function inOrder(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isRecord(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
