import { readFileSync } from 'node:fs'

/**
 * Imported first into a command, prints at its end how much memory it took at most, in kB. Of Linux’s own count for the program:
 * `process.resourceUsage().maxRSS` would be at least what the process that started it held.
 */
process.on('exit', () => {
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
  process.stderr.write(`peak memory: ${peak} kB\n`)
})
