import { listed } from './wrap.ts';

/** A decision, or the decision in a row of a truth table. */
export interface Answer {
  readonly outcome: 'granted' | 'factor-required' | 'enrollment-required' | 'redirect' | 'denied';
  readonly strength?: string;
  readonly accept?: readonly string[];
  readonly toward?: 'grant' | 'enrollment';
  readonly offer?: readonly string[];
  readonly provider?: string;
  readonly reason?: string;
}

/** An answer in a few words. */
export function answerText({ outcome, strength, accept = [], toward, offer = [], provider, reason }: Answer): string {
  switch (outcome) {
    case 'granted':
      return `granted: ${strength}`;
    case 'factor-required':
      return `asks for ${listed(accept, 'or')}${toward === 'enrollment' ? ' before set-up' : ''}`;
    case 'enrollment-required':
      return `asks to set up ${listed(offer, 'or')}`;
    case 'redirect':
      return `goes to ${provider}`;
    case 'denied':
      return `denied: ${reason}`;
  }
}
