import { css } from 'lit'
import { base, card } from '../../styles/shared.ts'

export const styles = [
  base,
  card,
  css`
    .top h2 {
      display: var(--card-title, block);
    }

    .top {
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      gap: 0 1rem;
    }

    svg {
      display: block;
      overflow: hidden;
      margin-block: 0.25rem 0.1rem;
    }

    .axis,
    .tick {
      stroke: var(--rule-strong);
      stroke-width: 1;
    }

    .tick {
      stroke-dasharray: 1 3;
    }

    .label {
      fill: var(--soft);
      font: 0.72rem var(--font);
      font-variant-numeric: tabular-nums;
    }

    .wait {
      stroke-width: 8;
      stroke: color-mix(in srgb, var(--action) 30%, var(--card));
    }

    .wait.to-come {
      stroke: color-mix(in srgb, var(--action) 16%, var(--card));
    }

    .wait.early {
      stroke: color-mix(in srgb, var(--not-ready) 40%, var(--card));
    }

    line.due {
      stroke: var(--ink);
      stroke-width: 2;
    }

    line.next {
      stroke-dasharray: 3 3;
    }

    circle.dose {
      fill: var(--soft);
    }

    circle.now {
      fill: var(--action);
      stroke: var(--card);
      stroke-width: 2;
    }

    dl {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(7.25rem, 1fr));
      gap: 0.25rem 0.75rem;
    }

    dt {
      display: flex;
      align-items: center;
      gap: 0.35rem;
      color: var(--soft);
      font-size: 0.78rem;
    }

    dd {
      font-weight: 600;
    }

    dd .small {
      font-weight: 400;
    }

    .key {
      flex: none;
      width: 0.6rem;
      height: 0.6rem;
      border-radius: 50%;
      background: var(--soft);
    }

    .key.now {
      width: 0.8rem;
      height: 0.8rem;
      background: var(--action);
    }

    .key.due {
      width: 0;
      height: 0.85rem;
      border-inline-start: 2px solid var(--ink);
      border-radius: 0;
      background: none;
    }

    .key.next {
      border-inline-start-style: dashed;
    }

    .source {
      margin-block-start: 0.3rem;
    }

    @media (forced-colors: active) {
      .axis,
      .tick,
      line.due {
        stroke: CanvasText;
      }

      .label {
        fill: CanvasText;
      }

      circle.dose {
        fill: CanvasText;
      }

      circle.now {
        fill: Highlight;
        stroke: Canvas;
      }

      .wait,
      .wait.early {
        stroke: CanvasText;
      }

      .wait.to-come {
        stroke: CanvasText;
        stroke-dasharray: 2 4;
      }

      .key {
        forced-color-adjust: none;
        background: CanvasText;
      }

      .key.now {
        background: Highlight;
      }
    }

    @media print {
      .wait {
        stroke: #bbb;
      }

      .wait.to-come {
        stroke: #ddd;
      }

      circle.now {
        fill: #000;
      }

      .key {
        print-color-adjust: exact;
      }
    }
  `,
]
