import { type Connection, type EhrAnswer, EhrRefusal, type EhrRequest } from '../http/connection.ts'

export interface FakeConnection extends Connection {
  readonly asked: string[]
  readonly sent: { readonly path: string; readonly options: EhrRequest }[]
}

/** An answer with its status and headers, for a table of `aConnection`. */
export class Answered {
  readonly answer: EhrAnswer

  constructor(answer: Partial<EhrAnswer>) {
    this.answer = {
      status: 200,
      location: undefined,
      etag: undefined,
      body: undefined,
      requestId: undefined,
      ...answer,
    }
  }
}

/**
 * A line to an EHR that answers from a table, by path or by path and method (`POST Flag`). A number is refused with that
 * status, an Error thrown, a function asked, an {@link Answered} taken with its headers; what is not there is a 404.
 */
export function aConnection(
  answers: Readonly<Record<string, unknown>>,
  context: Partial<Connection['context']> = {},
): FakeConnection {
  const asked: string[] = []
  const sent: FakeConnection['sent'] = []
  const send = async (path: string, options: EhrRequest = {}): Promise<EhrAnswer> => {
    await options.mayLeave?.()
    asked.push(path)
    sent.push({ path, options })
    const bare = path.split('?')[0] ?? ''
    const method = options.method ?? 'GET'
    const found = answers[`${method} ${path}`] ?? answers[path] ?? answers[`${method} ${bare}`] ?? answers[bare] ?? 404
    const answer: unknown = typeof found === 'function' ? found(options) : found
    if (answer instanceof Error) throw answer
    if (typeof answer === 'number') throw new EhrRefusal(answer, undefined, undefined)
    if (answer instanceof Answered) return answer.answer
    return new Answered({ body: structuredClone(answer) }).answer
  }
  return {
    base: 'https://ehr.example/fhir',
    context: { patient: 'p1', scope: '', needsBanner: true, ...context },
    asked,
    sent,
    send,
    request: async (path, options) => (await send(path, options)).body,
  }
}
