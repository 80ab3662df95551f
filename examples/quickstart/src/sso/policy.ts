import type { PolicyInput } from '@sallyport/core';
import firstPolicy from '../policy.ts';
import { CORP, PROOFS } from './people.ts';

/**
 * The first policy under `SSO=demo`. The provider's proof is one factor. If the provider reports two factors, the policy trusts the
 * report. The provider owns no mail domain, so a code to the mailbox is a second factor.
 */
export const ssoPolicy: PolicyInput = {
  ...firstPolicy,
  providers: { [CORP]: { trust: [{ acr: PROOFS.two.acr, strength: 'enhanced' }] } },
};
