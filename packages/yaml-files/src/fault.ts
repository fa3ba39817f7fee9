/** Something in a file that has to be corrected, where it is, and how. */
export interface Fault {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly column: number
  /** `payers.example-health.discard.0.from`; empty for the file as a whole. */
  readonly element: string
  readonly problem: string
  readonly todo: string
}

export const ofFile = (file: string): Pick<Fault, 'file' | 'line' | 'column' | 'element'> => ({
  file,
  line: 1,
  column: 1,
  element: '',
})

/** One line for a person, as compilers write it, so that an editor jumps to the place. */
export const faultText = ({ file, line, column, element, problem, todo }: Fault): string =>
  [`${file}:${line}:${column}:`, element && `${element}:`, problem, todo].filter(Boolean).join(' ')

/** Files that cannot be taken as they are. The message has one line for each fault. */
export class FileProblem extends Error {
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    super(faults.map(faultText).join('\n'))
    this.name = 'FileProblem'
    this.faults = faults
  }
}
