let isUnsaved: (() => boolean) | undefined;

/**
 * The browser asks before the person leaves or reloads this page, while the given function returns true. The page is then still as it was if the
 * person stays.
 */
export function askBeforeLeaving(whether: () => boolean): void {
  if (isUnsaved === undefined)
    addEventListener('beforeunload', (event) => {
      if (isUnsaved?.() === true) event.preventDefault();
    });
  isUnsaved = whether;
}

/** The person has already agreed to lose the text: the browser does not ask again. */
export function leaveWithoutAsking(): void {
  isUnsaved = () => false;
}
