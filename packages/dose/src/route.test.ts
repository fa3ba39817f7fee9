import { expect, test } from 'vitest'
import { isInjected, routeInWord, routesNamed } from './route.ts'

test.each([
  ['subq', 'subcutaneous'],
  ['ivp', 'intravenous'],
  ['im', 'intramuscular'],
  ['po', 'oral'],
  ['arm', undefined],
  ['nasal', undefined],
  ['constructor', undefined],
])('“%s” says %s', (word, route) => expect(routeInWord(word)).toBe(route))

test.each([
  ['Sub-Q', ['subcutaneous']],
  ['S.C.', ['subcutaneous']],
  ['Subcut', ['subcutaneous']],
  ['SUBCUTANEOUS', ['subcutaneous']],
  ['sub cut', ['subcutaneous']],
  ['IVPB', ['intravenous']],
  ['I.V.', ['intravenous']],
  ['IV Push', ['intravenous']],
  ['I.M.', ['intramuscular']],
  ['Intra-articular', ['intraarticular']],
  ['Intravitreal route', ['intravitreal']],
  ['Nasal', ['nasal']],
  ['intravenous or subcutaneous', ['intravenous', 'subcutaneous']],
  ['by the usual way', []],
])('a route that is called “%s” is %j', (name, routes) => expect(routesNamed(name)).toEqual(routes))

test.each([
  ['intravitreal', true],
  ['oral', false],
  ['by the usual way', undefined],
])('whether something is injected by the route %s: %s', (route, is) => expect(isInjected(route)).toBe(is))
