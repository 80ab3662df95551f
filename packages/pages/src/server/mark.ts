/** A gate in a wall with a small door, the sally port. */
const shapes =
  '<path fill="currentColor" d="M2.5 21.5V11.6a9.5 9.5 0 0 1 19 0v9.9h-4.2v-9.9a5.3 5.3 0 0 0-10.6 0v9.9z"/>' +
  '<path fill="currentColor" d="M9.6 21.5v-9.3a2.4 2.4 0 0 1 4.8 0v9.3z"/>';

export const mark: string = `<svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">${shapes}</svg>`;

export const markFile: string = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" color="#12805c">${shapes}</svg>`;
