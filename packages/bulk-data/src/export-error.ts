/** What can go wrong with an export. The name is also its code. */
export type ExportFault =
  | 'not-offered'
  | 'sign-in-refused'
  | 'refused'
  | 'unreachable'
  | 'no-status-address'
  | 'export-failed'
  | 'export-gone'
  | 'file-gone'
  | 'unreadable-manifest'
  | 'not-ndjson'
  | 'file-cut-off'
  | 'count-differs'
  | 'unsafe-address'
  | 'another-export'
  | 'unreadable-folder'

/** An export that cannot go on, in a sentence for whoever runs it: what was asked, what came, what to do. */
export class ExportError extends Error {
  override readonly name = 'ExportError'
  readonly code: ExportFault
  /** The HTTP status, where an answer is the reason. */
  readonly status: number | undefined

  constructor(code: ExportFault, says: string, { status, cause }: { status?: number; cause?: unknown } = {}) {
    super(says, cause === undefined ? undefined : { cause })
    this.code = code
    this.status = status
  }
}
