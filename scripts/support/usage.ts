/** Ends a command that was called wrongly: exit code 2. */
export function usage(message: string): never {
  console.error(message)
  process.exit(2)
}
