/** A command was called in a way that cannot be meant: printed with where its help is, exit code 2. */
export class WrongUsage extends Error {}
