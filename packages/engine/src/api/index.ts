export type * from './account.ts';
export type * from './administration.ts';
export type * from './caller.ts';
export type * from './flow.ts';
export type * from './sallyport.ts';
export type * from './session.ts';
export type * from './sign-in.ts';
