import type { ReactNode } from 'react';
import { SignIn } from './sign-in.tsx';

interface SignInQuery {
  readonly to?: string;
  readonly strength?: string;
}

export default async function Page({ searchParams }: { searchParams: Promise<SignInQuery> }): Promise<ReactNode> {
  const { to = '/', strength } = await searchParams;
  // A page of this app, and none that a link from elsewhere names.
  return <SignIn to={/^\/[\w-]*$/.test(to) ? to : '/'} strength={strength} />;
}
