import type { OperationDefinitionParameter } from 'fhir/r4'

type Type = NonNullable<OperationDefinitionParameter['type']>
type Cardinality = '1..1' | '0..1' | '0..*' | '1..*'

function answers(
  name: string,
  cardinality: Cardinality,
  holds: string | readonly OperationDefinitionParameter[],
  documentation?: string,
): OperationDefinitionParameter {
  const [min = '0', max = '*'] = cardinality.split('..')
  return {
    name,
    use: 'out',
    min: Number(min),
    max,
    ...(documentation && { documentation }),
    ...(typeof holds === 'string' ? { type: holds as Type } : { part: [...holds] }),
  }
}

const SOURCE = 'Where it is published: its address, or where it has none its title.'

/** A verdict on one dose, with everything it rests on. */
const ASSESSMENT = [
  answers('focus', '1..1', 'Reference', 'The MedicationAdministration.'),
  answers('verdict', '1..1', 'code', 'ready, not-ready, needs-information or not-billable.'),
  answers('sentence', '1..1', 'string', 'The verdict in a sentence.'),
  answers('edition', '1..1', 'string', 'The edition of the code book it was judged by.'),
  answers('guidance', '1..1', 'GuidanceResponse', 'The same as a decision support service says it.'),
  answers(
    'finding',
    '0..*',
    [
      answers('id', '1..1', 'string', 'The rule.'),
      answers('outcome', '1..1', 'code', 'passes, fails, cannot-tell or does-not-apply.'),
      answers('severity', '1..1', 'code', 'required or advisory.'),
      answers('text', '1..1', 'string'),
      answers('remedy', '0..1', 'string', 'What would make it pass.'),
      answers('who', '0..1', 'string', 'Who can do that.'),
      answers('confidence', '0..1', 'code', 'confirmed or unconfirmed, where include names evidence.'),
      answers(
        'denial',
        '0..1',
        [
          answers('reason', '1..1', 'string'),
          answers('group', '1..1', 'code', 'Claim adjustment group code.'),
          answers('carc', '0..*', 'code', 'Claim adjustment reason code.'),
          answers('rarc', '0..*', 'code', 'Remittance advice remark code.'),
        ],
        'What a claim would be denied with as it is.',
      ),
      answers(
        'evidence',
        '0..*',
        [answers('reference', '1..1', 'Reference'), answers('expression', '1..1', 'string', 'The element.')],
        'Where in the chart it was read, where include names evidence.',
      ),
      answers('source', '0..*', 'Element', SOURCE),
    ],
    'What a rule found.',
  ),
  answers('text', '0..1', 'string', 'The whole verdict as plain text, where include names text.'),
  answers(
    'line',
    '0..*',
    [
      answers('role', '1..1', 'string', 'What it bills of the dose.'),
      answers('code', '1..1', 'code', 'HCPCS or CPT.'),
      answers('units', '1..1', 'positiveInt'),
      answers('modifier', '0..*', 'code'),
      answers('dateOfService', '1..1', 'date'),
      answers('ndc', '0..1', 'string', 'As a claim names the drug: N4, the NDC, its unit and quantity.'),
      answers('authorization', '0..1', 'string', 'Number of the authorization.'),
      answers('diagnosis', '0..*', 'code', 'ICD-10-CM.'),
      answers('dose', '0..*', 'Reference', 'A MedicationAdministration it bills.'),
      answers('working', '1..1', 'string', 'How the units were worked out.'),
      answers('narrative', '0..1', 'string', 'What names the drug on a line whose code names none.'),
    ],
    'A charge line.',
  ),
  answers(
    'interval',
    '0..1',
    [
      answers('every', '1..1', 'string'),
      answers('previous', '0..1', 'date', 'The dose before.'),
      answers('perhaps', '0..1', 'string', 'What may have been one.'),
      answers('due', '0..1', 'date', 'From when this dose was due.'),
      answers('next', '1..1', 'date', 'From when the next one is.'),
      answers('source', '1..1', 'Element', SOURCE),
    ],
    'The labeled interval around the dose.',
  ),
  answers(
    'coverage',
    '0..*',
    [
      answers('reference', '1..1', 'Reference'),
      answers('status', '1..1', 'code'),
      answers('first', '1..1', 'boolean', 'Whether it is primary that day.'),
      answers('active', '0..1', 'boolean', 'Whether it was active that day.'),
      answers('payer', '0..1', 'string'),
      answers('plan', '0..1', 'string'),
      answers('benefit', '0..1', 'code'),
      answers('order', '0..1', 'integer'),
      answers('from', '0..1', 'date'),
      answers('until', '0..1', 'date'),
      answers('unreadablePeriod', '0..1', 'string', 'A period that is no period of days.'),
    ],
    'A coverage of the patient, as it bears on the day.',
  ),
  answers(
    'wouldMakeReady',
    '0..*',
    [answers('rule', '1..1', 'string'), answers('remedy', '1..1', 'string'), answers('who', '1..1', 'string')],
    'What has to be done to make it ready.',
  ),
  answers('unconfirmed', '0..*', 'string', 'A published value it rests on that no official document confirms.'),
]

/** One request of a plan. */
const REQUEST = [
  answers('method', '1..1', 'code'),
  answers('url', '1..1', 'uri', 'Relative to the FHIR base.'),
  answers('header', '0..*', [answers('name', '1..1', 'string'), answers('value', '1..1', 'string')]),
  answers('body', '1..1', 'Resource'),
  answers('says', '1..1', 'string', 'For the person.'),
  answers('identity', '0..1', 'string', 'What the ledger knows it by.'),
  answers('search', '0..1', 'string', 'How to look whether it is there already.'),
  answers('fullUrl', '0..1', 'uri', 'By this later bodies refer to it.'),
]

/** What the operation answers, in the order of the answer. A test compares every scenario’s answer with it. */
export const OUTPUT: readonly OperationDefinitionParameter[] = [
  answers('id', '1..1', 'string', 'The assessment.'),
  answers('digest', '1..1', 'string', 'SHA-256 of what was judged.'),
  answers('codebook', '1..1', 'code', 'The code book in force.'),
  answers('forSubmission', '1..1', 'boolean', 'False where nothing may reach a payer.'),
  answers('assessment', '0..*', ASSESSMENT, 'One dose.'),
  answers('warning', '0..*', 'string', 'What was left out.'),
  answers(
    'read',
    '0..*',
    [
      answers('type', '1..1', 'code', 'The resource type.'),
      answers('outcome', '1..1', 'code'),
      answers('resources', '1..1', 'integer', 'How many came.'),
    ],
    'How a resource type was read.',
  ),
  answers(
    'dataSet',
    '0..*',
    [
      answers('set', '1..1', 'code'),
      answers('edition', '0..1', 'string'),
      answers('day', '0..1', 'date'),
      answers('values', '1..1', 'integer', 'How many values it holds.'),
    ],
    'What the code book holds.',
  ),
  answers('claim', '0..*', 'Claim', 'A draft Claim.'),
  answers(
    'plan',
    '0..*',
    [
      answers('act', '1..1', 'code', 'What a person would do by it.'),
      answers('flag', '0..1', 'Flag', 'The Flag that would be written.'),
      answers('chargeItem', '0..*', 'ChargeItem', 'A charge line that would be written.'),
      answers('transaction', '0..1', 'Bundle', 'All of it, ready to send; absent where nothing would change.'),
      answers('channel', '1..1', 'code', 'The channel it is to be sent in.'),
      answers('lost', '0..*', 'string', 'What this channel cannot carry.'),
      answers('request', '0..*', REQUEST, 'One request of a channel that goes step by step.'),
    ],
    'What one act would write, where writeBack asks for it.',
  ),
]
