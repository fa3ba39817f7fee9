import { READING_PLAN } from '@doseline/ehr-client'
import { ELEMENT_TABLES, pathsIn } from '@doseline/fhir'
import { expect, test } from 'vitest'

const isUnder = (path: string, above: string): boolean => path === above || path.startsWith(`${above}.`)

test.each(ELEMENT_TABLES.map((table) => [table.type, table] as const))(
  'every element of a %s that is read, or has to be looked at, leaves the EHR',
  (type, { read, asked = {}, usual = {} }) => {
    const sends = READING_PLAN.find((row) => row.type === type)?.sends ?? []
    const paths = [...pathsIn(read), ...Object.keys(asked), ...Object.keys(usual)]
    const isSent = (path: string): boolean => sends.some((sent) => isUnder(path, sent) || isUnder(sent, path))
    expect(paths.filter((path) => !isSent(path))).toEqual([])
  },
)
