import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import * as enumerations from './packages/contract/src/enumerations.ts'

/** House rules. Each failure names the file and what to do. */
const IN_HOUSE = ['packages', 'services', 'web', 'fhir-fixtures', 'e2e', 'scripts', 'site', 'benchmarks', 'tools']
const files = (pattern: string): string[] =>
  globSync(pattern, { exclude: (path) => path.includes('node_modules') || path.includes('dist') }).toSorted()
const text = (file: string): string => readFileSync(file, 'utf8')
const manifestOf = (room: string): string => `${room}/package.json`
const isTest = (file: string): boolean => /\.test\.ts$|\/testing\/|\/test\//.test(file)

const sources = IN_HOUSE.flatMap((folder) => files(`${folder}/**/*.ts`))
const shipped = sources.filter((file) => !isTest(file))
const packageCode = shipped.filter((file) => file.startsWith('packages/'))
/** The command line, the client, the lines to an EHR and what tests start talk to the world: it is their work. */
const middle = packageCode.filter((file) => !/^packages\/(bulk-data|cli|client|ehr-client|scan|testkit)\//.test(file))

/** What is left of a file when its comments are gone: a comment may name a code. */
const code = (file: string): string =>
  text(file)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')
const imports = (file: string): string[] =>
  [...code(file).matchAll(/(?:\bfrom\s+|\bimport\(\s*)'([^']+)'/g)].map(([, from = '']) => from)

/** Which of our rooms a room may know, beside itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'packages/contract': [],
  'packages/dose': ['@doseline/contract'],
  'packages/yaml-files': [],
  'packages/codebook': ['@doseline/contract', '@doseline/dose', '@doseline/yaml-files'],
  'packages/rules': ['@doseline/contract', '@doseline/dose', '@doseline/codebook'],
  'packages/fhir': ['@doseline/contract', '@doseline/dose'],
  'packages/assessment': [
    '@doseline/contract',
    '@doseline/dose',
    '@doseline/codebook',
    '@doseline/rules',
    '@doseline/fhir',
  ],
  'packages/billing-interface': [],
  'packages/client': ['@doseline/contract', '@doseline/contract/enumerations', '@doseline/contract/problems'],
  'packages/ehr-client': ['@doseline/contract'],
  'packages/bulk-data': ['@doseline/ehr-client'],
  'packages/scan': [
    '@doseline/contract',
    '@doseline/dose',
    '@doseline/codebook',
    '@doseline/fhir',
    '@doseline/assessment',
  ],
  'packages/cli': [
    '@doseline/bulk-data',
    '@doseline/contract',
    '@doseline/contract/issue-words',
    '@doseline/dose',
    '@doseline/codebook',
    '@doseline/rules',
    '@doseline/fhir',
    '@doseline/assessment',
    '@doseline/ehr-client',
    '@doseline/ehr-client/minimum-necessary',
    '@doseline/ehr-client/send',
    '@doseline/fhir-fixtures',
    '@doseline/scan',
    '@doseline/rules-service',
    '@doseline/rules-service/check',
    '@doseline/billing-interface',
    '@doseline/rules-service/interface',
    '@doseline/rules-service/keys',
    '@doseline/rules-service/ledger',
    '@doseline/rules-service/serve',
    '@doseline/yaml-files',
    // For the trial of a whole job in a browser alone, which a bundle leaves out.
    '@doseline/testkit/build-app',
    '@doseline/testkit/chromium',
    '@doseline/testkit/clinic',
  ],
  'packages/testkit': ['@doseline/ehr-sandbox', '@doseline/fhir-fixtures'],
  'services/rules': [
    '@doseline/contract',
    '@doseline/contract/issue-words',
    '@doseline/assessment',
    '@doseline/billing-interface',
    '@doseline/codebook',
    '@doseline/fhir',
  ],
  'services/ehr-sandbox': ['@doseline/fhir-fixtures'],
  web: [
    '@doseline/contract',
    '@doseline/contract/enumerations',
    '@doseline/ehr-client',
    '@doseline/ehr-client/minimum-necessary',
    '@doseline/ehr-client/send',
  ],
  'fhir-fixtures': ['@doseline/yaml-files'],
}

describe('who knows whom', () => {
  test.each(Object.entries(MAY_IMPORT))('%s imports only what stands below it', (room, allowed) => {
    for (const file of shipped.filter((each) => each.startsWith(`${room}/`))) {
      const ours = imports(file).filter((from) => from.startsWith('@doseline/'))
      const stray = ours.filter((from) => !allowed.includes(from))
      expect(stray, `${file}: move what needs this to a room above, or pass it in`).toEqual([])
    }
  })

  test('nothing stands under the contract but zod: another app takes it alone', () => {
    const { dependencies } = JSON.parse(text('packages/contract/package.json'))
    expect(Object.keys(dependencies)).toEqual(['zod'])
    for (const file of shipped.filter((each) => each.startsWith('packages/contract/'))) {
      const outside = imports(file).filter((from) => !from.startsWith('./') && from !== 'zod')
      expect(outside, `${file}: what needs this is no part of the contract`).toEqual([])
    }
  })

  test.each(['packages/client', 'packages/ehr-client', 'web'])('%s brings no engine along', (room) => {
    const { dependencies, devDependencies } = JSON.parse(text(`${room}/package.json`))
    const ours = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => name.startsWith('@doseline/'))
    expect(ours.filter((name) => !MAY_IMPORT[room]?.includes(name))).toEqual([])
  })

  test('a list of the contract is written out nowhere else, but for another order of it', () => {
    const lists = new Map(
      Object.entries(enumerations).map(([name, values]: [string, readonly string[]]) => [values.join(), name]),
    )
    // The sandbox and the fixtures learn nothing from here; a migration stays as it was released.
    for (const file of shipped.filter(
      (each) =>
        !/^(packages\/contract|fhir-fixtures|services\/ehr-sandbox|services\/rules\/src\/ledger\/migrations)\b/.test(
          each,
        ),
    )) {
      for (const [written] of code(file).matchAll(/'[^'\n]*'(?:\s*[|,]\s*'[^'\n]*')+/g)) {
        const values = [...written.matchAll(/'([^'\n]*)'/g)].map(([, value = '']) => value)
        const name = lists.get(values.join())
        expect(name, `${file} writes out ${name}: import it from @doseline/contract`).toBeUndefined()
      }
    }
  })

  test('rules and code book take no FHIR type, and only types of the code book reach the rules', () => {
    for (const file of packageCode.filter((each) => /^packages\/(dose|codebook|rules)\//.test(each))) {
      expect(
        imports(file).filter((from) => /^fhir(\/|$)|fhirclient/.test(from)),
        `${file}: FHIR stays in packages/fhir`,
      ).toEqual([])
    }
    for (const file of packageCode.filter((each) => each.startsWith('packages/rules/'))) {
      for (const line of text(file).split('\n')) {
        if (line.includes("'@doseline/codebook'"))
          expect(line, `${file}: take the edition as an argument`).toMatch(/^import type/)
      }
    }
  })

  test('the app knows nothing of the sandbox: no patient, no scenario', () => {
    const app = shipped.filter((file) => file.startsWith('web/src/'))
    const names = files('fhir-fixtures/scenarios/*/scenario.yaml').map((file) => file.split('/').at(-2) ?? '')
    for (const file of app) {
      for (const name of names) expect(text(file).includes(name), `${file} names the scenario ${name}`).toBe(false)
      expect(/sandbox/i.test(code(file)), `${file} names the sandbox`).toBe(false)
    }
  })
})

test('no file needs itself, by however many others: no circle of imports, types among them', () => {
  const known = new Set(sources)
  const graph = new Map(sources.map((file) => [file, neighbors(file).filter((each) => known.has(each))]))
  const done = new Set<string>()
  const circleFrom = (file: string, path: readonly string[]): readonly string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (done.has(file)) return []
    for (const next of graph.get(file) ?? []) {
      const circle = circleFrom(next, [...path, file])
      if (circle.length > 0) return circle
    }
    done.add(file)
    return []
  }
  for (const file of sources)
    expect(circleFrom(file, []), 'move what two of them share into a file of its own').toEqual([])
})

/** The files of its own package that a file imports. */
function neighbors(file: string): string[] {
  return imports(file)
    .filter((from) => from.startsWith('.'))
    .map((from) => join(dirname(file), from))
}

test('packages stand in one order: what one may import never leads back to it', () => {
  const below = (room: string): string[] =>
    (MAY_IMPORT[room] ?? []).map((name) => ROOM_OF[name.split('/').slice(0, 2).join('/')] ?? name)
  const reaches = (room: string, seen = new Set<string>()): ReadonlySet<string> => {
    for (const each of below(room)) {
      if (seen.has(each)) continue
      seen.add(each)
      reaches(each, seen)
    }
    return seen
  }
  for (const room of Object.keys(MAY_IMPORT))
    expect([...reaches(room)], `${room} leads back to itself`).not.toContain(room)
})

/** Where a package of ours is. */
const ROOM_OF: Record<string, string> = Object.fromEntries(
  Object.keys(MAY_IMPORT).map((room) => [JSON.parse(text(manifestOf(room))).name, room]),
)

describe('words that mislead', () => {
  /** What each is called instead. In names of code and of the API; a sentence may use them in their plain sense. */
  const RETIRED: readonly (readonly [RegExp, string])[] = [
    [/\bclaimWriteBack\b|\bWriteBackClaim\w*/, 'reservation: a claim is a bill to a payer'],
    [/'claimed'|'write-back claimed'/, 'reserved'],
    [
      /\bformFor\b|\bFormRequest\b|\bFORMS\b(?= = \['transaction')|'form-refused'/,
      'channel: a form is paper, or of a dose',
    ],
    [/'retire'|\bretire:/, 'void'],
    [/\b(?:given|told): request|\bGivenCharge\b|\bToldMessage\b/, 'posted charges, sent messages'],
    [/\b(?:despite|gone): z\b/, 'overrideEarlier, reversedCharges'],
    [
      /\bweight: (?:z\.enum|'required'|'advice'|'advisory')|'advice'/,
      'severity, required or advisory: a weight is that of a body',
    ],
    [/\bcovered: (?:z\.boolean|true|false)\b/, 'supported: a payer covers'],
    [
      /'(?:another-hook|outranked|name-twice|encoded)'(?! ?:)/,
      'hook-mismatch, superseded, duplicate-json-key, unsupported-content-encoding',
    ],
    [
      /\b(?:LADDER|PATIENCE|withPatience|ownNameIn|leftBy)\b/,
      'channels, retry policy, base URL alias, planned identities',
    ],
  ]
  /** Rows keep the words of the first release, and a released migration is never edited. */
  const KEEPS_THEM =
    /^services\/rules\/(?:src\/ledger\/|test\/ledger-take-over)|^packages\/fhir\/src\/write\/identities/

  test.each(RETIRED)('%s is nowhere: it is %s', (word) => {
    for (const file of sources.filter((each) => each !== 'tidy.test.ts' && !KEEPS_THEM.test(each)))
      expect(word.exec(code(file))?.[0], file).toBeUndefined()
  })
})

test('the app relies on no other tab and leaves nothing behind it: browsers keep a frame of another site to itself', () => {
  const SHARED =
    /BroadcastChannel|SharedWorker|serviceWorker|navigator\.locks|localStorage|indexedDB|document\.cookie|cookieStore/
  for (const file of shipped.filter((each) => /^(web\/src|packages)\//.test(each)))
    expect(code(file), `${file}: what tabs must agree on is the ledger's work`).not.toMatch(SHARED)
})

describe('the middle is pure', () => {
  const READS_THE_WORLD =
    /\bDate\.now\(|\bnew Date\(|\bDate\.parse\(|Math\.random|\bfetch\(|\bprocess\.|node:fs|node:http|setTimeout/
  test.each(middle.filter((file) => file !== 'packages/codebook/src/load.ts'))(
    '%s: no clock, chance, network or disk',
    (file) => {
      expect(READS_THE_WORLD.exec(code(file))?.[0], `${file}: pass it in`).toBeUndefined()
    },
  )
})

describe('codes come from the code book in force', () => {
  /** The notice about the J3397 question has that code in its title, in each language; no line comes from there. */
  const SAYS_THE_QUESTION = [
    'web/src/words/checks.ts',
    'web/src/locales/es-US.ts',
    'web/src/elements/code-notice/code-notice.ts',
  ]
  const shown = shipped.filter(
    (file) => /^(packages|services|web\/src)\//.test(file) && !SAYS_THE_QUESTION.includes(file),
  )
  test.each(shown)('%s names no HCPCS code', (file) => {
    expect(/\b[JQ]\d{4}\b/.exec(code(file))?.[0], `${file}: take the code from the edition`).toBeUndefined()
  })
})

describe('what is said to people', () => {
  const app = shipped.filter((file) => /^web\/src\/(?!words|locales\/)/.test(file))

  test.each(app.filter((file) => text(file).includes('html`')))('%s has no English of its own', (file) => {
    const said = markupOf(code(file))
      .replace(/\s(?:aria-label|title|alt|placeholder|label)="([^"]*)"/g, ' >$1<')
      .replace(/<[^>]*>/g, '')
    expect(/[A-Za-z]{2,}/.exec(said)?.[0], `${file}: move what it says to web/src/words/`).toBeUndefined()
  })

  test.each(shipped.filter((file) => /^web\/src\/words\/[\w-]+\.ts$/.test(file)))(
    '%s says nothing that cannot be said in another language',
    (file) => {
      const [said = ''] = code(file)
        .replace(/msg\(\s+/g, 'msg(')
        .split('columns: [')
      const bare = /(?<!msg\(|str|html|=== |from |import\(|\[)(['`])[A-Za-z][^'`\n]* [^'`\n]*\1(?!\s*[:|>])/.exec(
        said,
      )?.[0]
      expect(bare, `${file}: put it into msg()`).toBeUndefined()
    },
  )

  test.each(app)('%s leaves days, times and numbers to words.ts', (file) => {
    expect(/\bIntl\.|\.toLocale\w*\(/.exec(code(file))?.[0], `${file}: format it in words.ts`).toBeUndefined()
  })
})

/** The markup of all templates in a file, with what is computed left out. */
function markupOf(source: string): string {
  const inTemplate: boolean[] = []
  const depth: number[] = []
  let markup = ''
  for (let at = 0; at < source.length; at++) {
    const isMarkup = inTemplate.at(-1) === true
    if (!isMarkup && source.startsWith('html`', at)) {
      inTemplate.push(true)
      at += 4
    } else if (!isMarkup && (source[at] === "'" || source[at] === '"')) {
      at = source.indexOf(source[at] ?? '', at + 1)
      if (at < 0) break
    } else if (!isMarkup && source[at] === '`') {
      at = source.indexOf('`', at + 1)
      if (at < 0) break
    } else if (isMarkup && source[at] === '`') {
      inTemplate.pop()
    } else if (isMarkup && source.startsWith('${', at)) {
      inTemplate.push(false)
      depth.push(0)
      at += 1
    } else if (!isMarkup && depth.length > 0 && source[at] === '{') {
      depth.push((depth.pop() ?? 0) + 1)
    } else if (!isMarkup && depth.length > 0 && source[at] === '}') {
      const open = depth.pop() ?? 0
      if (open === 0) inTemplate.pop()
      else depth.push(open - 1)
    } else if (isMarkup) markup += source[at]
  }
  return markup
}

describe('rules and scenarios', () => {
  const rulebook = text('packages/rules/src/rulebook.ts')
  test.each(files('packages/rules/src/rules/*/*.ts'))(
    '%s is in the rulebook, has cases and carries its own name',
    (file) => {
      const id = file.split('/').slice(-2).join('/').replace('.ts', '')
      expect(rulebook, `add ${id} to rulebook.ts`).toContain(`./rules/${id}.ts`)
      expect(existsSync(file.replace(/\.ts$/, '.cases.yaml')), `write ${basename(file, '.ts')}.cases.yaml`).toBe(true)
      expect(text(file), `the id must be the path: ${id}`).toContain(`id: '${id}'`)
    },
  )

  test.each(files('fhir-fixtures/scenarios/*/scenario.yaml'))('%s says what follows and why', (file) => {
    const scenario = parse(text(file))
    expect(Object.keys(scenario)).toEqual(expect.arrayContaining(['title', 'then', 'because']))
  })
})

describe('the version', () => {
  const { version } = JSON.parse(text('package.json'))

  test.each(
    files('{packages,services}/*/package.json').concat(['web', 'fhir-fixtures', 'benchmarks', 'site'].map(manifestOf)),
  )('%s bears that of package.json', (file) => {
    expect(JSON.parse(text(file)).version, `${file}: all packages are released together`).toBe(version)
  })

  test('is written nowhere else: code reads it', () => {
    for (const file of shipped) expect(text(file).includes(`'${version}'`), `${file} says ${version}`).toBe(false)
  })

  test('is the one that the documents install', () => {
    const said = [...text('docs/running-it.md').matchAll(/\/opt\/doseline\/(\d+\.\d+\.\d+)/g)].map(([, each]) => each)
    expect(new Set(said)).toEqual(new Set([version]))
  })

  test('is the newest of the changelog, whose headings are those of Keep a Changelog', () => {
    const headings = text('CHANGELOG.md')
      .split('\n')
      .filter((line) => /^#{2,3} /.test(line))
    expect(headings[0]).toBe('## [Unreleased]')
    const [newest] = headings.filter((line) => line.startsWith('## ')).slice(1)
    expect(newest).toMatch(/^## \[\d+\.\d+\.\d+\] – \d{4}-\d{2}-\d{2}$/)
    expect(newest).toContain(`[${version}]`)
    const kinds = headings.filter((line) => line.startsWith('### ')).map((line) => line.slice(4))
    const allowed = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security']
    expect(kinds.filter((kind) => !allowed.includes(kind))).toEqual([])
  })
})

describe('the house', () => {
  test.each(['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', '.ci/run'])(
    '%s is there',
    (file) => {
      expect(existsSync(file)).toBe(true)
    },
  )

  test.each(sources.filter((file) => file !== 'tidy.test.ts'))('%s: no any, nothing left to do later', (file) => {
    expect(/:\s*any\b|<any>|\bas any\b|\bTODO\b|\bFIXME\b|@ts-ignore/.exec(code(file))?.[0]).toBeUndefined()
  })

  test('every link in the documents leads somewhere', () => {
    for (const file of ['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...files('docs/**/*.md')]) {
      for (const [, target = ''] of text(file).matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
        const path = file.includes('/') ? `${file.slice(0, file.lastIndexOf('/'))}/${target}` : target
        expect(existsSync(path), `${file} links to ${target}`).toBe(true)
      }
    }
  })
})

/** Phrases the screen used that a biller misreads, or that nobody says. What replaced each stands beside it. */
const RETIRED: Readonly<Record<string, string>> = {
  'Take the lines along': 'Export charge lines',
  'What would make it ready': 'To make it ready',
  'What stands in the way': 'Blocking issues',
  'Questions asked of this dose': 'Billing checks',
  'worth a look': 'Review',
  'At stake': 'Expected payment',
  'Judge with this': 'Recheck',
  'Judging the doses': 'Checking doses',
  'although it is not ready': 'Override and charge',
  'although not ready': 'with an override',
  'Use these reasons': 'Save override',
  'What is lost this way': 'What this EHR cannot store',
  'Why not otherwise': 'Why this way',
  'can mend it': 'can fix it',
  'What was answered': 'Response',
  'Day given': 'Date of service',
  'Time it ran': 'Infusion time',
  'Record of giving': 'Administration record',
  'Other drugs of the kind': 'Related drugs',
  'stands there twice': 'Duplicate line',
  'Theirs stays': 'Their version was kept.',
  'Take the reasons back': 'Remove override',
  'Only where you have seen it there': 'Confirm in the EHR first.',
  'A person enters': 'Enter these charges manually.',
  'Save as suggestion': 'Save draft',
  'Saved as suggestion': 'Draft saved.',
  'not covered by Doseline': 'Drug not supported by Doseline',
  'Demonstration, cannot be billed': 'Not billable',
  'The chart is covered': 'Screen locked',
}

describe('the words of the screen', () => {
  const said = [
    ...shipped.filter((file) => /^(web|packages\/[^/]+|services\/[^/]+)\/src\//.test(file)),
    ...files('{README,ARCHITECTURE,SECURITY,CONTRIBUTING}.md'),
    ...files('docs/**/*.md'),
  ].map((file) => ({ file, text: /\.ts$/.test(file) ? code(file) : text(file) }))

  test.each(Object.entries(RETIRED))('nothing says “%s”: it is “%s”', (phrase) => {
    expect(said.filter((each) => each.text.includes(phrase)).map(({ file }) => file)).toEqual([])
  })
})

describe('the spelling of what people read', () => {
  /**
   * Names of the API, of files and of elements of the code book keep their letters (`is-the-labelled-dose`, `recognisedBy`), and
   * `cancelled` is a code of FHIR.
   */
  const BRITISH =
    /(?<![-\w/])(?:labelled|unlabelled|recognised by|(?:is|was|are|were|as|not|been) recognised|tumours?|colours?|catalogues?|judgements?|behaviours?|millilitres?|honours?|honoured|favours?|programmes?|licences?|misspelt|hypercalcaemia|organis(?:e|ed|ation)s?|authoris(?:e|ed|ation)s?)(?![-\w]|\.ts)/i
  /** Charts are spelled both ways. */
  const READS_BOTH = /\/(?:usual-flags|units-as-charted)\.ts$/
  const read = [
    ...shipped.filter(
      (file) => /^(?:web|packages\/[^/]+|services\/[^/]+|site)\/src\//.test(file) && !READS_BOTH.test(file),
    ),
    ...files('{README,ARCHITECTURE,SECURITY,CONTRIBUTING,CHANGELOG}.md'),
    ...files('docs/**/*.md'),
    ...files('packages/rules/src/**/*.cases.yaml'),
    ...files('fhir-fixtures/scenarios/**/*.yaml'),
    ...files('packages/codebook/data/*.yaml'),
    ...files('web/locales/*.xlf'),
  ]

  test.each(read)('%s is spelled as the US spells', (file) => {
    const own = /\.ts$/.test(file) ? code(file) : text(file).replace(/`[^`\n]*`|\]\([^)\n]*\)/g, '')
    expect(own.split('\n').filter((line) => BRITISH.test(line))).toEqual([])
  })
})

describe('the words of the documents', () => {
  /** Old or poetic English. “A line a biller can stand behind” is what the product is for, and said so by billers. */
  const QUAINT = /\b(?:stands?(?! behind)|stood|told|nobody|anew|mend(?:s|ed|ing)?|beside|whoever|upon)\b/i

  /** Decisions stay as they were written; a rule's own sentences, its name and its sources are the rulebook's words. */
  const documents = [
    ...files('{README,ARCHITECTURE,SECURITY,CONTRIBUTING}.md'),
    ...files('docs/**/*.md').filter((file) => !/^docs\/(?:decisions|rules)\/|^docs\/what-ready-means\.md$/.test(file)),
  ]

  /** Of a page what it says in its own words: no code, no address, and of the rulebook no row of its tables. */
  const ownWords = (file: string): readonly string[] =>
    text(file)
      .replace(/```[\s\S]*?```/g, '')
      .replace(/`[^`\n]*`|\]\([^)\n]*\)/g, '')
      .split('\n')
      .filter((line) => !(file === 'docs/rulebook.md' && line.startsWith('|')))

  test.each(documents)('%s is in plain American English', (file) => {
    expect(ownWords(file).filter((line) => QUAINT.test(line))).toEqual([])
  })

  /** What a command, a screen and the service say: their texts, each of which has a space in it, without what is computed. */
  const texts = (file: string): readonly string[] =>
    [...code(file).matchAll(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g)]
      .map(([each]) => each.replace(/\$\{[^}]*\}/g, ''))
      .filter((each) => each.includes(' '))

  test.each(
    shipped.filter((file) =>
      /^(?:packages\/(?:cli|contract|client|ehr-client)\/src|services\/[\w-]+\/src|site\/src|web\/src\/words)\/|^scripts\/start\.ts$/.test(
        file,
      ),
    ),
  )('what %s says is in plain American English', (file) => {
    // How a connection of the database waits for a lock is a name of our own, which is not shown.
    expect(texts(file).filter((each) => QUAINT.test(each) && each !== "'nobody waits'")).toEqual([])
  })
})
