'use client';

import { createSallyportClient, createSignInPage, localPath, type SignInPage, wordsFor } from '@sallyport/browser';
import { type ReactNode, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { AdministratorsCode } from './administrators-code.tsx';
import { Enroll } from './enroll.tsx';
import { NextProof } from './next-proof.tsx';
import { WaysIn } from './ways-in.tsx';

export interface SignInProps {
  /** The page to open after the sign-in. */
  readonly next?: string | undefined;
  /** The strength that a page requires of the existing session. */
  readonly strength?: string | undefined;
  /** The greatest age of the proof that a page requires, such as `5m`. */
  readonly within?: string | undefined;
  /** The organisation that a page enters. */
  readonly organisation?: string | undefined;
}

export function SignIn({ next, strength, within, organisation }: SignInProps): ReactNode {
  const [page] = useState(() => createSignInPage(createSallyportClient()));
  const { answer, busy, problem } = useSyncExternalStore(page.subscribe, page.state, page.state);

  const begin = useCallback((): void => {
    const demand = { strength, within, in: organisation };
    const stepsUp = Object.values(demand).some((asked) => asked !== undefined);
    void (stepsUp ? page.act((client) => client.stepUp(demand)) : page.start({ autofill: true }));
  }, [page, strength, within, organisation]);
  useEffect(begin, [begin]);
  useEffect(() => {
    // Without a session, a sign-in takes the place of the step-up.
    if (problem?.code === 'no-session') void page.start({ autofill: true });
  }, [page, problem]);
  useEffect(() => {
    // A link from elsewhere could name another site: `localPath` returns paths of this app alone.
    if (answer?.status === 'complete' && answer.backupCodes === undefined) location.assign(localPath(next) ?? '/');
    if (answer?.status === 'redirect') location.assign(answer.location);
  }, [answer, next]);

  return (
    <main>
      <h1>Sign in</h1>
      {problem && <p role="alert">{wordsFor(problem)}</p>}
      <fieldset disabled={busy}>
        {answer?.status === 'open' && <WaysIn page={page} open={answer} />}
        {answer?.status === 'continue' && <NextProof page={page} accept={answer.accept} />}
        {answer?.status === 'enroll' && <Enroll page={page} enroll={answer} />}
        {answer?.status === 'continue' && answer.backupCodes !== undefined && (
          <BackupCodes codes={answer.backupCodes} />
        )}
        {answer?.status === 'complete' && answer.backupCodes !== undefined && (
          <>
            <BackupCodes codes={answer.backupCodes} />
            <a href={localPath(next) ?? '/'}>Go on</a>
          </>
        )}
        {isUnderWay(page) && <AdministratorsCode page={page} />}
        {answer === undefined && problem !== undefined && !isUnderWay(page) && (
          <button type="button" onClick={begin}>
            Try again
          </button>
        )}
      </fieldset>
    </main>
  );
}

/**
 * True after a first step, and after a reload of a sign-in that only a code of an administrator can continue: there is no answer then. Any other problem
 * without an answer is an outage, or a server that cannot be reached.
 */
function isUnderWay(page: SignInPage): boolean {
  const { answer, problem } = page.state();
  return answer?.status === 'continue' || answer?.status === 'enroll' || problem?.code === 'no-way-in';
}

/** The server shows these codes only in this answer. */
function BackupCodes({ codes }: { readonly codes: readonly string[] }): ReactNode {
  return <p>Keep these codes: {codes.join(', ')}.</p>;
}
