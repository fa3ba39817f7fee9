import { ExportError, type ExportProgress } from '@doseline/bulk-data'
import type { Progress } from '../progress.ts'
import { folded } from '../text/columns.ts'
import { WrongUsage } from '../wrong-usage.ts'
import type { ExportSignIn, Watching } from './export-from.ts'

/** Tells a terminal how far an export is, and lets a signal stop it. */
export function watchingOn(progress: Progress, signal: AbortSignal): Watching {
  return {
    signal,
    say: (text) => {
      progress.clear()
      for (const line of folded(text, '! ')) console.error(line)
    },
    onProgress: (each) => progress.tell(shown(each)),
    onPause: (seconds, because) => progress.tell(`waiting ${seconds} s: ${because}`),
  }
}

function shown({ step, says, files, lines, bytes }: ExportProgress): string {
  if (step === 'asking') return 'asking the server for an export'
  const server = says === undefined ? '' : `; the server says: ${says}`
  if (step === 'preparing') return `the server prepares the export${server}`
  return `${files.whole} of ${files.listed} files, ${lines.toLocaleString('en-US')} resources, ${megabytes(bytes)}${server}`
}

/** Where the server wants a sign-in and none was given, the options that give one. */
export function hinted(thrown: unknown, { clientId, token }: ExportSignIn): unknown {
  const wantsSignIn =
    thrown instanceof ExportError && thrown.status === 401 && clientId === undefined && token === undefined
  return wantsSignIn
    ? new Error(`${thrown.message}\nThis server wants a sign-in: --client-id with --key, or --token-from-env.`)
    : thrown
}

/** The token of an environment variable. Throws {@link WrongUsage} where it is not set. */
export function tokenIn(variable: string | undefined): string | undefined {
  if (variable === undefined) return undefined
  const token = process.env[variable]
  if (token) return token
  throw new WrongUsage(`The environment variable ${variable} of --token-from-env is not set.`)
}

/** Bytes as people say them. */
export const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`
