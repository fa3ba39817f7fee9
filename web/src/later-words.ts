import * as attest from './words/attest.ts'
import * as behind from './words/behind.ts'
import * as checks from './words/checks.ts'
import { onLanguage } from './words/language.ts'
import * as pictures from './words/pictures.ts'
import * as record from './words/record.ts'
import { said } from './words/said.ts'
import * as write from './words/write.ts'
import { words as first } from './words.ts'

const sayAll = () => ({ ...first, ...said({ ...behind, ...checks, ...attest, ...write, ...pictures, ...record }) })

/** Every sentence, for elements that are loaded after the first opening: nobody waits there for these. */
export let words = sayAll()

onLanguage(() => {
  words = sayAll()
})
