import { readData } from '@doseline/codebook'
import { problemsIn } from '@doseline/fhir-fixtures/problems-in'
import { RULEBOOK } from '@doseline/rules'
import { describe, expect, test } from 'vitest'
import { publishedRulebook } from './rulebook.ts'

const data = readData()
const published = publishedRulebook(data)

describe('the rulebook as FHIR', () => {
  test.each(published.map((each) => [`${each.resourceType}/${each.id}`, each] as const))(
    '%s is valid R4',
    (_, each) => {
      expect(problemsIn(each)).toEqual([])
    },
  )

  test('gives every resource its own id and address', () => {
    const ids = published.map(({ resourceType, id }) => `${resourceType}/${id}`)
    expect(new Set(ids).size).toBe(ids.length)
    for (const each of published)
      expect('url' in each && each.url).toMatch(new RegExp(`/${each.resourceType}/${each.id}$`))
  })

  test('bills J3397 for Mepsevii and never for denosumab', () => {
    const [j3397] = published.filter(({ id }) => id === 'J3397')
    expect(j3397).toMatchObject({
      resourceType: 'ChargeItemDefinition',
      effectivePeriod: { start: '2019-01-01' },
      description: expect.stringMatching(/^Bills Mepsevii\. One unit is 1 mg/),
    })
    expect(JSON.stringify(j3397)).not.toMatch(/denosumab|Prolia|Xgeva/i)
  })

  test('has a definition of every billing code, with its limit and its price where they are known', () => {
    const billing = Object.keys(data.codes).filter((code) => data.codes[code]?.unit)
    const defined = published.filter(({ resourceType }) => resourceType === 'ChargeItemDefinition').map(({ id }) => id)
    expect(defined.toSorted()).toEqual(billing.toSorted())
    expect(published.find(({ id }) => id === 'J0897')).toMatchObject({
      applicability: [
        { description: expect.stringContaining('Prolia, Xgeva') },
        { description: expect.stringContaining('120 units') },
      ],
      propertyGroup: [{ priceComponent: [{ amount: { value: 29.457, currency: 'USD' } }] }],
    })
  })

  test('names every question', () => {
    const questions = published.find(({ resourceType, id }) => resourceType === 'CodeSystem' && id === 'question')
    expect(questions).toMatchObject({ count: RULEBOOK.length })
  })

  test('says a stem as everything below it', () => {
    expect(published.find(({ id }) => id === 'denosumab-60mg-diagnoses')).toMatchObject({
      compose: {
        include: expect.arrayContaining([
          expect.objectContaining({ filter: [{ property: 'concept', op: 'descendent-of', value: 'M80.0' }] }),
        ]),
      },
    })
  })
})
