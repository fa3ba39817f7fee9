/** One requirement of CDS Hooks 2.0 on a service, by the section of the specification that has it. */
export interface HooksRequirement {
  readonly section: string
  readonly strength: 'SHALL' | 'SHALL NOT' | 'SHOULD' | 'SHOULD NOT' | 'MAY'
  /** What is asked, in our words. */
  readonly asks: string
  /** The test that covers it: file, ` › ` and the test's own name. */
  readonly test: string
}

/** Where the requirements are from. */
export const HOOKS_SOURCE = 'https://cds-hooks.hl7.org/2.0/'
export const HOOKS_READ_ON = '2026-11-30'

const HOOKS = 'services/rules/test/cds-hooks.test.ts'
const PREFETCH = 'services/rules/test/cds-hooks-prefetch.test.ts'
const SECURITY = 'services/rules/test/security.test.ts'
const DISCOVERY = `${HOOKS} › names three services, each with its hook and root-level prefetch only`
const CARDS = `${HOOKS} › of every scenario keeps to the rules of CDS Hooks, and suggests no charge`
const SHAPE =
  'services/rules/test/cds-hooks-cards.test.ts › every card of every scenario has the shape that CDS Hooks 2.0 gives it'
const ANSWER =
  'services/rules/test/cds-hooks-cards.test.ts › an answer is JSON with status 200, and an empty list where there is nothing to say'
const JWT = `${SECURITY} › a JWT %s is refused`

type Row = readonly [section: string, strength: HooksRequirement['strength'], asks: string]
const covered = (test: string, ...rows: readonly Row[]): HooksRequirement[] =>
  rows.map(([section, strength, asks]) => ({ section, strength, asks, test }))

/** Every requirement on a service, but for those on TLS, which the proxy in front of it ends. */
export const HOOKS_REQUIREMENTS: readonly HooksRequirement[] = [
  ...covered(
    DISCOVERY,
    ['Discovery', 'SHALL', 'The services are listed at {base}/cds-services'],
    ['Discovery', 'SHALL', 'Each service names its hook, its id and a description'],
    ['Discovery', 'SHOULD', 'Each service has a title'],
    ['Prefetch tokens', 'SHALL', 'Tokens are of the context, at its root'],
  ),
  ...covered(
    `${HOOKS} › %s is refused by name`,
    ['Calling a service', 'SHALL', 'A service answers only the hook it is of'],
    ['HTTP request', 'SHALL', 'A call without what the hook’s context must have is refused'],
  ),
  ...covered(`${HOOKS} › without the administrations nothing can be said`, [
    'HTTP status codes',
    'SHALL',
    '412 where the service cannot work without what was not sent',
  ]),
  ...covered(
    ANSWER,
    ['HTTP response', 'SHALL', 'Without a card to show, the list of cards is empty'],
    ['HTTP response', 'SHALL', 'An answer is JSON, with status 200'],
  ),
  ...covered(`${PREFETCH} › where null says that there is none, nothing is open about it`, [
    'Prefetch template',
    'SHALL',
    'A prefetch key that is null means that nothing was found',
  ]),
  ...covered(`${HOOKS} › what was not sent is named on the card, and what failed as well`, [
    'Prefetch template',
    'SHALL',
    'A prefetch key that is left out, or holds an OperationOutcome, is no answer',
  ]),
  ...covered(`${PREFETCH} › an Encounter or a Patient as a single resource or in a Bundle, and a lone dose, are read`, [
    'Prefetch template',
    'SHALL',
    'A read is sent as the resource, a search as a Bundle',
  ]),
  ...covered(
    CARDS,
    ['Card attributes', 'SHALL', 'The summary is shorter than 140 characters'],
    ['Card attributes', 'SHALL', 'The indicator is one of info, warning, critical'],
    ['Card attributes', 'SHOULD NOT', 'The detail holds no HTML'],
  ),
  ...covered(
    SHAPE,
    ['Card attributes', 'SHALL', 'Each card has its source, with a label'],
    ['Card attributes', 'SHALL', 'A card with suggestions says how they are selected'],
    ['Suggestion', 'SHALL', 'Each suggestion has a label'],
    ['Suggestion', 'SHOULD', 'A suggestion has a uuid, for feedback'],
    ['Action', 'SHALL', 'Each action has a type and a description'],
    ['Action', 'SHALL', 'An action that creates holds the resource'],
    ['Action', 'SHALL NOT', 'A resource to create has no id'],
    ['Override reason', 'SHALL', 'A reason is a coding with system, code and display'],
    ['Link', 'SHALL', 'Each link has a label, an absolute address and a type'],
    ['Link', 'SHALL NOT', 'Only a link of type smart has an appContext'],
  ),
  ...covered(
    `${HOOKS} › is stored once and summed for each rule a card spoke of`,
    ['Feedback', 'SHALL', 'Feedback is taken at {base}/cds-services/{id}/feedback'],
    ['Feedback', 'SHALL', 'Accepted suggestions and reasons of an override are understood'],
  ),
  ...covered(`${HOOKS} › is the same for the same chart, so that feedback can be put together`, [
    'Feedback',
    'SHOULD',
    'A card has a uuid that feedback can name',
  ]),
  ...covered(
    JWT,
    ['Trusting CDS clients', 'SHALL', 'The signature is verified, and `none` is no algorithm'],
    ['Trusting CDS clients', 'SHALL', 'A token that has expired is refused'],
    ['Trusting CDS clients', 'SHALL', 'A token is for the address that is called'],
    ['Trusting CDS clients', 'SHOULD', 'Issuers and keys are of an allow-list'],
  ),
  ...covered(`${SECURITY} › its JWT is taken, and a second time refused`, [
    'Trusting CDS clients',
    'SHOULD',
    'A `jti` is good once',
  ]),
  ...covered(`${SECURITY} › a CDS client that is not trusted hears nothing but 401`, [
    'Trusting CDS clients',
    'SHALL',
    'Without a trusted token a client is refused',
  ]),
  ...covered(`${SECURITY} › a CDS Hooks client in a browser may call the CDS services, and nothing else`, [
    'Cross-origin resource sharing',
    'SHALL',
    'A client in a browser can call discovery, services and feedback',
  ]),
  ...covered(`${SECURITY} › keys come from the registered EHR, and from no address of a request`, [
    'Security and safety',
    'SHOULD',
    'No address of a request is fetched',
  ]),
]
