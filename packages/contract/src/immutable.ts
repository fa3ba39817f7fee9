/** What nobody changes any more, down to its leaves: a request once it is read, an answer once it is given. */
export type Immutable<T> = unknown extends T
  ? T
  : T extends object
    ? { readonly [Name in keyof T]: Immutable<T[Name]> }
    : T
