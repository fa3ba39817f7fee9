type Say = Readonly<Record<string, () => unknown>>

/** What each part says in the reader's language now. */
export const said = <Parts extends Say>(parts: Parts): { readonly [Part in keyof Parts]: ReturnType<Parts[Part]> } =>
  Object.fromEntries(Object.entries(parts).map(([part, say]) => [part, say()])) as {
    readonly [Part in keyof Parts]: ReturnType<Parts[Part]>
  }
