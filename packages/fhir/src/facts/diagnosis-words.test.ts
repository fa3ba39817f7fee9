import { expect, test } from 'vitest'
import { isNotEstablished } from './diagnosis-words.ts'

test.each([
  'Osteoporosis without evidence of fracture',
  'Age-related osteoporosis, absence of fracture',
  'Osteoporosis (secondary causes excluded)',
  'Osteoporosis, T-score -2.5 vs -2.4 prior',
  'High risk for fracture due to osteoporosis',
  'Chronic graft-versus-host disease',
  'Osteoporosis with history of fracture',
])('“%s” is what the patient has', (words) => {
  expect(isNotEstablished(words)).toBe(false)
})

test.each([
  'Rule out osteoporosis',
  'Osteoporosis, suspected',
  'Osteoporosis (ruled out)',
  'Osteoporosis excluded',
  'Osteoporosis without current pathological fracture ruled out',
  'Osteoporosis without fracture suspected',
  'R/O: osteoporosis',
  'Absence of osteoporosis',
  'No evidence of osteoporosis with fracture',
  'Osteoporosis vs osteomalacia',
  'Osteoporosis versus osteopenia, fracture',
  'Suspected osteoporosis with fracture',
  'Osteoporosis without fracture, not confirmed',
  'Fracture, rule out osteoporosis',
  'High risk for osteoporosis',
  'High risk for fracture due to possible osteoporosis',
])('“%s” is not', (words) => {
  expect(isNotEstablished(words)).toBe(true)
})
