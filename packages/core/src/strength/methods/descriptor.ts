import type * as z from 'zod';
import type { Instant } from '../../time/instant.ts';
import type { AccountFactors } from '../account-factors.ts';
import type { BuiltInStrength } from '../strength-name.ts';

/** A proof of which a policy asks nothing but its method. */
export interface PlainEvidence<Name extends string = string> {
  readonly method: Name;
  readonly at: Instant;
  /** The id of the account's factor that was proved: if it goes, so does the session. */
  readonly binding?: string;
  /** Who set the factor up, if that was not its owner: an administrator's account id, or `provider:ID`. */
  readonly setUpBy?: string;
}

/** A factor or a proof as it is written: `name:which+trait+trait=value`. */
export interface WrittenWord {
  readonly text: string;
  readonly name: string;
  readonly which?: string;
  readonly traits: ReadonlyMap<string, readonly string[]>;
}

/** A method that a sign-in can begin with. */
export type WayIn<Name extends string, Proof extends PlainEvidence = PlainEvidence<Name>> = MethodDescriptor<
  Name,
  Proof
> & { readonly role: 'way-in' };

/** A method that a person can set up in a sign-in. */
export interface Enrollable {
  readonly enrollable: true;
}

/** Everything that core says of one method. Whatever else depends on which methods there are is derived from the list of these. */
export interface MethodDescriptor<Name extends string = string, Proof extends PlainEvidence = PlainEvidence<Name>> {
  readonly name: Name;
  /** `way-in`: a sign-in can begin with it, and the policy's `methods` restricts it; `second`: it counts only beside a way in. */
  readonly role: 'way-in' | 'second';
  /** The built-in strengths that it satisfies beside another way in. */
  readonly beside: readonly BuiltInStrength[];
  /** What it has to be to satisfy built-in strengths by itself, more than `single`. */
  readonly alone?: {
    readonly pattern: { readonly userVerified: true };
    readonly strengths: readonly BuiltInStrength[];
  };
  /** What a policy's pattern can ask of it beside the method. */
  readonly asks?: z.core.$ZodShape;
  /** What it is called in sentences. */
  readonly word: string;
  /** Wrong guesses at it are counted. */
  readonly guessed?: true;
  /** It reaches the person by a message. If something stronger would do, it is not offered. */
  readonly delivered?: true;
  /** It proves the mailbox: N12 says what it does not count beside. */
  readonly provesMailbox?: true;
  /** A person can set it up in a sign-in. */
  readonly enrollable?: true;
  /**
   * What it is worth as the second proof that opens enrollment: `strong` is asked for if the account has it, `stand-in` is taken
   * instead of a strong one, `weak` is taken if the account has nothing strong.
   */
  readonly opening: 'strong' | 'stand-in' | 'weak' | 'none';
  /** Whether the account has it, and it can be used. */
  readonly enrolled: (factors: AccountFactors) => boolean;
  /** How the account's having it is written. */
  readonly factor: {
    readonly name: string;
    /** How it is written, if that needs telling. */
    readonly form?: string;
    /** The account with it; `undefined` if it is written in another way. */
    readonly add: (factors: AccountFactors, word: WrittenWord) => AccountFactors | undefined;
  };
  /** What can stand after a `+` in its words. */
  readonly traits?: readonly string[];
  /** The proof that a word means; `undefined` if the account has no such thing. */
  readonly proof: (word: WrittenWord, factors: AccountFactors, at: Instant) => Proof | undefined;
}
