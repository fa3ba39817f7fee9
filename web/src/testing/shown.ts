import axe from 'axe-core'
import type { LitElement, TemplateResult } from 'lit'
import { html, render } from 'lit'
import { expect } from 'vitest'

/** Puts an element on an otherwise empty page, once it has drawn itself. */
export async function shown<T extends LitElement>(template: TemplateResult): Promise<T> {
  const page = document.createElement('div')
  document.body.replaceChildren(page)
  render(html`<main><h1 class="page">Test</h1><h2 class="page">Part</h2>${template}</main>`, page)
  const element = document.querySelector<T>('main > :not(.page)')
  if (!element) throw new Error('the template shows no element')
  await element.updateComplete
  return element
}

/** Everything an element says, as one line of text. */
export function saidBy(element: Element): string {
  const texts: string[] = []
  const walker = document.createTreeWalker(element.shadowRoot ?? element, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) texts.push(walker.currentNode.textContent ?? '')
  return texts.join(' ').replace(/\s+/g, ' ').trim()
}

/** axe finds nothing wrong with the page as it is. */
export async function expectAccessible(): Promise<void> {
  const { violations } = await axe.run(document.body)
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

/** What an element asks for by an event while something is done to it. */
export async function asked<T extends Event>(element: Element, type: string, act: () => unknown): Promise<T[]> {
  const events: T[] = []
  const listen = (event: Event): void => {
    events.push(event as T)
  }
  element.addEventListener(type, listen)
  await act()
  element.removeEventListener(type, listen)
  return events
}
