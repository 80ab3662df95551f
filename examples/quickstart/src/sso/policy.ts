import type { PolicyInput } from '@sallyport/core';
import firstPolicy from '../policy.ts';
import { CORP, PROOFS } from './people.ts';

/**
 * The first policy under `SSO=demo`. The provider's word is one factor; where it says that two were proved, it is believed. It owns no
 * mail domain: a code to the mailbox is the second factor after it.
 */
export const ssoPolicy: PolicyInput = {
  ...firstPolicy,
  providers: { [CORP]: { trust: [{ acr: PROOFS.two.acr, strength: 'enhanced' }] } },
};
