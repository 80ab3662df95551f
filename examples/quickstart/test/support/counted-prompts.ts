/** A script that counts the passkey prompts, in total and open, and calls Chromium's own function. */
export const COUNTS_PROMPTS: string = `
  globalThis.promptsOpened = 0;
  globalThis.promptsOpen = 0;
  const get = CredentialsContainer.prototype.get;
  CredentialsContainer.prototype.get = function (options) {
    const prompt = get.call(this, options);
    promptsOpened += 1;
    promptsOpen += 1;
    const over = () => { promptsOpen -= 1; };
    prompt.then(over, over);
    return prompt;
  };`;
