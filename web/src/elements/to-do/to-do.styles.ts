import { css } from 'lit'
import { base, card } from '../../styles/shared.ts'

export const styles = [
  base,
  card,
  css`
    .many {
      font-weight: 500;
    }

    dl > div {
      display: grid;
      grid-template-columns: 8.5rem minmax(0, 1fr);
      gap: 0 0.75rem;
      padding-block: 0.3rem;
    }

    dl > div + div {
      border-block-start: 1px solid var(--rule);
    }

    dt {
      grid-row: 1 / span 20;
      color: var(--soft);
      font-weight: 650;
    }

    dd {
      grid-column: 2;
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      justify-content: space-between;
      gap: 0 0.75rem;
    }

    dd + dd {
      margin-block-start: 0.25rem;
    }

    .remedy {
      flex: 1 1 14rem;
    }

    .ways {
      display: inline-flex;
      flex-wrap: wrap;
      gap: 0 0.75rem;
    }

    button {
      position: relative;
      min-height: 1.5rem;
      padding: 0;
      border: 0;
      background: none;
      color: var(--link);
      font: inherit;
      font-size: 0.8125rem;
      text-decoration: underline;
      text-underline-offset: 0.15em;
      cursor: pointer;
    }

    @media (max-width: 30rem) {
      dl > div {
        grid-template-columns: minmax(0, 1fr);
      }

      dt,
      dd {
        grid-row: auto;
        grid-column: 1;
      }
    }
  `,
]
