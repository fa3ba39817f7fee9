import { type Connection, EhrRefusal, type EhrRequest } from '../session/gateway.ts'

export interface FakeConnection extends Connection {
  readonly asked: string[]
  readonly sent: { readonly path: string; readonly options: EhrRequest }[]
}

/** A line to an EHR that answers from a table; a number is refused with that status, what is not there with 404. */
export function aConnection(
  answers: Readonly<Record<string, unknown>>,
  context: Partial<Connection['context']> = {},
): FakeConnection {
  const asked: string[] = []
  const sent: FakeConnection['sent'] = []
  return {
    base: 'https://ehr.example/fhir',
    context: { patient: 'p1', scope: '', needsBanner: true, ...context },
    asked,
    sent,
    async request(path, options = {}) {
      asked.push(path)
      sent.push({ path, options })
      const answer = answers[path] ?? answers[path.split('?')[0] ?? ''] ?? 404
      if (answer instanceof Error) throw answer
      if (typeof answer === 'number') throw new EhrRefusal(answer, undefined, undefined)
      return structuredClone(answer)
    },
  }
}
