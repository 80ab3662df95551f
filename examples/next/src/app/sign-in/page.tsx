import type { ReactNode } from 'react';
import { SignIn } from './sign-in.tsx';

interface SignInQuery {
  readonly next?: string;
  readonly strength?: string;
  readonly within?: string;
}

export default async function Page({ searchParams }: { searchParams: Promise<SignInQuery> }): Promise<ReactNode> {
  const { next, strength, within } = await searchParams;
  return <SignIn next={next} strength={strength} within={within} />;
}
