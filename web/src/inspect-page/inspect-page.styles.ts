import { css } from 'lit'
import { base, card, controls } from '../styles/shared.ts'

export const styles = [
  base,
  controls,
  card,
  css`
    :host {
      min-height: 100vh;
      background: var(--paper);
    }

    header {
      padding: 0.6rem 1rem;
      background: var(--brand);
      color: var(--brand-ink);
    }

    .brand {
      font-weight: 750;
      letter-spacing: -0.01em;
    }

    main {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 0.75rem;
      max-width: 56rem;
      margin: 0 auto;
      padding: 1.25rem 1rem;
    }

    h1 {
      font-size: 1.25rem;
    }

    .actions,
    nav ul {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0.5rem 1rem;
    }

    nav a {
      display: inline-block;
      padding-block: 0.25rem;
    }

    dl > div {
      display: grid;
      grid-template-columns: minmax(7rem, 14rem) minmax(0, 1fr);
      gap: 0.75rem;
      padding-block: 0.2rem;
      border-block-start: 1px solid var(--rule);
    }

    dt {
      color: var(--soft);
    }

    dd {
      overflow-wrap: anywhere;
    }

    @media (max-width: 30rem) {
      dl > div {
        grid-template-columns: minmax(0, 1fr);
        gap: 0;
      }
    }
  `,
]
