/** The name of this entry. Replaced by its first real export. */
export const entryName: string = 'core';
