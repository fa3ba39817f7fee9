import { css } from 'lit'
import { base, card } from '../../styles/shared.ts'

export const styles = [
  base,
  card,
  css`
    li {
      padding-block: 0.3rem;
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
      font-size: 1.0625rem;
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

    .leader {
      flex: 1;
      min-width: 0.5rem;
      border-block-end: 2px dotted var(--rule-strong);
      opacity: 0.5;
    }

    /* Three dots lead nowhere. */
    @media (max-width: 24rem) {
      .leader {
        border-color: transparent;
      }
    }

    .units {
      font-size: 1.0625rem;
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

    /* What a line rests on, in one run: it breaks where it must, and takes no row of its own. */
    dl {
      display: flex;
      flex-wrap: wrap;
      gap: 0 1rem;
      font-size: 0.8125rem;
    }

    dl div {
      display: flex;
      gap: 0.35rem;
    }

    dt {
      flex: none;
      color: var(--soft);
    }

    .copy {
      margin-inline-start: auto;
    }

    .copy button {
      margin-block: -0.15rem;
    }

    .stake {
      align-items: baseline;
      padding-block-start: 0.3rem;
      border-block-start: 2px solid var(--rule);
    }

    @media screen and (max-width: 40rem) {
      .card {
        padding: 0.4rem 0.7rem;
      }

      .card > h2 {
        margin-block-end: 0.1rem;
      }

      li {
        padding-block: 0.15rem;
      }

      /* What is calculated shows that it is; its name is for who does not see the line. */
      .calculation dt {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
    }

    .later .hcpcs,
    .later .units {
      color: var(--soft);
    }
  `,
]
