import type { CoverageAnswer, HistoryEvent, InfusionAnswer } from '@doseline/contract'
import { channelsFor, Failure, type FailureKind, type ReadStep } from '@doseline/ehr-client'
import type { Patient } from 'fhir/r4'
import { html, type TemplateResult } from 'lit'
import '../src/elements/action-bar/action-bar.ts'
import '../src/elements/ask-first/ask-first.ts'
import '../src/elements/attest-form/attest-form.ts'
import '../src/elements/change-note/change-note.ts'
import '../src/elements/charge-lines/charge-lines.ts'
import '../src/elements/code-notice/code-notice.ts'
import '../src/elements/codebook-switch/codebook-switch.ts'
import '../src/elements/container-drawing/container-drawing.ts'
import '../src/elements/coverage-strip/coverage-strip.ts'
import '../src/elements/data-strip/data-strip.ts'
import '../src/elements/dose-history/dose-history.ts'
import '../src/elements/dose-list/dose-list.ts'
import '../src/elements/dose-timeline/dose-timeline.ts'
import '../src/elements/draft-note/draft-note.ts'
import '../src/elements/fact-table/fact-table.ts'
import '../src/elements/failure-screen/failure-screen.ts'
import '../src/elements/finding-list/finding-list.ts'
import '../src/elements/fold-row/fold-row.ts'
import '../src/elements/infusion-clock/infusion-clock.ts'
import '../src/elements/override-form/override-form.ts'
import '../src/elements/patient-banner/patient-banner.ts'
import '../src/elements/read-gaps/read-gaps.ts'
import '../src/elements/read-progress/read-progress.ts'
import '../src/elements/reconcile-panel/reconcile-panel.ts'
import '../src/elements/resource-panel/resource-panel.ts'
import '../src/elements/sent-list/sent-list.ts'
import '../src/elements/stored-list/stored-list.ts'
import '../src/elements/take-away/take-away.ts'
import '../src/elements/to-do/to-do.ts'
import '../src/elements/verdict-card/verdict-card.ts'
import '../src/elements/write-back-panel/write-back-panel.ts'
import type { WriteBackPanel } from '../src/elements/write-back-panel/write-back-panel.ts'
import '../src/elements/write-turn/write-turn.ts'
import { aMixedReport } from '../src/testing/a-report.ts'
import {
  aDonePlan,
  aDose,
  aFailure,
  aFinding,
  aPlan,
  article,
  aSource,
  cms,
  notReady,
} from '../src/testing/an-answer.ts'
import { words } from '../src/words.ts'

const patient: Patient = {
  resourceType: 'Patient',
  name: [{ use: 'official', family: 'Lovelace', given: ['Ada', 'K.'] }],
  birthDate: '1985-12-10',
  gender: 'female',
  identifier: [{ type: { coding: [{ code: 'MR' }] }, value: '12345' }],
}
const step = (type: string, state: ReadStep['state'], more: Partial<ReadStep> = {}): ReadStep => ({
  type,
  why: 'what it is needed for',
  state,
  count: state === 'complete' ? 3 : 0,
  ...more,
})
const READING = [
  step('MedicationAdministration', 'complete'),
  step('Coverage', 'refused', { because: '403: not for you' }),
  step('Condition', 'reading'),
  step('Claim', 'not-offered'),
  step('Encounter', 'waiting'),
]
const stated = { discardedMg: '2', by: 'Jordan Ellis', at: '2026-03-03T10:00:00Z' }
const stored = [
  { key: 'Flag/1', type: 'Flag', status: 'active', text: 'Mepsevii 88 mg can be billed.' },
  { key: 'ChargeItem/2', type: 'ChargeItem', status: 'billable', text: 'A line × 88 administered' },
] as const
const signatures = [{ activity: 'Approved for billing', name: 'Jordan Ellis', recorded: '2026-03-03T10:00:00Z' }]
const { lines, facts } = aDose()
const failing = notReady()

const spaced = [
  aDose({ focus: 'MedicationAdministration/d0', dateOfService: '2025-09-02' }),
  aDose({
    interval: {
      every: '6 months',
      previous: '2025-09-02',
      due: '2026-03-02',
      next: '2026-09-02',
      source: aSource,
    },
  }),
]
const ran = (from: string, until: string, minutes: number) => ({
  from: `2026-03-02T${from}-05:00`,
  until: `2026-03-02T${until}-05:00`,
  minutes,
})
const infused: InfusionAnswer = {
  bags: [
    { dose: 'MedicationAdministration/d1', ...ran('09:10', '10:40', 90) },
    { dose: 'MedicationAdministration/d2', ...ran('11:00', '12:15', 75) },
    { dose: 'MedicationAdministration/d3', ...ran('12:30', '12:40', 10) },
  ],
  intervals: [
    { ...ran('09:10', '10:40', 90), isPush: false },
    { ...ran('11:00', '12:15', 75), isPush: false },
    { ...ran('12:30', '12:40', 10), isPush: true },
  ],
  codes: [
    { code: '96365', units: 1, minutes: 60 },
    { code: '96366', units: 2, minutes: 105 },
  ],
  others: [{ dose: 'MedicationAdministration/d9', name: 'Venofer', ...ran('10:00', '10:50', 50) }],
}
const coverages: CoverageAnswer[] = [
  {
    reference: 'Coverage/b',
    payer: 'Medicare Part B',
    status: 'active',
    order: 1,
    from: '2020-01-01',
    active: true,
    first: true,
  },
  { reference: 'Coverage/x', payer: 'Acme', status: 'active', unreadablePeriod: '… to soon', first: false },
]
const judged: HistoryEvent = {
  at: '2026-03-02T09:00:00Z',
  who: 'Ana Petrov',
  act: 'assessed',
  verdict: 'ready',
  codebook: 'cms',
  edition: aDose().edition,
  lines: ['J3397 × 88'],
}
const events: HistoryEvent[] = [{ ...judged, at: '2026-03-03T10:00:00Z', act: 'confirmed', writeBack: 'w1' }, judged]
const panel = (about: Partial<WriteBackPanel>): TemplateResult =>
  html`<write-back-panel
    .dose=${about.dose ?? aDose()}
    .plans=${'plans' in about ? about.plans : { approve: aPlan('approve'), suggest: aPlan('suggest') }}
    .plansFailure=${about.plansFailure}
    .stored=${about.stored ?? []}
    .signatures=${about.stored ? signatures : []}
    .negotiated=${about.negotiated ?? channelsFor({ offered: undefined, system: undefined, scope: '' })}
    .result=${about.result}
    .writing=${about.writing}
    .forSubmission=${about.forSubmission ?? true}
    .mayWrite=${about.mayWrite ?? true}
    label="Clinic"
    base="https://ehr.example/fhir"
    approver="Jordan Ellis"
  ></write-back-panel>`
const chart = (minutesAgo: number, steps: readonly ReadStep[]) => ({
  readAt: new Date(Date.now() - minutesAgo * 60_000),
  steps,
})

/** Every element in every state that looks different. The name is `element: state`. */
export const STATES: Readonly<Record<string, TemplateResult>> = {
  'patient-banner: whole': html`<patient-banner .patient=${patient} visit="2026-03-02"></patient-banner>`,
  'patient-banner: without a name': html`<patient-banner .patient=${{ resourceType: 'Patient' }}></patient-banner>`,
  'data-strip: fresh': html`<data-strip .chart=${chart(1, [step('Coverage', 'complete')])} server="Clinic" doses="3"></data-strip>`,
  'data-strip: stale, with gaps': html`<data-strip .chart=${chart(20, READING)} server="Clinic" doses="1"></data-strip>`,
  'draft-note': html`<draft-note at="2026-03-03T10:00:00Z"></draft-note>`,
  codebook: html`<codebook-switch .codebooks=${['cms', 'article']} codebook="cms"></codebook-switch>`,
  'read-gaps': html`<read-gaps .steps=${READING}></read-gaps>`,
  'read-progress: reading': html`<read-progress .steps=${READING}></read-progress>`,
  'read-progress: the EHR asked to wait': html`<read-progress
    .steps=${[step('Coverage', 'reading', { waitSeconds: 5 })]}
  ></read-progress>`,
  'read-progress: judging': html`<read-progress .steps=${[step('Coverage', 'complete')]} assessing></read-progress>`,
  'dose-list': html`<dose-list
    .charges=${new Map([
      ['MedicationAdministration/d1', 'charged'],
      ['MedicationAdministration/d2', 'suggested'],
    ])}
    .doses=${[aDose(), notReady({ focus: 'MedicationAdministration/d2', dateOfService: '2026-01-02' })]}
    focused="MedicationAdministration/d1"
    encounter="Encounter/e1"
  ></dose-list>`,
  'verdict-card: ready': html`<verdict-card .dose=${aDose()} .codebook=${cms}></verdict-card>`,
  'verdict-card: not ready': html`<verdict-card .dose=${failing} .codebook=${cms}></verdict-card>`,
  'verdict-card: needs information': html`<verdict-card
    .dose=${aDose({ verdict: 'needs-information', sentence: 'Who pays is not known.' })}
    .codebook=${cms}
  ></verdict-card>`,
  'verdict-card: not billable': html`<verdict-card
    .dose=${aDose({ verdict: 'not-billable', sentence: 'It was not given.' })}
    .codebook=${cms}
  ></verdict-card>`,
  'verdict-card: not covered': html`<verdict-card
    .dose=${aDose({ supported: false, verdict: 'needs-information', sentence: 'No rules for this drug.' })}
    .codebook=${cms}
  ></verdict-card>`,
  'verdict-card: the article': html`<verdict-card .dose=${aDose()} .codebook=${article}></verdict-card>`,
  'to-do': html`<to-do .tasks=${failing.wouldMakeReady}></to-do>`,
  'charge-lines: ready': html`<charge-lines .lines=${lines} verdict="ready"></charge-lines>`,
  'charge-lines: once it is ready': html`<charge-lines .lines=${lines} verdict="not-ready"></charge-lines>`,
  'charge-lines: not for submission': html`<charge-lines
    .lines=${lines.map((line) => ({ ...line, forSubmission: false }))}
    verdict="ready"
  ></charge-lines>`,
  'charge-lines: none': html`<charge-lines .lines=${[]} verdict="not-billable"></charge-lines>`,
  'finding-list': html`<finding-list
    .findings=${[
      aFinding(),
      aFailure,
      aFinding({ id: 'coverage/payer-is-known', outcome: 'cannot-tell', text: 'No coverage is in the chart.' }),
      aFinding({ id: 'necessity/advice', outcome: 'fails', severity: 'advisory', text: 'Worth a look.' }),
      aFinding({ id: 'code/was-in-force', confidence: 'unconfirmed' }),
      aFinding({ id: 'charges/none', outcome: 'does-not-apply', text: 'Nothing is charged.' }),
    ]}
  ></finding-list>`,
  'coverage-strip: two of them': html`<coverage-strip .dose=${aDose({ coverages })}></coverage-strip>`,
  'coverage-strip: none': html`<coverage-strip .dose=${aDose({ coverages: [] })}></coverage-strip>`,
  'container-drawing: discarded': html`<container-drawing .containers=${{ eachMg: '10', openedMg: '90', administeredMg: '88', discardedMg: '2' }}></container-drawing>`,
  'container-drawing: many, not recorded': html`<container-drawing .containers=${{ eachMg: '10', openedMg: '250', administeredMg: '243' }}></container-drawing>`,
  'container-drawing: not drawn': html`<container-drawing .containers=${{ openedMg: '90', administeredMg: '95' }}></container-drawing>`,
  'infusion-clock: bags, push and another drug': html`<infusion-clock .infusion=${infused} .doses=${spaced}></infusion-clock>`,
  'infusion-clock: no clock': html`<infusion-clock .infusion=${{ bags: [{ dose: 'MedicationAdministration/d1', minutes: 90 }], intervals: [], codes: [] }}></infusion-clock>`,
  'dose-timeline: on the day': html`<dose-timeline .doses=${spaced} focused="MedicationAdministration/d1"></dose-timeline>`,
  'dose-timeline: no interval': html`<dose-timeline .doses=${[aDose()]} focused="MedicationAdministration/d1"></dose-timeline>`,
  'dose-history: some': html`<dose-history .history=${{ kind: 'read', events }}></dose-history>`,
  'dose-history: not to be read': html`<dose-history .history=${{ kind: 'failed' }}></dose-history>`,
  'change-note': html`<change-note
    .dose=${aDose()}
    codebook="cms"
    .history=${{ kind: 'read', events: [{ ...judged, verdict: 'not-ready' }] }}
  ></change-note>`,
  'fact-table': html`<fact-table .facts=${facts}></fact-table>`,
  'attest-form: closed': html`<attest-form></attest-form>`,
  'attest-form: stated': html`<attest-form .attested=${stated}></attest-form>`,
  'override-form': html`<override-form
    .findings=${[aFailure]}
    .overrides=${[{ rule: aFailure.id, reason: 'The pharmacy log states the waste.' }]}
  ></override-form>`,
  'stored-list: something': html`<stored-list .stored=${stored} .signatures=${signatures}></stored-list>`,
  'stored-list: nothing': html`<stored-list></stored-list>`,
  'take-away': html`<take-away .dose=${aDose()}></take-away>`,
  'take-away: the only way': html`<take-away primary .dose=${aDose()}></take-away>`,
  'sent-list: a part, and a conflict': html`<sent-list said .report=${aMixedReport}></sent-list>`,
  'ask-first': html`<ask-first says="Void…" question="Void these?" now="Void now"></ask-first>`,
  'write-turn': html`<write-turn paused seconds="90"></write-turn>`,
  'reconcile-panel': html`<reconcile-panel
    .differences=${[
      { kind: 'missing', stands: [], wanted: ['J3397 × 88'], act: 'approve', overrideEarlier: ['w1'] },
      {
        kind: 'twin',
        stands: ['J3397 × 88 ChargeItem/1', 'J3397 × 88 ChargeItem/2'],
        wanted: ['J3397 × 88'],
        act: 'approve',
      },
      { kind: 'amended', stands: ['J3397 × 88 (billable)'], wanted: ['J3397 × 90'], act: 'approve' },
      { kind: 'theirs', stands: ['J3397 × 90 (billed)'], wanted: ['J3397 × 88'] },
    ]}
  ></reconcile-panel>`,
  'action-bar: ready': html`<action-bar .dose=${aDose()} .plans=${{ approve: aPlan('approve'), suggest: aPlan('suggest') }}></action-bar>`,
  'action-bar: not ready': html`<action-bar .dose=${failing} .plans=${{ approve: aPlan('approve', { writes: [] }), suggest: aPlan('suggest') }}></action-bar>`,
  'action-bar: charged': html`<action-bar
    charged
    .dose=${aDose()}
    .plans=${{ approve: aDonePlan('approve'), suggest: aDonePlan('suggest') }}
  ></action-bar>`,
  'action-bar: the EHR stores nothing': html`<action-bar
    .dose=${aDose()}
    .plans=${{ approve: aPlan('approve', { channel: 'by-hand' }), suggest: aPlan('suggest', { channel: 'by-hand' }) }}
  ></action-bar>`,
  'fold-row: closed': html`<fold-row label="Coverage" says="Active · Medicare Part B"><p>Closed.</p></fold-row>`,
  'fold-row: a problem': html`<fold-row problem label="Billing checks" says="1 not met, 36 met"><p>Opened by itself.</p></fold-row>`,
  'verdict-card: charged': html`<verdict-card
    charged
    .dose=${aDose()}
    .codebook=${cms}
    .approval=${words.charged.by(4, 'Jordan Ellis', 'Mar 3, 2026, 10:00')}
  ></verdict-card>`,
  'write-back-panel: a patient looks': panel({ mayWrite: false, stored }),
  'write-back-panel: its dose left the chart': panel({
    result: { kind: 'left the chart', result: { kind: 'stored', act: 'approve', lines: 2, channel: 'transaction' } },
  }),
  'write-back-panel: ready': panel({}),
  'write-back-panel: working it out': panel({ plans: undefined }),
  'write-back-panel: no plan': panel({ plans: undefined, plansFailure: new Failure('service-error') }),
  'write-back-panel: writing': panel({ writing: 'sending' }),
  'write-back-panel: stored': panel({
    plans: { approve: aDonePlan('approve'), suggest: aDonePlan('suggest') },
    stored,
    result: { kind: 'stored', act: 'approve', lines: 2, channel: 'transaction' },
  }),
  'write-back-panel: chart changed': panel({ result: { kind: 'changed', before: 'ready', after: 'not-ready' } }),
  'write-back-panel: refused': panel({
    result: {
      kind: 'failed',
      act: 'approve',
      failure: new Failure('write-refused', { detail: 'Flag.code is missing' }),
    },
  }),
  'write-back-panel: read only': panel({
    negotiated: channelsFor({ offered: { Flag: ['read'] }, system: [], scope: '' }),
  }),
  'write-back-panel: not ready': panel({ dose: failing }),
  'write-back-panel: demonstration': panel({ forSubmission: false }),
  ...Object.fromEntries(
    (Object.keys(words.failure.kinds) as FailureKind[]).map((kind) => [
      `failure-screen: ${kind}`,
      html`<failure-screen
        .failure=${new Failure(kind, { detail: 'what was answered', status: 418, requestId: 'r-1', iss: 'https://ehr.example' })}
        inline
        relaunch="./launch.html"
      ></failure-screen>`,
    ]),
  ),
}
