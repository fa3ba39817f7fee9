import { css } from 'lit'
import { base, card } from '../../styles/shared.ts'

export const styles = [
  base,
  card,
  css`
    li {
      display: grid;
      grid-template-columns: 8.5rem minmax(0, 1fr);
      gap: 0.75rem;
      padding-block: 0.35rem;
    }

    li + li {
      border-block-start: 1px solid var(--rule);
    }

    .who {
      color: var(--soft);
      font-weight: 650;
    }

    @media (max-width: 26rem) {
      li {
        grid-template-columns: 1fr;
        gap: 0;
      }
    }
  `,
]
