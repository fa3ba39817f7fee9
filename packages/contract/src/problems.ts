/**
 * Every refusal of the service. A code is stable, and each has one status. Without zod, so that a browser takes it alone:
 * `@doseline/contract/problems`. `docs/problems.md` is written from here (`pnpm golden`), and so is the service’s own page.
 */

/** Whether the same request may be sent again, in words. */
export const RETRIES = {
  no: 'no',
  yes: 'yes',
  later: 'yes, see Retry-After',
  'after-sign-in': 'after signing in',
  'with-new-key': 'with a new Idempotency-Key',
  perhaps: 'perhaps',
} as const
export type Retry = keyof typeof RETRIES

/** The standard phrase of each status (RFC 9110, RFC 6585): the `title` of problem details. */
export const REASON_PHRASES = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const
export type ProblemStatus = keyof typeof REASON_PHRASES

/** What one code means. */
export interface ProblemKind {
  /** HTTP status. */
  readonly status: ProblemStatus
  readonly meaning: string
  /** More of what it means, and what to do; absent where the meaning says it all. */
  readonly help?: string
  readonly retry: Retry
}
type Kinds = Readonly<Record<string, ProblemKind>>

const HOW_IT_WAS_SENT = {
  'not-json': { status: 415, meaning: 'The content type is not JSON', retry: 'no' },
  'ndjson-not-read': {
    status: 415,
    meaning: 'The body is newline-delimited JSON, which this address does not read',
    help: 'A bulk export writes a resource a line: send one Bundle or a list of resources.',
    retry: 'no',
  },
  'unsupported-content-encoding': {
    status: 415,
    meaning: 'The body has a content encoding',
    help: 'Send it as it is, not compressed.',
    retry: 'no',
  },
  'not-utf-8': { status: 400, meaning: 'The bytes of the body are not UTF-8', retry: 'no' },
  'malformed-json': { status: 400, meaning: 'The body is not JSON', help: 'Line and column are named.', retry: 'no' },
  'duplicate-json-key': { status: 400, meaning: 'An object has one name twice', retry: 'no' },
  'name-refused': { status: 400, meaning: 'An object has a name that no resource has', retry: 'no' },
  'nul-refused': { status: 400, meaning: 'A string holds U+0000', retry: 'no' },
  'too-deep': { status: 400, meaning: 'The body nests too deep', help: 'More than 64 levels.', retry: 'no' },
  'body-cut-off': { status: 400, meaning: 'The body did not come to its end', retry: 'yes' },
  'word-too-long': {
    status: 413,
    meaning: 'A system, code, unit, id, display or reference is too long',
    help: 'More than 2,048 characters; the element is named.',
    retry: 'no',
  },
  'too-large': {
    status: 413,
    meaning: 'The body has too many bytes',
    help: 'More than 2 MB: send one patient and fewer days.',
    retry: 'no',
  },
  'too-many-values': {
    status: 413,
    meaning: 'The body holds too many values',
    help: 'More than 500,000: send one patient and fewer days.',
    retry: 'no',
  },
  'too-many-resources': {
    status: 413,
    meaning: 'The chart holds too many resources',
    help: 'More than 50,000: send fewer days.',
    retry: 'no',
  },
  'too-many-doses': {
    status: 413,
    meaning: 'The chart holds too many administrations',
    help: 'More than 5,000: send fewer days.',
    retry: 'no',
  },
  'answer-too-large': {
    status: 413,
    meaning: 'The answer about all doses of the chart would be too large',
    help: 'More than 32 MB: ask for one day (`dateOfService`) or one dose (`focus`). How many fit is named.',
    retry: 'no',
  },
  'too-much-to-judge': {
    status: 413,
    meaning: 'Judging the chart took too long, or too much memory',
    help: 'A large chart took longer than `DOSELINE_JUDGING_SECONDS`: send fewer days.',
    retry: 'no',
  },
  'not-found': { status: 404, meaning: 'There is nothing at this address', retry: 'no' },
  'method-not-allowed': { status: 405, meaning: 'The address does not answer this method', retry: 'no' },
  'not-acceptable': { status: 406, meaning: 'The address does not answer in this format', retry: 'no' },
} as const satisfies Kinds

const WHAT_WAS_ASKED = {
  'not-of-the-contract': {
    status: 400,
    meaning: 'An element is not as the contract says',
    help: 'Each element that is wrong is named.',
    retry: 'no',
  },
  'not-parameters': { status: 400, meaning: 'The body is neither Parameters nor a Bundle', retry: 'no' },
  'parameter-unknown': { status: 400, meaning: 'The operation or search takes no such parameter', retry: 'no' },
  'focus-missing': { status: 400, meaning: 'What is stated does not say which dose it is about', retry: 'no' },
  'hook-mismatch': { status: 400, meaning: 'The CDS service answers another hook', retry: 'no' },
  'encounter-needed': { status: 400, meaning: 'The CDS service needs an encounter', retry: 'no' },
  'prefetch-missing': {
    status: 412,
    meaning: 'The prefetch holds no administrations',
    help: 'Without them nothing can be said.',
    retry: 'no',
  },
  'another-patient': {
    status: 422,
    meaning: 'A resource belongs to another patient',
    help: 'Another one than the doses, or than the hook is about.',
    retry: 'no',
  },
  'focus-not-in-chart': { status: 422, meaning: 'The dose that is named was not sent', retry: 'no' },
  'attested-not-in-chart': { status: 422, meaning: 'The dose of a statement was not sent', retry: 'no' },
  'no-administration': { status: 422, meaning: 'The chart holds no administration that can be read', retry: 'no' },
  'focus-needed': {
    status: 422,
    meaning: 'The chart holds doses of several visits, and none is named',
    help: 'Name the dose in `focus`.',
    retry: 'no',
  },
  'patient-unknown': {
    status: 422,
    meaning: 'The dose names no patient',
    help: 'Nothing can be written for it.',
    retry: 'no',
  },
  'dose-unnamed': {
    status: 422,
    meaning: 'The dose has neither an id nor an address',
    help: 'Nothing can be written for it: what is written could not be found again.',
    retry: 'no',
  },
  'no-dose-that-day': { status: 422, meaning: 'No dose was given on that day', retry: 'no' },
  'edition-not-in-force': {
    status: 422,
    meaning: 'Another edition of the code book is in force',
    help: 'Values changed since: ask again without `edition`.',
    retry: 'no',
  },
  'codebook-unknown': { status: 422, meaning: 'There is no such code book', retry: 'no' },
  'codebook-not-allowed': { status: 403, meaning: 'The tenant may not use this code book', retry: 'no' },
  'time-zone-unknown': {
    status: 422,
    meaning: 'There is no such time zone',
    help: 'Use an IANA name, such as America/New_York.',
    retry: 'no',
  },
  'day-unknown': { status: 400, meaning: 'The address names no day', retry: 'no' },
  'code-unknown': { status: 404, meaning: 'The code book holds no such code', retry: 'no' },
  'payer-unknown': { status: 404, meaning: 'The code book holds no such payer', retry: 'no' },
} as const satisfies Kinds

const WHO_ASKED = {
  'not-signed-in': {
    status: 401,
    meaning: 'Not signed in',
    help: 'No session, or no JWT that this service accepts.',
    retry: 'after-sign-in',
  },
  'issuer-unknown': { status: 422, meaning: 'The EHR is not registered', retry: 'no' },
  'issuer-keys-unavailable': { status: 503, meaning: 'The keys of the EHR cannot be read now', retry: 'later' },
  'another-server': {
    status: 422,
    meaning: 'The request is about another FHIR server than the session',
    help: 'The session is of another EHR, or the request names two.',
    retry: 'no',
  },
  'server-missing': {
    status: 400,
    meaning: 'The request does not say which FHIR server it is about',
    help: 'The history of a dose is kept for each server.',
    retry: 'no',
  },
  'only-staff': {
    status: 403,
    meaning: 'Only staff may do this',
    help: 'The session is not known to be of staff: `fhirUser` is no Practitioner, PractitionerRole or registered Person.',
    retry: 'after-sign-in',
  },
  'not-for-apps': { status: 403, meaning: 'Only people who signed in may do this', retry: 'no' },
  'chart-of-another': {
    status: 403,
    meaning: 'The chart is not of the patient who signed in',
    retry: 'no',
  },
  'another-author': {
    status: 422,
    meaning: 'The author named is not who signed in',
    help: 'A session writes as the person who signed in, and `writeBack.by` names somebody else.',
    retry: 'no',
  },
  'too-many-refusals': { status: 429, meaning: 'Too many sign-ins failed from this address', retry: 'later' },
  'host-unknown': { status: 403, meaning: 'The demonstration answers on localhost only', retry: 'no' },
} as const satisfies Kinds

const WRITING_BACK = {
  'idempotency-key-missing': {
    status: 400,
    meaning: 'The idempotency key is missing',
    help: 'A reservation needs one: a quoted string.',
    retry: 'no',
  },
  'idempotency-key-unreadable': {
    status: 400,
    meaning: 'The idempotency key cannot be read',
    help: 'It is a quoted string of 1 to 128 characters.',
    retry: 'no',
  },
  'idempotency-key-reused': {
    status: 422,
    meaning: 'The idempotency key came before with another request',
    retry: 'with-new-key',
  },
  'write-back-under-way': {
    status: 409,
    meaning: 'Another write-back is under way for the visit or a dose of it',
    help: '`underWay` names the write-back, who is writing, and since when.',
    retry: 'later',
  },
  'message-not-possible': {
    status: 422,
    meaning: 'No message to the billing system can be made of these charges',
    help: 'The field of the message is named, and what to do: correct the chart, or the site profile (`billingInterface`).',
    retry: 'no',
  },
  'message-not-refused': {
    status: 409,
    meaning: 'This message to the billing system is not to be decided on',
    help: 'Only a message that was refused is sent again, settled or withdrawn.',
    retry: 'no',
  },
  'already-written': {
    status: 409,
    meaning: 'It was written already, or may have been',
    help: 'The chart that was sent does not show it: read the chart again. Name the write-backs in `overrideEarlier` where they are known to be gone. With Retry-After what was sent may still arrive: wait so long before you look; until then `overrideEarlier` is not taken.',
    retry: 'no',
  },
  superseded: {
    status: 409,
    meaning: 'A later write-back holds the visit or a dose of it',
    help: 'Read the chart again.',
    retry: 'no',
  },
  'wrong-order': {
    status: 409,
    meaning: 'The write-back is not at this step',
    help: 'reserved → sent → confirmed, or void; unconfirmed between the two where it is open what was stored.',
    retry: 'no',
  },
  'no-longer-kept': {
    status: 410,
    meaning: 'It is not kept any longer',
    help: 'Answers and plans are kept for a while only.',
    retry: 'no',
  },
} as const satisfies Kinds

const WHEN_THE_SERVICE_CANNOT = {
  'too-many-requests': { status: 429, meaning: 'Too many requests in a minute', retry: 'later' },
  'too-many-at-once': {
    status: 429,
    meaning: 'Too many requests at once',
    help: 'More than one caller’s or one tenant’s share.',
    retry: 'later',
  },
  busy: {
    status: 503,
    meaning: 'The service works on as many requests as it takes',
    help: 'Or the chart waited too long for its turn.',
    retry: 'later',
  },
  'ledger-unavailable': {
    status: 503,
    meaning: 'The decision cannot be recorded now',
    help: 'So none was made.',
    retry: 'later',
  },
  'service-failed': {
    status: 500,
    meaning: 'The service failed',
    help: 'A fault of ours; the request id finds it.',
    retry: 'perhaps',
  },
} as const satisfies Kinds

/** The code of a refusal: stable, for programs. */
export type ProblemCode =
  | keyof typeof HOW_IT_WAS_SENT
  | keyof typeof WHAT_WAS_ASKED
  | keyof typeof WHO_ASKED
  | keyof typeof WRITING_BACK
  | keyof typeof WHEN_THE_SERVICE_CANNOT

/** What each code means. */
export const PROBLEMS: Readonly<Record<ProblemCode, ProblemKind>> = {
  ...HOW_IT_WAS_SENT,
  ...WHAT_WAS_ASKED,
  ...WHO_ASKED,
  ...WRITING_BACK,
  ...WHEN_THE_SERVICE_CANNOT,
}

/** The codes under the headings of their page. */
export const PROBLEM_GROUPS: Readonly<Record<string, Kinds>> = {
  'How it was sent': HOW_IT_WAS_SENT,
  'What was asked': WHAT_WAS_ASKED,
  'Who asked': WHO_ASKED,
  'Writing back': WRITING_BACK,
  'When the service cannot': WHEN_THE_SERVICE_CANNOT,
}

export const PROBLEM_CODES = Object.keys(PROBLEMS) as readonly ProblemCode[]

/**
 * Where a code is explained, relative to the service: the `type` of its problem details.
 *
 * @example pageOf('busy') // '/docs/problems#busy'
 */
export const pageOf = (code: ProblemCode): string => `/docs/problems#${code}`
