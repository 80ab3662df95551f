import { isProblem, type Member } from '@sallyport/browser';
import { ask } from '../parts/dialog.ts';
import { h } from '../parts/element.ts';
import { when } from '../parts/explain.ts';
import { dotted, listed } from '../parts/lists.ts';
import { PageRefusal } from '../parts/page-refusal.ts';
import { rowButtons } from '../parts/row-buttons.ts';
import { type Done, messageOf, type Shown } from '../parts/shown.ts';
import { withStepUp } from '../parts/step-up.ts';
import { roleName } from '../parts/words.ts';
import { inviting } from './inviting.ts';
import type { MembersInput } from './members-input.ts';
import { isolated, withName } from './names.ts';
import { pagesOf } from './pages-of.ts';
import { roleBoxes, unknownRole } from './role-boxes.ts';
import { words } from './words.ts';

const { members: says } = words.organisation;

export function membersSection(input: MembersInput): HTMLElement {
  const { organisation, first, names, said } = input;
  const shown: Shown = {
    hideMessage: () => {
      input.tell();
      said.clear();
    },
    problem: (thrown) => said.show(thrown),
    reload: async (done) => input.tell(messageOf(done)),
  };
  const invitations = inviting(input, shown);
  const list = pagesOf({
    first: { items: first.members, next: first.next },
    testid: 'members',
    row: (member) => memberRow(input, member, shown),
    load: async (cursor) => {
      const { members, next } = await organisation.members({ cursor });
      await names.learn(members.map(({ accountId }) => accountId));
      return { items: members, next };
    },
  });
  return h(
    'section',
    { 'aria-labelledby': 'members-title' },
    h('h2', { id: 'members-title' }, says.title),
    h('p', { class: 'muted' }, says.about),
    h('div', { class: 'actions' }, invitations.button),
    first.members.length === 0 ? h('p', {}, says.none) : list,
    invitations.list,
  );
}

function memberRow(input: MembersInput, member: Member, shown: Shown): HTMLElement {
  const { accountId, roles, since } = member;
  const name = input.names.nameOf(accountId);
  const isSelf = accountId === input.self;
  const small = rowButtons(shown);
  const row: HTMLElement = h(
    'div',
    { class: 'row wraps', 'data-testid': 'member-row', 'data-account': accountId },
    h(
      'div',
      { class: 'about' },
      h('p', {}, isolated(name), isSelf ? [' ', h('span', { class: 'badge go' }, says.you)] : null),
      input.names.idLine(accountId),
      h('p', {}, dotted([roles.length === 0 ? says.noRoles : listed(roles.map(roleName)), says.since(when(since))])),
    ),
    h(
      'div',
      { class: 'actions keep' },
      small(says.change, 'change-roles', () => changeRoles(input, member, row, shown), { spoken: says.changeOf(name) }),
      small(says.remove, 'remove-member', () => remove(input, member, row), {
        spoken: says.removeOne(name),
        look: 'danger',
      }),
    ),
  );
  return row;
}

async function changeRoles(input: MembersInput, member: Member, row: HTMLElement, shown: Shown): Promise<Done> {
  const { organisation, names, self } = input;
  const name = names.nameOf(member.accountId);
  let changed: Member | undefined;
  await ask({
    title: says.changeTitle(name),
    heading: withName(says.changeTitle, name),
    text: names.idLine(member.accountId),
    fields: roleBoxes(
      [...new Set([...input.roles, ...member.roles])],
      member.roles,
      h('legend', { class: 'unseen' }, says.changeTitle(name)),
    ),
    submit: words.buttons.save,
    run: async (values) => {
      const roles = values.getAll('roles').map(String);
      changed = await withStepUp(() => organisation.setMember(member.accountId, roles, { from: member.roles })).catch(
        (thrown: unknown) => {
          if (isProblem(thrown) && thrown.code === 'precondition-failed') return undefined;
          throw unknownRole(thrown, roles) ?? thrown;
        },
      );
    },
  });
  if (changed === undefined) {
    await input.loadAnew();
    throw new PageRefusal(says.meanwhile(name));
  }
  row.replaceWith(memberRow(input, changed, shown));
  const done = withName(says.changed, name);
  if (member.accountId === self) await input.loadAnew(says.changed(name));
  return done;
}

async function remove(input: MembersInput, { accountId }: Member, row: HTMLElement): Promise<Done> {
  const name = input.names.nameOf(accountId);
  const isSelf = accountId === input.self;
  await ask({
    title: says.removeTitle(name),
    heading: withName(says.removeTitle, name),
    text: [
      h('p', {}, isSelf ? says.removeSelf(input.name) : says.removeText(input.name)),
      input.names.idLine(accountId),
    ],
    submit: words.buttons.removeIt,
    danger: true,
    run: () => withStepUp(() => input.organisation.removeMember(accountId)),
  });
  row.remove();
  const done = withName(says.removed, name);
  if (isSelf) await input.loadAnew(says.removed(name));
  return done;
}
