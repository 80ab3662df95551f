// Built once: an ability for each user is slower.
import { defineAbility, subject } from '@casl/ability';
import { decideByAsking } from '../yes-or-no.mjs';

export const name = '@casl/ability';

const ability = defineAbility((can, cannot) => {
  can('complete', 'SignIn', { gavePasskey: true });
  for (const first of [{ gavePassword: true }, { gaveEmail: true, isSupport: false }]) {
    can('complete', 'SignIn', { ...first, gaveTotp: true });
    can('complete', 'SignIn', { ...first, tenant: 'baseline', isAdmin: false });
    for (const needsTwo of [{ tenant: 'enhanced' }, { isAdmin: true }])
      can('give', 'SignIn', 'totp', { hasTotp: true, ...needsTwo, ...first });
  }
  can('give', 'SignIn', 'passkey', { hasPasskey: true });
  can('give', 'SignIn', 'password', { hasPassword: true });
  can('give', 'SignIn', 'email', { hasEmail: true, isSupport: false });
  const firsts = ['password', 'email'];
  cannot('give', 'SignIn', firsts, { gavePassword: true });
  cannot('give', 'SignIn', firsts, { gaveEmail: true, isSupport: false });
  cannot('give', 'SignIn', firsts, { tenant: 'enhanced', hasTotp: false });
  cannot('give', 'SignIn', firsts, { isAdmin: true, hasTotp: false });
});

export const decide = (input) =>
  decideByAsking(input, (action, facts) => {
    const signIn = subject('SignIn', facts);
    return action === 'complete' ? ability.can('complete', signIn) : ability.can('give', signIn, action);
  });
