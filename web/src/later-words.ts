import * as attest from './words/attest.ts'
import * as behind from './words/behind.ts'
import * as write from './words/write.ts'
import { words as first } from './words.ts'

/** Every English sentence, for elements that are loaded after the first opening: nobody waits there for these. */
export const words = { ...first, ...behind, ...attest, ...write }
