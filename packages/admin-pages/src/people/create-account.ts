import { type AdminAccount, isProblem } from '@sallyport/browser';
import {
  ask,
  blame,
  type Child,
  client,
  field,
  fill,
  h,
  here,
  lengthHint,
  problemLine,
  sentenceOf,
  serves,
  TakenBack,
  textOf,
  withStepUp,
} from '@sallyport/pages/parts';
import { peoplePage } from '../parts/names.ts';
import { counted } from '../parts/numbers.ts';
import { firstNames } from './first-names.ts';
import { addressesIn, endsInvitations, MOST_INVITED } from './invitees.ts';
import { rolesField } from './roles.ts';
import { signInElsewhere } from './sign-in-elsewhere.ts';
import { words } from './words.ts';

const { create: says } = words.administration;

/** The first way that the server has is chosen at first. */
const WAYS = ['invite', 'elsewhere', 'password'] as const;
type Way = (typeof WAYS)[number];

export interface Created {
  readonly accounts: readonly AdminAccount[];
  readonly news: string;
}

export async function createAccounts(): Promise<Created> {
  const accounts: AdminAccount[] = [];
  const identifier = crypto.randomUUID();
  const tooShort = (password: string): Promise<unknown> =>
    withStepUp(() => client.admin.createAccount({ identifier, password }));
  const length = await lengthHint('password', tooShort);
  const [invites, elsewhere, rolesOf] = await Promise.all([
    serves('/invitation'),
    signInElsewhere(),
    rolesField('new-roles', []),
  ]);
  const ways = WAYS.filter((way) => way === 'password' || (way === 'invite' ? invites : elsewhere));
  let chosen = ways[0] ?? 'password';
  const problem = problemLine();
  const sent = h('div', { role: 'status', 'data-testid': 'invited-so-far' });
  const typed = (): readonly string[] => addressesIn(addressInput?.value ?? '');
  const submitOf = (way: Way): string =>
    way === 'invite' ? says.sendInvitations(typed().length, counted(typed().length)) : says.submit;
  const address = field({
    name: 'new-identifier',
    label: says.email,
    type: 'email',
    hint: says.emailHint,
    missing: says.emailMissing,
    // The browser's own message about a comma would not say that this way is for one person.
    attributes: { autocomplete: 'off', maxlength: 10_000, multiple: true },
  });
  const addressInput = address.querySelector('input');
  // The field drops the ends of lines: pasted lines would become one address.
  addressInput?.addEventListener('paste', (event) => {
    const pasted = event.clipboardData?.getData('text') ?? '';
    if (addressesIn(pasted).length < 2) return;
    event.preventDefault();
    addressInput.value = [...typed(), ...addressesIn(pasted)].join(',');
    nameSubmit();
  });
  addressInput?.addEventListener('input', () => nameSubmit());
  // The browser accepts commas alone between addresses. This event comes before its check.
  addressInput?.addEventListener('change', () => {
    if (typed().length > 0) addressInput.value = typed().join(',');
  });
  // The browser names a part of a wrong address alone, in its own language.
  addressInput?.addEventListener('invalid', (event) => {
    event.preventDefault();
    tell(
      says.emailWrong(
        typed()
          .filter((one) => !isAddress(one))
          .join(', '),
      ),
    );
  });
  let questioned = '';
  const password = field({
    name: 'new-password',
    label: says.password,
    type: 'password',
    hint: `${length} ${says.passwordHint}`,
    attributes: { autocomplete: 'new-password', maxlength: 256 },
  });

  function choose(way: Way): void {
    chosen = way;
    password.hidden = way !== 'password';
    const secret = password.querySelector('input');
    if (way === 'password') secret?.setAttribute('data-missing', says.passwordMissing);
    else secret?.removeAttribute('data-missing');
    const hint = address.querySelector('.hint');
    if (hint !== null) hint.textContent = way === 'invite' ? says.emailHintInvite : says.emailHint;
    nameSubmit();
  }

  function nameSubmit(): void {
    const confirm = address.closest('form')?.querySelector('[data-testid=confirm]');
    if (confirm != null) confirm.textContent = submitOf(chosen);
  }

  async function create(identifier: string, values: FormData): Promise<void> {
    const roles = rolesOf.read(values);
    const account = await withStepUp(() =>
      client.admin.createAccount({
        identifier,
        email: identifier,
        invite: chosen === 'invite' ? true : undefined,
        roles: roles.length === 0 ? undefined : roles,
        password: chosen === 'password' ? textOf(values, 'new-password') : undefined,
      }),
    );
    accounts.push(account);
  }

  async function createOne(identifier: string, values: FormData): Promise<void> {
    try {
      await create(identifier, values);
    } catch (thrown) {
      if (isTaken(thrown)) stop([says.taken, ' ', takenLink(identifier, says.showTaken)]);
      throw thrown;
    }
  }

  async function inviteEach(addresses: readonly string[], values: FormData): Promise<void> {
    const before = accounts.length;
    const left: { readonly address: string; readonly why: string }[] = [];
    for (const [place, address] of addresses.entries()) {
      try {
        await create(address, values);
      } catch (thrown) {
        if (endsInvitations(thrown)) {
          const why = thrown instanceof TakenBack ? says.notTried : sentenceOf(thrown);
          left.push(...addresses.slice(place).map((each) => ({ address: each, why })));
          break;
        }
        left.push({ address, why: isTaken(thrown) ? says.taken : sentenceOf(thrown) });
      }
    }
    if (left.length === 0) return;
    if (addressInput !== null) addressInput.value = left.map((each) => each.address).join(',');
    nameSubmit();
    const done = accounts.length - before;
    const reasons = [...new Set(left.map(({ why }) => why))].map((why): Child => {
      const who = left
        .filter((each) => each.why === why)
        .map(
          (each, at): Child => [
            at === 0 ? '' : ', ',
            why === says.taken ? takenLink(each.address, each.address) : each.address,
          ],
        );
      return [says.notInvited<Child>(who, why), ' '];
    });
    fill(sent, done === 0 ? null : h('p', { class: 'note go' }, says.invitedSoFar(done, counted(done))));
    // Nothing takes the sent invitations back.
    const cancel = addressInput?.closest('form')?.querySelector('[data-testid=cancel]');
    if (cancel != null && accounts.length > 0) cancel.textContent = says.close;
    stop(reasons);
  }

  function stop(why: Child): never {
    tell(why);
    throw new TakenBack();
  }

  function tell(why: Child): void {
    problem.say(why);
    if (addressInput !== null) blame(addressInput, problem.element);
    addressInput?.focus();
  }

  choose(chosen);
  try {
    await ask({
      title: invites ? says.titleInvite : says.title,
      fields: [
        address,
        sent,
        problem.element,
        rolesOf.element,
        ways.length > 1 ? wayChoice(ways, chosen, choose) : null,
        password,
      ],
      submit: submitOf(chosen),
      run: async (values) => {
        problem.clear();
        fill(sent);
        const addresses = typed();
        const odd = addresses.filter((one) => !/@.*\./.test(one)).join(', ');
        if (odd !== questioned) {
          questioned = odd;
          if (odd !== '') stop(says.emailWithoutEnding(odd));
        }
        const [first = '', ...others] = addresses;
        if (others.length === 0) return createOne(first, values);
        if (chosen !== 'invite') stop(says.onePerson[chosen]);
        if (addresses.length > MOST_INVITED) stop(says.tooMany(counted(MOST_INVITED)));
        return inviteEach(addresses, values);
      },
    });
  } catch (thrown) {
    if (accounts.length === 0) throw thrown;
  }
  return { accounts, news: newsOf(accounts, chosen) };
}

function isAddress(text: string): boolean {
  return h('input', { type: 'email', value: text }).checkValidity();
}

/** The sentence for a person's own new name is no help for somebody else's address. */
function isTaken(thrown: unknown): boolean {
  return isProblem(thrown) && thrown.code === 'already-exists';
}

function takenLink(address: string, label: string): HTMLElement {
  return h('a', { href: peoplePage({ query: address }), 'data-testid': 'taken' }, label);
}

function newsOf(accounts: readonly AdminAccount[], way: Way): string {
  const unmailed = accounts.filter(({ invitation }) => invitation?.notMailed === true);
  if (unmailed.length > 0) {
    const mailed = accounts.filter((account) => !unmailed.includes(account));
    const rest = says.notMailed(firstNames(unmailed.map(nameInList)));
    return mailed.length === 0 ? rest : `${newsOf(mailed, way)} ${rest}`;
  }
  const names = accounts.map(nameInList);
  const [only = '', ...others] = names;
  if (others.length > 0) return says.invitedAll(counted(names.length), firstNames(names));
  const signInPage = new URL(here('/sign-in'), location.href).href;
  return way === 'invite' ? says.invited(only) : says.tell(only, signInPage, way === 'password');
}

/** The server stores the name in lower case. */
function nameInList({ identifiers: [name], accountId }: AdminAccount): string {
  return name ?? accountId;
}

function wayChoice(ways: readonly Way[], chosen: Way, choose: (way: Way) => void): HTMLElement {
  return h(
    'fieldset',
    { class: 'role-boxes' },
    h('legend', {}, says.firstWay),
    ways.map((way) =>
      h(
        'label',
        { class: 'check' },
        h('input', {
          type: 'radio',
          name: 'first-way',
          value: way,
          checked: way === chosen,
          'data-testid': `first-${way}`,
          onchange: () => choose(way),
        }),
        h('span', {}, says.ways[way], h('span', { class: 'hint' }, says.waysAbout[way])),
      ),
    ),
  );
}
