import catalogue from '../../locales/es-US.xlf?raw'

const SHOWN = ['aria-label', 'title', 'placeholder', 'alt', 'label', 'heading', 'text', 'yes', 'no', 'says', 'question']

/** Words that the English sentences use and the Spanish ones do not. */
const ENGLISH = englishOnly()

function englishOnly(): ReadonlySet<string> {
  const units = [...new DOMParser().parseFromString(catalogue, 'text/xml').querySelectorAll('trans-unit')]
  const saidIn = (part: string): Set<string> =>
    new Set(units.flatMap((unit) => wordsIn(unit.querySelector(part)?.textContent ?? '')))
  const spanish = saidIn('target')
  return new Set([...saidIn('source')].filter((word) => !spanish.has(word)))
}

function wordsIn(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}]{2,}/gu) ?? []
}

/**
 * What is shown in English, inside of shadow roots too, but for what is marked as English and for codes. `names`: proper
 * names of the data that are made of English words.
 */
export function englishLeft(root: Element | ShadowRoot, names: readonly string[] = []): string[] {
  return [...root.children].flatMap((element) => {
    if (element.matches('[lang|="en"], code, pre, style, script')) return []
    const texts = [...element.childNodes].flatMap((node) => (node instanceof Text ? [node.data] : []))
    const attributes = SHOWN.flatMap((name) => element.getAttribute(name) ?? [])
    const here = [...texts, ...attributes].filter((text) => isEnglish(text, names)).map((text) => text.trim())
    const inside = element.shadowRoot ? englishLeft(element.shadowRoot, names) : []
    return [...here, ...inside, ...englishLeft(element, names)]
  })
}

function isEnglish(text: string, names: readonly string[]): boolean {
  const rest = names.reduce((left, name) => left.replaceAll(name, ' '), text)
  return wordsIn(rest).some((word) => ENGLISH.has(word))
}
