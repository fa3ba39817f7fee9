import { css } from 'lit'
import { drawing } from '../../styles/drawing.ts'
import { base } from '../../styles/shared.ts'

export const styles = [
  base,
  drawing,
  css`
    .top {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 0 0.75rem;
    }

    .source {
      margin-inline-start: auto;
    }

    .source[open] {
      flex: 1 0 100%;
    }

    .source summary {
      min-height: 1.5rem;
      margin-block: -0.3rem 0;
      color: var(--link);
      text-align: end;
      list-style: none;
      text-decoration: underline;
      text-underline-offset: 0.15em;
      cursor: pointer;
    }

    @media print {
      .source {
        flex: 1 0 100%;
      }

      .source summary {
        display: none;
      }
    }

    svg {
      overflow: hidden;
    }

    .axis,
    .tick {
      stroke: var(--rule-strong);
      stroke-width: 1;
    }

    .tick {
      stroke-dasharray: 1 3;
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

    dd .small {
      font-weight: 400;
    }

    .key {
      width: 0.6rem;
      height: 0.6rem;
      border: 0;
      vertical-align: baseline;
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

    @media (forced-colors: active) {
      .axis,
      .tick,
      line.due {
        stroke: CanvasText;
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
    }
  `,
]
