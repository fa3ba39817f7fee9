import { type Assessed, assessed, planActs, RequestProblem } from '@doseline/assessment'
import type { LoadedCodebook } from '@doseline/codebook'
import type { AssessmentRequest, PlansAnswer, PlansRequest } from '@doseline/contract'
import type { Chart } from '@doseline/fhir'
import { interfaceLacks } from './judging/billing-message.ts'
import { fromRequestProblem, HttpProblem } from './middleware/problem.ts'
import { interfaceOf, type Tenant } from './tenants.ts'

/** The one engine behind every API. */
export interface Engine {
  readonly version: string
  /** What is shipped, with the policies of this site. */
  readonly codebook: LoadedCodebook
  /** The code book of a tenant, by its key: with its own policies, where it has some. */
  readonly codebookOf: (tenant: string) => LoadedCodebook
  /** The moment, as an ISO instant. */
  readonly now: () => string
  /**
   * Judges for a tenant. `chart` is that of the request, where it was read before. Throws {@link HttpProblem} for what the caller can fix.
   */
  assess(request: AssessmentRequest, tenant: JudgedFor, chart?: Chart): Assessed
  /** What the acts of a request would write, alone; else as {@link Engine.assess}. */
  plan(request: PlansRequest, tenant: JudgedFor, chart?: Chart): PlansAnswer
}

/** What it matters of a tenant that it is judged for. */
type JudgedFor = Pick<Tenant, 'key' | 'allowArticle' | 'issuers' | 'charging'>

/** Binds the pure assessment to this deployment: its code book and its clock. */
export function createEngine(options: {
  readonly codebook: LoadedCodebook
  /** Of tenants that have policies of their own, by key. */
  readonly codebooks?: ReadonlyMap<string, LoadedCodebook>
  readonly now: () => string
  readonly version: string
}): Engine {
  const { codebook, codebooks = new Map<string, LoadedCodebook>(), now } = options
  const codebookOf = (tenant: string): LoadedCodebook => codebooks.get(tenant) ?? codebook
  /** Has a request answered as this tenant may have it. */
  function judged<Request extends AssessmentRequest, Answer>(
    request: Request,
    { allowArticle, issuers, charging }: JudgedFor,
    answer: (known: Request) => Answer,
  ): Answer {
    const book = codebook.books.find(({ id }) => id === request.codebook)
    if (book && !book.forSubmission && !allowArticle) throw notAllowed(book.id)
    try {
      return answer(withCharging(withInterface(withBillCodes(request, issuers), issuers), issuers, charging))
    } catch (error) {
      throw error instanceof RequestProblem ? fromRequestProblem(error, request) : error
    }
  }
  return {
    ...options,
    codebookOf,
    assess: (request, tenant, chart) =>
      judged(request, tenant, (known) => assessed(known, codebookOf(tenant.key), now(), tenant.key, chart)),
    plan: (request, tenant, chart) =>
      judged(request, tenant, (known) => planActs(known, codebookOf(tenant.key), now(), tenant.key, chart)),
  }
}

/** The bill codes the registered EHR has, where the caller names none. */
function withBillCodes<Request extends AssessmentRequest>(request: Request, issuers: Tenant['issuers']): Request {
  const { writeBack } = request
  const billCodes = issuers.find(({ key }) => key === writeBack?.server)?.billCodes
  return writeBack && billCodes && !writeBack.billCodes
    ? { ...request, writeBack: { ...writeBack, billCodes } }
    : request
}

/** Whether a message to the billing system can be made of this patient’s charges, where one is asked for. */
function withInterface<Request extends AssessmentRequest>(request: Request, issuers: Tenant['issuers']): Request {
  const { writeBack } = request
  if (!writeBack?.channels.includes('hl7v2')) return request
  const lacks = interfaceLacks(interfaceOf({ issuers }, writeBack.server), writeBack.billedPatient)
  return lacks === undefined ? request : { ...request, writeBack: { ...writeBack, interfaceLacks: lacks } }
}

/** How the site charges: as the tenants file says of the EHR, then of the tenant, then as the caller says. */
function withCharging<Request extends AssessmentRequest>(
  request: Request,
  issuers: Tenant['issuers'],
  tenant: Tenant['charging'],
): Request {
  const server = request.server ?? request.writeBack?.server
  const said = [request.charging, tenant, issuers.find(({ key }) => key === server)?.charging]
  if (said.every((each) => each === undefined)) return request
  const chargesOn = said.findLast((each) => each?.chargesOn !== undefined)?.chargesOn
  const chargeCodes: Record<string, string> = Object.assign({}, ...said.map((each) => each?.chargeCodes))
  return {
    ...request,
    charging: { ...(chargesOn && { chargesOn }), ...(Object.keys(chargeCodes).length > 0 && { chargeCodes }) },
  }
}

const notAllowed = (book: string): HttpProblem =>
  new HttpProblem('codebook-not-allowed', `The code book “${book}” is not for submission and is not allowed here.`, [
    {
      pointer: '/codebook',
      detail: 'Not allowed for this tenant.',
      remedy: 'Use cms, or ask the people who run the service to set allowArticle for the tenant.',
    },
  ])
