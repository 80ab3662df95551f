import type { OrganisationDocument } from '@sallyport/browser';

/** The parts of a rule that the form shows. An empty text: the rule does not say it. */
export interface Chosen {
  readonly requiredStrength: string;
  readonly proofsWithin: string;
  /** The ways in that count, sorted. `undefined`: the rule restricts no ways. */
  readonly methods: readonly string[] | undefined;
  /** The strength for each role. */
  readonly roles: Readonly<Record<string, string>>;
}

/** What the form offers. */
export interface Offered {
  readonly methods: readonly string[];
  readonly roles: readonly string[];
}

export function chosenIn(rule: OrganisationDocument, offered: Offered): Chosen {
  return {
    requiredStrength: textAt(rule, 'requiredStrength'),
    proofsWithin: textAt(rule, 'proofsWithin'),
    methods: methodsIn(rule)?.toSorted(),
    roles: Object.fromEntries(
      offered.roles.map((role) => [role, textAt(rulesOf(rule)[role] ?? {}, 'requiredStrength')]),
    ),
  };
}

/** The rule with what changed in the form. Everything else stays, also what the form does not know. */
export function withChanges(
  rule: OrganisationDocument,
  { before, after }: { readonly before: Chosen; readonly after: Chosen },
): OrganisationDocument {
  const next: Record<string, unknown> = { ...rule };
  for (const member of ['requiredStrength', 'proofsWithin'] as const)
    if (after[member] !== before[member]) put(next, member, after[member] || undefined);
  if (!isSameList(before.methods, after.methods)) put(next, 'methods', mergedMethods(rule, before, after));
  const roles: Record<string, OrganisationDocument> = { ...rulesOf(rule) };
  for (const [role, strength] of Object.entries(after.roles)) {
    if (strength === before.roles[role]) continue;
    const ofRole = { ...roles[role] };
    put(ofRole, 'requiredStrength', strength || undefined);
    roles[role] = ofRole;
  }
  if (isChanged(before.roles, after.roles)) next['roles'] = roles;
  return next;
}

/** Only a box that the person ticked adds a way to a list of somebody else. */
function mergedMethods(
  rule: OrganisationDocument,
  { methods: before }: Chosen,
  { methods: after }: Chosen,
): readonly string[] | undefined {
  const present = methodsIn(rule);
  if (after === undefined) return undefined;
  if (before === undefined) return present?.filter((method) => after.includes(method)) ?? after;
  const removed = before.filter((method) => !after.includes(method));
  if (present === undefined) return removed.length === 0 ? undefined : after;
  const kept = present.filter((method) => !removed.includes(method));
  return [...new Set([...kept, ...after.filter((method) => !before.includes(method))])].toSorted();
}

export function isSame(one: Chosen, other: Chosen): boolean {
  return (
    one.requiredStrength === other.requiredStrength &&
    one.proofsWithin === other.proofsWithin &&
    isSameList(one.methods, other.methods) &&
    !isChanged(one.roles, other.roles)
  );
}

/** The parts of the rule that the form does not show. */
export function keptParts({ requiredStrength, proofsWithin, methods, ...rest }: OrganisationDocument): object {
  const { roles, ...others } = rest;
  const ofRoles = Object.entries(rulesOf({ roles })).flatMap(([role, { requiredStrength: _, ...more }]) =>
    Object.keys(more).length === 0 ? [] : [[role, more] as const],
  );
  return { ...others, ...(ofRoles.length > 0 && { roles: Object.fromEntries(ofRoles) }) };
}

/** The roles that the rule names. */
export function rolesIn(rule: OrganisationDocument): readonly string[] {
  return Object.keys(rulesOf(rule));
}

export function methodsIn({ methods }: OrganisationDocument): readonly string[] | undefined {
  return Array.isArray(methods) ? methods.map(String) : undefined;
}

function isSameList(one: readonly string[] | undefined, other: readonly string[] | undefined): boolean {
  return one?.join() === other?.join() && (one === undefined) === (other === undefined);
}

function rulesOf(rule: OrganisationDocument): Readonly<Record<string, OrganisationDocument>> {
  return Object(rule['roles']);
}

function textAt(rule: OrganisationDocument, member: string): string {
  const value = rule[member];
  return typeof value === 'string' ? value : '';
}

function put(rule: Record<string, unknown>, member: string, value: unknown): void {
  if (value === undefined) delete rule[member];
  else rule[member] = value;
}

function isChanged(before: Chosen['roles'], after: Chosen['roles']): boolean {
  return Object.entries(after).some(([role, strength]) => strength !== before[role]);
}
