import {
  configureLocalization,
  LOCALE_STATUS_EVENT,
  type LocaleStatusEventDetail,
  updateWhenLocaleChanges,
} from '@lit/localize'
import { LitElement } from 'lit'
import { tabStorageIfAny } from '../session/tab-storage.ts'

/**
 * The languages of the screen. The words stand in the code in the first; `web/locales` has them in the others. Both are
 * as spoken in the United States, where 1.7 is never written 1,7.
 */
export const LANGUAGES = ['en-US', 'es-US'] as const
export type Language = (typeof LANGUAGES)[number]

/** Each by its own name. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { 'en-US': 'English', 'es-US': 'Español' }

const KEY = 'doseline.language'
const [SOURCE, ...OTHERS] = LANGUAGES

const { getLocale, setLocale } = configureLocalization({
  sourceLocale: SOURCE,
  targetLocales: OTHERS,
  loadLocale: () => import('../locales/es-US.ts'),
})

// Every element draws itself again in the new language: none has to remember to.
LitElement.addInitializer((element) => updateWhenLocaleChanges(element as LitElement))

/** The language that is shown. */
export const language = (): Language => LANGUAGES.find((one) => one === getLocale()) ?? SOURCE

/** Calls back once another language is there, before anything is drawn in it. */
export function onLanguage(changed: () => void): void {
  // Without a page, as in the long tests, there is one language.
  globalThis.addEventListener?.(LOCALE_STATUS_EVENT, ({ detail }: CustomEvent<LocaleStatusEventDetail>) => {
    if (detail.status === 'ready') changed()
  })
}

/** Where there is a page. */
const root = globalThis.document?.documentElement

onLanguage(() => {
  root.lang = language()
})

/** Shows a language, and keeps it for this tab. Where its words do not come the screen stays as it was. */
export async function useLanguage(chosen: Language): Promise<void> {
  await setLocale(chosen).catch(() => undefined)
  try {
    tabStorageIfAny()?.setItem(KEY, language())
  } catch {
    // A full or blocked storage forgets the language, and nothing else.
  }
}

/**
 * The language this tab was left in; else English, whatever the browser prefers: on a shared workstation that is
 * whoever set it up, and the sentences of the rules are English.
 */
export const languageReady: Promise<unknown> | undefined = keptLanguage()

function keptLanguage(): Promise<unknown> | undefined {
  if (root) root.lang = SOURCE
  const kept = LANGUAGES.find((one) => one === tabStorageIfAny()?.getItem(KEY))
  return kept && kept !== SOURCE ? setLocale(kept).catch(() => undefined) : undefined
}
