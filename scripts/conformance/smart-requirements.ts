/** One requirement of SMART App Launch 2.2.0 on a client, by the id that Inferno's client test kit gives it. */
export interface Requirement {
  readonly id: number
  readonly strength: 'SHALL' | 'SHALL NOT' | 'SHOULD' | 'SHOULD NOT' | 'MAY'
  /** What is asked, in our words. */
  readonly asks: string
  /** The test that covers it: file, ` › ` and the test's own name. */
  readonly test?: string
  /** Why there is none. */
  readonly reason?: string
}

/** Where the ids are from. */
export const REQUIREMENTS_SOURCE =
  'https://github.com/inferno-framework/smart-app-launch-test-kit/blob/main/lib/smart_app_launch/requirements/generated/smart_client_stu2_2_requirements_coverage.csv'
export const REQUIREMENTS_READ_ON = '2026-11-29'

type Row = readonly [id: number, strength: Requirement['strength'], asks: string]

const WEB = 'web/src/session'
const REQUEST = `${WEB}/launch-request.test.ts › the request has everything SMART asks for, at the endpoint that was discovered, its own query included`
const STATE = `${WEB}/launch-request.test.ts › the launch is kept under its own state, with the verifier and the endpoint its code goes to`
const CODE = `${WEB}/tokens.test.ts › is exchanged whole, whatever signs are in it, by the client it was made for`
const REFRESH = `${WEB}/tokens.test.ts › before it ends, by the client it belongs to, once for all who ask`
const SCOPES = 'packages/ehr-client/src/capabilities/scopes.test.ts › the scopes are the table, in either SMART version'
const GRANTED =
  'packages/ehr-client/src/read/read-chart.test.ts › a part of the chart that was not granted is refused, without asking'
const TOKEN_STAYS = 'packages/ehr-client/src/http/connect.test.ts › the token never leaves the FHIR base'
const STORAGE =
  'e2e/people.test.ts › through a whole run nothing about a patient is in an address, a title, the console or the tab’s storage'
const SHEET = 'packages/cli/test/registry.test.ts › has a SMART manifest'
const IDENTITY = `${WEB}/identity.test.ts › who a signed id_token names is proven`
const STANDALONE = 'e2e/main-job.test.ts › standalone: the EHR is chosen here, the patient there'

const covered = (test: string, ...rows: readonly Row[]): Requirement[] =>
  rows.map(([id, strength, asks]) => ({ id, strength, asks, test }))
const without = (reason: string, ...rows: readonly Row[]): Requirement[] =>
  rows.map(([id, strength, asks]) => ({ id, strength, asks, reason }))

const PUBLIC = 'The app is a public client: it runs in the browser, has no secret, and does not authenticate.'
const NO_BACKEND =
  'There is no backend client: the rules service holds no token of an EHR and fetches nothing from one.'
const NO_BRANDS = 'No brand bundles are read: a hospital registers its EHR by address.'

/** Every requirement on a client, each with its test or with why it has none. */
export const SMART_REQUIREMENTS: readonly Requirement[] = [
  ...covered(
    'packages/ehr-client/src/capabilities/discovery.test.ts › a token is asked for over no line that anybody can read',
    [1, 'SHALL', 'Codes and tokens go over TLS, to authenticated servers only'],
  ),
  ...covered(
    `${WEB}/random.test.ts › a state has 256 bits`,
    [2, 'SHALL', 'The state of each session cannot be guessed'],
    [40, 'SHALL', 'The state has at least 122 bits of entropy'],
  ),
  ...covered(
    STATE,
    [4, 'SHALL', 'The state that comes back is checked'],
    [39, 'SHALL', 'The state guards against forged requests and fixed sessions'],
    [60, 'SHALL', 'The state that comes back is the one that was sent'],
    [61, 'SHALL', 'The state is tied to the session of the user'],
  ),
  ...covered(
    'e2e/people.test.ts › the policy comes as a header too: no inline style, no text made into markup, and only the EHR may frame it',
    [5, 'SHALL NOT', 'Nothing a user supplies is executed'],
  ),
  ...covered('e2e/failures.test.ts › parameters that would lead fhirclient elsewhere are dropped', [
    6,
    'SHALL NOT',
    'Nothing that comes to the redirect address is passed on to another address',
  ]),
  ...covered(
    STORAGE,
    [7, 'SHALL NOT', 'No token is in a cookie'],
    [8, 'SHOULD', 'Tokens are kept in storage of the app alone'],
    [9, 'SHOULD NOT', 'Tokens are kept nowhere that others find'],
    [90, 'SHOULD', 'Tokens are kept in storage of the app alone'],
  ),
  ...covered(
    CODE,
    [10, 'SHOULD NOT', 'Security rests on no secret in the app: a code goes with its verifier and the client id alone'],
    [62, 'SHALL', 'The code is exchanged by a form posted to the token endpoint'],
    [63, 'SHALL NOT', 'A public client does not authenticate there'],
    [67, 'SHALL', 'grant_type is authorization_code'],
    [68, 'SHALL', 'The code is the one that came'],
    [69, 'SHALL', 'redirect_uri is the one of the request'],
    [70, 'SHALL', 'code_verifier belongs to the challenge'],
    [71, 'SHALL', 'A public client names its client_id'],
    [317, 'SHALL', 'The client uses the client_id it was assigned'],
  ),
  ...covered(
    SHEET,
    [12, 'SHOULD', 'An app in a browser is a public client'],
    [20, 'SHALL', 'Its launch address is registered, whole and fixed'],
    [21, 'SHALL', 'Its redirect address is registered, whole and fixed'],
  ),
  ...covered(
    REQUEST,
    [3, 'SHALL', 'The state goes with every authorization request'],
    [13, 'SHALL', 'PKCE is used'],
    [32, 'SHALL', 'response_type is code'],
    [33, 'SHALL', 'client_id is the registered one'],
    [34, 'SHALL', 'redirect_uri is a registered one'],
    [35, 'SHALL', 'launch is what the EHR sent'],
    [37, 'SHALL', 'scope says what the app needs'],
    [41, 'SHALL', 'aud is the FHIR server, the iss of the launch'],
    [42, 'SHALL', 'aud is sent'],
    [44, 'SHALL', 'code_challenge is sent'],
    [45, 'SHALL', 'code_challenge_method is sent'],
    [50, 'SHALL', 'The request goes by GET or POST'],
    [51, 'SHALL', 'By GET its parameters are in the query'],
    [161, 'SHALL', 'launch ties the request to the session of the EHR'],
    [211, 'SHALL NOT', 'Neither max_age nor auth_time is sent'],
  ),
  ...covered(`${WEB}/launch-request.test.ts › a long request is the same request in a form`, [
    52,
    'SHALL',
    'By POST its parameters go as a form',
  ]),
  ...covered('e2e/failures.test.ts › a request too long for an address goes in a form', [
    133,
    'SHOULD',
    'A long request goes by POST',
  ]),
  ...covered(`${WEB}/standalone-request.test.ts › a launch that did not come from the EHR sends no launch`, [
    36,
    'SHALL',
    'A standalone launch sends no launch',
  ]),
  ...covered(
    STANDALONE,
    [152, 'SHALL', 'A standalone launch asks for the patient'],
    [166, 'SHALL', 'A standalone launch asks for its context'],
  ),
  ...covered(
    'packages/ehr-client/src/capabilities/discovery.test.ts › everything a launch needs is kept; an address that is relative is so to the FHIR base',
    [29, 'SHALL', 'The smart-configuration is asked for below the FHIR base'],
    [375, 'MAY', 'The smart-configuration may be asked for without Accept'],
    [379, 'SHALL', 'A relative address in it is relative to the FHIR base'],
  ),
  ...covered(
    SCOPES,
    [46, 'SHOULD', 'No more is asked for than is needed'],
    [47, 'SHALL', 'openid and fhirUser are asked for to know the user'],
    [120, 'SHALL', 'c asks to create'],
    [121, 'SHALL', 'r asks to read'],
    [122, 'SHALL', 'u asks to update'],
    [125, 'SHALL', 's asks to search'],
    [131, 'SHOULD', 'Scopes are written in their shortest form'],
    [135, 'SHALL', 'Scopes are written as the grammar says'],
    [137, 'SHALL', 'Scopes of the patient start with patient/'],
    [141, 'SHALL', 'Scopes of the user start with user/'],
    [148, 'SHOULD', 'No wildcard is asked for out of convenience'],
    [150, 'SHALL', 'Context is asked for by launch scopes'],
    [151, 'SHALL', 'Launch scopes begin with launch'],
    [195, 'MAY', 'openid is asked for to know the user'],
    [196, 'SHALL', 'fhirUser goes with openid'],
    [215, 'SHALL', 'online_access is asked for to stay signed in while the user is there'],
  ),
  ...covered(GRANTED, [147, 'SHOULD', 'What was granted is looked at, and nothing beyond it is asked']),
  ...covered(
    'packages/ehr-client/src/http/connect.test.ts › is renewed once, and the request sent again with the new one',
    [93, 'SHALL', 'The access token goes as a Bearer token'],
  ),
  ...covered(
    TOKEN_STAYS,
    [97, 'SHOULD NOT', 'A reference to another server is not followed with the token'],
    [98, 'SHOULD', 'A reference to another server is left alone'],
  ),
  ...covered(
    REFRESH,
    [105, 'SHALL', 'A renewal has grant_type refresh_token'],
    [106, 'SHALL', 'A renewal sends the refresh token'],
    [107, 'MAY', 'A renewal may name scopes: it names none'],
    [108, 'SHALL', 'A renewal asks for no more than was granted: it asks for no scope'],
    [117, 'SHOULD', 'A new refresh token takes the place of the old one'],
  ),
  ...covered(IDENTITY, [201, 'SHALL', 'The id_token is validated as OpenID Connect says']),
  ...covered(`${WEB}/identity.test.ts › the keys are found at the issuer where the EHR does not say where they are`, [
    218,
    'SHALL',
    'The keys of the id_token are found by its issuer',
  ]),
  ...covered(`${WEB}/id-token.test.ts › the user is a person of this server`, [
    202,
    'SHALL',
    'fhirUser is read as the address of a resource',
  ]),
  ...without(
    'The app asks for `launch` alone: the visit and the patient of the EHR come with it, and without a patient a screen says so.',
    [153, 'SHALL', 'launch/encounter is asked for where the visit is needed'],
    [155, 'SHALL', 'Resource types in launch scopes are in small letters'],
    [156, 'SHALL', 'Two contexts of one type differ by a role'],
    [157, 'SHOULD', 'A launch scope has one role at most'],
    [158, 'MAY', 'Several roles are several scopes'],
    [162, 'MAY', 'Launch scopes may hint at the context'],
  ),
  ...without(
    '`fhirContext` is not read: the patient and the visit of the token response are all the context there is for a dose.',
    [191, 'SHALL', 'A context without a role is what the app was launched on'],
  ),
  ...without(
    '`intent` is not read: every launch shows the same first page, which is what is asked for an intent that is not known.',
    [193, 'SHOULD', 'An unknown intent shows the usual page'],
  ),
  ...without('Servers may take `resource` for `aud`; `aud` is sent, which every server takes.', [
    43,
    'MAY',
    'resource may take the place of aud',
  ]),
  ...without('Nothing is ever deleted: lines are voided by their status.', [124, 'SHALL', 'd asks to delete']),
  ...without('No scope with a query is asked for: few servers take them, and those that do not grant nothing.', [
    132,
    'SHALL',
    'A scope for part of a type ends in a query',
  ]),
  ...without('No wildcard is asked for, in no scope: each type is named by itself.', [
    146,
    'SHALL',
    'A wildcard is written as *',
  ]),
  ...without('The app works while the user is there, and asks for no access beyond that.', [
    216,
    'SHALL',
    'offline_access is asked for to go on without the user',
  ]),
  ...without(
    'Scopes are nowhere written as URIs.',
    [219, 'SHALL', 'A scope as a URI has the prefix of SMART'],
    [220, 'SHALL', 'A scope of OpenID as a URI has its prefix'],
  ),
  ...without(
    PUBLIC,
    [11, 'SHOULD', 'An app that can keep a secret is a confidential client'],
    [22, 'SHALL', 'A confidential client registers its keys'],
    [23, 'SHALL', 'A confidential client has a secret'],
    [64, 'SHALL', 'A confidential client authenticates at the token endpoint'],
    [65, 'SHOULD', 'It does so by a key'],
    [66, 'MAY', 'It may do so by a secret'],
    [72, 'SHALL NOT', 'A confidential client sends no client_id'],
    [290, 'SHALL', 'A client with keys makes a pair of them'],
    [291, 'SHALL', 'It registers its public keys'],
    [292, 'SHOULD', 'It may register dynamically'],
    [293, 'SHALL', 'It registers the key it signs with'],
    [294, 'SHALL', 'Its keys are conveyed as a JWK Set'],
    [295, 'SHALL', 'It protects its private key'],
    [298, 'SHALL', 'It conveys its keys as the server takes them'],
    [299, 'SHOULD', 'It conveys an address of them'],
    [300, 'MAY', 'It may convey the set itself'],
    [301, 'SHALL', 'The address is one of TLS'],
    [302, 'SHALL', 'The address is open to everybody'],
    [303, 'SHOULD', 'The answer there says how long it may be kept'],
    [304, 'MAY', 'Without an address it may convey the set itself'],
    [307, 'SHALL', 'It can sign'],
    [308, 'SHALL', 'It can sign RS384'],
    [309, 'SHALL', 'It can sign ES384'],
    [312, 'MAY', 'It may sign otherwise too'],
    [313, 'SHALL', 'A key has kty and kid'],
    [314, 'SHALL', 'A key of RSA has n and e'],
    [315, 'SHALL', 'A key of ECDSA has crv, x and y'],
    [318, 'SHALL', 'It talks TLS 1.2 or later to the token endpoint'],
    [319, 'SHALL', 'It makes a JWT for each request'],
    [320, 'SHALL', 'The JWT is signed with its private key'],
    [321, 'SHALL', 'The JWT names its algorithm'],
    [322, 'SHALL', 'The JWT names its key'],
    [323, 'SHALL', 'The JWT is of type JWT'],
    [324, 'MAY', 'The JWT may name where its keys are'],
    [325, 'SHALL', 'That is the registered address'],
    [327, 'SHALL', 'iss is its client_id'],
    [328, 'SHALL', 'sub is its client_id'],
    [329, 'SHALL', 'aud is the token endpoint'],
    [330, 'SHALL', 'exp is set'],
    [331, 'SHALL', 'exp is five minutes ahead at most'],
    [332, 'SHALL', 'jti is its own'],
    [333, 'SHALL', 'client_assertion_type says that it is a JWT'],
    [334, 'SHALL', 'client_assertion is the JWT'],
    [343, 'MAY', 'A client without keys may have a secret'],
    [345, 'SHALL', 'A secret goes by HTTP Basic'],
  ),
  ...without(
    NO_BACKEND,
    [143, 'SHALL', 'Scopes of the system start with system/'],
    [225, 'SHALL', 'A backend client registers its keys'],
    [226, 'SHALL', 'It finds the token endpoint by discovery'],
    [227, 'SHALL', 'It asks for the smart-configuration'],
    [229, 'SHALL', 'It is confidential'],
    [230, 'SHALL', 'It talks TLS 1.2 or later to the token endpoint'],
    [232, 'SHALL', 'It talks TLS 1.2 or later to the FHIR server'],
    [233, 'SHALL', 'It makes a JWT for each request'],
    [234, 'SHALL', 'It asks for a token by a form'],
    [235, 'SHALL', 'It names its scopes'],
    [236, 'SHALL', 'grant_type is client_credentials'],
    [237, 'SHALL', 'client_assertion_type says that it is a JWT'],
    [238, 'SHALL', 'client_assertion is the JWT'],
    [239, 'SHOULD', 'Its scopes are of the system'],
    [242, 'MAY', 'They may be of a user or a patient by agreement'],
    [263, 'SHOULD', 'It asks for new tokens as it needs them'],
    [264, 'SHALL', 'Its token goes as a Bearer token'],
    [267, 'SHOULD NOT', 'A reference to another server is not followed with the token'],
    [268, 'SHOULD', 'A reference to another server is left alone'],
  ),
  ...without('No token is introspected: the rules service checks id_tokens by the keys of the registered EHR.', [
    270,
    'SHALL',
    'Introspection is asked for as RFC 7662 says',
  ]),
  ...without(
    NO_BRANDS,
    [413, 'SHOULD', 'A brand bundle is asked for with If-None-Match'],
    [414, 'SHOULD', 'A brand bundle is kept by its ETag'],
    [415, 'SHALL', 'What the smart-configuration links to goes before a consolidated bundle'],
    [416, 'SHALL', 'What the smart-configuration links to goes before a consolidated bundle'],
    [420, 'MAY', 'Brands are merged by identifier'],
    [425, 'SHOULD', 'Answers are kept by their ETag'],
    [426, 'SHOULD', 'Requests carry If-None-Match'],
    [435, 'MAY', 'An endpoint in a bundle is no authorization to use it'],
  ),
]
