import { css } from 'lit'
import { base } from '../src/styles/shared.ts'

export const styles = [
  base,
  css`
    :host {
      min-height: 100vh;
      padding: 1rem;
      background: var(--paper);
    }

    .states {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr));
      gap: 1rem;
      align-items: start;
    }

    figure,
    .scenario {
      min-width: 0;
      padding-block-start: 0.5rem;
      border-block-start: 2px solid var(--rule-strong);
    }

    figcaption,
    .name {
      margin-block-end: 0.5rem;
      color: var(--soft);
      font: 600 0.8125rem var(--mono);
      overflow-wrap: anywhere;
    }

    .part {
      margin-block: 1.5rem 0.75rem;
      color: var(--ink);
      font-size: 1.25rem;
    }

    .scenario {
      display: grid;
      gap: 0.75rem;
      margin-block-start: 2rem;
    }

    .columns {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr));
      gap: 0.75rem;
      align-items: start;
    }
  `,
]
