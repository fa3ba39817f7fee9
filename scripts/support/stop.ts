/** Ends a command with a message a person can act on. */
export function stop(message: string): never {
  console.error(message)
  process.exit(1)
}
