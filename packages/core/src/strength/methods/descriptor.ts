import type { Schema } from '../../json/schema.ts';
import type { Instant } from '../../time/instant.ts';
import type { AccountFactors } from '../account-factors.ts';
import type { BuiltInStrength } from '../strength-name.ts';

/** A proof without properties: a policy asks only for its method. */
export interface PlainEvidence<Name extends string = string> {
  readonly method: Name;
  readonly at: Instant;
  /** The id of the factor that was proved. If the factor is removed, the session ends. */
  readonly binding?: string;
  /**
   * For a factor that another one of its method can replace (an app, an address, backup codes): when the factor of the proof was
   * confirmed or issued. The proof counts no more for a set-up when another factor has replaced the factor.
   */
  readonly confirmedAt?: Instant;
  /** Set if the owner did not set the factor up: administrators' account ids and `provider:ID`s, separated by spaces. */
  readonly setUpBy?: string;
}

/** A factor or a proof in text form: `name:which+trait+trait=value`. */
export interface WrittenWord {
  /** The whole word as written, for error messages. */
  readonly text: string;
  /** The part before `:` and `+`. */
  readonly name: string;
  /** The part after `:`, for example the provider of `sso:corp`; absent: no such part. */
  readonly which?: string;
  /** The parts after `+`, with the values of each trait. A trait without `=` has an empty text as its value. */
  readonly traits: ReadonlyMap<string, readonly string[]>;
}

export type WayIn<Name extends string, Proof extends PlainEvidence = PlainEvidence<Name>> = MethodDescriptor<
  Name,
  Proof
> & { readonly use: 'way-in' };

/** A method that a person can set up during a sign-in. */
export interface Enrollable {
  readonly enrollable: true;
}

/** A second factor that a person sets up and that counts as strong: an authenticator app. The account has one factor of the method, or none. */
export interface StrongSecond extends Enrollable {
  readonly use: 'second';
  readonly worthForSetUp: 'strong';
}

/** The odds of a guess at a code: a row of the report on lockout. */
export interface Guessable {
  readonly odds: {
    /** The probability that one guess hits. */
    readonly hit: number;
    /** What is guessed, in sentences: `app codes`. */
    readonly guesses: string;
  };
}

/**
 * Everything that core knows of a method. Lists and masks of methods are derived from the descriptors.
 *
 * @template Name the method's name as a literal type
 * @template Proof the evidence that the method makes
 */
export interface MethodDescriptor<Name extends string = string, Proof extends PlainEvidence = PlainEvidence<Name>> {
  /** The method's stable name in policies, evidence and answers. */
  readonly name: Name;
  /**
   * `way-in`: a sign-in can begin with the method, and the policy's `methods` restricts the method. `second`: the method
   * counts only beside a way in.
   */
  readonly use: 'way-in' | 'second';
  /** The built-in strengths that the method satisfies beside another way in. */
  readonly beside: readonly BuiltInStrength[];
  /** The pattern of the proofs that satisfy built-in strengths alone, and these strengths; `single` is not listed. */
  readonly alone?: {
    readonly pattern: { readonly method: 'passkey'; readonly userVerified: true };
    readonly strengths: readonly BuiltInStrength[];
  };
  /** The members, beside `method`, of a policy's pattern for this method. */
  readonly asks?: Readonly<Record<string, Schema<unknown>>>;
  /** The method's name in sentences. */
  readonly inSentences: string;
  /** Wrong guesses at the method's secret are counted. */
  readonly guessed?: true;
  readonly odds?: Guessable['odds'];
  /** The server chooses what the proof answers, and shows it first: the cells of a card, a number to match. */
  readonly challenged?: true;
  /** The thing that holds the secret, which a thief can take; `onPhone`: together with the unlocked phone. Absent: a thing of the method's name. */
  readonly thing?: { readonly name: string; readonly onPhone?: true };
  /** The code reaches the person by a message. The method is not offered if a stronger method would do. */
  readonly delivered?: true;
  /** The method proves the mailbox. N12 lists the proofs beside which the method does not count. */
  readonly provesMailbox?: true;
  /** A person can set the method up during a sign-in. */
  readonly enrollable?: true;
  /**
   * The method's value as the second proof that opens enrollment. `strong` is asked for if the account has the method,
   * `stand-in` is taken instead of a strong method, `weak` is taken if the account has no strong method.
   */
  readonly worthForSetUp: 'strong' | 'stand-in' | 'weak' | 'none';
  /** Whether the account has the method and can use the method. */
  readonly enrolled: (factors: AccountFactors) => boolean;
  /** The text form of the factor. */
  readonly factor: {
    readonly name: string;
    /** Shown in errors, if the text form is more than the name. */
    readonly form?: string;
    /** Adds the factor to an account; `undefined` if the word's form is wrong. */
    readonly add: (factors: AccountFactors, word: WrittenWord) => AccountFactors | undefined;
  };
  /** The traits that may follow a `+` in the text form. */
  readonly traits?: readonly string[];
  /** The proof for a word; `undefined` if the account lacks the factor. */
  readonly proof: (word: WrittenWord, factors: AccountFactors, at: Instant) => Proof | undefined;
}
