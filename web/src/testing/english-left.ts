/** Words that the English sentences of a catalog (XLIFF) use and its translations do not. */
export function englishOnly(catalog: string): string[] {
  const saidIn = (part: string): Set<string> => {
    const texts = [...catalog.matchAll(new RegExp(`<${part}>(.*?)</${part}>`, 'g'))].map(([, text = '']) => text)
    return new Set(texts.flatMap((text) => wordsIn(text.replace(/<x [^>]*>/g, ' '))))
  }
  const translated = saidIn('target')
  return [...saidIn('source')].filter((word) => !translated.has(word))
}

const wordsIn = (text: string): string[] => text.toLowerCase().match(/\p{L}{2,}/gu) ?? []

export interface Looked {
  readonly english: readonly string[]
  /** Of the data, such as names, that are made of English words. */
  readonly names?: readonly string[]
}

/**
 * What a page shows in English, inside of shadow roots too, but for what is marked as English, codes, and what stands in the
 * page before the app does. A page can be given this function as it is: it needs nothing around it.
 */
export function englishLeft({ english, names = [] }: Looked): string[] {
  const shown = [
    'aria-label',
    'title',
    'placeholder',
    'alt',
    'label',
    'heading',
    'text',
    'yes',
    'no',
    'says',
    'question',
  ]
  const words = new Set(english)
  const isEnglish = (text: string): boolean => {
    const rest = names.reduce((left, name) => left.replaceAll(name, ' '), text)
    // `Coverage/1` is an address, and no word.
    const said = rest.replace(/[A-Z][A-Za-z]{1,40}\/[\w.-]{1,64}/g, ' ')
    return (said.toLowerCase().match(/\p{L}{2,}/gu) ?? []).some((word) => words.has(word))
  }
  const leftIn = (root: Element | ShadowRoot): string[] =>
    [...root.children].flatMap((element) => {
      if (element.matches('[lang|="en"], code, pre, style, script, noscript, .opening')) return []
      const texts = [...element.childNodes].flatMap((node) => (node instanceof Text ? [node.data] : []))
      const attributes = shown.flatMap((name) => element.getAttribute(name) ?? [])
      const here = [...texts, ...attributes].filter(isEnglish).map((text) => text.trim())
      return [...here, ...(element.shadowRoot ? leftIn(element.shadowRoot) : []), ...leftIn(element)]
    })
  return leftIn(document.body)
}
