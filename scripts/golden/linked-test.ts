/** A test that is named `path/to/file.test.ts › its own name`, as a link from a page of `docs/`. */
export function linkedTest(test: string): string {
  const [file = '', name = ''] = test.split(' › ')
  return `[${file
    .split('/')
    .at(-1)
    ?.replace(/\.test\.ts$/, '')}](../${file}): ${name}`
}
