import { afterEach, expect, test } from 'vitest'
import { contrast } from './contrast.ts'
import { styleFrom, wearStyleOf } from './smart-style.ts'

const BASE = 'https://ehr.example/fhir'
const answering = (style: object, asked: string[] = []): typeof fetch =>
  ((address: URL) => {
    asked.push(address.href)
    return Promise.resolve(Response.json(style))
  }) as unknown as typeof fetch
const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

afterEach(() => {
  document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, 1)
})

test('contrast is what WCAG says it is', () => {
  expect(contrast('#000', '#ffffff')).toBe(21)
  expect(contrast('#767676', '#fff')).toBeCloseTo(4.54, 2)
})

test('a dark background makes the page dark, whatever the person prefers', async () => {
  await wearStyleOf(
    { styleUrl: 'https://ehr.example/style.json', base: BASE },
    answering({ color_background: '#10181c' }),
  )
  expect(getComputedStyle(document.documentElement).colorScheme).toBe('dark')
  expect(token('--card')).toBe('#10181c')
})

test('a color that nobody could read is left out, and the others are worn', () => {
  expect(
    styleFrom({
      color_background: '#ffffff',
      color_text: '#dddddd',
      color_error: '#a4262c',
      color_highlight: '#0b6e99',
    }),
  ).toEqual({
    scheme: 'light',
    tokens: {
      '--card': '#ffffff',
      '--paper': '#f6f6f7',
      '--sunk': '#f1f2f2',
      '--not-ready': '#a4262c',
      '--link': '#0b6e99',
      '--action': '#0b6e99',
      '--action-ink': '#ffffff',
    },
  })
})

test('a background between light and dark is not worn', () => {
  expect(styleFrom({ color_background: '#808080' })).toEqual({ tokens: {} })
})

test.each([
  { color_text: 'red; } body { display: none' },
  { color_text: 7 },
  { font_family_body: 'x; background: url(https://evil.example)' },
  { dim_border_radius: '400px' },
  'a text',
  null,
])('%j is no style', (value) => {
  expect(styleFrom(value).tokens).toEqual({})
})

test('a style on another origin is not even asked for', async () => {
  const asked: string[] = []
  await wearStyleOf({ styleUrl: 'https://evil.example/style.json', base: BASE }, answering({}, asked))
  await wearStyleOf({ base: BASE }, answering({}, asked))
  expect(asked).toEqual([])
})
