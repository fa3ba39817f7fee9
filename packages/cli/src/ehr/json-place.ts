/** Where something stands in a JSON text: from its first character up to, not including, the one after its last. */
export interface Place {
  readonly from: number
  readonly to: number
}

/** Where the elements of the array at a path stand. Undefined where there is no array. The text must be JSON. */
export function arrayAt(text: string, path: readonly (string | number)[]): ArrayPlace | undefined {
  const reader = new Reader(text)
  const place = reader.find(path)
  return place && text[place.from] === '[' ? { ...place, elements: reader.elementsOf(place.from) } : undefined
}

export interface ArrayPlace extends Place {
  readonly elements: readonly Place[]
}

/** Where the value at a path stands. */
export const valueAt = (text: string, path: readonly (string | number)[]): Place | undefined =>
  new Reader(text).find(path)

/** Walks JSON that is known to be well formed: JSON.parse has read it before. */
class Reader {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  find(path: readonly (string | number)[], from = this.#skip(0)): Place | undefined {
    const [step, ...rest] = path
    if (step === undefined) return { from, to: this.#end(from) }
    if (typeof step === 'number') {
      const element = this.#text[from] === '[' ? this.elementsOf(from)[step] : undefined
      return element && this.find(rest, element.from)
    }
    if (this.#text[from] !== '{') return undefined
    for (const { name, value } of this.#members(from)) if (name === step) return this.find(rest, value)
    return undefined
  }

  elementsOf(from: number): Place[] {
    const elements: Place[] = []
    for (let at = this.#skip(from + 1); this.#text[at] !== ']'; at = this.#next(elements.at(-1)?.to ?? at)) {
      elements.push({ from: at, to: this.#end(at) })
    }
    return elements
  }

  *#members(from: number): Generator<{ name: string; value: number }> {
    let at = this.#skip(from + 1)
    while (this.#text[at] !== '}') {
      const end = this.#end(at)
      const value = this.#skip(this.#skip(end) + 1)
      yield { name: JSON.parse(this.#text.slice(at, end)), value }
      at = this.#next(this.#end(value))
    }
  }

  /** After a value: over its comma, to the next one or to the closing bracket. */
  #next(at: number): number {
    const after = this.#skip(at)
    return this.#text[after] === ',' ? this.#skip(after + 1) : after
  }

  #skip(from: number): number {
    let at = from
    while (/\s/.test(this.#text[at] ?? '')) at++
    return at
  }

  /** Where the value that begins here ends. */
  #end(from: number): number {
    const first = this.#text[from]
    if (first === '"') return this.#endOfString(from)
    if (first !== '{' && first !== '[') {
      let at = from
      while (/[^\s,\]}]/.test(this.#text[at] ?? '')) at++
      return at
    }
    let depth = 0
    for (let at = from; ; at++) {
      const one = this.#text[at]
      if (one === '"') at = this.#endOfString(at) - 1
      else if (one === '{' || one === '[') depth++
      else if ((one === '}' || one === ']') && --depth === 0) return at + 1
    }
  }

  #endOfString(from: number): number {
    let at = from + 1
    while (this.#text[at] !== '"') at += this.#text[at] === '\\' ? 2 : 1
    return at + 1
  }
}
