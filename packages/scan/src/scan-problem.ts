/** Why a scan cannot be done, or could not be finished, in a sentence that says what to do. */
export class ScanProblem extends Error {
  override readonly name = 'ScanProblem'
  /** Whether the scan was asked for wrongly: nothing is wrong with what it looked at. */
  readonly isUsage: boolean

  constructor(
    message: string,
    { isUsage = false, cause }: { readonly isUsage?: boolean; readonly cause?: unknown } = {},
  ) {
    super(message, { cause })
    this.isUsage = isUsage
  }
}
