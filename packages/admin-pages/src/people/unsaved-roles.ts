let isUnsaved = (): boolean => false;
let listens = false;

/** The browser asks before the reader leaves or reloads the page of a person while the form has roles that are not saved. A later form takes the place of the form. */
export function askForUnsaved(form: HTMLFormElement, isChanged: (values: FormData) => boolean): void {
  isUnsaved = () => form.isConnected && isChanged(new FormData(form));
  if (listens) return;
  listens = true;
  addEventListener('beforeunload', (event) => {
    if (isUnsaved()) event.preventDefault();
  });
}
