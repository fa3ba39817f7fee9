import { bodyLimit } from 'hono/body-limit'
import type { Ctx } from '../service.ts'
import { HttpProblem } from './problem.ts'

/** Reads a body to its end, counted while it is read: it may lie about its length. What comes after reads it from memory. */
export function wholeBody(maxSize: number): (c: Ctx) => Promise<void> {
  const size = maxSize >= 1024 * 1024 ? `${maxSize / 1024 / 1024} MB` : `${maxSize / 1024} kB`
  const counted = bodyLimit({
    maxSize,
    onError: () => {
      throw new HttpProblem('too-large', `The body is larger than ${size}.`, [
        { pointer: '', detail: 'Too large.', remedy: 'Send the resources of one patient and fewer days.' },
      ])
    },
  })
  return async (c) => {
    try {
      await counted(c, async () => void (await c.req.arrayBuffer()))
    } catch (error) {
      if (error instanceof HttpProblem) throw error
      throw new HttpProblem('body-cut-off', 'The body did not come to its end.')
    }
  }
}
