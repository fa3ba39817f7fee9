import { WorklistEntry } from '@doseline/contract'
import { readJson, type SentBody } from '../../middleware/json-body.ts'
import { HttpProblem, parsed } from '../../middleware/problem.ts'

/** Entries of one request: they are stored in one act. */
const MOST_LINES = 500

const NDJSON = /^application\/(?:x-)?(?:fhir\+)?ndjson\s*(?:;|$)/i
const NEWLINE = 10

/** The entries in a body, one a line. Throws {@link HttpProblem} that names the line and the element. */
export function entriesIn({ bytes, type, encoding }: SentBody): WorklistEntry[] {
  if (!NDJSON.test(type)) {
    throw new HttpProblem('not-json', 'Expected newline-delimited JSON.', [
      { pointer: '', detail: 'Another content type.', remedy: 'Send it as application/x-ndjson, one entry a line.' },
    ])
  }
  const lines = linesOf(new Uint8Array(bytes))
  if (lines.length > MOST_LINES) {
    const detail = `${lines.length} lines; at most ${MOST_LINES} are taken at once.`
    throw new HttpProblem('too-large', detail, [{ pointer: '', detail, remedy: 'Send it in parts.' }])
  }
  return lines.map(({ number, line }) => {
    try {
      return parsed(WorklistEntry, readJson({ bytes: line, type: 'application/json', encoding }))
    } catch (error) {
      throw error instanceof HttpProblem ? inLine(error, number) : error
    }
  })
}

function linesOf(bytes: Uint8Array<ArrayBuffer>): { readonly number: number; readonly line: ArrayBuffer }[] {
  const lines: { number: number; line: ArrayBuffer }[] = []
  for (let from = 0, number = 1; from < bytes.length; number++) {
    const found = bytes.indexOf(NEWLINE, from)
    const end = found < 0 ? bytes.length : found
    const line = bytes.slice(from, end)
    if (line.some((byte) => byte > 32)) lines.push({ number, line: line.buffer })
    from = end + 1
  }
  return lines
}

const inLine = ({ code, message, errors, headers }: HttpProblem, line: number): HttpProblem =>
  new HttpProblem(
    code,
    `Line ${line}: ${message}`,
    errors.map((error) => ({ ...error, detail: `Line ${line}: ${error.detail}` })),
    headers,
  )
