import { isProblem, type OrganisationInvitation } from '@sallyport/browser';
import { button, field, linkButton, textOf } from '../parts/controls.ts';
import { ask } from '../parts/dialog.ts';
import { h } from '../parts/element.ts';
import { PageRefusal } from '../parts/page-refusal.ts';
import { act, type Done, type Shown } from '../parts/shown.ts';
import { withStepUp } from '../parts/step-up.ts';
import type { MembersInput } from './members-input.ts';
import { roleBoxes, unknownRole } from './role-boxes.ts';
import { words } from './words.ts';

const { invitations: says, members } = words.organisation;

export function inviteButton(input: MembersInput, shown: Shown): HTMLElement {
  return button({ label: says.invite, testid: 'invite', run: () => act(shown, () => invite(input, shown)) });
}

async function invite({ organisation, name, roles }: MembersInput, shown: Shown): Promise<Done> {
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
  const id = made?.id ?? '';
  const withdraw = async (): Promise<Done> => {
    try {
      await withStepUp(() => organisation.withdraw(id));
    } catch (thrown) {
      if (isProblem(thrown) && thrown.code === 'not-found') throw new PageRefusal(says.alreadyOver(address));
      throw thrown;
    }
    return says.withdrawn(address);
  };
  return [says.sent(address), ' ', linkButton(says.withdraw, 'withdraw', () => act(shown, withdraw))];
}
