import { pino } from 'pino'
import type { Config } from './config.ts'
import type { Log } from './service.ts'

/** JSON lines on standard output. Each field is named here; nothing is logged because it happens to be in an object. */
export function createLog(
  level: Config['logLevel'],
): Log & { readonly say: (message: string, about?: object) => void } {
  const log = pino({
    level,
    base: { service: 'doseline' },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  })
  return {
    request: ({ requestId, method, route, status, milliseconds, tenant, caller, code, reason }) =>
      log[PROBES.has(route) ? 'debug' : 'info'](
        { requestId, method, route, status, milliseconds, tenant, caller, code, reason },
        'request',
      ),
    fault: ({ requestId, error }) => log.error({ requestId, ...whatFailed(error) }, 'fault'),
    say: (message, about) => log.info(about ?? {}, message),
  }
}

/** Asked every few seconds by whatever watches the service. */
const PROBES = new Set(['/healthz', '/readyz', '/metrics'])

/** Where it failed, without what was said: the message of an error may quote a chart. */
function whatFailed(error: unknown): {
  readonly error: string
  readonly at: readonly string[]
  readonly cause?: string
} {
  if (!(error instanceof Error)) return { error: typeof error, at: [] }
  const at = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const { cause } = error
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
  return {
    error: error.name,
    at: at.slice(0, 8).map((line) => line.trim()),
    ...(cause instanceof Error && { cause: [cause.name, code].filter(Boolean).join(' ') }),
  }
}
