import { listed } from './wrap.ts';

/** A decision, or the decision in a row of a truth table. */
export interface Answer {
  /** The decision. Each member below belongs to one outcome. */
  readonly outcome: 'granted' | 'factor-required' | 'enrollment-required' | 'redirect' | 'denied';
  /** For `granted`. */
  readonly strength?: string;
  /** For `factor-required`: the methods to prove. */
  readonly accept?: readonly string[];
  /** For `factor-required`: the goal of the proof. */
  readonly toward?: 'grant' | 'enrollment';
  /** For `enrollment-required`: the factors to set up. */
  readonly offer?: readonly string[];
  /** For `redirect`. */
  readonly provider?: string;
  /** For `denied`. */
  readonly reason?: string;
}

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
