import { css } from 'lit'
import { base } from '../../styles/shared.ts'

export const styles = [
  base,
  css`
    li {
      display: grid;
      grid-template-columns: 7.5rem minmax(0, 1fr);
      gap: 0 0.5rem;
      padding-block: 0.2rem;
      border-block-start: 1px solid var(--rule);
    }

    .state {
      font-weight: 650;
    }

    .stored .state {
      color: var(--ready);
    }

    .refused .state {
      color: var(--not-ready);
    }

    .open .state {
      color: var(--needs);
    }

    code,
    .why {
      grid-column: 2;
      color: var(--soft);
      overflow-wrap: anywhere;
    }

    dl {
      display: grid;
      gap: 0.2rem 0.5rem;
      margin-block-start: 0.4rem;
    }

    dt {
      color: var(--soft);
      font-size: 0.8125rem;
    }

    h3 {
      margin-block-start: 0.5rem;
      font-size: 0.875rem;
    }
  `,
]
