import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { createMetrics } from '../src/metrics.ts'
import { program, ran } from './support/programs.ts'

/** Alerts and dashboard look at what the service shows, and the page says what each metric is. */

const DEPLOY = resolve(import.meta.dirname, '../deploy')
const page = readFileSync(resolve(import.meta.dirname, '../../../docs/running-it.md'), 'utf8')

interface Alert {
  readonly alert: string
  readonly expr: string
  readonly labels: { readonly severity: string }
  readonly annotations: { readonly summary: string; readonly action: string }
}
interface Panel {
  readonly title: string
  readonly targets: { readonly expr: string; readonly legendFormat: string }[]
}
const alerts: Alert[] = parse(readFileSync(join(DEPLOY, 'alerts.yaml'), 'utf8')).groups[0].rules
const dashboard: { panels: Panel[] } = JSON.parse(readFileSync(join(DEPLOY, 'grafana-dashboard.json'), 'utf8'))
const queries = [
  ...alerts.map(({ alert, expr }) => [alert, expr] as const),
  ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
]

/** Each metric that is shown, with its labels. `le` is of histograms, `job` and `instance` are of whoever scrapes. */
const shown = await shownMetrics()
const baseOf = (name: string): string => (shown.has(name) ? name : name.replace(/_(?:bucket|count|sum)$/, ''))

describe.each(queries)('%s', (_, expr) => {
  test('looks at metrics and labels that are shown', () => {
    const named = [...expr.matchAll(/\b(doseline_\w+)(?:\{([^}]*)\})?/g)]
    if (!/\bup\{/.test(expr)) expect(named.length).toBeGreaterThan(0)
    for (const [, name = '', matchers = ''] of named) {
      const labels = shown.get(baseOf(name))
      expect([...shown.keys()], `${name} is not shown`).toContain(baseOf(name))
      for (const [, label = ''] of matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g))
        expect([...(labels ?? [])]).toContain(label)
      for (const [, by = ''] of expr.matchAll(/by \(([^)]*)\)/g))
        for (const label of by.split(', ')) expect([...(labels ?? [])]).toContain(label)
    }
  })
})

test('every metric that is shown is on the page, and no other', () => {
  const table = page.slice(page.indexOf('## What to watch'))
  const told = new Set([...table.matchAll(/`(doseline_\w+)`/g)].map(([, name]) => name))
  expect(told).toEqual(new Set(shown.keys()))
})

test('what an alert waits for is shown before it happened once', async () => {
  const text = await createMetrics().text()
  expect(text).toMatch(/^doseline_ledger_record_seconds_count\{result="failed"\} 0$/m)
  expect(text).toMatch(/^doseline_write_backs_total\{step="unconfirmed"\} 0$/m)
})

test('every alert is on the page, with its severity, and says what to do', () => {
  for (const { alert, labels, annotations } of alerts) {
    expect(page).toMatch(new RegExp(`\\| \`${alert}\` \\| ${labels.severity} \\|`))
    expect(annotations.summary.length).toBeGreaterThan(10)
    expect(annotations.action.length).toBeGreaterThan(10)
  }
})

test('every alert is tried by the tests of the rules', () => {
  const tried = readFileSync(join(DEPLOY, 'alerts.test.yaml'), 'utf8')
  for (const { alert } of alerts)
    expect(tried).toContain(`alertname: ${alert}\n        exp_alerts:\n          - exp_labels`)
})

const promtool = program('promtool', 'apt-get install prometheus')
describe.skipIf(!promtool)('promtool', () => {
  test('the rules are rules, and fire where they should', () => {
    expect(ran(promtool ?? '', ['check', 'rules', 'alerts.yaml'], DEPLOY)).toMatchObject({ code: 0 })
    expect(ran(promtool ?? '', ['test', 'rules', 'alerts.test.yaml'], DEPLOY)).toMatchObject({ code: 0 })
  })

  test('every query of the dashboard is one', () => {
    const rules = dashboard.panels.flatMap(({ targets }) =>
      targets.map(({ expr }, at) => ({ record: `panel:${at}`, expr: expr.replaceAll('$__rate_interval', '5m') })),
    )
    const file = join(mkdtempSync(join(tmpdir(), 'doseline-rules-')), 'rules.yaml')
    writeFileSync(file, JSON.stringify({ groups: rules.map((rule, at) => ({ name: String(at), rules: [rule] })) }))
    expect(ran(promtool ?? '', ['check', 'rules', file])).toMatchObject({ code: 0 })
  })
})

/** What a service that has done one thing of each kind shows. */
async function shownMetrics(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const metrics = createMetrics()
  metrics.requests.observe({ route: '/v1/assessments', method: 'POST', status: '200' }, 0.1)
  metrics.doses.inc({ verdict: 'ready', codebook: 'cms', api: 'rest' })
  metrics.ledger.observe({ result: 'stored' }, 0.01)
  metrics.writeBacks.inc({ step: 'reserved' })
  metrics.cards.inc({ service: 'doseline' })
  metrics.feedback.inc({ service: 'doseline', outcome: 'accepted' })
  metrics.build.set({ version: '1', codebook: 'x' }, 1)
  const text = await metrics.text()
  const names = [...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name = '']) => name)
  return new Map(
    names.map((name) => {
      const rows = [...text.matchAll(new RegExp(`^${name}(?:_bucket|_count|_sum)?\\{([^}]*)\\}`, 'gm'))]
      const labels = rows.flatMap(([, row = '']) => [...row.matchAll(/(\w+)="/g)].map(([, label = '']) => label))
      return [name, new Set([...labels, 'job', 'instance'])]
    }),
  )
}
