import { css } from 'lit'
import { base, card } from '../../styles/shared.ts'

export const styles = [
  base,
  card,
  css`
    li {
      padding-block: 0.45rem;
    }

    li:first-child {
      padding-block-start: 0;
    }

    li + li {
      border-block-start: 1px solid var(--rule);
    }

    .stamp {
      color: var(--needs);
      font-size: 0.78rem;
      font-weight: 750;
      letter-spacing: 0.06em;
    }

    .head {
      display: flex;
      align-items: baseline;
      gap: 0.5rem;
    }

    .entry {
      display: inline-flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 0.3rem;
    }

    .hcpcs {
      font-family: var(--mono);
      font-size: 1.1875rem;
      font-weight: 700;
    }

    .modifier {
      padding: 0 0.35rem;
      border: 1px solid var(--action);
      border-radius: 4px;
      background: var(--brand-wash);
      font-family: var(--mono);
      font-weight: 700;
    }

    .none {
      color: var(--soft);
      font-size: 0.8125rem;
    }

    .leader {
      flex: 1;
      min-width: 0.5rem;
      border-block-end: 2px dotted var(--rule-strong);
      opacity: 0.5;
    }

    .units {
      font-size: 1.1875rem;
      font-weight: 700;
      white-space: nowrap;
    }

    .unit {
      font-size: 0.8125rem;
      font-weight: 400;
      color: var(--soft);
    }

    .role {
      color: var(--soft);
      font-size: 0.8125rem;
    }

    .under {
      display: flex;
      align-items: baseline;
      justify-content: space-between;
      gap: 0.5rem;
    }

    button {
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

    dl {
      display: grid;
      gap: 0.1rem;
    }

    .stake {
      grid-template-columns: 5.5rem minmax(0, 1fr);
      gap: 0 0.5rem;
      padding-block-start: 0.45rem;
      border-block-start: 2px solid var(--rule);
    }

    .stake dd {
      grid-column: 2;
    }

    dl div {
      display: grid;
      grid-template-columns: 5.5rem minmax(0, 1fr);
      gap: 0.5rem;
    }

    dt {
      color: var(--soft);
    }

    .later .hcpcs,
    .later .units {
      color: var(--soft);
    }
  `,
]
