import { css } from 'lit'
import { base, controls } from '../../styles/shared.ts'

export const styles = [
  base,
  controls,
  css`
    section {
      max-width: 40rem;
      padding: 1rem 1.1rem;
      border: 1px solid color-mix(in srgb, var(--not-ready) 35%, var(--rule));
      border-block-start: 4px solid var(--not-ready);
      border-radius: var(--radius);
      background: var(--card);
    }

    :host(:not([inline])) section {
      margin: 1.5rem auto;
    }

    h1,
    h3 {
      font-size: 1.25rem;
      line-height: 1.25;
      margin-block-end: 0.3rem;
    }

    h3 {
      font-size: 1rem;
    }

    dl {
      display: grid;
      gap: 0.5rem;
      margin-block: 0.75rem;
    }

    dt {
      color: var(--soft);
      font-size: 0.8125rem;
    }

    dd {
      overflow-wrap: anywhere;
    }

    .said {
      max-height: 10rem;
      overflow: auto;
      white-space: pre-wrap;
    }

    .scopes {
      display: flex;
      flex-wrap: wrap;
      gap: 0.1rem 0.9rem;
    }

    .actions {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0.5rem;
    }

    language-switch {
      display: block;
      margin-block-start: 1rem;
      font-size: 0.875rem;
    }
  `,
]
