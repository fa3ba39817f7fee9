import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { addressOf, prepared, ROOT, sitePages } from './pages.ts'

const pages = sitePages()

describe('the navigation', () => {
  test('names every document once, and none that is not there', () => {
    const documents = [...globSync(['docs/**/*.md', '*.md'], { cwd: ROOT })].filter((file) => file !== 'README.md')
    expect(pages.map(({ file }) => file).toSorted()).toEqual(documents.toSorted())
  })

  test('gives each page an address of its own', () => {
    expect(new Set(pages.map(addressOf)).size).toBe(pages.length)
  })
})

describe('a page of the project, for the site', () => {
  const of = (file: string) => {
    const page = pages.find((each) => each.file === file)
    if (!page) throw new Error(`${file} is no page`)
    return prepared(page, pages)
  }

  test('has its heading as the title, and none besides', () => {
    for (const page of pages) {
      const { title, body } = prepared(page, pages)
      expect(title.length, page.file).toBeGreaterThan(3)
      expect(/^# /m.test(body.replace(/^```[\s\S]*?^```/gm, '')), page.file).toBe(false)
    }
  })

  test('leads to other pages by their address, with the anchor', () => {
    const { body } = of('docs/operators-guide.md')
    expect(body).toContain('](/docs/running-it/#what-to-watch)')
    expect(body).not.toContain('.md)')
  })

  test('names a file of the project instead of leading to it, and shows pictures from the service', () => {
    expect(of('docs/client.md').body).not.toContain('](../')
    expect(of('docs/start.md').body).toContain('](/docs/images/app-in-the-ehr.png)')
    expect(existsSync(join(ROOT, 'docs/images/app-in-the-ehr.png'))).toBe(true)
  })
})
