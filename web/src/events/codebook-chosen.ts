/** The person wants the doses judged by another code book. */
export class CodebookChosen extends Event {
  static readonly type = 'codebook-chosen'
  readonly codebook: string

  constructor(codebook: string) {
    super(CodebookChosen.type, { bubbles: true, composed: true })
    this.codebook = codebook
  }
}
