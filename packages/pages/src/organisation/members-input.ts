import type { Members, OpenInvitation, OrganisationClient } from '@sallyport/browser';
import type { Child } from '../parts/element.ts';
import type { ProblemLine } from '../parts/problem-line.ts';
import type { Names } from './names.ts';

export interface MembersInput {
  readonly organisation: OrganisationClient;
  readonly name: string;
  readonly first: Members;
  readonly invitations: readonly OpenInvitation[];
  readonly names: Names;
  /** The account of the reader. */
  readonly self: string;
  /** The roles that members may have. */
  readonly roles: readonly string[];
  /** After a change of the own membership the rights may be others. */
  loadAnew(done?: string): Promise<void>;
  /** Stays while the page loads anew. */
  readonly said: ProblemLine;
  /** `undefined`: hides the message. */
  tell(message?: Child): void;
}
