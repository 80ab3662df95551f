import { isRefusal, refusalText } from '../app/refusal-text.ts';
import { CliError } from '../terminal/cli-error.ts';
import type { Io } from '../terminal/io.ts';
import { namesText } from '../terminal/names-text.ts';
import { whenText } from '../terminal/when-text.ts';
import { bullet, wrap } from '../terminal/wrap.ts';
import type { AffectedMember, Counts, OrganisationImpact, Organising, Person } from './organising.ts';

export interface Asked {
  readonly id: string;
  readonly rule: unknown;
  readonly tenant: string;
}

/** Without all names. */
const MOST_MEMBERS = 10;

export async function tellImpact(
  auth: Organising,
  asked: Asked,
  { impact, names }: { readonly impact: OrganisationImpact; readonly names: boolean },
  io: Io,
): Promise<void> {
  io.out(numbersText(impact));
  let said = '';
  let shown = 0;
  for await (const member of names ? everyMember(auth, asked, impact) : impact.members.slice(0, MOST_MEMBERS)) {
    const { accountId } = member;
    const person = await auth.people.find({ accountId, tenant: asked.tenant });
    const why = whyText(member, person);
    if (why !== said) io.out(wrap(why));
    said = why;
    io.out(bullet(namesText(person ?? { accountId })));
    shown++;
  }
  const more = impact.mustEnroll + impact.cannot - shown;
  if (more > 0) io.out(bullet(`and ${more} more: --names lists them`));
}

/** With the members of every page. */
export async function wholeImpact(
  auth: Organising,
  asked: Asked,
  impact: OrganisationImpact,
): Promise<OrganisationImpact> {
  const members: AffectedMember[] = [];
  for await (const member of everyMember(auth, asked, impact)) members.push(member);
  const { next: _, ...first } = impact;
  return { ...first, members };
}

async function* everyMember(
  { organisations }: Organising,
  { id, rule, tenant }: Asked,
  first: OrganisationImpact,
): AsyncGenerator<AffectedMember> {
  let page = first;
  for (;;) {
    yield* page.members;
    if (page.next === undefined) return;
    const next: Awaited<ReturnType<typeof organisations.preview>> = await organisations.preview(id, rule, {
      ...{ tenant, cursor: page.next },
    });
    if (isRefusal(next)) throw new CliError('unreadable', refusalText(next));
    page = next;
  }
}

function numbersText({ dates, strandsOwners, ...now }: OrganisationImpact): string {
  const lines = [
    `Now ${countsText(now)}`,
    ...dates.map((date) => `From ${whenText(date.from)} on ${countsText(date)}`),
    ...(strandsOwners === undefined ? [] : ['No owner could enter, now or from the last date on.']),
  ];
  return lines.map((line) => wrap(line)).join('\n');
}

function countsText({ enters, mustEnroll, cannot }: Counts): string {
  return `${enters} can enter, ${mustEnroll} must set up a factor, ${cannot} cannot enter.`;
}

function whyText({ impact, because }: AffectedMember, person: Person | undefined): string {
  if (person?.status === 'blocked') return 'Cannot enter: the account is blocked.';
  const verb = impact === 'must-enroll' ? 'Must set up a factor' : 'Cannot enter';
  return because.length === 0
    ? `${verb}, by a rule of the app.`
    : `${verb}: ${because.map(({ message }) => message).join(' ')}`;
}
