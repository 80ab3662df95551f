import { isProblem, type OpenInvitation, type OrganisationInvitation } from '@sallyport/browser';
import { button, field, linkButton, textOf } from '../parts/controls.ts';
import { ask } from '../parts/dialog.ts';
import { fill, h } from '../parts/element.ts';
import { when } from '../parts/explain.ts';
import { dotted, listed } from '../parts/lists.ts';
import { PageRefusal } from '../parts/page-refusal.ts';
import { rowButtons } from '../parts/row-buttons.ts';
import { act, type Done, type Shown } from '../parts/shown.ts';
import { withStepUp } from '../parts/step-up.ts';
import { roleName } from '../parts/words.ts';
import type { MembersInput } from './members-input.ts';
import { isolated } from './names.ts';
import { roleBoxes, unknownRole } from './role-boxes.ts';
import { words } from './words.ts';

const { invitations: says, members } = words.organisation;

export interface Inviting {
  readonly button: HTMLElement;
  /** The open invitations. Hidden without any. */
  readonly list: HTMLElement;
}

export function inviting(input: MembersInput, shown: Shown): Inviting {
  const { organisation } = input;
  const rows = h('div', { class: 'card rows', 'data-testid': 'invitations' });
  const list = h(
    'section',
    { class: 'stack', 'aria-labelledby': 'invitations-title' },
    h('h3', { id: 'invitations-title' }, says.openOnes),
    rows,
  );
  const show = (open: readonly OpenInvitation[]): void => {
    list.hidden = open.length === 0;
    fill(rows, open.map(row));
  };
  const loadAnew = async (): Promise<void> => show(await withStepUp(() => organisation.invitations()));
  const withdraw = async (id: string, address: string): Promise<Done> => {
    try {
      await withStepUp(() => organisation.withdraw(id));
    } catch (thrown) {
      if (isProblem(thrown) && thrown.code === 'not-found') throw new PageRefusal(says.alreadyOver(address));
      throw thrown;
    } finally {
      await loadAnew();
    }
    return says.withdrawn(address);
  };
  const row = ({ id, to, roles, expiresAt }: OpenInvitation): HTMLElement =>
    h(
      'div',
      { class: 'row wraps', 'data-testid': 'invitation-row' },
      h(
        'div',
        { class: 'about' },
        h('p', {}, isolated(to)),
        h(
          'p',
          {},
          dotted([roles.length === 0 ? members.noRoles : listed(roles.map(roleName)), says.until(when(expiresAt))]),
        ),
      ),
      h(
        'div',
        { class: 'actions keep' },
        rowButtons(shown)(says.withdraw, 'withdraw-one', () => withdraw(id, to), { spoken: says.withdrawOne(to) }),
      ),
    );
  show(input.invitations);
  return {
    button: button({
      label: says.invite,
      testid: 'invite',
      run: () =>
        act(shown, async () => {
          const { id, address } = await invite(input);
          await loadAnew();
          const takeBack = linkButton(says.withdraw, 'withdraw', () => act(shown, () => withdraw(id, address)));
          return [says.sent(address), ' ', takeBack];
        }),
    }),
    list,
  };
}

async function invite({ organisation, name, roles }: MembersInput): Promise<{ id: string; address: string }> {
  let address = '';
  let made: OrganisationInvitation | undefined;
  await ask({
    title: says.title(name),
    text: says.text,
    fields: [
      field({ name: 'email', label: says.email, type: 'email', attributes: { autocomplete: 'off', required: true } }),
      roleBoxes(roles, [], h('legend', { class: 'label' }, members.rolesOfInvited)),
    ],
    submit: says.send,
    run: async (values) => {
      address = textOf(values, 'email').trim();
      const chosen = values.getAll('roles').map(String);
      made = await withStepUp(() => organisation.invite(address, chosen)).catch((thrown: unknown) => {
        throw unknownRole(thrown, chosen) ?? thrown;
      });
    },
  });
  return { id: made?.id ?? '', address };
}
