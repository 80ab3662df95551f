import type { SallyportClient, SignInAct, SignInPage } from '@sallyport/browser';
import type { FormEvent, ReactNode } from 'react';

export interface ActFormProps {
  readonly page: SignInPage;
  readonly button: string;
  /** The act of the person, with the values of the fields by name. */
  readonly act: (client: SallyportClient, field: (name: string) => string) => ReturnType<SignInAct>;
  readonly children?: ReactNode;
}

/** A form whose fields go to an act of the sign-in. */
export function ActForm({ page, button, act, children }: ActFormProps): ReactNode {
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void page.act((client) => act(client, (name) => String(form.get(name) ?? '')));
  };
  return (
    <form onSubmit={submit}>
      {children}
      <button type="submit">{button}</button>
    </form>
  );
}

/** A button for an act without fields. */
export function ActButton({ page, button, act }: Omit<ActFormProps, 'act'> & { readonly act: SignInAct }): ReactNode {
  return (
    <button type="button" onClick={() => void page.act(act)}>
      {button}
    </button>
  );
}
