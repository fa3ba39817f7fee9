/** What keeps a message or a claim from being written: `element` is where, `todo` what to do. */
export abstract class ElementFault extends Error {
  readonly element: string
  readonly todo: string
  constructor(element: string, problem: string, todo: string) {
    super(`${element}: ${problem} ${todo}`)
    this.element = element
    this.todo = todo
  }
}
