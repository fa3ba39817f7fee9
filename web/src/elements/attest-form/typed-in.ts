/** What stands in the field an event comes from. */
export const typedIn = ({ target }: Event): string => (target as HTMLInputElement | HTMLSelectElement).value
