import { columns, folded, section } from '../text/columns.ts'
import { conditionalCreates, isR4, operationsOf, systemInteractions } from './capability.ts'
import { EXIT, type Examination, SAID } from './examination.ts'
import type { Standing } from './matrix.ts'
import { type Asked, isMet, nextSteps } from './next-steps.ts'

/** What the doctor found, for IT: good at 80 columns, without colors. */
export function doctorReport(examination: Examination, asked: Asked): string {
  const { probe, verdict } = examination
  const { statement } = probe
  const software = [statement?.software?.name ?? statement?.publisher, statement?.software?.version].filter(Boolean)
  return [
    ...folded(probe.base, 'doctor  '),
    ...(software.length > 0 ? folded(software.join(' '), '        ') : []),
    '',
    ...folded(`THE MAIN JOB IS ${verdict.main.toUpperCase()}`),
    ...verdict.because.flatMap((each) => folded(each, '  - ')),
    ...(isMet(examination) ? details(examination, asked) : []),
    ...section('What to do next', stepLines(examination, asked)),
    '',
    `exit ${EXIT[verdict.main]}`,
  ].join('\n')
}

function details(examination: Examination, asked: Asked): string[] {
  return [
    ...section('Server', columns(serverRows(examination))),
    ...section('Sign-in', columns(signInRows(examination))),
    ...section('Resources  (c create, r read, u update, s search)', matrixLines(examination.matrix)),
    ...section('Reading tried', readingLines(examination, asked)),
    ...section('Scopes the app would ask for', scopeLines(examination)),
    ...section('Write-back', writeBackLines(examination)),
    ...section('Writing tried', trialLines(examination, asked)),
  ]
}

/** A command is never folded: it is there to be copied. */
const stepLines = (examination: Examination, asked: Asked): string[] =>
  nextSteps(examination, asked).flatMap(({ says, command }, at) => [
    ...folded(says, `  ${at + 1}. `),
    ...(command ? [`     ${command}`] : []),
  ])

function serverRows({ probe, would }: Examination): string[][] {
  const { statement, troubles, cors } = probe
  if (!statement) return [['metadata', troubles.metadata ? saying(troubles.metadata) : 'not there']]
  const system = systemInteractions(statement)
  const conditional = conditionalCreates(statement, ['ChargeItem', 'Flag', 'Task'])
  const charging = operationsOf(statement).filter((name) => /^(ChargeItem|Patient)\/|^\$/.test(name))
  return [
    ['FHIR', `${statement.fhirVersion ?? 'it does not say'}${troubles.metadata ? `: ${troubles.metadata.todo}` : ''}`],
    ['transaction', system.includes('transaction') ? 'yes' : 'no'],
    ['batch', system.includes('batch') ? 'yes' : 'no'],
    ['create unless there', conditional.join(', ') || 'it does not say that If-None-Exist is kept'],
    ['operations', charging.slice(0, 8).join(', ') || 'none that concern charges'],
    [
      'Provenance',
      would.provenance ? 'can be written' : 'cannot be written: who approved is in Doseline’s ledger alone',
    ],
    ['CORS', corsText(cors)],
  ]
}

function corsText(cors: Examination['probe']['cors']): string {
  if (!cors) return 'not seen'
  if (!cors.reads) return 'no: it does not answer a page of another origin'
  if (cors.headersMissing.length === 0) return 'yes'
  return `reads yes; a preflight does not let through: ${cors.headersMissing.join(', ')}`
}

function signInRows({ probe }: Examination): string[][] {
  const { smart, open, troubles } = probe
  if (!smart) {
    if (open) return [['', 'none: it answers searches without a token (an open server)']]
    return [['smart-configuration', troubles.smart ? saying(troubles.smart) : 'not there']]
  }
  const { capabilities = [] } = smart
  const has = (name: string, says: string) => (capabilities.includes(name) ? [says] : [])
  return [
    ['authorize', smart.authorization_endpoint ?? 'not named'],
    ['token', smart.token_endpoint ?? 'not named'],
    [
      'launch',
      [...has('launch-ehr', 'from the EHR'), ...has('launch-standalone', 'standalone')].join(', ') || 'not said',
    ],
    [
      'PKCE S256',
      smart.code_challenge_methods_supported?.includes('S256') ? 'yes' : 'not said: the app sends it all the same',
    ],
    ['scopes', [...has('permission-v1', 'v1'), ...has('permission-v2', 'v2')].join(', ') || 'not said'],
    ['public client', capabilities.includes('client-public') ? 'yes' : 'not said'],
    ['sign-in by POST', capabilities.includes('authorize-post') ? 'yes' : 'not said'],
    ['keys of id_token', smart.jwks_uri ?? 'not named: jwksUri must be in the tenants file'],
    ...(open ? [['note', 'searches are answered without a token too']] : []),
  ]
}

const saying = ({ trouble, todo }: { trouble: string; todo: string }): string => `${trouble}. ${todo}`

const matrixLines = (matrix: readonly Standing[]): string[] =>
  columns([
    ['', 'offers', 'needs', ''],
    ...matrix.map(({ type, offers, needs, means }) => [type, offers === '' ? '?' : (offers ?? '?'), needs, means]),
  ])

function readingLines({ reading, probe }: Examination, { patient, token }: Asked): string[] {
  if (!reading) {
    if (!isR4(probe.fhirVersion)) return folded('not tried: a chart of this FHIR version would be misread', '  ')
    const lacking = [...(token || probe.open ? [] : ['--token']), ...(patient ? [] : ['--patient'])]
    return folded(`not tried: give ${lacking.join(' and ')}`, '  ')
  }
  return [
    ...folded(
      `${reading.requests} requests, ${reading.roundTrips ?? '?'} round trips, ${reading.milliseconds} ms, ${reading.pages} further pages; the patient was ${reading.patient ? '' : 'not '}there`,
      '  ',
    ),
    ...reading.refused.flatMap((path) => folded(`not understood, another form was tried: ${path}`, '  ', '    ')),
    ...(reading.ended ? folded(`ended early: ${reading.ended}`, '  ') : []),
  ]
}

function scopeLines({ would, probe }: Examination): string[] {
  const other = would.version === 'v2' ? 'v1' : 'v2'
  return [
    ...folded(would.scopes, `  ${would.version}  `),
    ...folded(would.twin, `  ${other}  `),
    ...(would.unlisted.length > 0
      ? folded(`not in its scopes_supported: ${would.unlisted.join(' ')}`, '  ', '    ')
      : probe.smart?.scopes_supported
        ? ['  all of them are in its scopes_supported']
        : []),
  ]
}

function writeBackLines({ would }: Examination): string[] {
  return [
    ...folded(`It would go ${SAID[would.channel]}.`, '  '),
    ...(would.channels.length > 1 ? folded(`in this order: ${would.channels.join(', ')}`, '  ', '    ') : []),
    ...would.lost.flatMap((each) => folded(each, '  lost: ', '        ')),
    ...would.notPossible.flatMap(({ channel, because }) => folded(`${channel}: ${because}`, '  not ', '      ')),
  ]
}

function trialLines({ trial }: Examination, { write, patient }: Asked): string[] {
  if (!trial) {
    return folded(
      write ? `not tried: give ${patient ? '--token' : '--patient'}` : 'not tried: only --write writes',
      '  ',
    )
  }
  return [
    `  ${trial.run}`,
    ...trial.done.flatMap((each) => folded(each, '  ', '    ')),
    ...trial.troubles.flatMap((each) => folded(each, '  trouble: ', '    ')),
    ...(trial.leftBehind.length === 0
      ? ['  everything it made was taken away again']
      : trial.leftBehind.flatMap(({ key, because }) => folded(`${key}: ${because}`, '  LEFT BEHIND ', '    '))),
  ]
}
