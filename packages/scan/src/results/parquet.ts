import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { duckdb } from '../gather/gathering.ts'
import { ScanProblem } from '../scan-problem.ts'

/** Columns of the Parquet files, in order: each is named with its type, nothing is inferred. */
const COLUMNS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  doses: {
    server: 'VARCHAR',
    patient: 'VARCHAR',
    dose: 'VARCHAR',
    encounter: 'VARCHAR',
    dateOfService: 'VARCHAR',
    drug: 'VARCHAR',
    code: 'VARCHAR',
    payer: 'VARCHAR',
    supported: 'BOOLEAN',
    verdict: 'VARCHAR',
    charged: 'BOOLEAN',
    sentence: 'VARCHAR',
    units: 'BIGINT',
    postedUnits: 'BIGINT',
    linesOf: 'VARCHAR',
    expectedPayment: 'VARCHAR',
    atRisk: 'VARCHAR',
    fileBy: 'VARCHAR',
    edition: 'VARCHAR',
    digest: 'VARCHAR',
  },
  findings: {
    server: 'VARCHAR',
    patient: 'VARCHAR',
    dose: 'VARCHAR',
    dateOfService: 'VARCHAR',
    drug: 'VARCHAR',
    payer: 'VARCHAR',
    verdict: 'VARCHAR',
    rule: 'VARCHAR',
    outcome: 'VARCHAR',
    severity: 'VARCHAR',
    says: 'VARCHAR',
    remedy: 'VARCHAR',
    who: 'VARCHAR',
  },
  lines: {
    server: 'VARCHAR',
    patient: 'VARCHAR',
    doses: 'VARCHAR[]',
    verdict: 'VARCHAR',
    role: 'VARCHAR',
    code: 'VARCHAR',
    units: 'BIGINT',
    modifiers: 'VARCHAR[]',
    dateOfService: 'VARCHAR',
    ndc: 'VARCHAR',
    ndcQuantity: 'VARCHAR',
    ndcUnit: 'VARCHAR',
    diagnoses: 'VARCHAR[]',
    authorization: 'VARCHAR',
    narrative: 'VARCHAR',
    working: 'VARCHAR',
    forSubmission: 'BOOLEAN',
  },
}

/** Columns that are decimals: the text stays, and a DECIMAL is added under the name and `Decimal`. */
const DECIMALS: Readonly<Record<string, Readonly<Record<string, { readonly width: number; readonly scale: number }>>>> =
  {
    doses: { expectedPayment: { width: 18, scale: 2 }, atRisk: { width: 18, scale: 2 } },
    findings: {},
    lines: { ndcQuantity: { width: 18, scale: 3 } },
  }

/**
 * Writes each NDJSON file as Parquet too, row by row in the same order. A decimal that does not fit its DECIMAL exactly is
 * a {@link ScanProblem}, never a rounded value.
 */
export async function writeParquet(out: string): Promise<void> {
  const { DuckDBInstance } = await duckdb()
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '256MB', threads: '1' })
  const connection = await instance.connect()
  try {
    for (const [name, columns] of Object.entries(COLUMNS)) {
      const path = join(out, `${name}.parquet`)
      const from = `read_ndjson(${quoted(join(out, `${name}.ndjson`))}, columns = {${Object.entries(columns)
        .map(([column, type]) => `'${column}': '${type}'`)
        .join(', ')}})`
      const decimals = Object.entries(DECIMALS[name] ?? {})
      for (const [column, { scale }] of decimals) {
        const wrong = `select count(*) from ${from} where ${column} is not null and not regexp_full_match(${column}, '\\d{1,15}(\\.\\d{1,${scale}})?')`
        const found = await connection.runAndReadAll(wrong)
        if (Number(found.getRows()[0]?.[0]) > 0)
          throw new ScanProblem(`${name}.ndjson: ${column} has a value of more than ${scale} places.`)
      }
      const added = decimals.map(
        ([column, { width, scale }]) => `, cast(${column} as decimal(${width}, ${scale})) as ${column}Decimal`,
      )
      await connection.run(
        `copy (select *${added.join('')} from ${from}) to ${quoted(`${path}.part`)} (format parquet, compression zstd)`,
      )
      await rename(`${path}.part`, path)
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
