/**
 * What a Retry-After header asks for, in milliseconds: a number of seconds or a date. Undefined where it says neither.
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  const asked = header?.trim() ?? ''
  if (/^\d+$/.test(asked)) return Number(asked) * 1000
  const at = Date.parse(asked)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}
