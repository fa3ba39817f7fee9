import { css } from 'lit'
import { base } from '../../styles/shared.ts'

export const styles = [
  base,
  css`
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 0.1rem 1rem;
      padding: 0.5rem var(--gutter);
      background: var(--brand-wash);
      border-block-end: 1px solid var(--rule);
    }

    .name {
      font-size: 1.0625rem;
      font-weight: 700;
    }

    dl,
    dl div {
      display: flex;
      flex-wrap: wrap;
      gap: 0.1rem 0.9rem;
    }

    dl div {
      gap: 0.3rem;
    }

    dt {
      color: var(--soft);
    }

    @media print {
      :host {
        padding: 0.3rem 0;
        border-block-end: 1px solid #999;
      }
    }

    @media screen {
      :host([print-only]) {
        display: none;
      }
    }
  `,
]
