import { expect, test } from 'vitest'
import { routeInWord } from './route.ts'

test.each([
  ['subq', 'subcutaneous'],
  ['ivp', 'intravenous'],
  ['im', 'intramuscular'],
  ['po', 'oral'],
  ['arm', undefined],
  ['constructor', undefined],
])('“%s” says %s', (word, route) => expect(routeInWord(word)).toBe(route))
